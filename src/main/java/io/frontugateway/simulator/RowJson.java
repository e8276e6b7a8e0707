package io.frontugateway.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes rows as Frontu shows them: every field of the type, unset ones as null. */
final class RowJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonFactory FACTORY = MAPPER.getFactory();

    private RowJson() {}

    static byte[] of(Row row) {
        return write(json -> {
            json.writeStartObject();
            json.writeNumberField("version", row.version);
            writeFields(json, row);
            json.writeEndObject();
        });
    }

    /** The short form in which templates are listed, and in which relations appear. */
    static byte[] shortForm(Entity entity) {
        return write(json -> writeRelation(json, entity));
    }

    private static void writeFields(JsonGenerator json, Row row) throws IOException {
        EntityType type = row.entity.type;
        for (int i = 0; i < row.values.length; i++) {
            Field field = type.fields.get(i);
            if (field.shown() && field.kind() != FieldKind.CUSTOM_VALUES) {
                json.writeFieldName(field.name());
                writeValue(json, field.kind(), row.values[i]);
            }
        }
        json.writeStringField("guid", row.entity.guid);
        json.writeStringField("created", Moments.text(row.created));
        json.writeStringField("updated", Moments.text(row.version));
        json.writeBooleanField("deleted", row.deleted);
        json.writeStringField("systemId", row.systemId);
        if (type.has("customValues")) {
            json.writeFieldName("customValues");
            writeValue(json, FieldKind.CUSTOM_VALUES, row.get("customValues"));
        }
    }

    private static void writeValue(JsonGenerator json, FieldKind kind, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (kind) {
            case RELATION -> writeRelation(json, (Entity) value);
            case REFERENCE -> json.writeString(((Entity) value).guid);
            case TIME -> json.writeString(Moments.text((Long) value));
            case CUSTOM_VALUES -> writeCustomValues(json, (CustomValues) value);
            default -> writePlain(json, value);
        }
    }

    private static void writePlain(JsonGenerator json, Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number.toPlainString());
        } else {
            MAPPER.writeValue(json, value);
        }
    }

    private static void writeRelation(JsonGenerator json, Entity entity) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", entity.title());
        json.writeStringField("guid", entity.guid);
        json.writeStringField("systemId", entity.current.systemId);
        json.writeEndObject();
    }

    private static void writeCustomValues(JsonGenerator json, CustomValues values) throws IOException {
        if (values.byField().isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartArray();
        for (Map.Entry<Entity, String> value : values.byField().entrySet()) {
            json.writeStartObject();
            json.writeStringField("guid", value.getKey().guid);
            json.writeStringField("title", value.getKey().title());
            json.writeStringField("value", value.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static byte[] write(Script script) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(1024);
                JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            script.write(json);
            json.flush();
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @FunctionalInterface
    private interface Script {
        void write(JsonGenerator json) throws IOException;
    }
}
