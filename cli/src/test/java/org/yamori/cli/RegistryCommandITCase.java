package org.yamori.cli;

import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
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
import org.yamori.cli.topic.KeptTopic;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryFile;
import org.yamori.wire.RegistryRecord;
import org.yamori.wire.access.KafkaAccess;

import static org.assertj.core.api.Assertions.assertThat;

/** The registry of the page in the topic of a real broker. */
@Tag("kafka")
@ExtendWith(Servers.class)
class RegistryCommandITCase {
    @TempDir
    private Path folder;

    private final KafkaServer kafka;
    private String prefix = "study-registry";
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
            all.addAll(List.of("--brokers", kafka.bootstrapServers(), "--prefix", prefix));
        }
        return Yamori.commandLine(Yamori.doors(), Map.of())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(new String[0]));
    }

    private String printed() {
        return times(out.toString()).replace("study-registry.", "yamori.");
    }

    private static String times(String text) {
        return text.replaceAll("written [-0-9]{10}T[0-9:.]*Z", "written 2026-01-14T09:00:00Z")
                .replaceAll("effective from [-0-9]{10}T[0-9:.]*Z", "effective from 2026-01-14T09:00:02Z")
                .replaceAll("takes effect at [-0-9]{10}T[0-9:.]*Z", "takes effect at 2026-01-14T09:00:00Z");
    }

    private static List<String> blocksOf(String page, String kind) {
        List<String> blocks = new ArrayList<>();
        String[] parts = page.split("(?m)^```", -1);
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith(kind + "\n")) {
                blocks.add(parts[i].substring(kind.length() + 1));
            }
        }
        return blocks;
    }

    @Test
    void page_isWhatTheCommandsPrint() throws Exception {
        String page = Files.readString(ServerHome.find().root().resolve("docs/20-registry.md"));
        List<String> yaml = blocksOf(page, "yaml");
        List<String> prints = blocksOf(page, "");
        String first = yaml.get(0);
        String second = first.substring(0, first.indexOf("  - name: Faculty"))
                + yaml.get(1)
                + first.substring(first.indexOf("sensors:\n"));
        Path file = Files.writeString(folder.resolve("registry.yaml"), first);
        Path changed = Files.writeString(folder.resolve("changed.yaml"), second);

        says(0, prints.get(0), "validate", file.toString());
        String why = "the faculty wants its own alerts";
        says(0, prints.get(1), "apply", file.toString(), "--why", why, "--by", "sato");
        says(0, prints.get(2), "diff", changed.toString());
        says(3, prints.get(2), "diff", changed.toString(), "--exit-code");
        assertThat(run("apply", changed.toString(), "--why", "5000 was too many", "--by", "abe"))
                .isZero();
        says(0, prints.get(3), "apply", changed.toString(), "--why", "again", "--by", "abe");
        says(0, prints.get(4), "history");
        assertThat(run("diff", changed.toString(), "--exit-code")).isZero();
        assertThat(out.toString()).isEqualTo("against revision 2 of study-registry.registry: the same\n");

        Path bad = Files.writeString(folder.resolve("bad.yaml"), yaml.get(2));
        assertThat(run("apply", bad.toString(), "--why", "x")).isEqualTo(1);
        assertThat(times(err.toString()).replace(bad.toString(), "registry.yaml"))
                .isEqualTo("yamori: " + prints.get(5));
        assertThat(yaml).hasSize(3);
        assertThat(prints).hasSize(6);

        var records = TopicRecords.in("study-registry.registry", kafka.bootstrapServers());
        assertThat(records).as("what was refused is not written").hasSize(2);
        RegistryRecord record = RegistryRecord.fromJson(records.get(0).value());
        assertThat(record.registry()).isEqualTo(RegistryFile.read(file));
        assertThat(record.registry().surge().watched()).containsExactly(5.0, 6.5, 6.4, 6.2, 5.7, 5.5);
        assertThat(record.registry().organisations().get(1).thresholds().count())
                .isEqualTo(5000);
        assertThat(record.author()).isEqualTo("sato");
        assertThat(record.reason()).isEqualTo(why);

        assertThat(run("show", "1")).isZero();
        assertThat(Registry.fromJson(out.toString().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RegistryFile.read(file));
        assertThat(run("show")).isZero();
        assertThat(Registry.fromJson(out.toString().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RegistryFile.read(changed));
        assertThat(run("show", "7")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("yamori: there is no revision 7 in study-registry.registry; 'yamori registry history' shows"
                        + " the 2 that there are\n");
    }

    private void says(int exitCode, String expected, String... command) {
        int code = run(command);
        assertThat(code).as(() -> String.join(" ", command) + " said " + err).isEqualTo(exitCode);
        assertThat(printed()).as(String.join(" ", command)).isEqualTo(expected);
    }

    @Test
    void organisationsWithoutContacts_areNoted_andWhatEndedIsAskedForAMoment() throws Exception {
        Path file = Files.writeString(
                folder.resolve("a.yaml"),
                "organisations: [{name: A, livenets: [10.0.0.0/8], validTo: 2016-01-01}, {name: B, contacts: b@b.jp}]\n");
        assertThat(run("validate", file.toString(), "--at", "2015-12-31T23:59:59Z"))
                .isZero();
        assertThat(out.toString()).isEqualTo("""
                2 organisations (1 livenet, 0 darknets), 0 sensors
                note: 1 organisation without contacts, told to analysts only: A
                """);
        assertThat(run("validate", file.toString(), "--at", "2016-01-01T00:00:00Z"))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("yamori: " + file + ":1: organisations[0].validTo: 'A' ended at 2016-01-01T00:00:00Z, before"
                        + " this registry takes effect at 2016-01-01T00:00:00Z; leave the organisation out\n");
    }

    /** Somebody wrote into the topic by hand: the versions around it count. */
    @Test
    void recordThatIsNoRegistry_countsForNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("a.yaml"), "organisations: [{name: A, contacts: a@a.jp}]\n");
        prefix = "study-broken";
        assertThat(run("show")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        "yamori: there is no registry in study-broken.registry; 'yamori registry apply' writes one\n");
        assertThat(run("apply", file.toString(), "--why", "first", "--by", "sato"))
                .isZero();
        new KeptTopic(KafkaAccess.plaintext(kafka.bootstrapServers()), "study-broken.registry")
                .write(List.of(new KeptTopic.Entry(
                        "registry".getBytes(StandardCharsets.UTF_8), "{no json".getBytes(StandardCharsets.UTF_8))));
        assertThat(run("apply", file.toString(), "--why", "again", "--by", "sato"))
                .isZero();
        assertThat(out.toString()).isEqualTo("unchanged: study-broken.registry has it as revision 1\n");
        Files.writeString(file, "organisations: [{name: A, contacts: {new: b@a.jp}}]\n");
        assertThat(run("apply", file.toString(), "--why", "another", "--by", "sato"))
                .isZero();
        assertThat(run("history")).isZero();
        assertThat(times(out.toString())).isEqualTo("""
                revision 1, written 2026-01-14T09:00:00Z, effective from 2026-01-14T09:00:02Z, by sato: first
                    changes: organisations + A
                revision 2, written 2026-01-14T09:00:00Z, effective from 2026-01-14T09:00:02Z, by sato: another
                    changes: organisations ~ A
                2 in study-broken.registry
                """);
    }

    /** What is to hold next century is not what holds now, and takes the place of what is written after it. */
    @Test
    void versionThatHoldsLater_isNoReasonToLeaveItNow_andIsNamed() throws Exception {
        prefix = "study-pending";
        Path now = Files.writeString(folder.resolve("a.yaml"), "organisations: [{name: A, contacts: a@a.jp}]\n");
        Path later = Files.writeString(folder.resolve("b.yaml"), "organisations: [{name: B, contacts: b@b.jp}]\n");
        assertThat(run("apply", now.toString(), "--why", "first", "--by", "sato"))
                .isZero();
        for (int twice = 0; twice < 2; twice++) {
            assertThat(run(
                            "apply",
                            later.toString(),
                            "--from",
                            "2099-01-01T00:00:00Z",
                            "--why",
                            "next century",
                            "--by",
                            "sato"))
                    .isZero();
        }
        assertThat(out.toString()).isEqualTo("unchanged: study-pending.registry has it as revision 2\n");

        assertThat(run("apply", later.toString(), "--why", "today", "--by", "abe"))
                .isZero();
        assertThat(out.toString())
                .startsWith("wrote revision 3 to study-pending.registry")
                .endsWith("\nrevision 2 by sato takes its place on 2099-01-01T00:00:00Z: next century\n");
        assertThat(run("apply", later.toString(), "--why", "today", "--by", "abe"))
                .isZero();
        assertThat(out.toString()).startsWith("unchanged: study-pending.registry has it as revision 3\n");
    }

    /**
     * A producer that sends twice, or a topic that was copied: an old version once more is not what people want now.
     */
    @Test
    void oldVersionBehindANewerOne_countsForNothing() throws Exception {
        prefix = "study-again";
        Path file = Files.writeString(folder.resolve("a.yaml"), "organisations: [{name: A, contacts: a@a.jp}]\n");
        assertThat(run("apply", file.toString(), "--why", "first", "--by", "sato"))
                .isZero();
        Path newer = Files.writeString(folder.resolve("b.yaml"), "organisations: [{name: B, contacts: b@b.jp}]\n");
        assertThat(run("apply", newer.toString(), "--why", "second", "--by", "sato"))
                .isZero();
        var records = TopicRecords.in("study-again.registry", kafka.bootstrapServers());
        new KeptTopic(KafkaAccess.plaintext(kafka.bootstrapServers()), "study-again.registry")
                .write(List.of(
                        new KeptTopic.Entry(records.get(0).key(), records.get(0).value())));

        assertThat(run("show")).isZero();
        assertThat(Registry.fromJson(out.toString().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RegistryFile.read(newer));
        assertThat(run("apply", newer.toString(), "--why", "again", "--by", "sato"))
                .isZero();
        assertThat(out.toString()).isEqualTo("unchanged: study-again.registry has it as revision 2\n");
        assertThat(run("history")).isZero();
        assertThat(out.toString()).endsWith("2 in study-again.registry\n");
    }

    /** Each is refused with its place, by who asks and by who applies, and what the topic holds stays. */
    @Test
    void badRegistries_areRefused_andTheLastVersionStays() throws Exception {
        prefix = "study-bad";
        Path good = Files.writeString(folder.resolve("good.yaml"), "organisations: [{name: A, contacts: a@a.jp}]\n");
        assertThat(run("apply", good.toString(), "--why", "first", "--by", "sato"))
                .isZero();
        byte[] version = TopicRecords.in("study-bad.registry", kafka.bootstrapServers())
                .get(0)
                .value();

        refused(
                "{name: X, livenets: [10.1.0.0/16]}, {name: Y, darknets: [10.1.0.0/16]}",
                "organisations[1].darknets[0]: 10.1.0.0/16 already belongs to 'X' in line 1; a prefix has one owner and"
                        + " one use");
        refused(
                "{name: X, livenets: [10.1.0.0/16, 10.1.0.0/16]}",
                "organisations[0].livenets[1]: 10.1.0.0/16 already belongs to 'X' in line 1; a prefix has one owner and"
                        + " one use");
        refused(
                "{name: X, livenets: ['2001:db8::/32']}, {name: Y, darknets: ['2001:db8:1::/48']}",
                "organisations[1].darknets[0]: 2001:db8:1::/48 lies in 2001:db8::/32 of 'X' in line 1; 'Y' needs"
                        + " 'parent: X'");
        refused(
                "{name: X, livenets: [10.1.0.0/33]}",
                "organisations[0].livenets[0]: a prefix length of this family is 0 to 32, was '10.1.0.0/33'");
        refused(
                "{name: X, livenets: [10.1.2.3/16]}",
                "organisations[0].livenets[0]: host bits are set in '10.1.2.3/16'; the prefix is 10.1.0.0/16, the"
                        + " address alone 10.1.2.3/32");
        refused(
                "{name: X, livnets: [10.1.0.0/16]}",
                "organisations[0].livnets: the key 'livnets' is not known; did you mean 'livenets'?");
        refused(
                "{name: X, contacts: []}",
                "organisations[0].contacts: names nobody; give a mail address or leave the" + " key out");
        refused(
                "{name: X, contacts: {urgent: []}}",
                "organisations[0].contacts.urgent: names nobody; give a mail address or leave the key out");
        refused(
                "{name: X, validTo: 2016-01-01}",
                "organisations[0].validTo: 'X' ended at 2016-01-01T00:00:00Z, before this registry takes effect at"
                        + " 2026-01-14T09:00:00Z; leave the organisation out");
        refused(
                "{name: X, whitelist: {sources: [{prefix: 10.1.0.1, expires: 2016-01-01}]}}",
                "organisations[0].whitelist.sources[0]: 10.1.0.1/32 expired at 2016-01-01T00:00:00Z, before"
                        + " this registry takes effect at 2026-01-14T09:00:00Z; leave the entry out");

        var kept = TopicRecords.in("study-bad.registry", kafka.bootstrapServers());
        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).value()).isEqualTo(version);
        assertThat(run("show")).isZero();
        assertThat(Registry.fromJson(out.toString().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RegistryFile.read(good));
    }

    private void refused(String organisations, String problem) throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "organisations: [" + organisations + "]\n");
        for (List<String> command : List.of(
                List.of("validate", bad.toString()), List.of("apply", bad.toString(), "--why", "x", "--by", "abe"))) {
            assertThat(run(command.toArray(new String[0])))
                    .as(() -> command + " said " + out)
                    .isEqualTo(1);
            assertThat(times(err.toString())).isEqualTo("yamori: " + bad + ":1: " + problem + "\n");
        }
    }

    /** It is refused by its size: what is read of it takes no memory that grows with it. */
    @Test
    void hugeFile_isRefusedWithoutBeingRead() throws Exception {
        prefix = "study-huge";
        Path good = Files.writeString(folder.resolve("good.yaml"), "organisations: [{name: A, contacts: a@a.jp}]\n");
        assertThat(run("apply", good.toString(), "--why", "first", "--by", "sato"))
                .isZero();
        Path huge = folder.resolve("huge.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(1L << 30);
        }
        long usual = bytesTaken("validate", folder.resolve("nowhere.yaml").toString());

        for (List<String> command : List.of(
                List.of("validate", huge.toString()), List.of("apply", huge.toString(), "--why", "x", "--by", "abe"))) {
            assertThat(bytesTaken(command.toArray(new String[0])) - usual)
                    .as("bytes that %s took, besides what a refusal takes", command.get(0))
                    .isLessThan(8 << 20);
            assertThat(err.toString())
                    .isEqualTo("yamori: " + huge + ":1: has 1073741824 bytes; at most 67108864 are allowed\n");
        }
        assertThat(TopicRecords.in("study-huge.registry", kafka.bootstrapServers()))
                .hasSize(1);
    }

    /** What a refused command allocates in all. */
    private long bytesTaken(String... command) {
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        assertThat(run(command)).isEqualTo(1);
        return memory.getCurrentThreadAllocatedBytes() - before;
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
