package io.frontugateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class FinishedTest {
    private static final byte[] LONG = "{\"title\":\"Boiler\"},".repeat(200).getBytes(StandardCharsets.UTF_8);

    @Test
    void equalBytes_haveEqualTags_andOtherBytesOthers() {
        var one = Finished.of(LONG.clone());
        var same = Finished.of(LONG.clone());
        var other = Finished.of("{}".getBytes(StandardCharsets.UTF_8));

        assertThat(one.in(Coding.IDENTITY).etag())
                .matches("\"[A-Za-z0-9_-]{16}\"")
                .isEqualTo(same.in(Coding.IDENTITY).etag())
                .isNotEqualTo(other.in(Coding.IDENTITY).etag());
    }

    @Test
    void eachCoding_hasATagOfItsOwn_knownBeforeItIsMade() {
        var finished = Finished.of(LONG.clone());
        var plain = finished.in(Coding.IDENTITY).etag();

        assertThat(finished.hasTag(plain.replaceAll("\"$", "-gzip\""))).isTrue();
        assertThat(finished.in(Coding.GZIP).etag()).isEqualTo(plain.replaceAll("\"$", "-gzip\""));
        assertThat(finished.hasTag("\"forged\"")).isFalse();
    }

    @Test
    void compressedForm_unpacksToTheDocument_andIsMadeOnce() throws IOException {
        var finished = Finished.of(LONG.clone());
        var form = finished.in(Coding.GZIP);

        assertThat(form.coding()).isEqualTo(Coding.GZIP);
        assertThat(unpacked(form)).isEqualTo(LONG);
        assertThat(finished.in(Coding.GZIP)).isSameAs(form);
        assertThat(form.bytes().length() + finished.length()).isLessThan(finished.weight());
    }

    @Test
    void shortDocuments_andThoseThatGainLittle_stayAsTheyAre() throws IOException {
        var random = new byte[4000];
        new Random(1).nextBytes(random);

        for (var document : new byte[][] {"{\"a\":1}".getBytes(StandardCharsets.UTF_8), random}) {
            var finished = Finished.of(document.clone());
            assertThat(finished.in(Coding.GZIP).coding()).isEqualTo(Coding.IDENTITY);
            assertThat(unpacked(finished.compressed())).isEqualTo(document);
            assertThat(finished.hasTag(finished.compressed().etag())).isTrue();
        }
    }

    /** It moves out of the heap meanwhile; those who hold the buffer of before, and those who read at the same time, see no change. */
    @Test
    void longDocumentThatIsSentOften_staysWhatItIs() throws IOException {
        var document = new byte[100_000];
        new Random(3).nextBytes(document);
        var finished = Finished.of(document.clone());
        var before = finished.in(Coding.IDENTITY).bytes();

        var sent = IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> finished.in(Coding.IDENTITY).bytes())
                .toList();

        assertThat(finished.in(Coding.IDENTITY).bytes().getByteBuf().isDirect()).isTrue();
        assertThat(sent).allSatisfy(bytes -> assertThat(bytes.getBytes()).isEqualTo(document));
        assertThat(before.getBytes()).isEqualTo(document);
        assertThat(finished.is(document)).isTrue();
        assertThat(finished.length()).isEqualTo(document.length);
        assertThat(unpacked(finished.compressed())).isEqualTo(document);
    }

    private static byte[] unpacked(Finished.Form form) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(form.bytes().getBytes())).readAllBytes();
    }
}
