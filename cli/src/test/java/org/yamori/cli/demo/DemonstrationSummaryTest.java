package org.yamori.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Labels and findings written by hand; what the summary says of them was worked out by hand too. */
class DemonstrationSummaryTest {
    private static final Set<String> ROOMS = Set.of("traffic", "sensor");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final String WORM = """
            {"actor":"worm","kind":"mirai","sensor":"a","network":"n","packets":300,"sources":90,"first":"2026-03-01T12:10:00Z","last":"2026-03-01T17:59:59Z","packetsByPort":{"tcp/9999":290,"tcp/5":10}}
            {"actor":"worm","kind":"mirai","sensor":"b","network":"n","packets":200,"sources":80,"first":"2026-03-01T12:05:00Z","last":"2026-03-01T17:00:00Z","packetsByPort":{"tcp/9999":200}}
            """;
    private static final String STORM = """
            {"actor":"storm","kind":"storm","sensor":"a","network":"n","packets":2700,"sources":2700,"first":"2026-03-01T13:00:10Z","last":"2026-03-01T13:02:50Z","packetsByPort":{"tcp/4444":2700}}
            """;
    private static final String HOST = """
            {"actor":"host","kind":"host","sensor":"a","network":"n","packets":60,"sources":1,"first":"2026-03-01T14:00:00Z","last":"2026-03-01T14:59:00Z","sourceRanges":["198.18.5.7/32"],"packetsByPort":{"tcp/445":60}}
            """;
    private static final String OUTAGE = """
            {"actor":"outage","kind":"outage","sensor":"b","network":"n","packets":0,"sources":0,"first":"2026-03-01T15:00:00Z","last":"2026-03-01T15:10:00Z","missed":{"fate":"%s","packets":77},"packetsByPort":{}}
            """;

    @TempDir
    private Path folder;

    private final List<String> findings = new ArrayList<>();

    private String summary(String labels, Set<String> rooms) throws IOException {
        return DemonstrationSummary.of(
                Files.writeString(folder.resolve("labels.jsonl"), labels),
                Files.write(folder.resolve("findings.jsonl"), findings),
                rooms);
    }

    private void traffic(String resolution, Instant start, String series, long packets, long sources, double complete) {
        String[] words = series.split(" ", -1);
        findings.add(String.format(
                Locale.ROOT,
                "{\"@timestamp\":\"%s\",\"event\":{\"kind\":\"metric\"},\"yamori\":{\"finding\":{\"kind\":\"traffic\"},"
                        + "\"window\":{\"resolution\":\"%s\",\"start\":\"%s\"},\"breakdown\":\"%s\",\"key\":\"%s\","
                        + "\"packets\":%d,\"sources\":%d,\"completeness\":%s}}",
                start,
                resolution,
                start,
                words[0],
                words[1],
                packets,
                sources,
                complete));
    }

    private void hours(String series, int from, long... sources) {
        for (int i = 0; i < sources.length; i++) {
            traffic("hour", NOON.plus(Duration.ofHours(from + i)), series, 10 * sources[i], sources[i], 1);
        }
    }

    private void minutes(String series, Instant from, long... packets) {
        for (int i = 0; i < packets.length; i++) {
            traffic("minute", from.plus(Duration.ofMinutes(i)), series, packets[i], packets[i], 1);
        }
    }

    private void sensorMinute(String sensor, Instant minute, long dropped) {
        findings.add("{\"@timestamp\":\"" + minute + "\",\"event\":{\"kind\":\"metric\"},\"observer\":{\"name\":\""
                + sensor + "\"},\"yamori\":{\"finding\":{\"kind\":\"sensor\"},\"resolution\":\"minute\",\"sensor\":"
                + "{\"kind\":\"blackhole\",\"dropped_by_kernel\":" + dropped + ",\"lost_rows\":0}}}");
    }

    /** Median before 12:00 is 4; over 8 are 13:00 (once only), then 15:00 to 17:00. */
    @Test
    void worm_isFoundWhereItsPortStaysOverTwiceTheMedian() throws IOException {
        hours("total all", -5, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50);
        hours("port tcp/9999", -5, 3, 4, 4, 5, 7, 6, 9, 8, 20, 60, 85);

        assertThat(summary(WORM, ROOMS)).isEqualTo("""
                worm             mirai to tcp/9999 tcp/5, 2026-03-01 12:05 to 2026-03-01 17:59: 500 packets at a, b
                  traffic        found: sources of tcp/9999 rose from 4 to 85 an hour; over twice the median from 2026-03-01 15:00, 2 h 55 min after its first packet
                  surge          no room for this yet
                  fingerprint    no room for this yet
                  campaign       no room for this yet
                in all           1 of 1 found, 0 not found, 0 that no room looks for yet
                not planted      nothing else was found
                """);
    }

    /** Four quiet hours, then no more than twice as many. */
    @Test
    void wormThatNobodyCounted_isNotFound() throws IOException {
        hours("total all", -4, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50);
        hours("port tcp/9999", -4, 3, 4, 4, 5, 8, 8, 7, 8, 8, 8);

        assertThat(summary(WORM, ROOMS))
                .contains("\n  traffic        NOT FOUND\n")
                .contains("\nin all           0 of 1 found, 1 not found, 0 that no room looks for yet\n");
    }

    /** 100 a minute before; 1,000 in the middle minute: tenfold. 450 + 900 + 900 packets of as many sources. */
    @Test
    void storm_isMeasuredAgainstTheHourBefore() throws IOException {
        Instant began = Instant.parse("2026-03-01T13:00:00Z");
        minutes("total all", began.minus(Duration.ofMinutes(5)), 100, 90, 110, 100, 100, 550, 1_000, 1_000, 100);
        minutes("port tcp/4444", began, 450, 900, 900);

        assertThat(summary(STORM, ROOMS))
                .contains("\n  traffic        found: 2,250 packets of tcp/4444 in the minutes"
                        + " 2026-03-01 13:00 to 2026-03-01 13:02, 1.00 per source and minute; all packets rose 10.0-fold,"
                        + " from 100 to 1,000 a minute\n  backscatter    no room for this yet\n");
    }

    @Test
    void hostThatNoRoomLooksFor_isSaidSo_andWithTheRoomItIsFoundOrNot() throws IOException {
        assertThat(summary(HOST, ROOMS)).isEqualTo("""
                host             host 198.18.5.7 to tcp/445, 2026-03-01 14:00 to 2026-03-01 14:59: 60 packets at a
                  daedalus       no room for this yet
                in all           0 of 1 found, 0 not found, 1 that no room looks for yet
                not planted      nothing else was found
                """);
        assertThat(summary(HOST, Set.of("traffic", "daedalus")))
                .contains("\n  daedalus       NOT FOUND\n")
                .contains("0 of 1 found, 1 not found");
        findings.add("{\"@timestamp\":\"2026-03-01T14:03:00Z\",\"event\":{\"kind\":\"alert\"},\"source\":{\"ip\":"
                + "\"198.18.5.7\"},\"yamori\":{\"finding\":{\"kind\":\"alert\"}}}");
        findings.add("{\"@timestamp\":\"2026-03-01T14:05:00Z\",\"event\":{\"kind\":\"alert\"},\"source\":{\"ip\":"
                + "\"198.18.5.8\"},\"yamori\":{\"finding\":{\"kind\":\"alert\"},\"score\":3}}");
        assertThat(summary(HOST, Set.of("traffic", "daedalus")))
                .contains("\n  daedalus       found: alert: 198.18.5.7, 2026-03-01 14:03\n")
                .contains("\nnot planted      1 findings\n                 alert: 198.18.5.8, 2026-03-01 14:05\n");
    }

    /** A kind nobody knew when this was written, at the port and time of the worm. */
    @Test
    void findingsOfOtherRooms_showUpByThemselves() throws IOException {
        findings.add("{\"@timestamp\":\"2026-03-01T13:00:00Z\",\"event\":{\"kind\":\"event\",\"end\":"
                + "\"2026-03-01T16:00:00Z\"},\"destination\":{\"port\":9999},\"network\":{\"transport\":\"tcp\"},"
                + "\"yamori\":{\"finding\":{\"kind\":\"surge\"},\"key\":\"tcp/9999\"}}");
        findings.add("{\"@timestamp\":\"2026-03-01T13:00:00Z\",\"event\":{\"kind\":\"event\"},\"yamori\":"
                + "{\"finding\":{\"kind\":\"oracle\"},\"ports\":[\"tcp/5\",\"tcp/6\"]}}");
        findings.add("{\"@timestamp\":\"2026-03-03T13:00:00Z\",\"event\":{\"kind\":\"event\"},\"yamori\":"
                + "{\"finding\":{\"kind\":\"surge\"},\"key\":\"tcp/9999\"}}");

        assertThat(summary(WORM, Set.of("traffic", "surge")))
                .contains("\n  surge          found: surge: tcp/9999, 2026-03-01 13:00 to 2026-03-01 16:00\n")
                .contains("\n  oracle         found: oracle: tcp/5, tcp/6, 2026-03-01 13:00\n")
                .contains("\nnot planted      1 findings\n                 surge: tcp/9999, 2026-03-03 13:00\n");
    }

    @Test
    void outage_isFoundByDropsAndByIncompleteMinutes() throws IOException {
        for (int minute = -2; minute < 13; minute++) {
            Instant start = Instant.parse("2026-03-01T15:00:00Z").plus(Duration.ofMinutes(minute));
            boolean down = minute >= 0 && minute < 10;
            traffic("minute", start, "total all", 100, 50, down ? 0.5 : 1);
            sensorMinute("b", start, minute == 3 ? 40 : minute == 4 ? 37 : 0);
        }
        sensorMinute("a", Instant.parse("2026-03-01T17:00:00Z"), 9);
        traffic("minute", Instant.parse("2026-03-01T17:00:00Z"), "total all", 100, 50, 0.91);

        assertThat(summary(OUTAGE.formatted("dropped"), ROOMS)).isEqualTo("""
                outage           outage, 2026-03-01 15:00 to 2026-03-01 15:10: b down, 77 packets dropped
                  sensor         found: b told of 77 packets dropped and 0 lost in that time; planted 77
                  traffic        found: 10 minutes 2026-03-01 15:00 to 2026-03-01 15:09 say that they are incomplete, down to 0.50 of what reached all sensors
                in all           1 of 1 found, 0 not found, 0 that no room looks for yet
                not planted      2 findings
                                 sensor: a, 2026-03-01 17:00, 9 packets dropped and 0 lost
                                 traffic: minute 2026-03-01 17:00 is complete to 0.9100 only
                """);
    }

    @Test
    void outageOfASensorThatWasNotRunning_isASilence() throws IOException {
        for (int minute : new int[] {-6, -4, -2, 0, 11, 13, 15}) {
            sensorMinute("b", Instant.parse("2026-03-01T15:00:00Z").plus(Duration.ofMinutes(minute)), 0);
        }
        assertThat(summary(OUTAGE.formatted("lost"), ROOMS))
                .contains("\n  sensor         found: no block of b from 2026-03-01 15:00 to 2026-03-01 15:11, 11 min\n")
                .contains("\n  traffic        NOT FOUND\n");
    }

    @Test
    void brokenLabels_areNamedWithTheirLine() throws IOException {
        assertThatThrownBy(() -> summary(HOST + "{\"kind\":\"host\"}\n", ROOMS))
                .hasMessageEndingWith("labels.jsonl line 2: a label names its actor and kind");
    }
}
