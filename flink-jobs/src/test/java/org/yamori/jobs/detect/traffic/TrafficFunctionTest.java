package org.yamori.jobs.detect.traffic;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.Subtasks;
import org.yamori.wire.DistinctSources;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** The operator in a harness, at several parallelisms one after the other. */
class TrafficFunctionTest {
    private static final int PER_MINUTE = 8;

    private final ToldWindows told = new ToldWindows();

    @AutoClose
    private final Subtasks<TrafficPartial> subtasks = new Subtasks<>(told::add);

    private void start(TrafficRules rules, int parallelism) throws Exception {
        subtasks.start(parallelism, () -> new TrafficFunction(rules));
    }

    private void receive(List<RandomTraffic.Block> blocks, boolean late) throws Exception {
        for (RandomTraffic.Block block : blocks) {
            subtasks.receive(block.slices(late));
        }
    }

    private void advance(long millis) throws Exception {
        subtasks.advance(millis);
    }

    private ToldWindows run(TrafficRules rules, int... parallelisms) throws Exception {
        RandomTraffic traffic = new RandomTraffic(31, 70, 3_000);
        int minute = 0;
        for (int parallelism : parallelisms) {
            start(rules, parallelism);
            for (int i = 0; i < 25; i++, minute++) {
                List<RandomTraffic.Block> blocks = traffic.minute(minute, PER_MINUTE);
                receive(blocks.subList(0, PER_MINUTE - 2), false);
                if (i % 3 != 2) {
                    advance((RandomTraffic.START + minute * RandomTraffic.MINUTE) / 1000 + 59_999);
                }
                receive(blocks.subList(PER_MINUTE - 2, PER_MINUTE), true);
            }
        }
        advance(Long.MAX_VALUE);
        subtasks.stop();
        return told;
    }

    @Test
    void rescaling_fromOneToThreeToTwoToOne_changesNothing() throws Exception {
        ToldWindows uninterrupted = new TrafficFunctionTest().run(Rules.standard(), 1, 1, 1, 1);
        ToldWindows rescaled = run(Rules.standard(), 1, 3, 2, 1);

        assertThat(rescaled.all()).isEqualTo(uninterrupted.all());
        assertThat(rescaled.lateSlices()).isEqualTo(uninterrupted.lateSlices());
        assertThat(rescaled.sketches()).isEqualTo(uninterrupted.sketches());
        assertThat(rescaled.of("day 2026-03-01T00:00:00Z total all").packets()).isEqualTo(100 * PER_MINUTE * 40);
    }

    @Test
    void rescaling_keepsSketchesToo() throws Exception {
        TrafficRules small = Rules.small(32, 64, 500);
        ToldWindows uninterrupted = new TrafficFunctionTest().run(small, 1, 1, 1);
        ToldWindows rescaled = run(small, 2, 1, 4);

        assertThat(rescaled.all()).isEqualTo(uninterrupted.all());
        assertThat(rescaled.sketches()).isEqualTo(uninterrupted.sketches());
    }

    @Test
    void daysSketch_isOfTheSetOfItsSources_whetherTheseAreKnownOneByOneOrNot() throws Exception {
        Map<String, Set<List<Long>>> sources = new TreeMap<>();
        RandomTraffic traffic = new RandomTraffic(31, 70, 3_000);
        for (int minute = 0; minute < 50; minute++) {
            for (RandomTraffic.Block block : traffic.minute(minute, PER_MINUTE)) {
                for (PacketRow row : block.rows()) {
                    long day = Math.floorDiv(row.timeMicros, 86_400_000_000L) * 86_400_000_000L;
                    sources.computeIfAbsent("day " + TrafficLogic.instant(day), unseen -> new HashSet<>())
                            .add(
                                    row.ipv6
                                            ? List.of(row.sourceHigh, row.sourceLow)
                                            : List.of(0L, SourceKeys.lowOfIpv4(row.source)));
                }
            }
        }
        Map<String, String> expected = new TreeMap<>();
        sources.forEach((day, set) -> {
            DistinctSources sketch = new DistinctSources();
            set.forEach(source -> sketch.add(SourceKeys.hash(source.get(0), source.get(1))));
            expected.put(day, sketch.text());
        });

        assertThat(new TrafficFunctionTest().run(Rules.standard(), 1, 3).sketches())
                .isEqualTo(expected);
        assertThat(run(Rules.small(32, 64, 500), 2, 1).sketches()).isEqualTo(expected);
    }

    @Test
    void shardThatIsSeenForTheFirstTime_knowsWhatTimeItIs_beforeAndAfterARestore() throws Exception {
        RandomTraffic.Block old = new RandomTraffic(5, 1, 1).minute(0, 1).get(0);
        long tenMinutesLater = (RandomTraffic.START + 10 * RandomTraffic.MINUTE) / 1000;
        start(Rules.standard(), 1);
        advance(tenMinutesLater);
        start(Rules.standard(), 2);
        receive(List.of(old), true);
        advance(tenMinutesLater + 1);

        assertThat(told.all()).isEmpty();
        assertThat(told.lateBlocks()).hasSize(1);
        assertThat(told.lateBlocks().get(0).lateBlock).isEqualTo("sensor-0/1/0/0");
        subtasks.stop();
    }
}
