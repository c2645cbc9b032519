package org.yamori.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.Doors.CaptureToKafka;
import org.yamori.cli.Doors.InterfacesToKafka;
import org.yamori.cli.Doors.KafkaTarget;
import org.yamori.cli.Doors.Playing;
import org.yamori.cli.Doors.Scenario;
import org.yamori.cli.Doors.ScenarioRunner;
import org.yamori.cli.Doors.Sent;
import org.yamori.cli.analyze.Analysis;
import org.yamori.cli.analyze.Analysis.FindingSink;
import org.yamori.cli.analyze.Analysis.Input;
import org.yamori.cli.analyze.InputKind;
import org.yamori.cli.report.Documents;
import org.yamori.cli.report.Ledger;
import org.yamori.console.ConsoleSettings;
import org.yamori.sensor.block.Ranges;
import org.yamori.sensor.live.CaptureOptions;
import org.yamori.sensor.parse.Decapsulation;
import org.yamori.wire.BlockHeader.Origin;
import org.yamori.wire.BlockHeader.Tally;
import org.yamori.wire.Clock;
import org.yamori.wire.SensorKind;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

import static org.assertj.core.api.Assertions.assertThat;

class YamoriTest {
    private static final Ledger HOLDS = ledger(10, 10);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Analysis.Request> analysed = new ArrayList<>();
    private final List<CaptureToKafka.Request> sent = new ArrayList<>();
    private final List<InterfacesToKafka.Arriving> sensed = new ArrayList<>();
    private final List<String> played = new ArrayList<>();
    private final List<ConsoleSettings> served = new ArrayList<>();
    private final List<Boolean> answered = new ArrayList<>();
    private Analysis work = (request, findings, progress) -> HOLDS;
    private String feed = "";

    @BeforeEach
    void writeFeed() throws IOException {
        feed = file("norse.tsv", "time\tcount\n");
    }

    @Test
    void analyze_writesEverything_andPrintsTheSummary() throws IOException {
        work = this::oneDay;
        assertThat(run("analyze", feed, "--out", at("out"))).isZero();
        assertThat(names("out")).containsExactly("findings.jsonl", "ledger.json", "summary.txt", "tables");
        assertThat(Files.readAllLines(folder.resolve("out/tables/daily_by_network.tsv")))
                .contains("2014-10-21\tTue\tNICTER\t10\texact");
        assertThat(Files.readAllLines(folder.resolve("out/findings.jsonl"))).hasSize(2);
        assertThat(out.toString())
                .startsWith(Files.readString(folder.resolve("out/summary.txt")))
                .contains("captured 10 = counted 10")
                .endsWith("findings         2 in " + at("out") + "\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void analyze_handsEveryOptionToTheJob() throws IOException {
        String capture = file("a.pcap", "");
        Files.write(Path.of(capture), new byte[] {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1});
        assertThat(run(
                        "analyze",
                        feed,
                        capture,
                        "--out",
                        at("out"),
                        "--darknet",
                        "192.0.2.0/24",
                        "--darknet",
                        "2001:db8::/32",
                        "--timezone",
                        "Asia/Tokyo",
                        "--registry",
                        "r.yaml",
                        "--countries",
                        "c.mmdb",
                        "--network",
                        "NICTER",
                        "--set",
                        "yamori.a=1",
                        "--set",
                        "yamori.b=x=y",
                        "--ignore-columns",
                        "a,b",
                        "--decapsulate",
                        "gre,vxlan",
                        "--parallelism",
                        "3"))
                .isZero();
        assertThat(analysed)
                .containsExactly(new Analysis.Request(
                        List.of(
                                new Input(Path.of(feed), InputKind.FEED),
                                new Input(Path.of(capture), InputKind.CAPTURE)),
                        new Analysis.View(
                                List.of("192.0.2.0/24", "2001:db8::/32"),
                                ZoneId.of("Asia/Tokyo"),
                                "NICTER",
                                Optional.of(Path.of("r.yaml")),
                                Optional.of(Path.of("c.mmdb")),
                                new Observation(
                                        Decapsulation.of(List.of("gre", "vxlan")), Optional.empty(), Optional.empty())),
                        Map.of("yamori.a", "1", "yamori.b", "x=y"),
                        Set.of("a", "b"),
                        3));
    }

    @Test
    void ledgerThatDoesNotHold_isWrittenAndIsExitCode1() throws IOException {
        work = (request, findings, progress) -> ledger(10, 9);
        assertThat(run("analyze", feed, "--out", at("out"))).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("yamori: the ledger does not hold: sensor s1: captured 10, accounted for 9\n");
        assertThat(Files.readString(folder.resolve("out/ledger.json"))).contains("\"holds\": false");
    }

    @Test
    void refusedInput_isOneSentence_andLeavesNothing() {
        work = (request, findings, progress) -> {
            throw new UncheckedIOException(new IOException(
                    "job failed",
                    new ExecutionException(new Refusal("norse.tsv line 7: count must be a number, was x"))));
        };
        assertThat(run("analyze", feed, "--out", at("out"))).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("yamori: norse.tsv line 7: count must be a number, was x\n");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void failedAnalysis_leavesTheResultOfTheOneBefore() throws IOException {
        assertThat(run("analyze", feed, "--out", at("out"))).isZero();
        List<String> before = names("out");
        work = (request, findings, progress) -> {
            findings.accept(Documents.day("2014-10-21", "network", "N", Map.of()));
            throw new IOException("disk full");
        };
        assertThat(run("analyze", feed, "--out", at("out"))).isEqualTo(1);
        assertThat(names("out")).isEqualTo(before).contains("ledger.json");
        assertThat(err.toString()).isEqualTo("yamori: disk full\n");
    }

    @Test
    void secondAnalysis_replacesTheFirst() throws IOException {
        work = this::oneDay;
        assertThat(run("analyze", feed, "--out", at("out"), "--pseudonyms")).isZero();
        work = (request, findings, progress) -> HOLDS;
        assertThat(run("analyze", feed, "--out", at("out"))).isZero();
        assertThat(Files.size(folder.resolve("out/findings.jsonl"))).isZero();
        assertThat(names("out")).containsExactly("findings.jsonl", "ledger.json", "summary.txt", "tables");
    }

    @Test
    void folderWithSomethingElse_isRefused_unlessForced() throws IOException {
        Files.createDirectory(folder.resolve("out"));
        file("out/thesis.tex", "years of work");
        assertThat(run("analyze", feed, "--out", at("out"))).isEqualTo(1);
        assertThat(err.toString()).contains("thesis.tex").contains("--force");
        assertThat(names("out")).containsExactly("thesis.tex");
        assertThat(run("analyze", feed, "--out", at("out"), "--force")).isZero();
        assertThat(folder.resolve("out/thesis.tex")).hasContent("years of work");
        assertThat(folder.resolve("out/ledger.json")).exists();
    }

    @Test
    void twoAnalysesInOneFolder_areNotPossible() {
        work = (request, findings, progress) -> {
            assertThat(run("analyze", feed, "--out", at("out"))).isEqualTo(1);
            return HOLDS;
        };
        assertThat(run("analyze", feed, "--out", at("out"))).isZero();
        assertThat(err.toString()).contains("another analysis is writing");
    }

    @Test
    void wrongOptions_areExitCode2_andSayWhatWasAllowed() {
        assertUsage("there is no command 'analise'", "analise");
        assertUsage("Did you mean: yamori analyze", "analise");
        assertUsage("name a command");
        assertUsage("Missing required option: '--out=DIR'", "analyze", feed);
        assertUsage("--timezone", "analyze", feed, "--out", at("out"), "--timezone", "Mars");
        assertUsage("Asia/Tokyo", "analyze", feed, "--out", at("out"), "--timezone", "Mars");
        assertUsage("'10.0.0.1'", "analyze", feed, "--out", at("out"), "--darknet", "10.0.0.1");
        assertUsage("was 'jp'", "analyze", feed, "--out", at("out"), "--own-country", "jp");
        assertUsage("was '23'", "analyze", feed, "--out", at("out"), "--ports", "23");
        assertUsage("was 0", "analyze", feed, "--out", at("out"), "--parallelism", "0");
        assertUsage("--darknet", "analyze", feed, "--out", at("out"), "--darkent", "10.0.0.0/8");
        assertUsage("begins with study-", "sense", "--pcap", feed, "--prefix", "yamori");
        assertUsage("blackhole", "sense", "--pcap", feed, "--kind", "whitehole");
        assertUsage("--pcap or interfaces with --interface, not neither", "sense");
        assertUsage("not both", "sense", "--pcap", feed, "--interface", "eth0");
        assertUsage("--spool goes only with --interface", "sense", "--pcap", feed, "--spool", "d");
        assertUsage("'192.0.2.1/24'", "sense", "--interface", "eth0", "--darknet", "192.0.2.1/24");
        assertUsage("was 'yesterday'", "sense", "--interface", "eth0", "--darknet", "192.0.2.0/24@yesterday/");
        assertUsage("64 to 262144 bytes, was 10", "sense", "--interface", "eth0", "--snaplen", "10");
        assertUsage("1 to 1024 MiB, was 0", "sense", "--interface", "eth0", "--buffer", "0");
        assertUsage("exclude", "sense", "--interface", "a", "--darknet", "192.0.2.0/24", "--ranges", "r.yaml");
        assertUsage("--live goes only with --to-kafka", "simulate", "s.yaml", "--out", "a.pcap", "--live");
        assertUsage("specify one of these", "simulate", "s.yaml");
        assertUsage("--spool goes only with --live", "simulate", "s.yaml", "--to-kafka", "--spool", "d");
        String[] live = {"simulate", "s.yaml", "--to-kafka", "--live", "--spool-bytes"};
        assertUsage("--spool-bytes goes only with --spool", with(live, "1g"));
        assertUsage("--spool-bytes is at least 1m, was 1047552 bytes", with(live, "1023k", "--spool", "d"));
        assertUsage("a number with k, m or g; was '1t'", with(live, "1t", "--spool", "d"));
        assertUsage("mutually exclusive", "simulate", "s.yaml", "--out", "a.pcap", "--series", "d");
        assertUsage("was 0", "bench", "pipeline", "--packets", "0");
        assertUsage("at most 16, was 17", "bench", "pipeline", "--parallelism", "17");
        assertUsage("--rounds is at least 1", "bench", "ingest", "--rounds", "0");
        assertUsage("--ports is at least 1", "bench", "detection", "--ports", "0");
        assertUsage("at most 50000, was 50001", "bench", "pipeline", "--registry-organisations", "50001");
        assertUsage("--sensors is at least 2 and at most 32, was 1", "bench", "alerts", "--sensors", "1");
        assertUsage("--seconds is at least 8", "bench", "alerts", "--seconds", "7");
        assertUsage(
                "--alerts is at least 1 and at most 1000", "bench", "alerts", "--alerts", "1001", "--seconds", "10");
        assertUsage("--warm-up is at least 15", "bench", "alerts", "--warm-up", "14");
        assertUsage("at most 65535, was 65536", "show", "--port", "65536");
        assertUsage("an index prefix is 1 to 60 lower-case letters", "show", "--prefix", "Study");
        assertUsage("http://host:port or https://host:port, was 'es:9200'", "show", "--elasticsearch", "es:9200");
        assertUsage("was 'no.such.host.invalid'", "show", "--listen", "no.such.host.invalid");
        assertUsage("the port of Kafka is 1 to 65535, was 0", "doctor", "--kafka-port", "0");
        assertUsage("need a port each, were 9, 9 and 8470", "up", "--kafka-port", "9", "--elasticsearch-port", "9");
        assertUsage("--lines is at least 1", "logs", "kafka", "--lines", "0");
        assertUsage("surge", "job", "surge", "--state", "s");
        assertThat(analysed).isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void unexpectedFailure_isNamed_andItsTraceIsShownOnlyWhenAskedFor() {
        work = (request, findings, progress) -> {
            throw new IllegalStateException("no such state");
        };
        assertThat(run("analyze", feed, "--out", at("out"))).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("yamori: unexpected IllegalStateException: no such state"
                        + " (--verbose shows where it came from)\n");
        assertThat(run("analyze", feed, "--out", at("out"), "--verbose")).isEqualTo(1);
        assertThat(err.toString()).contains("at org.yamori.cli.YamoriTest");
    }

    @Test
    void exhaustedMemory_saysHowToGetMore() {
        assertThat(Yamori.sentence(new ExecutionException(new OutOfMemoryError("Java heap space"))))
                .contains("YAMORI_HEAP");
    }

    @Test
    void sense_handsOverTheOriginWithTheClockOfTheFile() throws IOException {
        String capture = file("a.pcap", "any");
        assertThat(run(
                        "sense",
                        "--pcap",
                        capture,
                        "--sensor",
                        "s2",
                        "--network",
                        "NICTER",
                        "--kind",
                        "low-interaction",
                        "--prefix",
                        "study-x",
                        "--partitions",
                        "4",
                        "--decapsulate",
                        "all",
                        "--brokers",
                        "b:1"))
                .isZero();
        assertThat(sent)
                .containsExactly(new CaptureToKafka.Request(
                        List.of(Path.of(capture)),
                        new Origin("s2", SensorKind.LOW_INTERACTION, "NICTER", Clock.FILE),
                        Ranges.EVERYTHING,
                        new KafkaTarget(KafkaAccess.plaintext("b:1"), new Topics("study-x"), 4, 16),
                        new Observation(Decapsulation.ALL, Optional.empty(), Optional.empty())));
        assertThat(out.toString())
                .isEqualTo("published 1,000 packets in 2 blocks; refused 3, outside 4, replies 5"
                        + " to study-x.packets.s2\n");
    }

    @Test
    void standardInput_isACapture_andIsNamedOnce() {
        work = (request, findings, progress) -> ledger(1, 1);
        assertThat(run("analyze", "-", "--out", at("out"))).isZero();
        assertThat(analysed.get(0).inputs()).containsExactly(new Input(Path.of("-"), InputKind.CAPTURE));
        assertThat(analysed.get(0).view().observation().decapsulation()).isEqualTo(Decapsulation.NONE);
        assertThat(run("analyze", "-", "-", "--out", at("out"))).isEqualTo(2);
        assertThat(err.toString()).contains("standard input (-) can be read only once");
        assertThat(run("sense", "--pcap", "-", "--network", "NICTER")).isZero();
        assertThat(sent.get(0).captures()).containsExactly(Path.of("-"));
        assertThat(run("sense", "--pcap", "-", "--decapsulate", "gtp")).isEqualTo(2);
        assertThat(err.toString()).contains("no tunnel is called 'gtp'; allowed: none, all, or some of gre");
    }

    @Test
    void sense_handsOverInterfacesWithTheLiveClock() throws IOException {
        assertThat(run("sense", "--interface", "eth0", "--interface", "eth1", "--prefix", "yamori"))
                .isZero();
        Path registry = Path.of(file("registry.yaml", """
                sensors:
                  - {name: s3, network: N, kind: blackhole, ranges: [192.0.2.0/24], validTo: 2026-01-01}
                  - {name: s3, network: N, kind: blackhole, ranges: [192.0.2.0/25], validFrom: 2026-01-01}
                """));
        String options = "--interface eth0 --filter ip --no-promiscuous --snaplen 256 --buffer 8 --queue 16"
                + " --run-as nobody --decapsulate gre --spool sp --spool-bytes 2m --sensor s3 --network N --prefix study-x --ranges "
                + registry;
        assertThat(run(("sense " + options).split(" ", -1))).as(err.toString()).isZero();

        assertThat(sensed)
                .containsExactly(
                        new InterfacesToKafka.Arriving(
                                List.of("eth0", "eth1"),
                                new CaptureOptions("", true, 2048, 64, 64),
                                Optional.empty(),
                                new Origin("s1", SensorKind.BLACKHOLE, "local", Clock.LIVE),
                                Ranges.EVERYTHING,
                                new KafkaTarget(KafkaAccess.plaintext("localhost:9092"), new Topics("yamori"), 1, 16),
                                Observation.USUAL,
                                Optional.empty()),
                        new InterfacesToKafka.Arriving(
                                List.of("eth0"),
                                new CaptureOptions("ip", false, 256, 8, 16),
                                Optional.of("nobody"),
                                new Origin("s3", SensorKind.BLACKHOLE, "N", Clock.LIVE),
                                Ranges.of(List.of("192.0.2.0/24@/2026-01-01", "192.0.2.0/25@2026-01-01/")),
                                new KafkaTarget(KafkaAccess.plaintext("localhost:9092"), new Topics("study-x"), 1, 16),
                                new Observation(Decapsulation.of(List.of("gre")), Optional.empty(), Optional.empty()),
                                Optional.of(new Doors.Spooling(Path.of("sp"), 2 << 20))));
        assertThat(out.toString())
                .isEqualTo("published 1,000 packets in 2 blocks; refused 3, outside 4, replies 5,"
                        + " dropped by kernel 7, by sensor 20 to study-x.packets.s3\n");
        assertThat(run("sense", "--interface", "eth0", "--sensor", "s4", "--ranges", registry.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("names no sensor 's4'").contains("[s3]");
        assertThat(run("sense", "--interface", "eth0", "--sensor", "s3", "--ranges", registry.toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("is of network N and kind blackhole")
                .contains("of local and blackhole here");
        assertThat(sensed).hasSize(2);
    }

    @Test
    void sense_refusesWhatIsNoCapture() {
        assertThat(run("sense", "--pcap", feed)).isEqualTo(1);
        assertThat(err.toString()).contains("norse.tsv is no capture");
    }

    @Test
    void simulate_writesACapture_orPublishes() throws IOException {
        String scenario = file("mirai.yaml", "seed: 1\n");
        assertThat(run("simulate", scenario, "--out", at("m.pcap"), "--seed", "42"))
                .isZero();
        assertThat(run("simulate", scenario, "--series", at("series"))).isZero();
        assertThat(out.toString()).isEqualTo("counted 12,345 packets by minute and port in " + at("series") + "\n");
        assertThat(run("simulate", scenario, "--to-kafka")).isZero();
        assertThat(run("simulate", scenario, "--to-kafka", "--live", "--prefix", "yamori"))
                .isZero();
        assertThat(run("simulate", scenario, "--to-kafka", "--live", "--spool", "d"))
                .isZero();
        assertThat(run("simulate", scenario, "--to-kafka", "--live", "--spool", "d", "--spool-bytes", "3G"))
                .isZero();
        assertThat(played)
                .containsExactly(
                        "42 " + at("m.pcap") + " " + at("m.pcap") + ".labels.jsonl",
                        "series " + at("series"),
                        "study-local false",
                        "yamori true",
                        "study-local true Spooling[folder=d, bytes=536870912]",
                        "study-local true Spooling[folder=d, bytes=3221225472]");
    }

    @Test
    void bench_endsWithOne_whereTheIndependentCountDiffers() {
        assertThat(run("bench", "pipeline", "--packets", "12")).isZero();
        assertThat(out.toString()).isEqualTo("12 packets\n");
        assertThat(run("bench", "pipeline", "--packets", "13")).isEqualTo(1);
    }

    @Test
    void benchAlerts_endsWithOne_whereAnAlertIsMissing() {
        assertThat(run("bench", "alerts")).isZero();
        assertThat(out).hasToString("1000 alerts at 100000 packets/s\n");
        assertThat(run("bench", "alerts", "--alerts", "13", "--no-index", "--packets-per-second", "500"))
                .isEqualTo(1);
        assertThat(out).hasToString("13 alerts at 500 packets/s, no index\n");
    }

    @Test
    void show_servesWhereItIsTold_andSaysWhatCanBeSeen() {
        assertThat(run("show")).isZero();
        assertThat(out.toString())
                .isEqualTo("http://127.0.0.1:8470 shows yamori-* of http://localhost:9200; Ctrl-C ends it\n");
        assertThat(run(
                        "show",
                        "--elasticsearch",
                        "https://es:9200",
                        "--authorization",
                        "key.txt",
                        "--prefix",
                        "study-x",
                        "--listen",
                        "0.0.0.0",
                        "--port",
                        "0"))
                .isZero();
        assertThat(served)
                .containsExactly(
                        new ConsoleSettings(
                                "127.0.0.1",
                                8470,
                                "http://localhost:9200",
                                Optional.empty(),
                                "yamori",
                                ConsoleSettings.Alerts.NONE),
                        new ConsoleSettings(
                                "0.0.0.0",
                                0,
                                "https://es:9200",
                                Optional.of(Path.of("key.txt")),
                                "study-x",
                                ConsoleSettings.Alerts.NONE));
        assertThat(answered).containsExactly(false, false);
    }

    @Test
    void show_servesPagesOfAlerts_andTakesAnswersOnlyWithBrokers() {
        assertThat(run("show", "--pages", at("none"), "--public-name", "Alerts.example.org,b.example"))
                .isZero();
        assertThat(out.toString())
                .startsWith("http://127.0.0.1:8470/alerts/ shows the pages of alerts in " + at("none")
                        + ", when there are any; answers are not taken, because --brokers is not given\n");
        assertThat(run(
                        "show",
                        "--pages",
                        folder.toString(),
                        "--public-name",
                        "a.example",
                        "--public-name",
                        "b.example",
                        "--brokers",
                        "kafka-1:9092",
                        "--prefix",
                        "study-x"))
                .isZero();
        assertThat(out.toString())
                .startsWith("http://127.0.0.1:8470/alerts/ shows the pages of alerts in " + folder
                        + "; answers go to study-x.decisions at kafka-1:9092\n");
        assertThat(served)
                .extracting(ConsoleSettings::alerts)
                .containsExactly(
                        new ConsoleSettings.Alerts(
                                Optional.of(folder.resolve("none")), Set.of("alerts.example.org", "b.example")),
                        new ConsoleSettings.Alerts(Optional.of(folder), Set.of("a.example", "b.example")));
        assertThat(answered).containsExactly(false, true);
    }

    @Test
    void show_refusesWhatWouldShowContactsMoreThanTheirPages() throws IOException {
        String[] pages = {"show", "--pages", at("p"), "--public-name"};
        assertUsage("under 'localhost' everything is", with(pages, "localhost"));
        assertUsage("under '192.0.2.7' everything is", with(pages, "192.0.2.7"));
        assertUsage(
                "a host name in small letters without port, such as alerts.example.org, was 'a b'", with(pages, "a b"));
        assertUsage("was 'alerts.example:443'", with(pages, "alerts.example:443"));
        assertUsage("was 'https://alerts.example'", with(pages, "https://alerts.example"));
        assertUsage("--public-name goes only with --pages", "show", "--public-name", "a.example");
        assertUsage("--brokers goes only with --pages", "show", "--brokers", "kafka:9092");
        assertUsage("go only with --brokers", "show", "--pages", at("p"), "--tls-ca", "ca.pem");
        assertUsage("brokers are HOST:PORT", "show", "--pages", at("p"), "--brokers", "kafka");
        String file = file("file", "");
        assertUsage("--pages is a folder, but " + file + " is none", "show", "--pages", file);
        assertThat(served).isEmpty();
    }

    @Test
    void homeWhereNothingRuns_isSaidToBeSo() {
        String home = folder.toAbsolutePath().toString();
        assertThat(run("status", "--home", home)).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("nothing runs in " + home + "\n");
        assertThat(run("down", "--home", home)).isZero();
        assertThat(out.toString()).isEqualTo("nothing runs in " + home + "\n");
        assertThat(run("logs", "kafka", "--home", home)).isEqualTo(1);
        assertThat(err.toString()).contains("there are no logs in " + home);
    }

    @Test
    void logs_areTheLastLines_andOfAnUnknownPartTheKnownOnes() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        file("logs/kafka.log", "one\ntwo\nthree\n");
        assertThat(run("logs", "kafka", "-n", "2", "--home", folder.toString())).isZero();
        assertThat(out.toString()).isEqualTo("two\nthree\n");
        assertThat(run("logs", "kafak", "--home", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("there is no log of 'kafak'").contains("only of kafka");
    }

    @Test
    void everyCommand_hasHelp() {
        for (String[] command : List.of(
                new String[] {"up"},
                new String[] {"down"},
                new String[] {"status"},
                new String[] {"logs"},
                new String[] {"doctor"},
                new String[] {"job"},
                new String[] {"analyze"},
                new String[] {"sense"},
                new String[] {"simulate"},
                new String[] {"show"},
                new String[] {"bench"},
                new String[] {"bench", "pipeline"},
                new String[] {"bench", "ingest"},
                new String[] {"bench", "alerts"},
                new String[] {"dashboards"},
                new String[] {"dashboards", "install"},
                new String[] {"dashboards", "export"})) {
            String[] asked =
                    Stream.concat(Stream.of(command), Stream.of("--help")).toArray(String[]::new);
            assertThat(run(asked)).isZero();
            assertThat(out.toString()).startsWith("Usage: yamori " + String.join(" ", command));
        }
    }

    @Test
    void demo_analysesWhatItDrew_andKeepsEverything() throws IOException {
        work = this::oneDay;
        assertThat(run("demo", "--out", at("demo"), "--days", "2", "--seed", "7"))
                .isZero();
        assertThat(names("demo"))
                .containsExactly("demonstration.txt", "labels.jsonl", "registry.yaml", "result", "scenario.yaml");
        assertThat(analysed).singleElement().satisfies(request -> {
            assertThat(request.inputs())
                    .containsExactly(new Input(folder.resolve("demo/scenario.yaml"), InputKind.SCENARIO));
            assertThat(request.view().registry()).contains(folder.resolve("demo/registry.yaml"));
        });
        assertThat(out.toString())
                .startsWith("seed 7, 2 days\n" + Files.readString(folder.resolve("demo/demonstration.txt")))
                .contains("captured 10 = counted 10")
                .contains("NOT FOUND")
                .contains("no room for this yet")
                .contains("--seed 7 --days 2");
        assertThat(Files.readString(folder.resolve("demo/scenario.yaml"))).contains("\nseed: 7\n");
    }

    @Test
    void demo_refusesAFolderThatHoldsSomethingElse_andDaysThatCannotBe() throws IOException {
        Files.createDirectories(folder.resolve("mine"));
        file("mine/letter.txt", "dear");
        assertThat(run("demo", "--out", at("mine"))).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("yamori: " + at("mine")
                        + " holds something else, for example letter.txt; name another folder\n");
        assertThat(names("mine")).containsExactly("letter.txt");
        assertUsage("a demonstration lasts 2 to 60 days, was 1", "demo", "--out", at("demo"), "--days", "1");
        assertThat(analysed).isEmpty();
    }

    @Test
    void demo_drawsANewSeedEachTime() throws IOException {
        Set<String> seeds = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            file("other" + i, "a file where a folder is wanted");
            assertThat(run("demo", "--out", at("other" + i))).isEqualTo(1);
            seeds.add(out.toString());
        }
        assertThat(seeds).hasSize(3);
    }

    @Test
    void commandsOnThePageOfUp_areUnderstood() throws IOException {
        List<String> commands = Files.readAllLines(Path.of("..", "docs", "10-up.md")).stream()
                .filter(line -> line.startsWith("./yamori "))
                .map(line -> line.replaceFirst(" +#.*", "").substring("./yamori ".length()))
                .toList();
        assertThat(commands).hasSizeGreaterThan(6).contains("up", "status", "logs detect -f", "down", "doctor");
        for (String command : commands) {
            assertThat(commandLine().parseArgs(command.split(" ", -1)).errors())
                    .as(command)
                    .isEmpty();
        }
    }

    @Test
    void helpOfTheLauncher_isTheHelpOfTheCommand() throws IOException {
        String generated = commandLine().getUsageMessage(Ansi.OFF);
        try (InputStream kept = Yamori.class.getResourceAsStream("help.txt")) {
            assertThat(kept).isNotNull();
            assertThat(new String(kept.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(generated);
        }
    }

    private static String[] with(String[] command, String... more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
    }

    private void assertUsage(String words, String... args) {
        assertThat(run(args)).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).contains(words).startsWith("yamori: ").doesNotContain("\tat ");
    }

    @Test
    void benchDetection_isShortUnlessFull() {
        assertThat(run("bench", "detection", "--seed", "7")).isZero();
        assertThat(out).hasToString("2048 ports for 40 days, 100 surges, seed 7\n");
        assertThat(run("bench", "detection", "--full", "--rough", "--days", "10"))
                .isZero();
        assertThat(out).hasToString("131072 ports for 10 days, 300 surges, seed 20161130, rough\n");
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return commandLine().execute(args);
    }

    private CommandLine commandLine() {
        Doors doors = new Doors(
                (request, findings, progress) -> {
                    analysed.add(request);
                    return work.run(request, findings, progress);
                },
                (request, progress) -> {
                    sent.add(request);
                    return new Sent(1000, 2, new Tally(1012, 3, 4, 5, 0, 0));
                },
                request -> {
                    sensed.add(request);
                    return new Sent(1000, 2, new Tally(1032, 3, 4, 5, 7, 20));
                },
                new ScenarioRunner() {
                    @Override
                    public long toCapture(Scenario scenario, Path capture, Path labels, Progress progress) {
                        played.add(scenario.seed().orElse(-1) + " " + capture + " " + labels);
                        return 7;
                    }

                    @Override
                    public long toSeries(Scenario scenario, Path folder, Progress progress) {
                        played.add("series " + folder);
                        return 12_345;
                    }

                    @Override
                    public Sent toKafka(Scenario scenario, KafkaTarget target, Playing playing, Progress progress) {
                        assertThat(scenario.seed()).isEqualTo(OptionalLong.empty());
                        played.add(target.topics().prefix() + " " + playing.live()
                                + playing.spool().map(spool -> " " + spool).orElse(""));
                        return new Sent(0, 0, Tally.NONE);
                    }
                },
                (order, progress) ->
                        new Doors.PipelineBench.Result(order.packets() + " packets\n", order.packets() != 13),
                (order, progress) -> order.packets() + " packets in " + order.rounds() + " rounds\n",
                (order, progress) -> order.ports() + " ports for " + order.days() + " days, " + order.surges()
                        + " surges, seed " + order.seed() + (order.rough() ? ", rough\n" : "\n"),
                (order, progress) -> new Doors.AlertsBench.Result(
                        order.alerts() + " alerts at " + order.packetsPerSecond() + " packets/s"
                                + (order.index() ? "\n" : ", no index\n"),
                        order.alerts() != 13),
                (settings, replies, ready) -> {
                    served.add(settings);
                    answered.add(replies.isPresent());
                    ready.accept("http://127.0.0.1:8470");
                },
                Set.of("traffic"));
        return Yamori.commandLine(doors, Map.of()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    }

    private Ledger oneDay(Analysis.Request request, FindingSink findings, Progress progress) throws IOException {
        findings.accept(Documents.day("2014-10-21", "network", "NICTER", Map.of("packets", 10)));
        findings.accept(Documents.hour("2014-10-21", 3, "source", "NICTER|domain1", Map.of("packets", 10)));
        return HOLDS;
    }

    private static Ledger ledger(long captured, long counted) {
        return new Ledger(
                new TreeMap<>(Map.of(
                        "s1",
                        new Ledger.Entry(new Ledger.Arrived(captured, counted, 0), new Ledger.Gone(0, 0, 0, 0, 0, 0)))),
                new TreeMap<>());
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private List<String> names(String directory) throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve(directory))) {
            return entries.map(Path::getFileName).map(Path::toString).sorted().toList();
        }
    }
}
