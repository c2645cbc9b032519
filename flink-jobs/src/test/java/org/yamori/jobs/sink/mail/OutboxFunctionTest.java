package org.yamori.jobs.sink.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.AlertKind;
import org.yamori.wire.Finding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Letters on their way to a mail server that listens, that is away, and that refuses. */
class OutboxFunctionTest {
    private static final MailServer.Login NOBODY = new MailServer.Login("", "");
    private static final int TRIES = 20;
    private static final String PASSWORD = "changeit";

    private static Path authority = Path.of("");

    private final List<AutoCloseable> open = new ArrayList<>();
    private long now = Alerts.FIRST.toEpochMilli();

    /** A certificate for 127.0.0.1, which GreenMail shows and of which the authority's file is made. */
    @BeforeAll
    static void makeCertificate(@TempDir Path made) throws Exception {
        Path store = made.resolve("server.p12");
        authority = made.resolve("authority.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-dname",
                "CN=it",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString());
        keytool("-exportcert", "-rfc", "-alias", "it", "-file", authority.toString(), "-keystore", store.toString());
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", PASSWORD);
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void d12_letter_arrivesAsItWasWritten() throws Exception {
        GreenMail server = server(0, "smtp");
        var outbox = outbox(to(server, MailServer.Security.NONE, ""));
        Letter letter = letter("ja", "soc@a.example");
        outbox.processElement(letter, now);

        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getMessageID()).isEqualTo(letter.messageId());
        assertThat(mail.getSubject()).isEqualTo("[Yamori] 新規: A の 192.0.2.1 がダークネットへパケットを送信、445/tcp, 139/tcp");
        assertThat(mail.getFrom()[0]).hasToString("yamori@yamori.example");
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(String.valueOf(parts.getBodyPart(0).getContent()).replace("\r\n", "\n"))
                .isEqualTo(letter.text());
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("alert.json");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("application/json");
        JsonNode attached = new ObjectMapper().readTree(parts.getBodyPart(1).getInputStream());
        assertThat(attached.at("/source/ip").asText()).isEqualTo("192.0.2.1");

        JsonNode told = told(outbox).get(0);
        assertThat(told.at("/yamori/delivery/state").asText()).isEqualTo("sent");
        assertThat(told.at("/yamori/delivery/recipient").asText()).isEqualTo("soc@a.example");
        assertThat(told.at("/yamori/delivery/alerts/new").asLong()).isEqualTo(1);
        assertThat(outbox.numKeyedStateEntries()).isZero();
    }

    @Test
    void serverThatIsAway_getsTheLettersInOrderWhenItIsBack() throws Exception {
        int port = freePort();
        var outbox = outbox(to(port, MailServer.Security.NONE, ""));
        Letter first = letter("en", "soc@a.example");
        Letter second = letter("ja", "soc@a.example");
        outbox.processElement(first, now);
        outbox.processElement(second, now);
        outbox.processElement(letter("en", "soc@g.example"), now);
        assertThat(told(outbox)).isEmpty();

        GreenMail server = server(port, "smtp");
        for (int i = 0; i < TRIES && told(outbox).size() < 3; i++) {
            now += 1_000;
            outbox.setProcessingTime(now);
        }
        assertThat(server.getReceivedMessages()).hasSize(3);
        assertThat(told(outbox).stream()
                        .filter(told ->
                                told.at("/yamori/delivery/recipient").asText().equals("soc@a.example"))
                        .map(told -> told.at("/yamori/delivery/language").asText()))
                .containsExactly("en", "ja");
        assertThat(outbox.numKeyedStateEntries()).isZero();
        assertThat(outbox.numProcessingTimeTimers()).isZero();
    }

    @Test
    void lettersThatWait_surviveARestart() throws Exception {
        int port = freePort();
        MailServer place = to(port, MailServer.Security.NONE, "");
        var before = outbox(place);
        before.processElement(letter("en", "soc@a.example"), now);
        var state = before.snapshot(1, now);
        GreenMail server = server(port, "smtp");
        var after = harness(place);
        after.initializeState(state);
        after.open();
        now += 60_000;
        after.setProcessingTime(now);
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(told(after)).hasSize(1);
    }

    @Test
    void letterThatNobodyTakesForTwoDays_isGivenUpAndSaysSo() throws Exception {
        var outbox = outbox(to(freePort(), MailServer.Security.NONE, ""));
        outbox.processElement(letter("en", "soc@a.example"), now);
        now += 48L * 3_600_000 + 1;
        outbox.setProcessingTime(now);
        JsonNode told = told(outbox).get(0);
        assertThat(told.at("/yamori/delivery/state").asText()).isEqualTo("refused");
        assertThat(told.at("/yamori/delivery/reason").asText())
                .isEqualTo("the mail server did not take it for two days");
        assertThat(outbox.numKeyedStateEntries()).isZero();
    }

    @Test
    void addressThatTheServerRefuses_isTold_andHoldsUpNobody() throws Exception {
        try (ScriptedServer refusing = new ScriptedServer("550 5.1.1 no such user")) {
            var outbox = outbox(to(refusing.port(), MailServer.Security.NONE, ""));
            outbox.processElement(letter("en", "soc@a.example"), now);
            JsonNode told = told(outbox).get(0);
            assertThat(told.at("/yamori/delivery/state").asText()).isEqualTo("refused");
            assertThat(told.at("/yamori/delivery/reason").asText()).contains("550 5.1.1 no such user");
            assertThat(outbox.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void addressThatMustWait_holdsUpNobodyElse() throws Exception {
        try (ScriptedServer busy = new ScriptedServer("450 4.2.0 greylisted, come again")) {
            var outbox = outbox(to(busy.port(), MailServer.Security.NONE, ""));
            outbox.processElement(letter("en", "soc@a.example"), now);
            assertThat(told(outbox)).isEmpty();
            busy.answer("250 2.1.5 ok");
            outbox.processElement(letter("en", "soc@g.example"), now);
            assertThat(told(outbox)).hasSize(1);
            now += 1_000;
            outbox.setProcessingTime(now);
            assertThat(told(outbox)).hasSize(2);
        }
    }

    @Test
    void serverWhoseCertificateNobodyKnows_getsNothing_andOneThatIsVouchedForDoes() throws Exception {
        GreenMail server = server(0, "smtps");
        var strict = outbox(to(server, MailServer.Security.TLS, ""));
        strict.processElement(letter("en", "soc@a.example"), now);
        assertThat(told(strict)).isEmpty();
        assertThat(server.getReceivedMessages()).isEmpty();

        var vouched = outbox(to(server, MailServer.Security.TLS, authority.toString()));
        vouched.processElement(letter("en", "soc@a.example"), now);
        assertThat(told(vouched)).hasSize(1);
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void serverWithoutStartTls_getsNothingInTheOpen() throws Exception {
        GreenMail server = server(0, "smtp");
        var outbox = outbox(to(server, MailServer.Security.STARTTLS, ""));
        outbox.processElement(letter("en", "soc@a.example"), now);
        assertThat(told(outbox)).isEmpty();
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    private static Letter letter(String language, String recipient) throws Exception {
        return new LetterWriter(
                        recipient,
                        language,
                        "UTC",
                        "yamori.example",
                        Alerts.FIRST.toEpochMilli() + language.hashCode() % 7)
                .alert(AlertReport.read(Alerts.json("A", "192.0.2.1", AlertKind.NEW, Alerts.FIRST, 0)), "", false);
    }

    private GreenMail server(int port, String protocol) {
        GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", protocol));
        server.start();
        open.add(server::stop);
        return server;
    }

    private static MailServer to(GreenMail server, MailServer.Security security, String authorities) {
        int port = security == MailServer.Security.TLS
                ? server.getSmtps().getPort()
                : server.getSmtp().getPort();
        return to(port, security, authorities);
    }

    private static MailServer to(int port, MailServer.Security security, String authorities) {
        return new MailServer("127.0.0.1:" + port, security, authorities, NOBODY, "yamori@yamori.example");
    }

    private static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private KeyedOneInputStreamOperatorTestHarness<String, Letter, Finding> outbox(MailServer server) throws Exception {
        var harness = harness(server);
        harness.open();
        return harness;
    }

    private KeyedOneInputStreamOperatorTestHarness<String, Letter, Finding> harness(MailServer server)
            throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<String, Letter, Finding>(
                new org.apache.flink.streaming.api.operators.KeyedProcessOperator<>(new OutboxFunction(server)),
                Letter::recipient,
                Types.STRING);
        harness.setProcessingTime(now);
        open.add(harness);
        return harness;
    }

    private static List<JsonNode> told(KeyedOneInputStreamOperatorTestHarness<String, Letter, Finding> outbox)
            throws Exception {
        List<JsonNode> told = new ArrayList<>();
        for (Finding finding : outbox.extractOutputValues()) {
            told.add(new ObjectMapper().readTree(new String(finding.json(), UTF_8)));
        }
        return told;
    }
}
