package org.yamori.jobs.detect.surge;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The patterns in Flink CEP, over minutes that were scored by hand. */
class SurgePatternTest {
    private static final int MINUTE = 1;
    private static final int QUARTER = 1 << 2;

    /** Minutes since the start, and scales, of what a pattern finds. */
    private static List<String> found(
            Pattern<ScoredMinute, ?> pattern,
            PatternProcessFunction<ScoredMinute, Turn> process,
            List<ScoredMinute> minutes)
            throws Exception {
        Configuration noKryo = new Configuration();
        noKryo.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, noKryo);
        var stream = env.fromData(TypeInformation.of(ScoredMinute.class), minutes.toArray(new ScoredMinute[0]))
                .assignTimestampsAndWatermarks(WatermarkStrategy.<ScoredMinute>forMonotonousTimestamps()
                        .withTimestampAssigner((minute, before) -> Minutes.lastMillis(minute.minute)));
        List<String> found = new ArrayList<>();
        try (CloseableIterator<Turn> turns = CEP.pattern(stream.keyBy(ScoredMinute::port, Types.INT), pattern)
                .inEventTime()
                .process(process, TypeInformation.of(Turn.class))
                .executeAndCollect()) {
            turns.forEachRemaining(turn -> found.add((turn.kind == Turn.Kind.RISE ? "rise " : "ebb ")
                    + (turn.minute - Scored.START) + " scale " + turn.scale));
        }
        return found;
    }

    @Test
    void aLongerWindow_isARiseByItself() throws Exception {
        assertThat(found(
                        SurgePattern.rise(),
                        new SurgePattern.Rises(),
                        List.of(
                                Scored.minute(0, 10, 0),
                                Scored.minute(1, 10, MINUTE),
                                Scored.minute(2, 10, QUARTER),
                                Scored.minute(3, 10, 0))))
                .containsExactly("rise 2 scale 2");
    }

    @Test
    void aSingleMinute_needsTheNextOne() throws Exception {
        assertThat(found(
                        SurgePattern.confirmedRise(),
                        new SurgePattern.Rises(),
                        List.of(
                                Scored.minute(0, 10, MINUTE),
                                Scored.minute(1, 10, 0),
                                Scored.minute(2, 10, MINUTE),
                                // the port was cold in between
                                Scored.minute(9, 10, MINUTE),
                                Scored.minute(10, 10, MINUTE | QUARTER),
                                Scored.minute(11, 10, 0))))
                .containsExactly("rise 10 scale 0");
    }

    @Test
    void ebb_isTheMinuteInWhichItWasCalmForLongEnough() throws Exception {
        assertThat(found(
                        SurgePattern.ebb(),
                        new SurgePattern.Ebbs(),
                        List.of(Scored.calm(0, 14), Scored.calm(1, 15), Scored.minute(2, 10, 0))))
                .containsExactly("ebb 1 scale 0");
    }
}
