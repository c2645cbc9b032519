package org.yamori.kibana.install;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.kibana.board.Boards;
import org.yamori.kibana.install.Kibana.Fate;
import org.yamori.kibana.install.Kibana.Outcome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KibanaTest {
    private static final String BOARDS = new Boards("yamori").ndjson();
    private static final String VIEW =
            "{\"type\":\"index-pattern\",\"id\":\"v\",\"attributes\":{\"title\":\"süß\"},\"references\":[]}\n";

    @Test
    void boards_areInstalledAndThenReplaced() throws IOException {
        try (DocumentedKibana server = DocumentedKibana.start()) {
            Kibana kibana = new Kibana(server.url() + "/", "", ServerAccess.ANONYMOUS);
            List<Outcome> first = kibana.put(BOARDS, true);
            assertThat(first)
                    .containsExactlyInAnyOrder(
                            new Outcome("index-pattern", "yamori-traffic", Fate.INSTALLED, ""),
                            new Outcome("index-pattern", "yamori-sensor", Fate.INSTALLED, ""),
                            new Outcome("index-pattern", "yamori-series", Fate.INSTALLED, ""),
                            new Outcome("index-pattern", "yamori-alert", Fate.INSTALLED, ""),
                            new Outcome("index-pattern", "yamori-organisation", Fate.INSTALLED, ""),
                            new Outcome("index-pattern", "yamori-delivery", Fate.INSTALLED, ""),
                            new Outcome("index-pattern", "yamori-findings", Fate.INSTALLED, ""),
                            new Outcome("search", "yamori-overview-silences", Fate.INSTALLED, ""),
                            new Outcome("search", "yamori-overview-findings", Fate.INSTALLED, ""),
                            new Outcome("dashboard", "yamori-overview", Fate.INSTALLED, ""),
                            new Outcome("search", "yamori-alerts-urgent", Fate.INSTALLED, ""),
                            new Outcome("search", "yamori-alerts-refused-mails", Fate.INSTALLED, ""),
                            new Outcome("search", "yamori-alerts-newest", Fate.INSTALLED, ""),
                            new Outcome("dashboard", "yamori-alerts", Fate.INSTALLED, ""));
            assertThat(kibana.put(BOARDS, true))
                    .hasSize(14)
                    .extracting(Outcome::fate)
                    .containsOnly(Fate.REPLACED);
            assertThat(kibana.put(BOARDS, false))
                    .hasSize(14)
                    .containsOnlyOnce(new Outcome(
                            "dashboard",
                            "yamori-overview",
                            Fate.REFUSED,
                            "there is one of that id, and it was not to be replaced"));
        }
    }

    @Test
    void objects_arriveByteForByteInTheirSpace() throws IOException {
        try (DocumentedKibana server = DocumentedKibana.start().withSpace("soc")) {
            new Kibana(server.url(), "soc", ServerAccess.ANONYMOUS).put(VIEW, true);
            assertThat(server.objects("soc").get("index-pattern v")).hasToString(VIEW.strip());
            assertThat(server.objects("")).isEmpty();
        }
    }

    @Test
    void missingReferenceAndUnknownType_areToldOfEachObject() throws IOException {
        try (DocumentedKibana server = DocumentedKibana.start().withoutType("search")) {
            String dangling = "{\"type\":\"dashboard\",\"id\":\"d\",\"typeMigrationVersion\":\"8.9.0\",\"references\":"
                    + "[{\"type\":\"index-pattern\",\"id\":\"gone\",\"name\":\"n\"}]}\n";
            String search = "{\"type\":\"search\",\"id\":\"s\",\"references\":[]}\n";
            assertThat(new Kibana(server.url(), "", ServerAccess.ANONYMOUS).put(VIEW + dangling + search, true))
                    .containsExactlyInAnyOrder(
                            new Outcome("index-pattern", "v", Fate.INSTALLED, ""),
                            new Outcome(
                                    "dashboard",
                                    "d",
                                    Fate.REFUSED,
                                    "it refers to what is not there: index-pattern gone"),
                            new Outcome("search", "s", Fate.REFUSED, "this Kibana does not know its type"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, wants to know who asks (401); --user or --api-key-file say so",
        "403, may not import saved objects",
        "404, there is no Kibana at",
        "500, refuses the import (500): Because of the test",
        "503, is not ready (503)",
    })
    void refusal_isASentence(int status, String words) throws IOException {
        try (DocumentedKibana server = DocumentedKibana.start().answering(status)) {
            assertThatThrownBy(() -> new Kibana(server.url(), "", ServerAccess.ANONYMOUS).put(VIEW, true))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(words)
                    .hasMessageContaining(server.url());
        }
    }

    @Test
    void olderKibana_isNamedAsSuch() throws IOException {
        try (DocumentedKibana server = DocumentedKibana.start().knowingDashboardsUpTo("8.7.0")) {
            assertThatThrownBy(() -> new Kibana(server.url(), "", ServerAccess.ANONYMOUS).put(BOARDS, true))
                    .hasMessage(
                            "Kibana at " + server.url() + " is older than the boards, which need 8.9 or newer (422):"
                                    + " Document \"yamori-alerts\" belongs to a more recent"
                                    + " version of Kibana [8.9.0] when the last known version is"
                                    + " [8.7.0].");
        }
    }

    @Test
    void spaceThatIsNotThere_isNamed() throws IOException {
        try (DocumentedKibana server = DocumentedKibana.start()) {
            assertThatThrownBy(() -> new Kibana(server.url(), "soc", ServerAccess.ANONYMOUS).put(VIEW, true))
                    .hasMessage("Kibana at " + server.url() + " has no space 'soc'");
        }
    }

    @Test
    void serverThatIsNotThere_isTold() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> new Kibana("http://127.0.0.1:" + free, "", ServerAccess.ANONYMOUS).put(VIEW, true))
                .hasMessage("there is no Kibana at http://127.0.0.1:" + free + ": nobody listens there");
    }

    @Test
    void credentials_areSent_andNeverShown() throws IOException {
        String basic = "Basic " + Base64.getEncoder().encodeToString("ann:s3cret:x".getBytes(UTF_8));
        try (DocumentedKibana server = DocumentedKibana.start().requiring(basic)) {
            ServerAccess ann = ServerAccess.ANONYMOUS.withUser("ann", "s3cret:x");
            assertThat(new Kibana(server.url(), "", ann).put(VIEW, true)).hasSize(1);
            ServerAccess key = ServerAccess.ANONYMOUS.withApiKey("abc");
            assertThatThrownBy(() -> new Kibana(server.url(), "", key).put(VIEW, true))
                    .hasMessage("Kibana at " + server.url() + " does not accept the ApiKey credentials (401)");
            assertThat(ann.toString() + key).isEqualTo("BasicApiKey");
        }
        try (DocumentedKibana server = DocumentedKibana.start().requiring("ApiKey abc")) {
            assertThat(new Kibana(server.url(), "", ServerAccess.ANONYMOUS.withApiKey("abc")).put(VIEW, true))
                    .hasSize(1);
        }
    }

    @Test
    void certificate_isTrustedOnlyWithItsAuthority(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "kibana",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=kibana",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, "changeit".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        Path pem = Files.writeString(
                folder.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(store.getCertificate("kibana").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        try (DocumentedKibana server = DocumentedKibana.start(tls)) {
            assertThat(new Kibana(server.url(), "", ServerAccess.ANONYMOUS.trusting(pem)).put(VIEW, true))
                    .hasSize(1);
            assertThatThrownBy(() -> new Kibana(server.url(), "", ServerAccess.ANONYMOUS).put(VIEW, true))
                    .hasMessageStartingWith("the certificate of Kibana at " + server.url() + " is not trusted")
                    .hasMessageContaining("--ca");
        }
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() ->
                        new Kibana("https://127.0.0.1:1", "", ServerAccess.ANONYMOUS.trusting(empty)).put(VIEW, true))
                .hasMessageContaining(empty + " holds no certificate");
    }

    @Test
    void addressesAndSpacesThatCannotBe_areRefused() {
        assertThatThrownBy(() -> new Kibana("kibana:5601", "", ServerAccess.ANONYMOUS))
                .hasMessage("Kibana is at http://host:port or https://host:port, was 'kibana:5601'");
        assertThatThrownBy(() -> new Kibana("http://ann:secret@kibana", "", ServerAccess.ANONYMOUS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Kibana("http://kibana", "S O C", ServerAccess.ANONYMOUS))
                .hasMessageContaining("'S O C'");
    }
}
