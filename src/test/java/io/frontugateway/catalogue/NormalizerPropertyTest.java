package io.frontugateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.NullUnmarked;

@NullUnmarked
class NormalizerPropertyTest {
    private static final Catalogue CATALOGUE = CatalogueLoader.load(Optional::empty);
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    @Property
    void numbers_keepEveryDigit_asTextAndAsNumber(@ForAll BigInteger unscaled, @ForAll("scales") int scale) {
        var number = new BigDecimal(unscaled, scale);
        var materials = CATALOGUE.find("materials").orElseThrow();
        for (var sent : List.of(NODES.textNode(number.toString()), NODES.numberNode(number))) {
            var row = NODES.objectNode().set("price", sent);
            var price = Normalizer.toNormalized(materials, (ObjectNode) row).get("price");
            assertThat(new BigDecimal(price.asText())).isEqualTo(number);
            assertThat(price.isNumber()).isTrue();
        }
    }

    @Provide
    Arbitrary<Integer> scales() {
        return Arbitraries.integers().between(-100, 100);
    }

    @Property(tries = 3000)
    void noContent_makesTheTranslationFail_andNoUnknownFieldIsLost(
            @ForAll("resources") ResourceType resource,
            @ForAll("values") JsonNode value,
            @ForAll("values") JsonNode unknown) {
        var row = NODES.objectNode();
        resource.fields().values().forEach(field -> row.set(field.readName(), value));
        row.set("neverHeardOf", unknown);
        var sent = row.deepCopy();
        var entity = Normalizer.toNormalized(resource, row);
        assertThat(row).isEqualTo(sent);
        assertThat(entity.get("neverHeardOf")).isEqualTo(unknown);
        assertThat(entity.fieldNames())
                .toIterable()
                .startsWith(resource.fields().keySet().toArray(String[]::new));
        assertThat(Normalizer.toFrontu(resource, entity).get("neverHeardOf")).isEqualTo(unknown);
        assertThat(Normalizer.toNormalized(resource, entity)).isNotNull();
    }

    @Property
    void dateTimes_surviveTheWayThereAndBack(@ForAll("seconds") long second) {
        var sent = java.time.Instant.ofEpochSecond(second).toString().replace("Z", "+0000");
        var tasks = CATALOGUE.find("tasks").orElseThrow();
        var row = NODES.objectNode().put("plannedTime", sent);
        assertThat(Normalizer.toFrontu(tasks, Normalizer.toNormalized(tasks, row))
                        .get("plannedTime")
                        .asText())
                .isEqualTo(sent);
    }

    @Provide
    Arbitrary<Long> seconds() {
        return Arbitraries.longs().between(0, 253402300799L);
    }

    @Provide
    Arbitrary<ResourceType> resources() {
        return Arbitraries.of(CATALOGUE.all());
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return values(3);
    }

    private static Arbitrary<JsonNode> values(int levels) {
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                Arbitraries.of(NODES.nullNode(), NODES.booleanNode(true), NODES.textNode("")),
                Arbitraries.strings().ofMaxLength(30).map(NODES::textNode),
                Arbitraries.strings()
                        .withChars("0123456789-+.:TZe[]{}\",")
                        .ofMaxLength(30)
                        .map(NODES::textNode),
                Arbitraries.bigDecimals().map(NODES::numberNode),
                Arbitraries.integers().map(NODES::numberNode));
        if (levels == 0) {
            return scalars;
        }
        var below = values(levels - 1);
        return Arbitraries.oneOf(
                scalars,
                below.list().ofMaxSize(3).map(all -> NODES.arrayNode().addAll(all)),
                Combinators.combine(names(), below, names(), below)
                        .as((one, a, other, b) ->
                                NODES.objectNode().<ObjectNode>set(one, a).set(other, b)));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("guid", "systemId", "title", "value", "customField", "field", "deleted", "works", "x");
    }
}
