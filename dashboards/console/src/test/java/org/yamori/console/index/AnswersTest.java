package org.yamori.console.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yamori.console.overview.Findings;
import org.yamori.console.overview.PortTrend;
import org.yamori.console.overview.SensorHealth;
import org.yamori.console.overview.SensorHealth.Losses;
import org.yamori.console.overview.SensorHealth.State;
import org.yamori.console.overview.Series;
import org.yamori.console.overview.Span;
import org.yamori.console.overview.Traffic;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers written by hand, about the hour from noon in steps of six minutes. */
class AnswersTest {
    private static final long NOON_MILLIS = 1_767_614_400_000L;
    private static final Span HOUR = Span.hoursBefore(Instant.parse("2026-01-05T13:00:00Z"), 1);
    private static final double MISSING = Double.NaN;

    private final Answers answers = new Answers(HOUR, 6);

    @Test
    void minutesWithoutADocument_orWithoutANumber_areMissing() throws IOException {
        Traffic traffic = answers.traffic(json("""
                {'hits': {'hits': [
                  {'_source': {'@timestamp': '2026-01-05T12:00:00Z', 'yamori': {'packets': 10, 'sources': 3, 'completeness': 1}}},
                  {'_source': {'@timestamp': '2026-01-05T12:02:00Z', 'yamori': {'missing_cells': 4, 'completeness': 0.5,
                    'observed': {'addresses': 512, 'sensors': 2}}}}]}}"""), HOUR.start());
        assertThat(first(traffic.packets(), 3)).containsExactly(10, MISSING, MISSING);
        assertThat(first(traffic.sources(), 3)).containsExactly(3, MISSING, MISSING);
        assertThat(first(traffic.completeness(), 3)).containsExactly(1, MISSING, 0.5);
        assertThat(traffic.addresses()).hasValue(512);
        assertThat(Answers.minute(json("{'hits': {'hits': []}}"))).isEmpty();
    }

    @Test
    void minutesBeforeTheFirstEver_areNoGaps() throws IOException {
        JsonNode minutes = json("""
                {'hits': {'hits': [
                  {'_source': {'@timestamp': '2026-01-05T12:50:00Z', 'yamori': {'packets': 10, 'sources': 3, 'completeness': 1}}},
                  {'_source': {'@timestamp': '2026-01-05T12:59:00Z', 'yamori': {'packets': 12, 'sources': 4, 'completeness': 1}}}]}}""");
        Traffic traffic = answers.traffic(minutes, Instant.parse("2026-01-05T12:50:00Z"));
        assertThat(traffic.packets().gaps()).isEqualTo(8);
        assertThat(traffic.sources().gaps()).isEqualTo(8);
        assertThat(answers.traffic(minutes, HOUR.start()).packets().gaps()).isEqualTo(58);
    }

    /** Noon to 12:06 was seen whole, the next six minutes half, the rest not at all. */
    @Test
    void portsAreCountedPerObservedMinute_andAreMissingWhereNothingWasObserved() throws IOException {
        Traffic traffic = new Traffic(
                Series.missing(HOUR, 1),
                Series.missing(HOUR, 1),
                Series.missing(HOUR, 1),
                java.util.OptionalLong.empty());
        IntStream.range(0, 9).forEach(minute -> traffic.packets().values()[minute] = 100);
        JsonNode ports = json("""
                {'aggregations': {
                  'top': {'buckets': [{'key': 'udp/53413', 'over': {'buckets': [
                    {'key': %d, 'packets': {'value': 60}, 'sources': {'value': 12}},
                    {'key': %d, 'packets': {'value': 60}, 'sources': {'value': 3}}]}}]},
                  'watched': {'buckets': []}}}""".formatted(NOON_MILLIS, NOON_MILLIS + 360_000));

        PortTrend top = answers.topPorts(ports, traffic).get(0);
        assertThat(top.name()).isEqualTo("53413/udp");
        assertThat(first(top.packets(), 3)).containsExactly(10, 20, MISSING);
        assertThat(first(top.sources(), 3)).containsExactly(2, 1, MISSING);

        List<PortTrend> watched = answers.watchedPorts(ports, traffic);
        assertThat(watched)
                .extracting(PortTrend::name)
                .containsExactly(
                        "23/tcp", "2323/tcp", "7547/tcp", "5555/tcp", "22/tcp", "445/tcp", "3389/tcp", "80/tcp");
        assertThat(first(watched.get(0).packets(), 3)).containsExactly(0, 0, MISSING);
    }

    @Test
    void sensors_areToldFromTheirMinutesAndSilences() throws IOException {
        JsonNode sensors = json("""
                {'aggregations': {'sensors': {'buckets': [
                  {'key': 'tokyo-1', 'lost_blocks': {'value': 2}, 'dropped_by_kernel': {'value': 30}, 'dropped_by_sensor': {'value': 4},
                   'minute': {'newest': {'hits': {'hits': [{'_source': {'@timestamp': '2026-01-05T12:10:00Z',
                     'yamori': {'network': 'nicter', 'sensor': {'state': 'speaking'}}}}]}}},
                   'silence': {'newest': {'hits': {'hits': [{'_source': {'@timestamp': '2026-01-05T12:10:40Z',
                     'yamori': {'network': 'nicter', 'sensor': {'state': 'silent'}}}}]}}}},
                  {'key': 'osaka-1', 'lost_blocks': {'value': 0}, 'dropped_by_kernel': {'value': 0}, 'dropped_by_sensor': {'value': 0},
                   'minute': {'newest': {'hits': {'hits': [{'_source': {'@timestamp': '2026-01-05T12:59:00Z',
                     'yamori': {'network': 'nicter', 'sensor': {'state': 'speaking'}}}}]}}},
                   'silence': {'newest': {'hits': {'hits': []}}}}]}}}""");
        JsonNode traffic = json("""
                {'aggregations': {'sensors': {'buckets': [{'key': 'tokyo-1', 'over': {'buckets': [
                  {'key': %d, 'doc_count': 4, 'packets': {'value': 100}, 'completeness': {'value': 0.9}}]}}]}}}""".formatted(NOON_MILLIS));

        List<SensorHealth> healths = answers.sensors(sensors, traffic, false);

        assertThat(healths).extracting(SensorHealth::name).containsExactly("osaka-1", "tokyo-1");
        assertThat(healths.get(0).state()).isEqualTo(State.SPEAKING);
        assertThat(healths.get(0).lastWord()).isEqualTo("2026-01-05T13:00:00Z");
        assertThat(healths.get(0).losses().isNone()).isTrue();
        assertThat(healths.get(0).lowestCompleteness()).isEmpty();
        SensorHealth tokyo = healths.get(1);
        assertThat(tokyo.state()).isEqualTo(State.SILENT);
        assertThat(tokyo.losses()).isEqualTo(new Losses(2, 34));
        assertThat(first(tokyo.packets(), 2)).containsExactly(25, MISSING);
        assertThat(tokyo.lowestCompleteness()).hasValue(0.9);
        assertThat(answers.sensors(sensors, traffic, true))
                .extracting(SensorHealth::state)
                .containsExactly(State.RECORDED, State.SILENT);
    }

    @Test
    void findings_areCountedByKind_newestFirst() throws IOException {
        Findings findings = Answers.findings(json("""
                {'hits': {'total': {'value': 7}, 'hits': [{'_id': 'a1', '_source': {'@timestamp': '2026-01-05T12:59:03Z',
                   'message': 'rises', 'yamori': {'finding': {'kind': 'surge'}}}}]},
                 'aggregations': {'kinds': {'buckets': [{'key': 'surge', 'doc_count': 6}, {'key': 'alert', 'doc_count': 1}]}}}"""));
        assertThat(findings.inAll()).isEqualTo(7);
        assertThat(findings.byKind().toString()).isEqualTo("{alert=1, surge=6}");
        assertThat(findings.latest())
                .containsExactly(new Findings.Found(Instant.parse("2026-01-05T12:59:03Z"), "surge", "rises", "a1"));
    }

    private static double[] first(Series series, int steps) {
        return java.util.Arrays.copyOf(series.values(), steps);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
