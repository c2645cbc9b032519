package org.yamori.jobs.detect.backscatter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.FlagClass;
import org.yamori.jobs.flow.StormLabel;
import org.yamori.wire.Finding;

import static org.assertj.core.api.Assertions.assertThat;

/** Where a storm begins, grows and ends, and when it is said. */
class StormMergeFunctionTest {
    private static final long MINUTE = StormTable.MINUTE_MICROS;

    private KeyedOneInputStreamOperatorTestHarness<Integer, StormShare, Finding> harness = open(null);

    private static KeyedOneInputStreamOperatorTestHarness<Integer, StormShare, Finding> open(
            @Nullable OperatorSubtaskState state) {
        try {
            var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                    new KeyedProcessOperator<>(new StormMergeFunction(Answers.standard())),
                    StormMergeFunction::keyOf,
                    Types.INT);
            harness.setup();
            if (state != null) {
                harness.initializeState(state);
            }
            harness.open();
            return harness;
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static long start(int minute) {
        return Answers.START + minute * MINUTE;
    }

    private void send(int minute, int shard, ForgedSources sources) throws Exception {
        StormShare share = sources.share(start(minute));
        share.shard = shard;
        harness.processElement(share, 0);
    }

    private void close(int minute) throws Exception {
        harness.processWatermark(start(minute + 1) / 1000 - 1);
    }

    private List<Finding> findings() {
        return harness.extractOutputValues();
    }

    private List<StormLabel> labels() {
        List<StormLabel> labels = new ArrayList<>();
        Queue<StreamRecord<StormLabel>> told = harness.getSideOutput(StormMergeFunction.LABELS);
        if (told != null) {
            told.forEach(label -> labels.add(label.getValue()));
        }
        return labels;
    }

    @Test
    void storm_isToldAtTheWatermarkThatClosesItsMinuteAndBeforeIt() throws Exception {
        send(0, 3, new ForgedSources(1).everywhere(700));
        send(0, 5, new ForgedSources(2).everywhere(700));
        harness.processWatermark(start(1) / 1000 - 2);
        assertThat(findings()).isEmpty();
        assertThat(labels()).isEmpty();

        close(0);

        List<Object> out = new ArrayList<>(harness.getOutput());
        assertThat(out).hasSize(3);
        assertThat(out.get(0)).isEqualTo(new Watermark(start(1) / 1000 - 2));
        assertThat(out.get(1)).isInstanceOf(StreamRecord.class);
        assertThat(out.get(2)).isEqualTo(new Watermark(start(1) / 1000 - 1));
        StormLabel label = labels().get(0);
        assertThat(label.protocol).isEqualTo(6);
        assertThat(label.port).isEqualTo(23);
        assertThat(label.flags).isEqualTo(FlagClass.SYN);
        assertThat(label.fromMicros).isEqualTo(start(0));
        assertThat(label.toMicros).isEqualTo(start(1));
        assertThat(label.decidedMicros).isEqualTo(start(1));
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void storm_hasAnOnsetPeaksAndAnEnd() throws Exception {
        int[] packets = {2_000, 3_000, 4_500, 600, 10, 0, 10};
        for (int minute = 0; minute < packets.length; minute++) {
            send(minute, 0, new ForgedSources(minute).everywhere(packets[minute]));
            close(minute);
        }

        assertThat(Answers.states(findings())).containsExactly("onset", "peak", "end");
        assertThat(findings().stream().map(Finding::revision)).containsExactly(1L, 2L, 3L);
        assertThat(findings().stream().map(Finding::id).distinct()).hasSize(1);
        JsonNode end = Answers.json(findings().get(2)).get("storm");
        assertThat(end.get("key").asText()).isEqualTo("tcp/23/syn");
        assertThat(end.get("from").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(end.get("to").asText())
                .as("600 are more than half of a thousand")
                .isEqualTo("2026-03-01T10:04:00Z");
        assertThat(end.get("decided").asText()).isEqualTo("2026-03-01T10:07:00Z");
        assertThat(end.get("minutes").asInt()).isEqualTo(4);
        assertThat(end.get("packets").asInt()).isEqualTo(2_000 + 3_000 + 4_500 + 600);
        assertThat(end.at("/largest_minute/sources").asInt()).isEqualTo(4_500);
        assertThat(labels()).hasSize(4);
    }

    /** It ended four minutes after its last: what comes an hour later is too little for another one. */
    @Test
    void storm_endsInAGapWithoutAnyPacket() throws Exception {
        send(0, 0, new ForgedSources(0).everywhere(2_000));
        close(0);
        send(60, 0, new ForgedSources(60).everywhere(600));
        close(60);

        assertThat(Answers.states(findings())).containsExactly("onset", "end");
        assertThat(labels()).hasSize(1);
    }

    @Test
    void endOfTheInput_endsNothing() throws Exception {
        send(0, 0, new ForgedSources(1).everywhere(2_000));
        harness.processWatermark(Long.MAX_VALUE);

        assertThat(Answers.states(findings())).containsExactly("onset");
    }

    /** 5,000 hosts a minute are usual; 4,000 forged ones beside them are not twice as many. */
    @Test
    void whatIsUsual_isLearntAndKeptOverARestart() throws Exception {
        for (int minute = 0; minute < 5; minute++) {
            send(minute, 0, new ForgedSources(minute).hosts(12_000, 0.55, 40));
            close(minute);
        }
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        harness = open(state);
        send(5, 0, new ForgedSources(50).hosts(12_000, 0.55, 40).everywhere(4_000));
        close(5);
        assertThat(findings()).isEmpty();

        send(6, 0, new ForgedSources(60).hosts(12_000, 0.55, 40).everywhere(30_000));
        close(6);

        assertThat(Answers.states(findings())).containsExactly("onset");
        assertThat(Answers.json(findings().get(0))
                        .at("/storm/largest_minute/usual_sources")
                        .asInt())
                .isBetween(4_900, 5_300);
    }

    /** One shard kept one source in four, the other all: the sum is that of an even sample. */
    @Test
    void sharesOfDifferentRates_areAddedAtTheLowerRate() {
        StormSample full = new StormSample(1_024);
        StormSample few = new StormSample(1_024);
        for (int i = 0; i < 4_000; i++) {
            full.add(i * 65_537, ForgedSources.TELNET, 64, 0);
        }
        for (int i = 0; i < 800; i++) {
            few.add(0x80000000 + i, ForgedSources.TELNET, 64, 0);
        }
        StormMinute minute = StormMinute.of(0, List.of(full.share(1), few.share(1)), 1);

        SourceSpread spread = minute.spreads().get(ForgedSources.TELNET);
        assertThat(full.bits()).isEqualTo(2);
        assertThat(few.bits()).isZero();
        assertThat(spread).isNotNull();
        assertThat(minute.rate()).isEqualTo(0.25);
        assertThat(spread == null ? 0 : spread.sources - full.size()).isBetween(150L, 250L);
    }
}
