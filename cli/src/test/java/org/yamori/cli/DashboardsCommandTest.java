package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.kibana.board.Boards;
import org.yamori.kibana.install.DocumentedKibana;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class DashboardsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void install_saysWhatBecameOfEachObject() throws IOException {
        try (DocumentedKibana kibana = DocumentedKibana.start()) {
            assertThat(run("install", "--kibana", kibana.url())).isZero();
            assertThat(out.toString()).isEqualTo("""
                            installed  dashboard      yamori-alerts
                            installed  dashboard      yamori-overview
                            installed  index-pattern  yamori-alert
                            installed  index-pattern  yamori-delivery
                            installed  index-pattern  yamori-findings
                            installed  index-pattern  yamori-organisation
                            installed  index-pattern  yamori-sensor
                            installed  index-pattern  yamori-series
                            installed  index-pattern  yamori-traffic
                            installed  search         yamori-alerts-newest
                            installed  search         yamori-alerts-refused-mails
                            installed  search         yamori-alerts-urgent
                            installed  search         yamori-overview-findings
                            installed  search         yamori-overview-silences
                            """);
            assertThat(run("install", "--kibana", kibana.url())).isZero();
            assertThat(out.toString()).contains("replaced   dashboard      yamori-overview");
            assertThat(kibana.objects("")).hasSize(14);

            assertThat(run("install", "--kibana", kibana.url(), "--no-overwrite"))
                    .isEqualTo(1);
            assertThat(out.toString())
                    .contains("refused    dashboard      yamori-overview: there is one of that id,"
                            + " and it was not to be replaced");
            assertThat(err.toString()).isEqualTo("yamori: Kibana refused 14 of 14 objects\n");
        }
    }

    @Test
    void study_hasItsOwnBoards_inTheSpaceThatIsNamed() throws IOException {
        try (DocumentedKibana kibana = DocumentedKibana.start().withSpace("soc")) {
            assertThat(run("install", "--kibana", kibana.url(), "--space", "soc", "--prefix", "study-x"))
                    .isZero();
            assertThat(kibana.objects("soc")).hasSize(14).containsKey("dashboard study-x-overview");
            assertThat(run("install", "--kibana", kibana.url(), "--space", "noc"))
                    .isEqualTo(1);
            assertThat(err.toString()).isEqualTo("yamori: Kibana at " + kibana.url() + " has no space 'noc'\n");
        }
    }

    @Test
    void passwordAndKey_comeFromFilesOrTheEnvironment() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
        String basic = "Basic " + Base64.getEncoder().encodeToString("ann:s3cret".getBytes(UTF_8));
        try (DocumentedKibana kibana = DocumentedKibana.start().requiring(basic)) {
            assertThat(run(
                            "install",
                            "--kibana",
                            kibana.url(),
                            "--user",
                            "ann",
                            "--password-file",
                            password.toString()))
                    .isZero();
            assertThat(run(Map.of("YAMORI_PASSWORD", "s3cret"), "install", "--kibana", kibana.url(), "--user", "ann"))
                    .isZero();
            assertThat(run(Map.of("YAMORI_PASSWORD", "wrong"), "install", "--kibana", kibana.url(), "--user", "ann"))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo("yamori: Kibana at " + kibana.url() + " does not accept the Basic credentials (401)\n");
        }
        Path key = Files.writeString(folder.resolve("key"), "a2V5\n");
        try (DocumentedKibana kibana = DocumentedKibana.start().requiring("ApiKey a2V5")) {
            assertThat(run("install", "--kibana", kibana.url(), "--api-key-file", key.toString()))
                    .isZero();
            assertThat(run(Map.of("YAMORI_API_KEY", "a2V5"), "install", "--kibana", kibana.url()))
                    .isZero();
        }
    }

    @Test
    void elasticsearchThatIsNotThere_isToldBeforeKibanaIsTouched() throws IOException {
        try (DocumentedKibana kibana = DocumentedKibana.start()) {
            assertThat(run("install", "--kibana", kibana.url(), "--elasticsearch", "http://127.0.0.1:1"))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo("yamori: there is no Elasticsearch at http://127.0.0.1:1: nobody listens there\n");
            assertThat(kibana.objects("")).isEmpty();
        }
    }

    @Test
    void export_writesWhatWouldBeInstalled() throws IOException {
        Path file = folder.resolve("boards.ndjson");
        assertThat(run("export", "--out", file.toString(), "--prefix", "study-x"))
                .isZero();
        assertThat(file).hasContent(new Boards("study-x").ndjson());
        assertThat(out.toString()).isEqualTo("wrote 14 objects to " + file + "\n");
        assertThat(run("export", "--out", folder.resolve("no/such/folder").toString()))
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeMeant_isExitCode2() {
        assertMisunderstood("Missing required option: '--kibana=URL'", "install");
        assertMisunderstood("was 'kibana:5601'", "install", "--kibana", "kibana:5601");
        assertMisunderstood("was 'A B'", "install", "--kibana", "http://k", "--space", "A B");
        assertMisunderstood("was 'Yamori'", "export", "--out", "x", "--prefix", "Yamori");
        assertMisunderstood(
                "--user needs --password-file or YAMORI_PASSWORD", "install", "--kibana", "http://k", "--user", "a");
        assertMisunderstood(
                "--password-file goes only with --user", "install", "--kibana", "http://k", "--password-file", "p");
        assertMisunderstood("name what to do with the boards");
    }

    @Test
    void kibanaThatIsNotThere_isToldWithoutTheSecret() {
        assertThat(run(Map.of("YAMORI_API_KEY", "a2V5"), "install", "--kibana", "http://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("yamori: there is no Kibana at http://127.0.0.1:1: nobody listens there\n")
                .doesNotContain("a2V5");
    }

    private void assertMisunderstood(String words, String... args) {
        assertThat(run(args)).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).startsWith("yamori: ").contains(words);
    }

    private int run(String... args) {
        return run(Map.of(), args);
    }

    private int run(Map<String, String> environment, String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Yamori.commandLine(Yamori.doors(), environment)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("dashboards"), Stream.of(args)).toArray(String[]::new));
    }
}
