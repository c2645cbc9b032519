package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.ServerHome;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.jobs.enrich.KnownScanners;
import org.yamori.jobs.enrich.Lists;
import org.yamori.wire.IpAddress;
import org.yamori.wire.ListRecord;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static org.assertj.core.api.Assertions.assertThat;

/** Lists from files into the topic of a real broker, and from there to a job that is running. */
@Tag("kafka")
@ExtendWith(Servers.class)
class ListsCommandITCase {
    private static final long SECOND = 1_000_000;

    @TempDir
    private Path folder;

    private final KafkaServer kafka;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    ListsCommandITCase(KafkaServer kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(folder.resolve("census.txt"), "# ours\n192.0.2.0/24\n198.51.100.7\n2001:db8:5::/48\n");
        Files.writeString(
                folder.resolve("scans.json"),
                "{\"type\": \"cidr\", \"name\": \"Scans of a university\", \"version\": 3,"
                        + " \"list\": [\"203.0.113.64/26\"]}");
    }

    private int run(String command, String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("lists", command));
        for (String arg : args) {
            all.add(arg.matches(".*\\.(txt|json)") ? folder.resolve(arg).toString() : arg);
        }
        return Yamori.commandLine(Yamori.doors(), Map.of())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(new String[0]));
    }

    private int runWith(String prefix, String command, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--brokers", kafka.bootstrapServers(), "--prefix", prefix));
        return run(command, all.toArray(new String[0]));
    }

    private String printed() {
        return out.toString()
                .replaceAll("effective from [-0-9]{10}T[0-9:.]*Z", "effective from 2026-01-14T09:00:02Z")
                .replace("study-lists.", "yamori.");
    }

    @Test
    void page_isWhatTheCommandsPrint() throws Exception {
        String page = Files.readString(ServerHome.find().root().resolve("docs/20-lists.md"));
        assertThat(run("validate", "census.txt", "scans.json")).isZero();
        assertThat(page).contains(printed());
        for (List<String> command : List.of(
                List.of("apply", "census.txt", "scans.json", "--why", "published by them", "--by", "sato"),
                List.of("apply", "census.txt", "scans.json", "--why", "again", "--by", "sato"),
                List.of("end", "scans", "--why", "the project is over", "--by", "sato"),
                List.of("show"),
                List.of("show", "census"))) {
            assertThat(runWith(
                            "study-lists",
                            command.get(0),
                            command.subList(1, command.size()).toArray(new String[0])))
                    .as(() -> command + " said " + err)
                    .isZero();
            assertThat(page).as(String.join(" ", command)).contains(printed());
        }

        List<ListRecord> written = new ArrayList<>();
        for (var each : TopicRecords.in("study-lists.lists", kafka.bootstrapServers())) {
            written.add(ListRecord.fromJson(each.value()));
        }
        assertThat(written)
                .extracting(list -> list.name() + " " + list.revision() + " " + list.addresses())
                .containsExactly(
                        "census 1 [192.0.2.0/24, 198.51.100.7/32, 2001:db8:5::/48]",
                        "scans 1 [203.0.113.64/26]",
                        "scans 2 []");
    }

    /** The times at which lists are asked for are given, so that nothing has to be waited for. */
    @Test
    void aRunningJob_takesListsOverAtTheirTime_withoutARestart() throws Exception {
        Topics topics = new Topics("study-lists-running");
        assertThat(runWith(
                        "study-lists-running",
                        "apply",
                        "census.txt",
                        "--why",
                        "first",
                        "--from",
                        "2100-01-01T00:00:00Z"))
                .isZero();
        long first = java.time.Instant.parse("2100-01-01T00:00:00Z").getEpochSecond() * SECOND;
        int listed = IpAddress.parse("192.0.2.9").ipv4();
        int later = IpAddress.parse("203.0.113.99").ipv4();
        try (KnownScanners scanners =
                new KnownScanners(Lists.ofTopic(KafkaAccess.plaintext(kafka.bootstrapServers()), topics.lists()))) {
            scanners.arrived(first - 10 * SECOND);
            assertThat(scanners.anyAt(first - 10 * SECOND)).isFalse();
            assertThat(scanners.anyAt(first)).isTrue();
            assertThat(scanners.contains(listed)).isTrue();
            assertThat(scanners.contains(IpAddress.parse("192.0.3.0").ipv4())).isFalse();
            IpAddress six = IpAddress.parse("2001:db8:5:ffff::1");
            assertThat(scanners.contains(six.high(), six.low())).isTrue();

            assertThat(runWith(
                            "study-lists-running",
                            "apply",
                            "scans.json",
                            "--why",
                            "second",
                            "--from",
                            "2100-01-01T00:00:05Z"))
                    .isZero();
            assertThat(runWith(
                            "study-lists-running", "end", "census", "--why", "third", "--from", "2100-01-01T00:00:08Z"))
                    .isZero();
            scanners.arrived(first + 4 * SECOND);
            assertThat(scanners.anyAt(first + 5 * SECOND - 1)).isTrue();
            assertThat(scanners.contains(later)).isFalse();
            assertThat(scanners.anyAt(first + 5 * SECOND)).isTrue();
            assertThat(scanners.contains(later)).isTrue();
            assertThat(scanners.contains(listed)).isTrue();
            assertThat(scanners.anyAt(first + 8 * SECOND)).isTrue();
            assertThat(scanners.contains(listed)).isFalse();
            assertThat(scanners.anyAt(first)).as("a late packet").isTrue();
            assertThat(scanners.contains(listed)).isTrue();
        }
    }

    @Test
    void whatCannotBeDone_isSaid() throws Exception {
        Files.writeString(folder.resolve("bad.txt"), "192.0.2.0/24\n192.0.2.9/24\n");
        assertThat(run("validate", "bad.txt", "census.txt")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        "yamori: " + folder.resolve("bad.txt") + ":2: host bits are set in '192.0.2.9/24'; the prefix"
                                + " is 192.0.2.0/24, the address alone 192.0.2.9/32\n");
        assertThat(runWith("study-lists-none", "apply", "bad.txt", "--why", "x"))
                .isEqualTo(1);
        assertThat(runWith("study-lists-none", "end", "nobody", "--why", "x")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        "yamori: there is no list 'nobody' in study-lists-none.lists; 'yamori lists show' shows those"
                                + " that are\n");
        assertThat(runWith("study-lists-none", "apply", "census.txt", "--why", "x", "--purpose", "friends"))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("yamori: --purpose is survey-scanner, no-probe or label, was 'friends'");
        assertThat(TopicRecords.in("study-lists-none.lists", kafka.bootstrapServers()))
                .isEmpty();
    }
}
