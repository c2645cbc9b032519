package org.yamori.jobs.detect.sensor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.wire.Finding;

import static org.assertj.core.api.Assertions.assertThat;

class SensorFunctionTest {
    private static final long SECOND = 1_000_000L;
    private static final long TEN = 1_772_359_200L * SECOND;

    private KeyedOneInputStreamOperatorTestHarness<String, BlockFact, Finding> harness = harness();

    private static KeyedOneInputStreamOperatorTestHarness<String, BlockFact, Finding> harness() {
        try {
            return ProcessFunctionTestHarnesses.forKeyedProcessFunction(
                    new SensorFunction(
                            new SensorRules(Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofHours(50))),
                    fact -> fact.sensor,
                    Types.STRING);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @BeforeEach
    void start() {
        harness = harness();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    private static BlockFact block(String sensor, long number) {
        BlockFact fact = new BlockFact();
        fact.sensor = sensor;
        fact.network = "nicter";
        fact.sensorKind = "blackhole";
        fact.live = true;
        fact.epoch = 1;
        fact.block = number;
        fact.previousEpoch = -1;
        fact.previousLastBlock = -1;
        fact.rows = 10;
        fact.rowsBefore = number * 10;
        fact.startMicros = TEN + number * SECOND;
        fact.endMicros = fact.startMicros + SECOND;
        fact.appendMicros = fact.endMicros;
        fact.captured = fact.rowsBefore + 10;
        return fact;
    }

    private void receive(BlockFact fact) throws Exception {
        harness.processElement(fact, fact.endMicros / 1000);
    }

    private void time(long second) throws Exception {
        harness.processWatermark(new Watermark((TEN + second * SECOND) / 1000));
    }

    private List<JsonNode> told() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> told = new ArrayList<>();
        for (Finding finding : harness.extractOutputValues()) {
            told.add(json.readTree(finding.json()).get("yamori"));
        }
        harness.getOutput().clear();
        return told;
    }

    @Test
    void everySensor_hasOneTimerAndTwoValues_howeverLongItRuns() throws Exception {
        for (long number = 0; number < 1_000; number++) {
            for (String sensor : List.of("tokyo-1", "osaka-1")) {
                receive(block(sensor, number + number / 100));
            }
            if (number > 2) {
                time(number - 2);
            }
            assertThat(harness.numEventTimeTimers()).as("block %d", number).isEqualTo(2);
            assertThat(harness.numKeyedStateEntries()).as("block %d", number).isLessThanOrEqualTo(4);
        }
    }

    /** Another sensor may hold event time back, so that a whole run is read before its first minute is told. */
    @Test
    void sensorThatEnded_endedInItsLastMinuteOnly() throws Exception {
        for (long number = 0; number < 100; number++) {
            BlockFact fact = block("tokyo-1", number);
            fact.last = number == 99;
            receive(fact);
        }
        time(200);

        assertThat(told())
                .extracting(minute -> minute.at("/sensor/state").asText())
                .containsExactly("speaking", "ended");
    }

    @Test
    void minute_isToldOnceItIsOver() throws Exception {
        for (long number = 0; number < 59; number++) {
            receive(block("tokyo-1", number));
        }
        receive(block("tokyo-1", 59));
        time(59);
        assertThat(told()).isEmpty();

        time(60);

        List<JsonNode> told = told();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).at("/sensor/blocks").asLong()).isEqualTo(59);
        assertThat(told.get(0).at("/sensor/captured").asLong()).isEqualTo(590);
        assertThat(told.get(0).at("/finding/revision").asLong()).isEqualTo(1);
    }

    @Test
    void silence_isToldWhenItBeginsAndWhenItEnds() throws Exception {
        receive(block("tokyo-1", 0));
        time(31);
        assertThat(told()).isEmpty();
        time(32);

        JsonNode silent = told().get(0);
        assertThat(silent.at("/sensor/state").asText()).isEqualTo("silent");
        assertThat(silent.at("/sensor/silent_since").asText()).isEqualTo("2026-03-01T10:00:01Z");

        receive(block("tokyo-1", 40));

        JsonNode again = told().get(0);
        assertThat(again.at("/sensor/state").asText()).isEqualTo("speaking again");
        assertThat(again.at("/sensor/silent_until").asText()).isEqualTo("2026-03-01T10:00:41Z");
        assertThat(again.at("/finding/id")).isEqualTo(silent.at("/finding/id"));
        assertThat(again.at("/finding/revision").asLong()).isEqualTo(2);
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    }

    @Test
    void blockThatNeverCame_isLostAtTheEndOfTheInput_longAfterItsMinuteWasTold() throws Exception {
        receive(block("tokyo-1", 0));
        BlockFact last = block("tokyo-1", 2);
        last.last = true;
        receive(last);
        time(600);
        assertThat(told()).hasSize(1);

        harness.processWatermark(Watermark.MAX_WATERMARK);

        List<JsonNode> told = told();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).at("/sensor/lost_blocks").asLong()).isEqualTo(1);
        assertThat(told.get(0).at("/sensor/lost_rows").asLong()).isEqualTo(10);
        assertThat(told.get(0).at("/finding/revision").asLong()).isEqualTo(2);
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void clockAhead_isOneFindingWithABeginningAndAnEnd() throws Exception {
        for (int second = 0; second < 240; second++) {
            BlockFact fact = block("tokyo-1", second);
            boolean wrong = second < 90;
            fact.fate = wrong ? BlockFact.Fate.AHEAD : BlockFact.Fate.COUNTED;
            fact.appendMicros = TEN + second * SECOND;
            fact.endMicros = fact.appendMicros + (wrong ? 3600 * SECOND : -SECOND / 10);
            receive(fact);
        }

        List<JsonNode> skews = told().stream()
                .filter(yamori -> yamori.get("resolution").asText().equals("skew"))
                .toList();
        assertThat(skews).hasSize(2);
        JsonNode first = skews.get(0);
        assertThat(first.at("/finding/revision").asLong()).isEqualTo(1);
        assertThat(first.at("/finding/anchor").asText()).isEqualTo("2026-03-01T10:00:00.000000Z");
        assertThat(first.get("network").asText()).isEqualTo("nicter");
        assertThat(first.at("/sensor/state").asText()).isEqualTo("clock ahead");
        assertThat(first.at("/sensor/kind").asText()).isEqualTo("blackhole");
        assertThat(first.at("/sensor/skew_micros").asLong()).isEqualTo(3_600_000_000L);
        assertThat(first.at("/sensor/skewed_since").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(first.at("/sensor/skewed_until").isMissingNode()).isTrue();
        JsonNode second = skews.get(1);
        assertThat(second.at("/finding/id").asText())
                .isEqualTo(first.at("/finding/id").asText());
        assertThat(second.at("/finding/revision").asLong()).isEqualTo(2);
        assertThat(second.at("/sensor/state").asText()).isEqualTo("clock right again");
        assertThat(second.at("/sensor/skew_micros").asLong()).isEqualTo(-100_000);
        assertThat(second.at("/sensor/skewed_until").asText()).isEqualTo("2026-03-01T10:01:30Z");
    }
}
