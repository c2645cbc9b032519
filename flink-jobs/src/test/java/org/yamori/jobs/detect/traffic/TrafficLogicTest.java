package org.yamori.jobs.detect.traffic;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TrafficLogicTest {
    private static long micros(String instant) {
        return TrafficLogic.micros(Instant.parse(instant));
    }

    private static String text(long micros) {
        return TrafficLogic.instant(micros).toString();
    }

    /** The first two are requirement X-02's own example; a day in Tokyo begins at 15:00 UTC. */
    @ParameterizedTest
    @CsvSource({
        "2014-10-20T15:00:00Z, Asia/Tokyo, 2014-10-20T15:00:00Z, 2014-10-20T15:00:00Z, 2014-10-21T15:00:00Z",
        "2014-10-20T15:00:00Z, UTC, 2014-10-20T15:00:00Z, 2014-10-20T00:00:00Z, 2014-10-21T00:00:00Z",
        "2014-10-20T14:59:59.999999Z, Asia/Tokyo, 2014-10-20T14:00:00Z, 2014-10-19T15:00:00Z, 2014-10-20T15:00:00Z",
        // India is 5 h 30 min ahead: hours begin at half past.
        "2026-03-01T10:29:59Z, Asia/Kolkata, 2026-03-01T09:30:00Z, 2026-02-28T18:30:00Z, 2026-03-01T18:30:00Z",
        "2026-03-01T10:30:00Z, Asia/Kolkata, 2026-03-01T10:30:00Z, 2026-02-28T18:30:00Z, 2026-03-01T18:30:00Z",
        // Germany puts its clocks forward on 2026-03-29 at 01:00 UTC: a day of 23 hours.
        "2026-03-29T00:59:59Z, Europe/Berlin, 2026-03-29T00:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "2026-03-29T01:00:00Z, Europe/Berlin, 2026-03-29T01:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        // And back on 2026-10-25 at 01:00 UTC: a day of 25 hours, in which 2 o'clock comes twice.
        "2026-10-25T00:30:00Z, Europe/Berlin, 2026-10-25T00:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "2026-10-25T01:30:00Z, Europe/Berlin, 2026-10-25T01:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "1969-12-31T23:59:59.5Z, UTC, 1969-12-31T23:00:00Z, 1969-12-31T00:00:00Z, 1970-01-01T00:00:00Z"
    })
    void hoursAndDays_beginWithTheLocalOnes(String at, ZoneId zone, String hour, String day, String dayEnd) {
        long micros = micros(at);
        assertThat(text(TrafficLogic.startOfHour(micros, zone))).isEqualTo(hour);
        long start = TrafficLogic.startOfDay(micros, zone);
        assertThat(text(start)).isEqualTo(day);
        assertThat(text(TrafficLogic.endOfDay(start, zone))).isEqualTo(dayEnd);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T10:00:00Z, 2026-03-01T10:00:00Z",
        "2026-03-01T10:00:59.999999Z, 2026-03-01T10:00:00Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:00Z"
    })
    void minutes_areTheSameEverywhere(String at, String expected) {
        assertThat(text(TrafficLogic.startOfMinute(micros(at)))).isEqualTo(expected);
    }

    /** Watermark 59.999 says that everything up to and including that millisecond is there. */
    @ParameterizedTest
    @CsvSource({"60000000, 59998, false", "60000000, 59999, true", "60000000, 60000, true"})
    void window_isOverWithItsLastMillisecond(long endMicros, long watermarkMillis, boolean over) {
        assertThat(TrafficLogic.isOver(endMicros, watermarkMillis)).isEqualTo(over);
    }

    /** Requirement C-16: repeated packets from one source to under five addresses in an hour. */
    @ParameterizedTest
    @CsvSource({
        "5, 4, true",
        "2, 1, true",
        "1, 1, false",
        "4, 4, false",
        "1000, 4, true",
        "1000, 5, false",
        "1000, 0, false"
    })
    void misconfiguration_isRepetitionToFewAddresses(long packets, int destinations, boolean expected) {
        assertThat(TrafficLogic.isMisconfiguration(packets, destinations, Rules.standard()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "MINUTE, false, 4, 0, false",
        "MINUTE, false, 5, 0, true",
        "MINUTE, true, 1, 0, true",
        "MINUTE, false, 0, 1, true",
        "HOUR, false, 1, 0, true",
        "DAY, false, 1, 0, true"
    })
    void minutes_haveADocumentOfTheirOwnFromFivePacketsOrTheWatchListOn(
            Resolution resolution, boolean watched, long packets, long missing, boolean expected) {
        assertThat(TrafficLogic.hasOwnDocument(resolution, watched, packets, missing, Rules.standard()))
                .isEqualTo(expected);
    }
}
