package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.bench.AlertArrivals.Arrival;

import static org.assertj.core.api.Assertions.assertThat;

/** Two sensors, one host in each of two phases; times by hand. */
class AlertFiguresTest {
    private static final AlertPlan PLAN = new AlertPlan(2, 400, new AlertPlan.Course(15, 8, 1, false));
    private static final long START = 1_700_000_000_000_000L;
    /** One host a phase: at its very beginning. */
    private static final long FIRST = START + 15_000_000;

    private static final long SECOND = START + 35_000_000;

    @TempDir
    private Path folder;

    private final AlertFigures figures = new AlertFigures(PLAN, START, Map.of(), Map.of());

    private static Arrival arrival(int host, long urgent, long appendedMillis) {
        return new Arrival(
                PLAN.source(host), urgent, urgent + appendedMillis * 1000, urgent + (appendedMillis + 7) * 1000);
    }

    private JsonNode phase(String name) throws IOException {
        Path file = folder.resolve("figures.json");
        figures.write(file);
        return new ObjectMapper().readTree(file.toFile()).at("/phases/" + name);
    }

    /** What a sensor sent: sensor, watermark, when, behind, rows. */
    private static String said(int sensor, long watermark, long sent, int rows) {
        return sensor + "\t" + watermark + "\t" + sent + "\t" + 3_000 + "\t" + rows;
    }

    @Test
    void alert_isToldOnceTheSlowestReportingSensorHasStatedTheEndOfItsTenth() throws IOException {
        figures.takeSaid(List.of(
                said(0, FIRST + 99_999, FIRST + 110_000, 5_000),
                said(0, FIRST + 100_000, FIRST + 130_000, 5_000),
                said(1, FIRST + 500_000, FIRST + 510_000, 5_000),
                said(0, SECOND + 900_000, SECOND + 910_000, 6_900)));
        figures.takeArrivals(List.of(arrival(0, FIRST, 700), arrival(1, SECOND, 6_200)));

        assertThat(figures.areRight()).isTrue();
        assertThat(phase("well").at("/told_millis/p50").asDouble()).isEqualTo(510);
        assertThat(phase("well").at("/appended_millis/max").asDouble()).isEqualTo(700);
        assertThat(phase("well").at("/received_millis/p99").asDouble()).isEqualTo(707);
        assertThat(phase("silent").at("/told_millis/p50").asDouble()).isEqualTo(910);
        assertThat(phase("silent").at("/appended_millis/p50").asDouble()).isEqualTo(6_200);
        // 21,900 packets in 15 + 2 * (8 + 12) seconds
        assertThat(figures.packetsPerSecond()).isEqualTo(21_900 / 55.0);
    }

    @Test
    void whatIsMissingRepeatedAtAnotherTimeOrOfNobody_isWrong() throws IOException {
        figures.takeArrivals(List.of(
                arrival(0, FIRST + 10_000, 700),
                arrival(0, FIRST, 800),
                new Arrival(1 << 24, FIRST, FIRST + 1_000_000, FIRST + 1_000_000)));

        assertThat(figures.areRight()).isFalse();
        assertThat(phase("well").get("at_another_time").asInt()).isEqualTo(1);
        assertThat(phase("well").get("repeated").asInt()).isEqualTo(1);
        assertThat(phase("well").get("of_nobody").asInt()).isEqualTo(1);
        assertThat(phase("silent").get("missing").asInt()).isEqualTo(1);
        assertThat(figures.table())
                .contains("WRONG: 0 missing, 1 repeated, 1 not at the time of the thousandth packet, 1 of nobody")
                .contains("WRONG: 1 missing, 0 repeated");
    }

    /** The nearest rank: of 200 the 100th, the 198th and the last. */
    @Test
    void percentile_isTheSmallestThatSoManyDoNotExceed() {
        List<Long> micros = new ArrayList<>(LongStream.rangeClosed(1, 200)
                .map(n -> (201 - n) * 1000)
                .boxed()
                .toList());

        assertThat(AlertFigures.millis(micros, 500)).isEqualTo(100);
        assertThat(AlertFigures.millis(micros, 990)).isEqualTo(198);
        assertThat(AlertFigures.millis(micros, 1000)).isEqualTo(200);
        assertThat(AlertFigures.millis(List.of(), 500)).isNaN();
    }
}
