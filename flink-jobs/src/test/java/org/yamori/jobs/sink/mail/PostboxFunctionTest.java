package org.yamori.jobs.sink.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.sink.mail.Notice.About;
import org.yamori.wire.AlertKind;

import static org.assertj.core.api.Assertions.assertThat;

class PostboxFunctionTest {
    private KeyedOneInputStreamOperatorTestHarness<String, Notice, Letter> harness;
    private long now;

    @BeforeEach
    void open() throws Exception {
        MailRules rules = new MailRules(
                3, 10, Duration.ofHours(1), 100, Duration.ofDays(14), List.of("night@yamori.example"), Set.of());
        harness = ProcessFunctionTestHarnesses.forKeyedProcessFunction(
                new PostboxFunction(rules, "yamori.example"), Notice::recipient, Types.STRING);
        at(Alerts.FIRST.plusSeconds(600));
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void mailsBeyondTheBudget_comeInOneDigestAtTheFullHour() throws Exception {
        for (int host = 1; host <= 5; host++) {
            notice(About.ALERT, "198.51.100." + host, AlertKind.NEW);
        }
        notice(About.URGENT, "198.51.100.9", AlertKind.URGENT);
        assertThat(letters()).extracting(Letter::about).containsExactly("alert", "alert", "alert", "alert");
        assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
        at(Instant.parse("2026-01-14T10:00:00Z"));
        Letter digest = letters().get(4);
        assertThat(digest.about()).isEqualTo("digest");
        assertThat(digest.content().alerts()).containsExactly(2, 0, 0);
        assertThat(digest.text()).contains("2 new, 0 continuing, 0 urgent", "198.51.100.4", "198.51.100.5");
        assertThat(digest.text()).doesNotContain("198.51.100.3 ");
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void budget_isOneOfAnySixtyMinutes() throws Exception {
        for (int host = 1; host <= 3; host++) {
            notice(About.ALERT, "198.51.100." + host, AlertKind.NEW);
        }
        at(Alerts.FIRST.plusSeconds(600 + 3599));
        notice(About.ALERT, "198.51.100.4", AlertKind.NEW);
        assertThat(letters()).hasSize(3);
        at(Alerts.FIRST.plusSeconds(600 + 3600));
        notice(About.ALERT, "198.51.100.5", AlertKind.NEW);
        assertThat(letters()).extracting(Letter::about).containsExactly("alert", "alert", "alert", "alert");
    }

    @Test
    void digestOfAHundredThousandHosts_countsAllAndNamesFiftyWithTheUrgentFirst() throws Exception {
        for (int host = 0; host < 100_000; host++) {
            notice(
                    About.LATER,
                    "10." + host / 65_536 + "." + host / 256 % 256 + "." + host % 256,
                    host % 10_000 == 9_999 ? AlertKind.URGENT : AlertKind.NEW);
        }
        at(Instant.parse("2026-01-14T10:00:00Z"));
        assertThat(letters()).hasSize(1);
        Letter digest = letters().get(0);
        assertThat(digest.content().alerts()).containsExactly(99_990, 0, 10);
        assertThat(digest.content().cases()).hasSize(50).doesNotHaveDuplicates();
        assertThat(digest.text().lines().filter(line -> line.contains("  urgent  ")))
                .hasSize(10);
        assertThat(digest.text().indexOf("  new  ")).isGreaterThan(digest.text().lastIndexOf("  urgent  "));
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void hostWithManyAlerts_hasOneLineOfTheHighest() throws Exception {
        notice(About.LATER, "198.51.100.1", AlertKind.URGENT);
        notice(About.LATER, "198.51.100.1", AlertKind.CONTINUING);
        at(Instant.parse("2026-01-14T10:00:00Z"));
        Letter digest = letters().get(0);
        assertThat(digest.content().alerts()).containsExactly(0, 1, 1);
        assertThat(digest.content().cases()).hasSize(1);
        assertThat(digest.text()).contains("198.51.100.1  urgent  infected");
    }

    @Test
    void mutedAlerts_areOnlyANumberOfTheNextDigest() throws Exception {
        notice(About.MUTED, "198.51.100.1", AlertKind.NEW);
        notice(About.MUTED, "198.51.100.2", AlertKind.NEW);
        assertThat(harness.numProcessingTimeTimers()).isZero();
        notice(About.LATER, "198.51.100.3", AlertKind.NEW);
        at(Instant.parse("2026-01-14T10:00:00Z"));
        assertThat(letters()).hasSize(1);
        assertThat(letters().get(0).text())
                .contains("Another 2 alerts were muted.")
                .doesNotContain("198.51.100.1", "198.51.100.2");
        assertThat(letters().get(0).content().muted()).isEqualTo(2);
    }

    private void notice(About about, String source, AlertKind kind) throws Exception {
        harness.processElement(
                new Notice(
                        "soc@g.example",
                        "en",
                        "UTC",
                        about,
                        "G",
                        "",
                        Notice.NO_ROLLING,
                        Notice.NO_REQUEST,
                        Alerts.json("G", source, kind, Alerts.FIRST.plusSeconds(5), 1)),
                now);
    }

    private void at(Instant time) throws Exception {
        now = time.toEpochMilli();
        harness.setProcessingTime(now);
    }

    private List<Letter> letters() {
        return List.copyOf(harness.extractOutputValues());
    }
}
