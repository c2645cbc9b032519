package org.yamori.cli.analyze;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.cli.Refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InputKindTest {
    @TempDir
    private Path folder;

    /** First bytes as draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng print them, and as pcap(3PCAP) adds. */
    @ParameterizedTest
    @ValueSource(strings = {"a1b2c3d4", "d4c3b2a1", "a1b23c4d", "4d3cb2a1", "a1b2cd34", "0a0d0d0a"})
    void captureUnderAnyName_isFoundByItsFirstBytes(String magic) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(magic + "00000000");
        assertThat(InputKind.of(file("telescope.20141021", bytes))).isEqualTo(InputKind.CAPTURE);
        assertThat(InputKind.of(file("telescope.bin.gz", gzip(bytes)))).isEqualTo(InputKind.CAPTURE);
        assertThat(InputKind.of(file("telescope.zst", Zstd.compress(bytes)))).isEqualTo(InputKind.CAPTURE);
    }

    @ParameterizedTest
    @CsvSource({
        "norse.tsv,FEED",
        "norse.csv,FEED",
        "norse.jsonl,FEED",
        "norse.JSON,FEED",
        "norse.ndjson,FEED",
        "mirai.yaml,SCENARIO",
        "mirai.YML,SCENARIO",
        "broken.pcap,CAPTURE",
        "broken.pcapng,CAPTURE"
    })
    void textsAndBrokenCaptures_areFoundByTheirNames(String name, InputKind kind) throws IOException {
        assertThat(InputKind.of(file(name, text("time count\n")))).isEqualTo(kind);
    }

    @Test
    void packedFeed_isAFeed() throws IOException {
        assertThat(InputKind.of(file("norse.tsv.gz", gzip(text("time\tcount\n")))))
                .isEqualTo(InputKind.FEED);
        assertThat(InputKind.of(file("norse.csv.zst", Zstd.compress(text("time,count\n")))))
                .isEqualTo(InputKind.FEED);
    }

    @Test
    void captureNamedLikeAFeed_isACapture() throws IOException {
        assertThat(InputKind.of(file("odd.csv", HexFormat.of().parseHex("d4c3b2a1"))))
                .isEqualTo(InputKind.CAPTURE);
    }

    @Test
    void whatIsNothingOfThese_isRefusedByName() throws IOException {
        assertRefused(folder, "is a directory");
        assertRefused(folder.resolve("nowhere.pcap"), "does not exist");
        assertRefused(file("empty.pcap", new byte[0]), "empty.pcap is empty");
        assertRefused(file("notes.txt", text("hello")), "notes.txt is neither", "68656c6c");
        assertRefused(file("cut.pcap.gz", HexFormat.of().parseHex("1f8b08")), "cut.pcap.gz ends before");
        assertRefused(file("short", new byte[] {1}), "01000000");
    }

    private static void assertRefused(Path file, String... words) {
        assertThatThrownBy(() -> InputKind.of(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(String.valueOf(file.getFileName()))
                .hasMessageContainingAll(words);
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
