package io.frontugateway.simulator;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frontugateway.simulator.Submission.Upload;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.ErrorDataDecoderException;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads bodies in the three forms that Frontu takes: JSON, URL-encoded and multipart. */
final class Bodies {
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Bodies() {}

    /** The members and files of a body; null if it is not what its type says. A body without a type is read as JSON. */
    @Nullable
    static Submission read(@Nullable String contentType, byte[] body) {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/form-data") || type.startsWith("application/x-www-form-urlencoded")) {
            return form(contentType, body);
        }
        if (type.isEmpty() || type.startsWith("application/json")) {
            return body.length == 0 ? Submission.EMPTY : json(body);
        }
        return new Submission(Map.of(), Map.of("file", new Upload("upload", type, body)));
    }

    private static @Nullable Submission json(byte[] body) {
        Map<String, @Nullable Object> members = object(body);
        return members == null ? null : new Submission(members, Map.of());
    }

    /** A JSON object; null if the bytes are none. */
    static @Nullable Map<String, @Nullable Object> object(byte[] body) {
        try {
            return MAPPER.readValue(body, OBJECT);
        } catch (IOException notAnObject) {
            return null;
        }
    }

    /** Any JSON value; null if the text is none. */
    static @Nullable Object value(String json) {
        try {
            return MAPPER.readValue(json, Object.class);
        } catch (IOException notJson) {
            return null;
        }
    }

    private static @Nullable Submission form(@Nullable String contentType, byte[] body) {
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        HttpPostRequestDecoder decoder = null;
        try {
            decoder = new HttpPostRequestDecoder(new DefaultHttpDataFactory(false), request);
            return collect(decoder);
        } catch (ErrorDataDecoderException | IOException broken) {
            return null;
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }

    private static Submission collect(HttpPostRequestDecoder decoder) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        Map<String, Upload> uploads = new LinkedHashMap<>();
        for (InterfaceHttpData data : decoder.getBodyHttpDatas()) {
            if (data instanceof Attribute attribute) {
                members.put(attribute.getName(), attribute.getValue());
            } else if (data instanceof FileUpload file) {
                uploads.put(file.getName(), new Upload(file.getFilename(), file.getContentType(), file.get()));
            }
        }
        return new Submission(members, uploads);
    }
}
