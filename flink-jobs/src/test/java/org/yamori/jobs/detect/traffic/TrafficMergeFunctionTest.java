package org.yamori.jobs.detect.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.flow.CoverageState;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.DistinctSources;
import org.yamori.wire.Finding;

import static org.assertj.core.api.Assertions.assertThat;

class TrafficMergeFunctionTest {
    private static final long START = RandomTraffic.START;
    private static final long END_MILLIS = START / 1000 + 60_000 - 1;

    private KeyedBroadcastOperatorTestHarness<Long, TrafficPartial, SensorCoverage, Finding> harness =
            harness(Rules.standard());

    private static KeyedBroadcastOperatorTestHarness<Long, TrafficPartial, SensorCoverage, Finding> harness(
            TrafficRules rules) {
        try {
            return ProcessFunctionTestHarnesses.forKeyedBroadcastProcessFunction(
                    new TrafficMergeFunction(rules, Countries.NONE, Registries.NONE),
                    TrafficMergeFunction::keyOf,
                    Types.LONG,
                    CoverageState.DESCRIPTOR);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @BeforeEach
    void start() {
        harness = harness(Rules.standard());
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    private static TrafficPartial share(int shard, long packets, long lateSlices) {
        TrafficPartial share = new TrafficPartial();
        share.shard = shard;
        share.startMicros = START;
        share.endMicros = START + 60_000_000;
        share.lateSlices = lateSlices;
        SeriesCounts counts = new SeriesCounts();
        counts.add(Breakdown.TOTAL.series(0), packets, packets * 40, 0, 1);
        share.take(counts, PortColumns.exact(PortRun.EMPTY), new LongOpenHashSet(), new SensorNames());
        return share;
    }

    private void receive(TrafficPartial share) throws Exception {
        harness.processElement(share, 0);
    }

    /** The totals; a revised minute also tells its tails, which are empty here. */
    private List<JsonNode> told() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> told = new ArrayList<>();
        for (Finding finding : harness.extractOutputValues()) {
            JsonNode yamori = json.readTree(finding.json()).get("yamori");
            if (yamori.get("breakdown").asText().equals("total")) {
                told.add(yamori);
            }
        }
        harness.getOutput().clear();
        return told;
    }

    private int entries() {
        return ((HeapKeyedStateBackend<?>) harness.getOperator().getKeyedStateBackend()).numKeyValueStateEntries();
    }

    @Test
    void sharesOfAllShards_areOneDocument_andTwoTimers() throws Exception {
        for (int shard = 0; shard < 16; shard++) {
            receive(share(shard, 10 + shard, 0));
            assertThat(harness.numEventTimeTimers()).isEqualTo(2);
        }
        harness.watermark(END_MILLIS - 1);
        assertThat(told()).isEmpty();

        harness.watermark(END_MILLIS);

        List<JsonNode> told = told();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).get("packets").asLong()).isEqualTo(16 * 10 + 120);
        assertThat(told.get(0).get("sources").asLong()).isEqualTo(16);
        assertThat(told.get(0).at("/finding/revision").asLong()).isEqualTo(1);
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    }

    @Test
    void revisedShare_replacesItsShardsShareOnly() throws Exception {
        receive(share(0, 10, 0));
        receive(share(1, 5, 0));
        harness.watermark(END_MILLIS);
        told();
        receive(share(1, 7, 2));
        assertThat(harness.numEventTimeTimers()).isEqualTo(2);
        harness.watermark(END_MILLIS + 1);

        List<JsonNode> told = told();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).get("packets").asLong()).isEqualTo(17);
        assertThat(told.get(0).at("/finding/revision").asLong()).isEqualTo(3);
    }

    private static TrafficPartial dayOf(int shard, long... sources) {
        TrafficPartial day = share(shard, 10, 0);
        day.resolution = Resolution.DAY.ordinal();
        day.endMicros = START + 86_400_000_000L;
        DistinctSources distinct = new DistinctSources();
        for (long source : sources) {
            distinct.add(source);
        }
        day.sourceRegisters = distinct.registers();
        return day;
    }

    /** Sources whose hashes begin with 0x005 and 0x006, each followed by three zeros: registers 5 and 6 are 56. */
    @Test
    void sketchesOfAllShards_areOneOfTheDay() throws Exception {
        receive(dayOf(0, 0x0051_0000_0000_0000L));
        receive(dayOf(1, 0x0061_0000_0000_0000L));
        harness.watermark(Long.MAX_VALUE);

        assertThat(told().get(0).get("sources_sketch").asText()).isEqualTo("AAU4AAY4");
    }

    @Test
    void dayWithAShareOfAnOlderVersion_hasNoSketch_norHasAMinute() throws Exception {
        TrafficPartial older = dayOf(1);
        older.sourceRegisters = new byte[0];
        receive(dayOf(0, 0x0051_0000_0000_0000L));
        receive(older);
        receive(share(0, 10, 0));
        harness.watermark(Long.MAX_VALUE);

        assertThat(told()).hasSize(2).noneMatch(total -> total.has("sources_sketch"));
    }

    @Test
    void window_isForgottenTwoMinutesAfterTheTablesLetItGo() throws Exception {
        receive(share(0, 10, 0));
        harness.watermark(END_MILLIS + 7 * 60_000 - 1);
        assertThat(entries()).isEqualTo(2);

        harness.watermark(END_MILLIS + 7 * 60_000);

        assertThat(entries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(told()).hasSize(1);
    }

    @Test
    void oneStepOfTimeOverEverything_tellsBeforeItForgets() throws Exception {
        receive(share(0, 10, 0));
        harness.watermark(Long.MAX_VALUE);

        assertThat(told()).hasSize(1);
        assertThat(entries()).isZero();
    }

    @Test
    void olderCoverage_neverReplacesANewerOne() throws Exception {
        for (long version : new long[] {2, 1}) {
            SensorCoverage coverage = new SensorCoverage();
            coverage.sensor = "tokyo-1";
            coverage.version = version;
            coverage.firstMicros = START;
            coverage.lastMicros = version == 2 ? START + 60_000_000 : START;
            harness.processBroadcastElement(coverage, 0);
        }
        receive(share(0, 10, 0));
        harness.watermark(END_MILLIS);

        assertThat(told().get(0).get("completeness").asDouble()).isEqualTo(1.0);
    }

    @Test
    void hoursWithAThreshold_haveATailToo_andLoseNothing() throws Exception {
        harness.close();
        Configuration options = new Configuration();
        options.set(TrafficOptions.OWN_DOCUMENT_HOURS, 50);
        harness = harness(TrafficOptions.rules(options));
        TrafficPartial hour = share(0, 0, 0);
        hour.resolution = Resolution.HOUR.ordinal();
        hour.endMicros = START + 3_600_000_000L;
        SeriesCounts counts = new SeriesCounts();
        PortRun ports = new PortRun(3, 3);
        for (int[] port : new int[][] {{23, 1}, {40_001, 49}, {40_002, 50}}) {
            ports.begin(PortKey.of(PortKey.TCP, port[0]));
            ports.count(port[1], 40L * port[1], 0);
            ports.add(PortRun.member(0, SourceKeys.lowOfIpv4(port[0]), (short) 0));
        }
        hour.take(counts, PortColumns.exact(ports), new LongOpenHashSet(), new SensorNames());
        receive(hour);
        harness.watermark(Long.MAX_VALUE);

        ObjectMapper json = new ObjectMapper();
        Map<String, JsonNode> told = new TreeMap<>();
        for (Finding finding : harness.extractOutputValues()) {
            JsonNode yamori = json.readTree(finding.json()).get("yamori");
            told.put(yamori.get("breakdown").asText() + ' ' + yamori.get("key").asText(), yamori);
        }
        assertThat(told.keySet()).containsExactly("port tcp/23", "port tcp/40002", "port-tail tail");
        assertThat(told.get("port-tail tail").at("/window/resolution").asText()).isEqualTo("hour");
        assertThat(told.get("port-tail tail").get("packets").asLong()).isEqualTo(49);
        assertThat(told.get("port-tail tail").at("/tail/port").toString()).isEqualTo("[40001]");
        assertThat(told.get("port-tail tail").at("/tail/sources").toString()).isEqualTo("[1]");
    }
}
