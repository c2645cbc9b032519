package org.yamori.jobs.sink.mail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.jobs.enrich.Mutes;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.sink.mail.Notice.About;
import org.yamori.wire.AlertKind;

import static org.assertj.core.api.Assertions.assertThat;

class SelectionFunctionTest {
    private static final String REGISTRY = """
            organisations:
              - name: A
                livenets: [192.0.2.0/24]
                contacts: {new: [soc@a.example], continuing: [soc@a.example], urgent: [soc@a.example, boss@a.example]}
                language: ja
                timezone: Asia/Tokyo
              - name: G
                livenets: [198.51.100.0/24]
                contacts: [soc@g.example]
              - name: Silent
                livenets: [203.0.113.0/24]
            """;

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private @Nullable KeyedTwoInputStreamOperatorTestHarness<String, OrganisationAlert, Request, Notice> opened;
    private long now;

    @BeforeEach
    void open() throws Exception {
        open(rules(10_000, List.of()), null);
    }

    private void open(MailRules rules, @Nullable PageFolder pages) throws Exception {
        close();
        Path registry = Files.writeString(folder.resolve("registry.yaml"), REGISTRY);
        opened = ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
                new SelectionFunction(rules, Registries.ofFile(registry.toString()), Mutes.Place.NOWHERE, pages),
                OrganisationAlert::organisation,
                Request::organisation,
                Types.STRING);
        at(Alerts.FIRST);
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, OrganisationAlert, Request, Notice> harness() {
        return Optional.ofNullable(opened).orElseThrow();
    }

    private static MailRules rules(int cases, List<String> analysts) {
        return new MailRules(
                20, 10, HOUR, cases, Duration.ofDays(14), analysts, Set.of(AlertKind.NEW, AlertKind.URGENT));
    }

    @AfterEach
    void close() throws Exception {
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void d12_contactsOfTheKind_areToldAboutTheirOwnHostsOnly() throws Exception {
        alert("A", "192.0.2.1", AlertKind.NEW, Alerts.FIRST, 0);
        alert("G", "198.51.100.1", AlertKind.NEW, Alerts.FIRST, 0);
        alert("A", "192.0.2.1", AlertKind.URGENT, Alerts.FIRST, 0);
        alert("Silent", "203.0.113.1", AlertKind.NEW, Alerts.FIRST, 0);
        alert("Unknown", "203.0.113.9", AlertKind.NEW, Alerts.FIRST, 0);
        assertThat(told())
                .containsExactly(
                        "soc@a.example ALERT A", "soc@g.example ALERT G",
                        "soc@a.example URGENT A", "boss@a.example URGENT A");
        assertThat(notices().get(0).language()).isEqualTo("ja");
        assertThat(notices().get(0).zone()).isEqualTo("Asia/Tokyo");
    }

    @Test
    void analysts_areToldOfTheirKindsAboutEverybody_alsoWhereNobodyElseIs() throws Exception {
        open(rules(10_000, List.of("night@yamori.example", "soc@a.example")), null);
        alert("A", "192.0.2.1", AlertKind.NEW, Alerts.FIRST, 0);
        alert("Silent", "203.0.113.1", AlertKind.URGENT, Alerts.FIRST, 0);
        alert("A", "192.0.2.1", AlertKind.CONTINUING, Alerts.FIRST, 1);
        assertThat(told())
                .containsExactly(
                        "soc@a.example ALERT A",
                        "night@yamori.example ALERT A",
                        "night@yamori.example URGENT Silent",
                        "soc@a.example URGENT Silent",
                        "soc@a.example ALERT A");
    }

    @Test
    void continuingAlerts_areToldAtUnitsOneTenAndHundredAndThenDaily() throws Exception {
        alert("G", "198.51.100.1", AlertKind.NEW, Alerts.FIRST, 0);
        for (int unit = 1; unit <= 150; unit++) {
            Instant time = Alerts.FIRST.plus(HOUR.multipliedBy(unit));
            at(time);
            alert("G", "198.51.100.1", AlertKind.CONTINUING, time, unit);
        }
        assertThat(notices().stream().map(notice -> unit(notice))).containsExactly(0L, 1L, 10L, 100L, 124L, 148L);
    }

    /** A host that is silent for hours and then comes back: units in which nothing came have no alert. */
    @Test
    void continuingAlertsWithGaps_areCounted_whateverTheirUnits() throws Exception {
        alert("G", "198.51.100.1", AlertKind.NEW, Alerts.FIRST, 0);
        for (int unit : new int[] {13, 15, 16, 18, 20, 21, 23, 25, 26, 28, 30}) {
            Instant time = Alerts.FIRST.plus(HOUR.multipliedBy(unit));
            at(time);
            alert("G", "198.51.100.1", AlertKind.CONTINUING, time, unit);
        }
        assertThat(notices().stream().map(notice -> unit(notice))).containsExactly(0L, 13L, 28L);
    }

    /** What came too old to be mailed does not count: the next one is the first. */
    @Test
    void urgentAlertAfterAStaleOne_isMailed() throws Exception {
        at(Alerts.FIRST.plus(HOUR.multipliedBy(2)));
        alert("G", "198.51.100.1", AlertKind.URGENT, Alerts.FIRST, 1);
        alert("G", "198.51.100.1", AlertKind.URGENT, Alerts.FIRST.plus(HOUR.multipliedBy(2)), 3);
        alert("G", "198.51.100.1", AlertKind.URGENT, Alerts.FIRST.plus(HOUR.multipliedBy(2)), 4);
        assertThat(notices().stream().map(Notice::about)).containsExactly(About.LATER, About.URGENT, About.LATER);
    }

    @Test
    void urgentAlertsOfOneHost_areMailedAtTheFirstTheTenthAndSoOn_andTheOthersWaitForTheDigest() throws Exception {
        for (int unit = 0; unit < 12; unit++) {
            Instant time = Alerts.FIRST.plus(HOUR.multipliedBy(unit));
            at(time);
            alert("G", "198.51.100.1", AlertKind.URGENT, time, unit);
        }
        assertThat(notices().stream().map(Notice::about))
                .containsExactly(
                        About.URGENT,
                        About.LATER,
                        About.LATER,
                        About.LATER,
                        About.LATER,
                        About.LATER,
                        About.LATER,
                        About.LATER,
                        About.LATER,
                        About.URGENT,
                        About.LATER,
                        About.LATER);
    }

    /** A forged /16 makes 65,536 urgent hosts: ten mails, and one that is told at 1, 10, 100, 1,000 and 10,000 more. */
    @Test
    void urgentHostsOfAForgedNet_joinOneRollingMailAfterTen() throws Exception {
        for (int host = 0; host < 65_536; host++) {
            alert("G", "10.1." + host / 256 + "." + host % 256, AlertKind.URGENT, Alerts.FIRST, 0);
        }
        List<Notice> notices = notices();
        assertThat(notices.subList(0, 10)).allMatch(notice -> notice.about() == About.URGENT);
        assertThat(notices.subList(10, notices.size()))
                .allMatch(notice -> notice.about() == About.ROLLING)
                .extracting(notice -> notice.rolling().hosts())
                .containsExactly(1L, 10L, 100L, 1_000L, 10_000L);
        assertThat(notices.get(14).rolling().lines())
                .hasSize(50)
                .contains("10.1.0.10  infected, 445/tcp, 139/tcp, 1200 packets");
        at(Alerts.FIRST.plus(HOUR));
        assertThat(notices().get(15).rolling().hosts()).isEqualTo(65_526);
        assertThat(notices()).hasSize(16);
        assertThat(harness().numProcessingTimeTimers()).isEqualTo(1);
    }

    @Test
    void hourAfterTheFlood_urgentHostsHaveMailsOfTheirOwnAgain() throws Exception {
        for (int host = 0; host < 12; host++) {
            alert("G", "10.1.0." + host, AlertKind.URGENT, Alerts.FIRST, 0);
        }
        at(Alerts.FIRST.plus(HOUR).plusSeconds(1));
        alert("G", "10.1.1.1", AlertKind.URGENT, Alerts.FIRST.plus(HOUR), 0);
        List<Notice> notices = notices();
        assertThat(notices.get(notices.size() - 1).about()).isEqualTo(About.URGENT);
    }

    @Test
    void alertOlderThanAnHour_waitsForTheDigest() throws Exception {
        at(Alerts.FIRST.plus(HOUR));
        alert("G", "198.51.100.1", AlertKind.NEW, Alerts.FIRST, 0);
        at(Alerts.FIRST.plus(HOUR).plusMillis(1));
        alert("G", "198.51.100.2", AlertKind.NEW, Alerts.FIRST, 0);
        alert("G", "198.51.100.3", AlertKind.URGENT, Alerts.FIRST, 0);
        assertThat(notices().stream().map(Notice::about)).containsExactly(About.ALERT, About.LATER, About.LATER);
    }

    @Test
    void hostsBeyondThoseRemembered_areToldAtOnceWhereTheyAreNewOrUrgent_andElseInTheDigest() throws Exception {
        open(rules(2, List.of()), null);
        for (int host = 1; host <= 4; host++) {
            alert("G", "198.51.100." + host, AlertKind.NEW, Alerts.FIRST, 0);
        }
        alert("G", "198.51.100.4", AlertKind.URGENT, Alerts.FIRST, 0);
        alert("G", "198.51.100.4", AlertKind.CONTINUING, Alerts.FIRST, 1);
        assertThat(notices().stream().map(Notice::about))
                .containsExactly(About.ALERT, About.ALERT, About.ALERT, About.ALERT, About.URGENT, About.LATER);
    }

    @Test
    void hosts_areForgottenTwoWeeksAfterTheirLastAlert() throws Exception {
        alert("G", "198.51.100.1", AlertKind.NEW, Alerts.FIRST, 0);
        assertThat(harness().numKeyedStateEntries()).isPositive();
        for (int day = 1; day <= 15; day++) {
            assertThat(harness().numProcessingTimeTimers()).isEqualTo(1);
            at(Alerts.FIRST.plus(Duration.ofDays(day)));
        }
        assertThat(harness().numKeyedStateEntries()).isZero();
        assertThat(harness().numProcessingTimeTimers()).isZero();
    }

    /** The folder's name is taken by a file, as good as a disk that is full. */
    @Test
    void pageThatCannotBeWritten_takesNoMailWithIt() throws Exception {
        Path key = Files.write(folder.resolve("key"), new byte[32]);
        Path taken = Files.createFile(folder.resolve("taken"));
        open(
                rules(10_000, List.of()),
                new PageFolder(taken.toString(), key.toString(), "https://y.example", Duration.ofDays(1), 10));
        alert("G", "198.51.100.1", AlertKind.URGENT, Alerts.FIRST, 0);
        assertThat(told()).containsExactly("soc@g.example URGENT G");
        assertThat(notices().get(0).link()).isEmpty();
    }

    @Test
    void d13_request_goesToTheContactsAndNamesTheHost() throws Exception {
        open(rules(10_000, List.of("night@yamori.example")), null);
        alert("A", "192.0.2.1", AlertKind.NEW, Alerts.FIRST, 0);
        request("A", "192.0.2.1", Alerts.FIRST);
        List<Notice> requests = notices().stream()
                .filter(notice -> notice.about() == About.REQUEST)
                .toList();
        assertThat(requests).extracting(Notice::recipient).containsExactly("soc@a.example", "night@yamori.example");
        assertThat(requests.get(0).request().text()).isEqualTo("please look");
        assertThat(requests.get(0).rolling().lines())
                .containsExactly("192.0.2.1  infected, 445/tcp, 139/tcp, 1200 packets");
    }

    @Test
    void requestThatNobodyCanReceiveOrIsFromTheDistantPast_isNotSent() throws Exception {
        request("Silent", "203.0.113.1", Alerts.FIRST);
        request("G", "198.51.100.1", Alerts.FIRST.minus(Duration.ofDays(15)));
        assertThat(notices()).isEmpty();
        request("G", "198.51.100.1", Alerts.FIRST.minus(Duration.ofDays(13)));
        assertThat(told()).containsExactly("soc@g.example REQUEST G");
    }

    private void alert(String organisation, String source, AlertKind kind, Instant time, long unit) throws Exception {
        harness()
                .processElement1(
                        new OrganisationAlert(organisation, Alerts.json(organisation, source, kind, time, unit)), now);
    }

    private void request(String organisation, String source, Instant time) throws Exception {
        harness()
                .processElement2(
                        new Request(
                                "0123456789abcdef0123456789abcdef",
                                organisation,
                                Alerts.newAlert(organisation, source),
                                "sato",
                                "please look",
                                Alerts.micros(time)),
                        now);
    }

    private void at(Instant time) throws Exception {
        now = time.toEpochMilli();
        harness().setProcessingTime(now);
    }

    private List<Notice> notices() {
        return List.copyOf(harness().extractOutputValues());
    }

    private List<String> told() {
        return notices().stream()
                .map(notice -> notice.recipient() + " " + notice.about() + " " + notice.organisation())
                .toList();
    }

    private static long unit(Notice notice) {
        try {
            return AlertReport.read(notice.json()).unitNumber();
        } catch (AlertReport.NoAlertException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
