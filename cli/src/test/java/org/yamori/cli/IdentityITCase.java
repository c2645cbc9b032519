package org.yamori.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.ServerHome;
import org.yamori.cli.servers.SmallCluster;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.cli.system.AnsweredHandshake;
import org.yamori.cli.system.Heard;
import org.yamori.cli.system.Patience;
import org.yamori.cli.system.YamoriProcess;
import org.yamori.jobs.app.DetectJob;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.jobs.enrich.HistoryView;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.kafka.KafkaWelcome;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.Clock;
import org.yamori.wire.MeasurementRecord;
import org.yamori.wire.PacketColumns;
import org.yamori.wire.PacketRow;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.SensorKind;
import org.yamori.wire.Shards;
import org.yamori.wire.Topics;
import org.yamori.wire.access.AccessException;
import org.yamori.wire.access.KafkaAccess;
import org.yamori.wire.access.KafkaAccess.Login;
import org.yamori.wire.access.KafkaAccess.Tls;
import org.yamori.wire.access.KafkaRefusal;
import org.yamori.wire.access.TestCertificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Sensors, commands and the detect job before a real broker that asks who they are; who may not is told why. */
@Tag("kafka")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IdentityITCase {
    private static final Topics TOPICS = new Topics("study-identity");
    private static final Path PAGE = Path.of("..", "docs", "20-identity.md");
    private static final Path MAILS = Path.of("src/test/resources/org/yamori/cli/dashboards/deliveries.jsonl");
    private static final Path SCENARIO = Path.of("..", "docs", "scenarios", "quick.yaml");

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = SmallCluster.of(1);

    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static KafkaServer kafka;
    private static int tls;
    private static int scram;
    private static Path capture;
    private static final List<Process> started = new ArrayList<>();

    /** What a command said and exited with. */
    private record Said(int exit, String words) {}

    @BeforeAll
    static void startBroker() throws Exception {
        certificates = TestCertificates.newCa(folder, "ca", "Yamori CA");
        for (String name : List.of("broker-1", "admin", "tokyo-1", "osaka-1", "nara-1", "study-identity-detect")) {
            certificates.certificate(name);
        }
        Path pem = folder.resolve("broker.pem");
        Files.writeString(
                pem, Files.readString(certificates.key("broker-1")) + Files.readString(folder.resolve("broker-1.crt")));
        int plain = free();
        int controller = free();
        tls = free();
        scram = free();
        Map<String, String> entries = new HashMap<>(documented());
        entries.put("ssl.keystore.location", pem.toString());
        entries.put("ssl.truststore.location", certificates.ca().toString());
        entries.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,TLS://127.0.0.1:%d,SCRAM://127.0.0.1:%d"
                        .formatted(plain, controller, tls, scram));
        entries.put(
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:%d,TLS://127.0.0.1:%d,SCRAM://127.0.0.1:%d".formatted(plain, tls, scram));
        entries.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        // The broker speaks to itself, and the test looks into topics, on a port that only this machine has.
        entries.put(
                "listener.security.protocol.map",
                entries.get("listener.security.protocol.map") + ",PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        entries.put("inter.broker.listener.name", "PLAINTEXT");
        entries.put("super.users", entries.get("super.users") + ";User:ANONYMOUS");
        kafka = new KafkaServer(
                        ServerHome.find(),
                        KafkaServer.Settings.in(folder.resolve("kafka"))
                                .withPort(plain)
                                .withOverrides(entries))
                .start();
        capture = folder.resolve("quick.pcap");
        assertThat(run("simulate", SCENARIO.toString(), "--out", capture.toString()).exit)
                .isZero();
    }

    @AfterAll
    static void stopAll() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        if (kafka != null) {
            kafka.close();
        }
    }

    /** The lines for server.properties that the page shows. */
    private static Map<String, String> documented() throws IOException {
        String page = Files.readString(PAGE);
        String block = page.substring(page.indexOf("```properties\n") + 14);
        Map<String, String> entries = new HashMap<>();
        block.substring(0, block.indexOf("```"))
                .lines()
                .forEach(line ->
                        entries.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        assertThat(entries).containsEntry("listener.name.tls.ssl.client.auth", "required");
        return entries;
    }

    @Test
    @Order(1)
    void setUp_doesWhatItSaidItWould_andNothingTheSecondTime() throws Exception {
        Said would = run(mutual("admin", with(setup(), "--dry-run")));
        assertThat(would.exit).as(would.words).isZero();
        assertThat(would.words).contains("would create topic study-identity.packets.tokyo-1");
        assertThat(topics()).noneMatch(topic -> topic.startsWith("study-identity"));
        assertThat(folder.resolve("passwords")).doesNotExist();

        Said done = run(mutual("admin", setup()));
        assertThat(done.exit).as(done.words).isZero();
        assertThat(done.words.replace("made", "make")).isEqualTo(would.words.replace("would ", ""));
        assertThat(topics())
                .contains("study-identity.packets.tokyo-1", "study-identity.findings", "study-identity.registry");
        assertThat(Files.getPosixFilePermissions(folder.resolve("passwords/tokyo-1.password")))
                .hasSize(2);

        Said again = run(mutual("admin", setup()));
        assertThat(again.words).isEqualTo("nothing to do\n");
    }

    private static List<String> setup() {
        return List.of(
                "broker",
                "setup",
                "--sensor",
                "tokyo-1",
                "--sensor",
                "osaka-1",
                "--answering-sensor",
                "kobe-1",
                "--reader",
                "auditor",
                "--prefix",
                TOPICS.prefix(),
                "--passwords",
                folder.resolve("passwords").toString(),
                "--replicas",
                "1");
    }

    @Test
    @Order(2)
    void list_showsEachSensorOneTopic_andMeasurementsToTheOneThatAnswers() throws Exception {
        Said list = run(mutual("admin", List.of("broker", "list", "--prefix", TOPICS.prefix())));
        assertThat(list.words).contains("""
                tokyo-1 (has a password)
                  describe configs topic study-identity.packets.tokyo-1
                  write topic study-identity.packets.tokyo-1
                """);
        assertThat(list.words).contains("""
                kobe-1 (has a password)
                  describe configs topic study-identity.packets.kobe-1
                  write topic study-identity.measurements
                  write topic study-identity.packets.kobe-1
                """);
        assertThat(list.words).contains("  read topic study-identity.packets.…\n");
    }

    @Test
    @Order(3)
    void sensorWithCertificateOrPassword_publishesToItsOwnTopic() throws Exception {
        Said byCertificate = run(mutual("tokyo-1", sense("tokyo-1")));
        assertThat(byCertificate.exit).as(byCertificate.words).isZero();
        assertThat(byCertificate.words).contains("to study-identity.packets.tokyo-1");
        Said byPassword = run(login("osaka-1", "osaka-1", sense("osaka-1")));
        assertThat(byPassword.exit).as(byPassword.words).isZero();
        assertThat(byPassword.words).contains("to study-identity.packets.osaka-1");
    }

    @Test
    @Order(3)
    void sensorThatAnswers_writesMeasurements_andOneThatDoesNotMayNot() throws Exception {
        Path handshake = AnsweredHandshake.write(folder.resolve("handshake.pcap"));
        List<String> answering = List.of(
                "sense",
                "--pcap",
                handshake.toString(),
                "--kind",
                "low-interaction",
                "--darknet",
                AnsweredHandshake.RANGE,
                "--prefix",
                TOPICS.prefix(),
                "--sensor");

        Said allowed = run(login("kobe-1", "kobe-1", with(answering, "kobe-1")));
        assertThat(allowed.exit).as(allowed.words).isZero();
        List<ConsumerRecord<byte[], byte[]>> measured =
                TopicRecords.in(TOPICS.measurements(), kafka.bootstrapServers());
        assertThat(measured).hasSize(1);
        MeasurementRecord measurement =
                MeasurementRecord.fromJson(measured.get(0).value());
        assertThat(measurement.sensor()).isEqualTo("kobe-1");
        assertThat(measurement.passive().answerMicros()).isEqualTo(AnsweredHandshake.MICROS_APART);

        assertRefused(
                run(login("osaka-1", "osaka-1", with(answering, "osaka-1"))),
                "yamori: Kafka at 127.0.0.1:" + scram + " does not allow this to user 'osaka-1' of "
                        + password("osaka-1"));
        assertThat(TopicRecords.in(TOPICS.measurements(), kafka.bootstrapServers()))
                .hasSize(1);
    }

    @Test
    @Order(4)
    void topicOfAnotherSensor_isRefused() throws Exception {
        assertRefused(
                run(login("osaka-1", "osaka-1", sense("tokyo-1"))),
                "yamori: Kafka at 127.0.0.1:" + scram + " does not allow this to user 'osaka-1' of "
                        + password("osaka-1"));
        assertRefused(
                run(mutual("tokyo-1", sense("osaka-1"))),
                "yamori: tls-certificate " + folder.resolve("tokyo-1.crt")
                        + " is that of 'tokyo-1', but the sensor is 'osaka-1'");
    }

    @Test
    @Order(5)
    void wrongPassword_isRefused() throws Exception {
        assertRefused(
                run(login("tokyo-1", "osaka-1", sense("tokyo-1"))),
                "yamori: Kafka at 127.0.0.1:" + scram + " refused user 'tokyo-1' of " + password("osaka-1")
                        + ": the user is unknown there or the password is wrong");
    }

    @Test
    @Order(6)
    void noCertificate_isRefused() throws Exception {
        assertRefused(
                run(with(
                        sense("tokyo-1"),
                        "--brokers",
                        "127.0.0.1:" + tls,
                        "--tls-ca",
                        certificates.ca().toString())),
                "yamori: Kafka at 127.0.0.1:" + tls
                        + " wants a certificate and got none: give tls-certificate and tls-key");
    }

    @Test
    @Order(7)
    void expiredCertificate_isRefusedHere_andByTheBroker() throws Exception {
        Instant now = Instant.now();
        certificates.certificate("expired", "/CN=tokyo-1", now.minusSeconds(7200), now.minusSeconds(3600));
        assertRefused(
                run(mutual("expired", sense("tokyo-1"))),
                "yamori: tls-certificate " + folder.resolve("expired.crt") + " expired at ");
        assertThat(refusalByTheBroker("expired"))
                .startsWith("Kafka at 127.0.0.1:" + tls + " refused certificate " + folder.resolve("expired.crt")
                        + ": it has expired");
    }

    @Test
    @Order(8)
    void certificateOfAnotherCa_isRefusedByTheBroker() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        TestCertificates foreign = TestCertificates.newCa(elsewhere, "foreign", "Foreign CA");
        Path certificate = foreign.certificate("tokyo-1");
        Said said = run(with(
                sense("tokyo-1"),
                "--brokers",
                "127.0.0.1:" + tls,
                "--tls-ca",
                certificates.ca().toString(),
                "--tls-certificate",
                certificate.toString(),
                "--tls-key",
                foreign.key("tokyo-1").toString()));
        assertThat(said.exit).isEqualTo(1);
        assertThat(said.words)
                .contains("was signed by 'CN=Foreign CA', which is not in tls-ca")
                .contains("yamori: Kafka at 127.0.0.1:" + tls + " refused certificate " + certificate)
                .doesNotContain("\tat ");
    }

    @Test
    @Order(8)
    void jobThatMayNotLogIn_isNotStarted_andOneThatFindsNobodyIs() throws Exception {
        KafkaAccess wrong = new KafkaAccess(
                "127.0.0.1:" + scram,
                ca(),
                new Login("study-identity-detect", password("osaka-1").toString()),
                "");
        assertThatThrownBy(() -> KafkaWelcome.ask(wrong, Instant.now()))
                .isInstanceOf(AccessException.class)
                .hasMessage("Kafka at 127.0.0.1:" + scram + " refused user 'study-identity-detect' of "
                        + password("osaka-1") + ": the user is unknown there or the password is wrong");
        assertThat(KafkaWelcome.ask(loggedIn("study-identity-detect"), Instant.now()))
                .isEmpty();
        assertThat(KafkaWelcome.ask(KafkaAccess.plaintext("127.0.0.1:" + free()), Instant.now()))
                .isEmpty();
    }

    /** It finds in the registry whom to tell, and says in the findings what became of each mail. */
    @Test
    @Order(8)
    void notifyJob_writesFindingsAndReadsTheRegistry_andNoOtherTopic() throws Exception {
        Path registry = Files.writeString(folder.resolve("a.yaml"), "organisations: [{name: A, contacts: a@a.jp}]\n");
        Said applied = run(
                "registry",
                "apply",
                registry.toString(),
                "--why",
                "A is told",
                "--brokers",
                kafka.bootstrapServers(),
                "--prefix",
                TOPICS.prefix());
        assertThat(applied.exit).as(applied.words).isZero();
        KafkaAccess job = loggedIn("study-identity-notify");

        write(job, TOPICS.findings());
        assertThatThrownBy(() -> write(job, TOPICS.traffic()))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> write(job, TOPICS.registry()))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        assertThat(versionsSeenBy(job)).isEqualTo(1);
        assertThat(versionsSeenBy(loggedIn("study-identity-index"))).isZero();
    }

    private static KafkaAccess loggedIn(String name) {
        return new KafkaAccess(
                "127.0.0.1:" + scram, ca(), new Login(name, password(name).toString()), "");
    }

    private static void write(KafkaAccess who, String topic) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                new HashMap<String, Object>(who.settings()), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] mail = Files.readAllLines(MAILS).get(0).getBytes(StandardCharsets.UTF_8);
            byte[] id = new ObjectMapper()
                    .readTree(mail)
                    .at("/yamori/finding/id")
                    .asText()
                    .getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic, id, mail)).get();
        }
    }

    private static int versionsSeenBy(KafkaAccess who) throws Exception {
        try (HistoryView<RegistryHistory> view =
                Registries.ofTopic(who, TOPICS.registry()).open()) {
            return view.upToNow().size();
        }
    }

    @Test
    @Order(9)
    void blockThatNamesAnotherSensor_isADeadLetter_ofAJobThatLoggedInItself() throws Exception {
        KafkaAccess osaka = loggedIn("osaka-1");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                new HashMap<String, Object>(osaka.settings()), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPICS.packets("osaka-1"), blockOf("tokyo-1")))
                    .get();
        }
        Map<String, String> options = new HashMap<>(Map.of(
                "yamori.prefix", TOPICS.prefix(),
                "yamori.kafka.bootstrap-servers", "127.0.0.1:" + tls,
                "yamori.kafka.tls-ca", certificates.ca().toString(),
                "yamori.kafka.tls-certificate",
                        folder.resolve("study-identity-detect.crt").toString(),
                "yamori.kafka.tls-key",
                        certificates.key("study-identity-detect").toString(),
                "restart-strategy.type", "none",
                "execution.checkpointing.dir", folder.resolve("state").toUri().toString()));
        Configuration configuration = Configuration.fromMap(options);
        DetectConfig config = DetectConfig.from(configuration);
        StreamExecutionEnvironment env = DetectJob.environment(configuration, config);
        env.setParallelism(1);
        DetectJob.build(env, configuration, config);
        String graph = env.getStreamGraph(false).getStreamingPlanAsJSON();
        assertThat(graph).doesNotContain("PRIVATE KEY");
        JobClient job = env.executeAsync("identity");
        try {
            ConsumerRecord<byte[], byte[]> dead = first(TOPICS.deadLetters());
            assertThat(header(dead, "reason")).isEqualTo("names sensor tokyo-1 in the topic of osaka-1");
            assertThat(header(dead, "topic")).isEqualTo(TOPICS.packets("osaka-1"));
            assertThat(new String(first(TOPICS.traffic()).value(), StandardCharsets.UTF_8))
                    .containsAnyOf("\"yamori.traffic\"", "\"yamori.series\"");
        } finally {
            job.cancel().get();
        }
    }

    @Test
    @Order(10)
    void reader_readsTheLedger() throws Exception {
        Said ledger = run(login("auditor", "auditor", List.of("ledger", "--prefix", TOPICS.prefix())));
        assertThat(ledger.words).contains("1 dead letters; 1 records are no packets of their sensor");
    }

    @Test
    @Order(11)
    void revokedSensor_isRefusedAtOnce() throws Exception {
        Said revoked = revoke("tokyo-1");
        assertThat(revoked.words).contains("no longer allow tokyo-1: write topic study-identity.packets.tokyo-1");
        assertRefused(
                run(mutual("tokyo-1", sense("tokyo-1"))),
                "yamori: Kafka at 127.0.0.1:" + tls + " does not allow this to the holder of certificate "
                        + folder.resolve("tokyo-1.crt"));
    }

    /** The broker is away, comes back, and no longer trusts one of two; that one is trusted again and runs again. */
    @Test
    @Order(12)
    void spool_outlivesABrokerThatIsAwayAndOneThatRefuses() throws Exception {
        Said more = run(mutual("admin", with(setup(), "--sensor", "nara-1")));
        assertThat(more.exit).as(more.words).isZero();
        Path spool = folder.resolve("spool");
        Process nara = play("nara-1", mutual("nara-1", live("nara-1", spool)));
        Process kobe = play("kobe-1", login("kobe-1", "kobe-1", live("kobe-1", spool)));
        for (String sensor : List.of("nara-1", "kobe-1")) {
            Patience.until(sensor + " to send", () -> liveBlocks(sensor) > 0);
        }

        kafka.kill();
        for (String sensor : List.of("nara-1", "kobe-1")) {
            Patience.untilSaid(words(sensor), "broker away since");
        }
        kafka.start();
        for (String sensor : List.of("nara-1", "kobe-1")) {
            Patience.untilSaid(words(sensor), "broker back, draining ");
        }
        revoke("kobe-1");
        Patience.untilSaid(words("kobe-1"), "the broker refuses this sensor: ");
        end(nara);
        end(kobe);

        assertThat(Heard.requireInOrder(heard("nara-1")).droppedBySensor()).isZero();
        assertThat(YamoriProcess.read(words("kobe-1")))
                .contains("; spooling, and asking again every minute")
                .containsPattern("kobe-1: [0-9]+ blocks, [0-9.]+ [KM]iB stay in " + spool.resolve("kobe-1")
                        + "; the next run sends them")
                .doesNotContain("\tat ");
        Said trusted = run(mutual("admin", setup()));
        assertThat(trusted.words).contains("set password of user kobe-1");
        Process again = play("kobe-1", login("kobe-1", "kobe-1", live("kobe-1", spool)));
        Patience.until("the next run", () -> heard("kobe-1").stream().anyMatch(IdentityITCase::isOfTheNextRun));
        end(again);

        List<Heard> blocks =
                heard("kobe-1").stream().filter(each -> !each.heartbeat()).toList();
        Heard next = blocks.stream()
                .filter(IdentityITCase::isOfTheNextRun)
                .findFirst()
                .orElseThrow();
        assertThat(blocks.stream()
                        .filter(each -> !isOfTheNextRun(each))
                        .map(each -> each.header().position().block())
                        .distinct())
                .as("everything that the refused run had in its spool, in order")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(0, next.header().position().previousLastBlock())
                                .boxed()
                                .toList());
    }

    private static boolean isOfTheNextRun(Heard each) {
        return each.header().position().previousEpoch() >= 0;
    }

    /** What this sensor sent with the present time. */
    private static List<Heard> heard(String sensor) throws IOException {
        return Heard.of(sensor, TOPICS, kafka.bootstrapServers()).stream()
                .filter(each -> each.header().origin().clock() == Clock.LIVE)
                .toList();
    }

    private static long liveBlocks(String sensor) throws IOException {
        return heard(sensor).stream().filter(each -> !each.heartbeat()).count();
    }

    private static Process play(String sensor, List<String> command) throws IOException {
        Process process = YamoriProcess.start(command, words(sensor));
        started.add(process);
        return process;
    }

    private static Path words(String sensor) {
        return folder.resolve(sensor + ".log");
    }

    private static List<String> live(String sensor, Path spool) throws IOException {
        Path scenario = Files.writeString(folder.resolve(sensor + ".yaml"), """
                name: spool
                seed: 7
                start: 2026-01-05T12:00:00Z
                duration: 10m
                sensors:
                  - {name: %s, network: nicter, ranges: [198.51.100.0/28]}
                actors:
                  - {name: noise, kind: background, packetsPerAddressPerMinute: 600, sources: 2000, zipf: 1.1, tail: 0.35}
                """.formatted(sensor));
        return List.of(
                "simulate",
                scenario.toString(),
                "--to-kafka",
                "--live",
                "--prefix",
                TOPICS.prefix(),
                "--spool",
                spool.toString(),
                "--spool-bytes",
                "64m");
    }

    /** As systemd does; 143 is how a JVM that was asked to ends. */
    private static void end(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
    }

    private static Said revoke(String sensor) {
        return run(mutual("admin", List.of("broker", "revoke", sensor, "--prefix", TOPICS.prefix())));
    }

    private static void assertRefused(Said said, String beginning) {
        assertThat(said.words).startsWith(beginning).doesNotContain("\tat ");
        assertThat(said.words.lines()).hasSize(1);
        assertThat(said.exit).isEqualTo(1);
    }

    private static String refusalByTheBroker(String name) throws Exception {
        KafkaAccess access = new KafkaAccess(
                "127.0.0.1:" + tls,
                new Tls(
                        certificates.ca().toString(),
                        folder.resolve(name + ".crt").toString(),
                        certificates.key(name).toString()),
                Login.NONE,
                "");
        try (Admin admin = Admin.create(new HashMap<String, Object>(access.settings()))) {
            Throwable refused =
                    catchThrowable(() -> admin.describeCluster().nodes().get());
            return KafkaRefusal.sentence(refused, access).orElse(String.valueOf(refused));
        }
    }

    private static List<String> sense(String sensor) {
        return List.of("sense", "--pcap", capture.toString(), "--sensor", sensor, "--prefix", TOPICS.prefix());
    }

    private static List<String> mutual(String name, List<String> command) {
        return with(
                command,
                "--brokers",
                "127.0.0.1:" + tls,
                "--tls-ca",
                certificates.ca().toString(),
                "--tls-certificate",
                folder.resolve(name + ".crt").toString(),
                "--tls-key",
                certificates.key(name).toString());
    }

    private static List<String> login(String user, String passwordOf, List<String> command) {
        return with(
                command,
                "--brokers",
                "127.0.0.1:" + scram,
                "--tls-ca",
                certificates.ca().toString(),
                "--user",
                user,
                "--password-file",
                password(passwordOf).toString());
    }

    private static Path password(String user) {
        return folder.resolve("passwords").resolve(user + ".password");
    }

    private static Tls ca() {
        return new Tls(certificates.ca().toString(), "", "");
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }

    private static Said run(String... command) {
        return run(List.of(command));
    }

    private static Said run(List<String> command) {
        StringWriter words = new StringWriter();
        java.io.PrintStream before = System.err;
        java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
        System.setErr(new java.io.PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int exit = Yamori.commandLine(Yamori.doors(), Map.of())
                    .setOut(new PrintWriter(words, true))
                    .setErr(new PrintWriter(words, true))
                    .execute(command.toArray(String[]::new));
            String warnings = err.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("yamori: "))
                    .reduce("", (all, line) -> all + line + "\n");
            return new Said(exit, warnings + words);
        } finally {
            System.setErr(before);
        }
    }

    private static java.util.Set<String> topics() throws Exception {
        try (Admin admin = kafka.admin()) {
            return admin.listTopics().names().get();
        }
    }

    private static ConsumerRecord<byte[], byte[]> first(String topic) throws IOException {
        List<ConsumerRecord<byte[], byte[]>> first = new ArrayList<>();
        TopicRecords.read(topic, kafka.bootstrapServers(), first::add);
        assertThat(first).as(topic).hasSize(1);
        return first.get(0);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] blockOf(String sensor) {
        PacketColumns columns = PacketColumns.ofPackets(false, Shards.DEFAULT_COUNT, 1);
        PacketRow row = new PacketRow();
        row.timeMicros = 1_000_000;
        row.protocol = 6;
        row.totalLength = 40;
        columns.append(row);
        return columns.encode(new BlockHeader(
                new BlockHeader.Origin(sensor, SensorKind.BLACKHOLE, "nicter", Clock.FILE),
                new BlockHeader.Position(1, 0, 0, -1, -1, 0),
                new BlockHeader.Span(1_000_000, 1_000_001, 1_000_001, false, false),
                BlockHeader.Tally.NONE,
                new int[Shards.DEFAULT_COUNT + 1]));
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
