package org.yamori.wire.access;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.access.KafkaAccess.Login;
import org.yamori.wire.access.KafkaAccess.Tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KafkaAccessTest {
    private static final Instant DAY_ONE = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant DAY_TWO = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant YEAR_LATER = Instant.parse("2027-03-02T00:00:00Z");

    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static Path ca;
    private static Path own;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = TestCertificates.newCa(folder, "ca", "Yamori CA");
        ca = certificates.ca();
        own = certificates.certificate("tokyo-1", "/O=Somebody/CN=tokyo-1", DAY_ONE, YEAR_LATER);
        // The CA was made just now; these tests are of another day.
        certificates.openssl("ca -batch -notext -selfsign -config ca.cnf -keyfile ca.key -cert ca.crt -in"
                + " old.csr -out ca-old.crt -startdate 20200101000000Z -enddate 20400101000000Z"
                        .replace("old.csr", request("ca.key")));
        ca = folder.resolve("ca-old.crt");
    }

    private static String request(String key) throws Exception {
        certificates.openssl("req -new -key " + key + " -out old.csr -subj", "/CN=Yamori CA");
        return "old.csr";
    }

    @Test
    void goodFiles_giveWhatKafkaMustBeTold() throws Exception {
        Map<String, String> settings = mutual(own, certificates.key("tokyo-1")).settings();
        assertThat(settings)
                .containsEntry("bootstrap.servers", "kafka:9093")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.endpoint.identification.algorithm", "https")
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.keystore.type", "PEM")
                .containsEntry("ssl.keystore.key", Files.readString(certificates.key("tokyo-1")));
        assertThat(settings.get("ssl.truststore.certificates")).isEqualTo(Files.readString(ca));
        assertThat(settings.get("ssl.keystore.certificate.chain")).isEqualTo(Files.readString(own));
        assertThat(mutual(own, certificates.key("tokyo-1")).check(DAY_TWO, Optional.of("tokyo-1")))
                .isEmpty();
    }

    @Test
    void withoutTlsAndUser_onlyTheBrokersAreTold() throws Exception {
        assertThat(KafkaAccess.plaintext("a:1,b:2").settings())
                .containsExactly(Map.entry("bootstrap.servers", "a:1,b:2"));
    }

    @Test
    void expired_isRefusedWithItsTime() {
        assertThatThrownBy(() -> mutual(own, certificates.key("tokyo-1")).check(YEAR_LATER.plusSeconds(1), anybody()))
                .isInstanceOf(AccessException.class)
                .hasMessage(
                        "tls-certificate " + own + " expired at 2027-03-02T00:00:00Z; now it is 2027-03-02T00:00:01Z");
    }

    @Test
    void notYetValid_isRefusedWithItsTime() {
        assertThatThrownBy(() -> mutual(own, certificates.key("tokyo-1")).check(DAY_ONE.minusSeconds(1), anybody()))
                .hasMessage("tls-certificate " + own
                        + " holds only from 2026-03-01T00:00:00Z on; now it is 2026-02-28T23:59:59Z");
    }

    @Test
    void soonExpired_isTold() throws Exception {
        assertThat(mutual(own, certificates.key("tokyo-1")).check(YEAR_LATER.minusSeconds(86_400 * 3), anybody()))
                .containsExactly("tls-certificate " + own + " expires at 2027-03-02T00:00:00Z, in 3 days");
    }

    @Test
    void nameOfAnotherSensor_isRefused() {
        assertThatThrownBy(() -> mutual(own, certificates.key("tokyo-1")).check(DAY_TWO, Optional.of("osaka-1")))
                .hasMessage("tls-certificate " + own
                        + " is that of 'tokyo-1', but the sensor is 'osaka-1': a sensor's certificate has CN=osaka-1");
    }

    @Test
    void keyOfAnother_isRefused() throws Exception {
        certificates.certificate("other", "/CN=other", DAY_ONE, YEAR_LATER);
        assertThatThrownBy(() -> mutual(own, certificates.key("other")).check(DAY_TWO, anybody()))
                .hasMessage("tls-key " + certificates.key("other") + " does not belong to tls-certificate " + own);
    }

    @Test
    void rsaKeyOfAnEcCertificate_isRefused() throws Exception {
        certificates.openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key");
        Files.setPosixFilePermissions(folder.resolve("rsa.key"), PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> mutual(own, folder.resolve("rsa.key")).check(DAY_TWO, anybody()))
                .hasMessage("tls-key " + folder.resolve("rsa.key") + " does not belong to tls-certificate " + own);
    }

    @Test
    void keyWithPassphrase_isRefusedWithTheWayOut() throws Exception {
        certificates.openssl("pkcs8 -topk8 -in tokyo-1.key -out locked.key -passout pass:secret");
        assertThatThrownBy(() -> mutual(own, folder.resolve("locked.key")).check(DAY_TWO, anybody()))
                .hasMessageContaining("locked.key has a passphrase")
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void olderFormsOfKeys_areRefusedWithTheWayOut() throws Exception {
        certificates.openssl("ec -in tokyo-1.key -out old-form.key");
        assertThatThrownBy(() -> mutual(own, folder.resolve("old-form.key")).check(DAY_TWO, anybody()))
                .hasMessageContaining("old-form.key holds a EC PRIVATE KEY, a form that Kafka's clients do not read");
        certificates.openssl("ec -aes256 -passout pass:secret -in tokyo-1.key -out old-locked.key");
        assertThatThrownBy(() -> mutual(own, folder.resolve("old-locked.key")).check(DAY_TWO, anybody()))
                .hasMessageContaining("old-locked.key has a passphrase");
        certificates.openssl("genpkey -algorithm ed25519 -out ed.key");
        assertThatThrownBy(() -> mutual(own, folder.resolve("ed.key")).check(DAY_TWO, anybody()))
                .hasMessageContaining("Kafka's clients know; those are EC and RSA");
    }

    @Test
    void caMadeAnew_isRefused_andAnUnknownOneTold() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path anew = TestCertificates.newCa(elsewhere, "anew", "Yamori CA").ca();
        Path foreign =
                TestCertificates.newCa(elsewhere, "foreign", "Cluster CA").ca();
        Instant now = Instant.now();
        Path lasting = certificates.certificate("lasting");
        String key = certificates.key("lasting").toString();
        assertThatThrownBy(() -> access(new Tls(anew.toString(), lasting.toString(), key))
                        .check(now.plusSeconds(60), anybody()))
                .hasMessage("tls-certificate " + lasting + " was not signed by the CA in " + anew
                        + ", which has the same name 'CN=Yamori CA' but another key: was the CA made anew?");
        assertThat(access(new Tls(foreign.toString(), lasting.toString(), key)).check(now.plusSeconds(60), anybody()))
                .containsExactly("tls-certificate " + lasting + " was signed by 'CN=Yamori CA', which is not in tls-ca "
                        + foreign + ": brokers that know no other CA will refuse it");
    }

    @Test
    void fileThatIsNone_isRefusedByWhatItIs() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.crt"), "\n");
        Path text = Files.writeString(folder.resolve("text.crt"), "hello");
        Path cut = Files.writeString(
                folder.resolve("cut.crt"), Files.readString(own).substring(0, 200));
        Path damaged = Files.writeString(
                folder.resolve("damaged.crt"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Path key = certificates.key("tokyo-1");
        assertThatThrownBy(() -> mutual(folder.resolve("no.crt"), key).check(DAY_TWO, anybody()))
                .hasMessage("tls-certificate " + folder.resolve("no.crt") + " does not exist");
        assertThatThrownBy(() -> mutual(folder, key).check(DAY_TWO, anybody()))
                .hasMessage("tls-certificate " + folder + " is a folder");
        assertThatThrownBy(() -> mutual(empty, key).check(DAY_TWO, anybody())).hasMessageEndingWith("is empty");
        assertThatThrownBy(() -> mutual(text, key).check(DAY_TWO, anybody()))
                .hasMessageEndingWith("is not in PEM: it has no line -----BEGIN ...-----");
        assertThatThrownBy(() -> mutual(cut, key).check(DAY_TWO, anybody()))
                .hasMessageEndingWith("is cut off: its CERTIFICATE has no end");
        assertThatThrownBy(() -> mutual(damaged, key).check(DAY_TWO, anybody()))
                .hasMessageContaining("holds a damaged certificate");
        assertThatThrownBy(() -> mutual(key, key).check(DAY_TWO, anybody()))
                .hasMessageEndingWith("holds no certificate but a PRIVATE KEY");
        assertThatThrownBy(() -> mutual(own, own).check(DAY_TWO, anybody()))
                .hasMessageEndingWith("holds no private key but a CERTIFICATE");
    }

    @Test
    void severalMistakes_areToldAtOnce() {
        assertThatThrownBy(() -> new KafkaAccess(
                                "kafka:9093",
                                new Tls(
                                        folder.resolve("1").toString(),
                                        folder.resolve("2").toString(),
                                        folder.resolve("3").toString()),
                                new Login("tokyo-1", folder.resolve("4").toString()),
                                folder.resolve("5").toString())
                        .check(DAY_TWO, anybody()))
                .satisfies(refused -> assertThat(
                                String.valueOf(refused.getMessage()).lines())
                        .containsExactly(
                                "tls-ca " + folder.resolve("1") + " does not exist",
                                "tls-certificate " + folder.resolve("2") + " does not exist",
                                "tls-key " + folder.resolve("3") + " does not exist",
                                "password-file " + folder.resolve("4") + " does not exist",
                                "kafka-config " + folder.resolve("5") + " does not exist"));
    }

    @Test
    void secretThatEverybodyMayRead_isTold() throws Exception {
        Path open = Files.copy(certificates.key("tokyo-1"), folder.resolve("open.key"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(mutual(own, open).check(DAY_TWO, anybody()))
                .containsExactly("tls-key " + open + " can be read by everyone on this machine; better: chmod 600");
    }

    @Test
    void password_isTheFirstLine_andQuotesAreNoWayOut() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "a\"b\\c;\nsecond line\n");
        KafkaAccess access = new KafkaAccess(
                "kafka:9094", new Tls(ca.toString(), "", ""), new Login("tokyo-1", file.toString()), "");
        assertThat(access.settings())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"tokyo-1\""
                                + " password=\"a\\\"b\\\\c;\";");
    }

    @Test
    void settingsFile_mayAdd_butNotUndo() throws Exception {
        Path file =
                Files.writeString(folder.resolve("more.properties"), "request.timeout.ms=5000\nssl.cipher.suites=X\n");
        assertThat(new KafkaAccess("kafka:9093", new Tls(ca.toString(), "", ""), Login.NONE, file.toString())
                        .settings())
                .containsEntry("request.timeout.ms", "5000")
                .containsEntry("ssl.cipher.suites", "X");
        for (String line : List.of(
                "acks=1",
                "enable.idempotence=false",
                "ssl.endpoint.identification.algorithm=",
                "group.id=x",
                "security.protocol=PLAINTEXT",
                "ssl.truststore.location=/x")) {
            Path refused = Files.writeString(folder.resolve("refused.properties"), line);
            assertThatThrownBy(() -> new KafkaAccess(
                                    "kafka:9093", new Tls(ca.toString(), "", ""), Login.NONE, refused.toString())
                            .check(DAY_TWO, anybody()))
                    .hasMessageContaining("sets " + line.substring(0, line.indexOf('=')));
        }
    }

    @Test
    void accessItself_holdsNoSecret() throws Exception {
        Path password = Files.writeString(folder.resolve("secret-password"), "opensesame");
        KafkaAccess access = new KafkaAccess(
                "kafka:9094",
                new Tls(
                        ca.toString(),
                        own.toString(),
                        certificates.key("tokyo-1").toString()),
                new Login("tokyo-1", password.toString()),
                "");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(access);
        }
        String keyLine = Files.readAllLines(certificates.key("tokyo-1")).get(1);
        assertThat(access.toString()).doesNotContain("opensesame").doesNotContain(keyLine);
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1))
                .doesNotContain("opensesame")
                .doesNotContain(keyLine)
                .contains("secret-password");
    }

    @Test
    void halvesOfAPair_areRefused() {
        assertThatThrownBy(() -> new Tls("", "a.crt", ""))
                .hasMessage("tls-certificate and tls-key go together, but only tls-certificate was given");
        assertThatThrownBy(() -> new Login("", "file"))
                .hasMessage("user and password-file go together, but only password-file was given");
        assertThatThrownBy(() -> new Login("a\"b", "file")).hasMessageContaining("was 'a\"b'");
        assertThatThrownBy(() -> KafkaAccess.plaintext("kafka"))
                .hasMessage("brokers are HOST:PORT with commas between, was 'kafka'");
    }

    private static Optional<String> anybody() {
        return Optional.empty();
    }

    private static KafkaAccess mutual(Path certificate, Path key) {
        return access(new Tls(ca.toString(), certificate.toString(), key.toString()));
    }

    private static KafkaAccess access(Tls tls) {
        return new KafkaAccess("kafka:9093", tls, Login.NONE, "");
    }
}
