package org.yamori.jobs.detect.surge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.enrich.AutonomousSystems;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.CountryTable;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.jobs.flow.ShardKeys;

import static org.assertj.core.api.Assertions.assertThat;

/** A day of one port, then a step to ten times as many sources. */
class SurgeScoreFunctionTest {
    private static final int SHARDS = 16;
    private static final long START = 29_461_440L;
    private static final int STEP = 1440 + 300;
    private static final int END = STEP + 40;
    private static final int SNAPSHOT_BYTES = 64 << 20;
    private static final PortGroups GROUPS = new PortGroups(ShardKeys.of(SHARDS));

    private static SurgeRules rules() {
        return SurgeOptions.rules(org.apache.flink.configuration.Configuration.fromMap(
                java.util.Map.of("yamori.detect.surge.learning-days", "1")));
    }

    private static KeyedTwoInputStreamOperatorTestHarness<Integer, SurgePartial, SensorCoverage, ScoredMinute> harness()
            throws Exception {
        SurgeSetup setup = new SurgeSetup(rules(), WatchList.defaults(), PortKnowledge.defaults());
        var harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new SurgeScoreFunction(setup, GROUPS, Registries.NONE, Countries.NONE),
                SurgePartial::key,
                (SensorCoverage coverage) -> 0,
                Types.INT,
                SHARDS,
                1,
                0);
        harness.setCheckpointStorage(new JobManagerCheckpointStorage(SNAPSHOT_BYTES));
        harness.setup();
        return harness;
    }

    private static SurgePartial partial(Random random, long minute, int sources) {
        SurgePartial partial = SurgePartial.empty(1, sources);
        partial.minute = START + minute;
        partial.key = GROUPS.key(GROUPS.of(7547));
        partial.series[0] = 7547;
        partial.packets[0] = sources;
        partial.destinations[0] = random.nextLong();
        partial.sensors[0] = 1L << SurgeTable.sensorBit("s1");
        for (int i = 0; i < sources; i++) {
            partial.sightings[i] = Sighting.of(Sighting.ofIpv4(7547, random.nextInt()), 1);
        }
        return partial;
    }

    private static SensorCoverage coverage(long lastMinute) {
        SensorCoverage coverage = new SensorCoverage();
        coverage.sensor = "s1";
        coverage.network = "n1";
        coverage.version = lastMinute + 1;
        coverage.firstMicros = Minutes.startMicros(START);
        coverage.lastMicros = Minutes.endMicros(START + lastMinute);
        return coverage;
    }

    /** What was scored; the operator is stopped and started again at one minute, unless that is negative. */
    private static List<ScoredMinute> run(int restartAt, boolean silentBeforeTheStep) throws Exception {
        Random random = new Random(8);
        List<ScoredMinute> scored = new ArrayList<>();
        var harness = harness();
        harness.open();
        for (int minute = 0; minute < END; minute++) {
            boolean silent = silentBeforeTheStep && minute >= STEP - 30 && minute < STEP;
            int sources = 4 + random.nextInt(4);
            if (!silent) {
                harness.processElement1(partial(random, minute, minute < STEP ? sources : sources * 10), 0);
                harness.processElement2(coverage(minute), 0);
            }
            harness.processBothWatermarks(new Watermark(Minutes.lastMillis(START + minute)));
            if (minute == restartAt) {
                scored.addAll(harness.extractOutputValues());
                OperatorSubtaskState state = harness.snapshot(1, 1);
                harness.close();
                harness = harness();
                harness.initializeState(state);
                harness.open();
            }
        }
        scored.addAll(harness.extractOutputValues());
        harness.close();
        return scored;
    }

    @Test
    void aStep_isSeenWithinMinutes_andKnowsWhoIsNew() throws Exception {
        List<ScoredMinute> scored = run(-1, false);

        ScoredMinute first = scored.stream()
                .filter(minute -> SurgeLogic.isOver(minute) || SurgeLogic.isMinuteOver(minute))
                .findFirst()
                .orElseThrow();
        assertThat(first.port).isEqualTo(7547);
        assertThat(first.minute - START - STEP).isBetween(0L, 3L);
        assertThat(first.expected[0]).isBetween(4.5, 6.5);
        assertThat(first.newcomers).isEqualTo(first.sources[0]);
        assertThat(first.destinations).isGreaterThan(50);
        ScoredMinute risen =
                scored.stream().filter(minute -> minute.risen).findFirst().orElseThrow();
        assertThat(risen.sample).hasSizeGreaterThan(30);
        assertThat(risen.sensorNames).containsExactly("s1");
        assertThat(scored.stream()
                        .filter(minute -> minute.sample.length > 0 && !minute.risen)
                        .map(minute -> (minute.minute + 1) % 15))
                .isNotEmpty()
                .containsOnly(0L);
    }

    /** Requirement N-12: +800 sources from one /16, where some 200 from everywhere are usual. */
    @Test
    void aRiseFromOneNetwork_isNamedWithAllOfTheRise() throws Exception {
        Random random = new Random(12);
        int[] usual = random.ints(200).toArray();
        ScoredMinute risen = null;
        try (var harness = harness()) {
            harness.open();
            for (int minute = 0; minute < STEP + 10 && risen == null; minute++) {
                SurgePartial partial = partial(random, minute, minute < STEP ? 200 : 1000);
                for (int i = 0; i < partial.sightings.length; i++) {
                    int source = i < 200 ? usual[i] : 0x64420000 | i;
                    partial.sightings[i] = Sighting.of(Sighting.ofIpv4(7547, source), 1);
                }
                harness.processElement1(partial, 0);
                harness.processElement2(coverage(minute), 0);
                harness.processBothWatermarks(new Watermark(Minutes.lastMillis(START + minute)));
                risen = harness.extractOutputValues().stream()
                        .filter(scored -> scored.risen)
                        .findFirst()
                        .orElse(null);
            }
        }

        assertThat(risen).isNotNull();
        assertThat(risen.sensorNames).containsExactly("s1");
        assertThat(risen.before)
                .containsExactlyInAnyOrder(Arrays.stream(usual)
                        .mapToLong(source -> Sighting.source(Sighting.ofIpv4(7547, source)))
                        .toArray());
        SurgeCard card = SurgeCard.begin(risen);
        card.add(risen);
        card.episode.scale = 1;
        card.episode.peakSources = risen.sources[1];
        card.episode.onsetMinute = risen.minute;
        SurgeDocuments documents = new SurgeDocuments(
                new SurgeSetup(rules(), WatchList.defaults(), PortKnowledge.defaults()),
                new SourceShares(CountryTable.NONE, AutonomousSystems.NONE.open()));
        JsonNode rise = new ObjectMapper()
                .readTree(documents
                        .surge(card, risen, new Episode.Revision(1, Episode.Word.ONSET, ""))
                        .json())
                .at("/yamori/surge/rise");
        assertThat(rise.get("sources").asDouble()).isBetween(760.0, 840.0);
        assertThat(rise.at("/networks/0").toString()).isEqualTo("{\"name\":\"100.66.0.0/16\",\"share\":1.0}");
        assertThat(rise.at("/networks/1/share").asDouble()).isLessThan(0.05);
    }

    @Test
    void hotMinutes_areDense() throws Exception {
        List<ScoredMinute> scored = run(-1, false);

        List<Long> afterTheStep = scored.stream()
                .map(minute -> minute.minute - START)
                .filter(minute -> minute >= STEP + 1)
                .toList();
        assertThat(afterTheStep).hasSize(END - STEP - 1).doesNotHaveDuplicates();
    }

    /** 7547/tcp is on the watch list: 4 to 7 sources, and ten times as many after the step. */
    @Test
    void everyMinuteOfAWatchedPort_isTold_hotOrNot() throws Exception {
        List<ScoredMinute> scored = run(-1, false);

        assertThat(scored)
                .extracting(minute -> minute.minute - START)
                .containsExactlyElementsOf(LongStream.range(0, END).boxed().toList());
        ScoredMinute quiet = scored.get(1000);
        assertThat(quiet.hot).isFalse();
        assertThat(quiet.watched).isTrue();
        assertThat(quiet.sources[0]).isBetween(4, 7);
        assertThat(quiet.packets).isEqualTo(quiet.sources[0]);
        assertThat(quiet.expected[0]).isBetween(4.5, 6.5);
        assertThat(quiet.scores[0]).isBetween(-2.0, 2.0);
        assertThat(quiet.thresholds[0]).isEqualTo(4);
        assertThat(scored.get(END - 1).hot).isTrue();
        assertThat(scored.get(END - 1).published).isTrue();
    }

    @Test
    void restart_changesNothing() throws Exception {
        List<ScoredMinute> whole = run(-1, false);

        for (int restartAt : new int[] {STEP + 5}) {
            assertThat(run(restartAt, false)).usingRecursiveComparison().isEqualTo(whole);
        }
    }

    @Test
    void silence_isNoFall_andItsEndNoSurge() throws Exception {
        assertThat(run(-1, true).stream()
                        .filter(minute -> minute.minute - START < STEP)
                        .filter(minute -> SurgeLogic.isOver(minute) || SurgeLogic.isMinuteOver(minute)))
                .isEmpty();
    }
}
