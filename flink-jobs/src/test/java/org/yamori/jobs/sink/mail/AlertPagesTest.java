package org.yamori.jobs.sink.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.AlertKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlertPagesTest {
    private static final String SOURCE = "192.0.2.1";

    @TempDir
    private Path folder;

    private Path key = Path.of("");

    @BeforeEach
    void makeKey() throws IOException {
        key = Files.write(folder.resolve("key"), new byte[32]);
    }

    /** HMAC-SHA-256 of "organisation\nA" by openssl with a key of 32 zero bytes, in base64url. */
    @Test
    void d12_pagesOfOrganisations_lieInFoldersThatOnlyTheirOwnPeopleKnow() throws Exception {
        AlertPages pages = pages(10);
        String own = write(pages, "A", SOURCE);
        String other = write(pages, "G", "198.51.100.1");
        assertThat(own)
                .isEqualTo("https://yamori.example.jp/alerts/k4aMGo4Tt2Hr4ExiASslIxOXHbk7kWMuxcPeJRQovCU/"
                        + Alerts.caseId("A", SOURCE));
        assertThat(token(own)).hasSize(43).isNotEqualTo(token(other));
        assertThat(files(token(own)))
                .containsExactly(Alerts.caseId("A", SOURCE) + ".html", Alerts.caseId("A", SOURCE) + ".json");
        assertThat(Files.readString(folder.resolve("pages")
                        .resolve(token(own))
                        .resolve(files(token(own)).get(0))))
                .contains(SOURCE, "445/tcp", "203.0.113.77", "ホストがマルウェアに感染していないか", "method=\"post\"")
                .doesNotContain("198.51.100.1", token(other));
    }

    @Test
    void page_listsTheAlertsOfItsCase_eachOnce() throws Exception {
        AlertPages pages = pages(10);
        for (int twice = 0; twice < 2; twice++) {
            write(pages, "A", SOURCE);
            pages.write(
                    report(Alerts.json("A", SOURCE, AlertKind.CONTINUING, Alerts.FIRST.plusSeconds(3600), 1)),
                    "ja",
                    "Asia/Tokyo",
                    Alerts.FIRST);
        }
        String link = pages.write(
                report(Alerts.closed("A", SOURCE, Alerts.FIRST.plusSeconds(9000))), "ja", "Asia/Tokyo", Alerts.FIRST);
        Path page = folder.resolve("pages").resolve(token(link)).resolve(Alerts.caseId("A", SOURCE) + ".html");
        assertThat(Files.readString(page))
                .contains("lang=\"ja\"", "停止した時刻", "2026-01-14 11:30:00 UTC = 2026-01-14 20:30:00 +09:00 Asia/Tokyo")
                .containsOnlyOnce("<td>新規</td>")
                .containsOnlyOnce("<td>継続</td>");
        JsonNode beside = new ObjectMapper()
                .readTree(page.resolveSibling(Alerts.caseId("A", SOURCE) + ".json")
                        .toFile());
        assertThat(beside.path("finding").asText()).isEqualTo(Alerts.newAlert("A", SOURCE));
        assertThat(beside.path("organisation").asText()).isEqualTo("A");
        assertThat(beside.path("language").asText()).isEqualTo("ja");
        assertThat(beside.path("told")).hasSize(2);
    }

    @Test
    void nameThatIsMarkup_isOnlyText() throws Exception {
        String name = "<script>alert(1)</script>";
        String link = write(pages(10), name, SOURCE);
        Path page = folder.resolve("pages").resolve(token(link)).resolve(Alerts.caseId(name, SOURCE) + ".html");
        assertThat(Files.readString(page)).contains("&lt;script&gt;").doesNotContain("<script");
    }

    @Test
    void newPagesBeyondTheLimitOfAnHour_areNotMade_andOldOnesGoOn() throws Exception {
        AlertPages pages = pages(2);
        assertThat(write(pages, "A", "192.0.2.1")).isNotEmpty();
        assertThat(write(pages, "A", "192.0.2.2")).isNotEmpty();
        assertThat(write(pages, "A", "192.0.2.3")).isEmpty();
        assertThat(write(pages, "A", "192.0.2.1")).isNotEmpty();
        assertThat(write(pages, "G", "198.51.100.1")).isNotEmpty();
        assertThat(pages.write(
                        report(Alerts.json("A", "192.0.2.3", AlertKind.NEW, Alerts.FIRST, 0)),
                        "en",
                        "UTC",
                        Alerts.FIRST.plusSeconds(3600)))
                .isNotEmpty();
    }

    @Test
    void pageThatWasNotWrittenForLong_isDeleted() throws Exception {
        AlertPages pages = pages(10);
        String token = token(write(pages, "A", SOURCE));
        for (String file : files(token)) {
            Files.setLastModifiedTime(
                    folder.resolve("pages").resolve(token).resolve(file), FileTime.from(Alerts.FIRST));
        }
        Instant later = Alerts.FIRST.plus(Duration.ofDays(30)).plusSeconds(3600);
        pages.write(report(Alerts.json("G", "198.51.100.1", AlertKind.NEW, Alerts.FIRST, 0)), "en", "UTC", later);
        assertThat(folder.resolve("pages").resolve(token)).doesNotExist();
    }

    /** Somebody named a folder that holds other things: they stay. */
    @Test
    void whatIsNoPage_isNotDeleted() throws Exception {
        AlertPages pages = pages(10);
        String token = token(write(pages, "A", SOURCE));
        Path root = folder.resolve("pages");
        Path capture = Files.createFile(
                Files.createDirectory(root.resolve("captures")).resolve("0123456789abcdef0123456789abcdef.html"));
        Path notes = Files.createFile(root.resolve(token).resolve("notes.txt"));
        for (Path old : new Path[] {capture, notes}) {
            Files.setLastModifiedTime(old, FileTime.from(Alerts.FIRST.minus(Duration.ofDays(400))));
        }
        Instant later = Alerts.FIRST.plusSeconds(3600);
        pages.write(report(Alerts.json("G", "198.51.100.1", AlertKind.NEW, Alerts.FIRST, 0)), "en", "UTC", later);
        assertThat(capture).exists();
        assertThat(notes).exists();
    }

    @Test
    void keyThatIsShortOrMissing_isRefusedByItsName() throws Exception {
        Files.write(key, new byte[31]);
        assertThatThrownBy(() -> pages(10))
                .hasMessage("yamori.notify.mail.key-file must hold 32 bytes or more, has 31");
        Files.delete(key);
        assertThatThrownBy(() -> pages(10)).hasMessage("yamori.notify.mail.key-file: " + key + " cannot be read");
    }

    private AlertPages pages(int perHour) throws IOException {
        return new PageFolder(
                        folder.resolve("pages").toString(),
                        key.toString(),
                        "https://yamori.example.jp/",
                        Duration.ofDays(30),
                        perHour)
                .open();
    }

    private static String write(AlertPages pages, String organisation, String source) throws Exception {
        return pages.write(
                report(Alerts.json(organisation, source, AlertKind.NEW, Alerts.FIRST, 0)), "ja", "UTC", Alerts.FIRST);
    }

    private static AlertReport report(byte[] json) throws Exception {
        return AlertReport.read(json);
    }

    private static String token(String link) {
        return List.of(link.split("/")).get(4);
    }

    private List<String> files(String token) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("pages").resolve(token))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
