package org.yamori.jobs.detect.daedalus;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.yamori.wire.Finding;

import static org.assertj.core.api.Assertions.assertThat;

/** Requirement D-09's "at most one a unit", in Flink CEP over signs made by hand. */
class UrgentPatternTest {
    private static AlertSign armed(String host, long unit, long micros) {
        return new AlertSign(AlertSign.Step.ARMED, host, unit, micros, null);
    }

    private static AlertSign crossed(String host, long unit, long micros) {
        Finding finding = new Finding("alert", host + " unit " + unit + " at " + micros, 1, micros, new byte[0]);
        return new AlertSign(AlertSign.Step.CROSSED, host, unit, micros, finding);
    }

    private static List<String> found(AlertSign... signs) throws Exception {
        Configuration noKryo = new Configuration();
        noKryo.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, noKryo);
        var stream = env.fromData(TypeInformation.of(AlertSign.class), signs)
                .assignTimestampsAndWatermarks(WatermarkStrategy.<AlertSign>forMonotonousTimestamps()
                        .withTimestampAssigner((sign, before) -> sign.timeMicros() / 1_000));
        List<String> found = new ArrayList<>();
        try (CloseableIterator<Finding> findings = CEP.pattern(
                        stream.keyBy(AlertSign::host, Types.STRING),
                        UrgentPattern.urgent(),
                        new UrgentPattern.ArmedFirst())
                .inEventTime()
                .process(new UrgentPattern.Alerts(), TypeInformation.of(Finding.class))
                .executeAndCollect()) {
            findings.forEachRemaining(finding -> found.add(finding.id()));
        }
        return found;
    }

    @Test
    void firstCrossingOfAUnit_isUrgentAndFurtherOnesAreNot() throws Exception {
        assertThat(found(
                        armed("a", 1, 5_000_000),
                        crossed("a", 1, 5_000_000),
                        crossed("a", 1, 90_000_000),
                        crossed("a", 1, 200_000_000)))
                .containsExactly("a unit 1 at 5000000");
    }

    @Test
    void everyUnit_hasItsOwn() throws Exception {
        assertThat(found(
                        armed("a", 1, 5_000_000),
                        crossed("a", 1, 5_000_000),
                        armed("a", 2, 3_600_000_000L),
                        crossed("a", 2, 3_600_000_000L),
                        crossed("a", 2, 3_700_000_000L)))
                .containsExactly("a unit 1 at 5000000", "a unit 2 at 3600000000");
    }

    /** Both signs come with the same packet; whichever arrives first, the arming counts first. */
    @Test
    void hostsDoNotDisturbEachOther_andOneMillisecondHasAnOrder() throws Exception {
        assertThat(found(
                        crossed("a", 1, 5_000_007),
                        armed("b", 1, 5_000_001),
                        armed("a", 1, 5_000_007),
                        crossed("b", 1, 5_000_001)))
                .containsExactlyInAnyOrder("a unit 1 at 5000007", "b unit 1 at 5000001");
    }
}
