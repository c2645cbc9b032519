package org.yamori.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.ServerHome;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.wire.RegistryFile;
import org.yamori.wire.RegistryRecord;

import static org.assertj.core.api.Assertions.assertThat;

/** The registry of the page in the topic of a real broker. */
@Tag("kafka")
@ExtendWith(Servers.class)
class RegistryCommandITCase {
    @TempDir
    private Path folder;

    private final KafkaServer kafka;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    RegistryCommandITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("registry"));
        all.addAll(List.of(args));
        if (!args[0].equals("validate")) {
            all.addAll(List.of("--brokers", kafka.bootstrapServers(), "--prefix", "study-registry"));
        }
        return Yamori.commandLine(Yamori.doors(), Map.of())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(new String[0]));
    }

    private String printed() {
        return out.toString()
                .replaceAll("effective from [-0-9]{10}T[0-9:.]*Z", "effective from 2026-01-14T09:00:02Z")
                .replace("study-registry.", "yamori.");
    }

    @Test
    void page_isWhatTheCommandsPrint() throws Exception {
        String page = Files.readString(ServerHome.find().root().resolve("docs/20-registry.md"));
        String yaml =
                page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n", page.indexOf("```yaml\n") + 8));
        Path file = Files.writeString(folder.resolve("registry.yaml"), yaml);
        for (List<String> command : List.of(
                List.of("validate", file.toString()),
                List.of("apply", file.toString(), "--why", "too many pages from the watch list", "--by", "sato"),
                List.of("apply", file.toString(), "--why", "again", "--by", "sato"),
                List.of("show"),
                List.of("show", "1"))) {
            assertThat(run(command.toArray(new String[0])))
                    .as(() -> command + " said " + err)
                    .isZero();
            assertThat(page).as(String.join(" ", command)).contains(printed());
        }

        var records = TopicRecords.in("study-registry.registry", kafka.bootstrapServers());
        assertThat(records).hasSize(1);
        RegistryRecord record = RegistryRecord.fromJson(records.get(0).value());
        assertThat(record.registry()).isEqualTo(RegistryFile.read(file));
        assertThat(record.registry().surge().watched()).containsExactly(5.0, 6.5, 6.4, 6.2, 5.7, 5.5);
        assertThat(record.author()).isEqualTo("sato");

        assertThat(run("show", "7")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("yamori: there is no revision 7 in study-registry.registry; 'yamori registry show' shows the"
                        + " 1 that there are\n");
    }

    @Test
    void thresholdsThatCannotBe_areNamedWithTheirLine() throws Exception {
        Path file = Files.writeString(
                folder.resolve("bad.yaml"),
                "surge:\n  thresholds: [4.8, 6.6]\n  watchedThresholds: [1, 2, 3, 4, 5, six]\n");
        assertThat(run("validate", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("yamori: " + file + ":3: surge.watchedThresholds[5]: must be a number, was 'six'\n");
        Files.writeString(file, "surge:\n  thresholds: [4.8, 6.6]\n");
        assertThat(run("validate", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("bad.yaml:2: surge: thresholds must be 6 numbers, for windows of 1, 5, 15, 60, 240 and 1440"
                        + " minutes, were 2\n");
        Files.writeString(file, "surge:\n  thresholds: [4.8, 6.6, 6.6, 6.6, 6.6, 101]\n");
        assertThat(run("apply", file.toString(), "--why", "x")).isEqualTo(1);
        assertThat(err.toString()).contains("thresholds must each be 1 to 100, one was 101.0\n");
    }
}
