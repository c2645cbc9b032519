package org.yamori.jobs.detect.fingerprint;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.Document;

import static org.assertj.core.api.Assertions.assertThat;

/** Requirement N-08: the first day of each version, and the day of the change. */
class VersionLogicTest {
    private final VersionLogic logic = new VersionLogic(Rules.standard());

    private static VersionDay day(String date, long earlier, long leaked) {
        VersionDay day = new VersionDay();
        day.startMicros = LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000;
        day.endMicros = day.startMicros + 24 * Resolution.HOUR_MICROS;
        day.earlier = earlier;
        day.leaked = leaked;
        return day;
    }

    private List<String> told(VersionPast past, VersionDay... days) {
        return logic.events(past, List.of(days)).stream()
                .map(VersionLogicTest::text)
                .toList();
    }

    private static String text(VersionLogic.Event event) {
        VersionLogic.Version from = event.from();
        String date = Document.time(event.day().startMicros).substring(0, 10);
        return date
                + (from == null ? " first " : " from " + from.word() + " to ")
                + event.to().word();
    }

    /** 004_mirai_fingerprint.tsv: the earlier version from the beginning of August, the leaked one from 2016-09-14. */
    @Test
    void n08_storyOf2016_isToldWithItsDates() {
        assertThat(told(
                        new VersionPast(),
                        day("2016-07-31", 0, 0),
                        day("2016-08-01", 4_000, 0),
                        day("2016-09-13", 9_000, 3),
                        day("2016-09-14", 2_000, 60_000),
                        day("2016-09-15", 1_000, 90_000)))
                .containsExactly(
                        "2016-08-01 first earlier", "2016-09-14 first leaked", "2016-09-14 from earlier to leaked");
    }

    @Test
    void versionThatGrowsSlowly_isFirstThereAndLeadsLater() {
        assertThat(told(
                        new VersionPast(),
                        day("2016-08-01", 100, 0),
                        day("2016-08-02", 100, 20),
                        day("2016-08-03", 100, 100),
                        day("2016-08-04", 100, 101)))
                .containsExactly(
                        "2016-08-01 first earlier", "2016-08-02 first leaked", "2016-08-04 from earlier to leaked");
    }

    @Test
    void fewSources_areNotThere() {
        assertThat(told(new VersionPast(), day("2016-08-01", 9, 0), day("2016-08-02", 0, 9)))
                .isEmpty();
    }

    @Test
    void daysWithoutAnyBetween_doNotHideTheChange() {
        assertThat(told(new VersionPast(), day("2016-08-01", 50, 0), day("2016-08-02", 0, 0), day("2016-08-09", 0, 50)))
                .contains("2016-08-09 from earlier to leaked");
    }

    @Test
    void whatIsRemembered_goesOnAsIfAllDaysWereKept() {
        VersionDay[] days = {
            day("2016-08-01", 50, 0), day("2016-08-02", 60, 20), day("2016-08-03", 10, 70), day("2016-08-04", 90, 70)
        };
        List<String> whole = told(new VersionPast(), days);
        VersionPast past = new VersionPast();
        List<String> parts =
                Stream.of(days).flatMap(day -> told(past, day).stream()).toList();

        assertThat(parts).isEqualTo(whole);
        assertThat(whole)
                .containsExactly(
                        "2016-08-01 first earlier",
                        "2016-08-02 first leaked",
                        "2016-08-03 from earlier to leaked",
                        "2016-08-04 from leaked to earlier");
    }
}
