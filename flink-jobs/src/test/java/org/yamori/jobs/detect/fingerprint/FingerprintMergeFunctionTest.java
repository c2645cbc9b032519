package org.yamori.jobs.detect.fingerprint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.flow.CoverageState;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.jobs.flow.Tool;
import org.yamori.wire.Finding;
import org.yamori.wire.ProtocolPort;

import static org.assertj.core.api.Assertions.assertThat;

class FingerprintMergeFunctionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long DAY_END = Probes.START + 24 * Probes.HOUR;

    private final KeyedBroadcastOperatorTestHarness<Long, FingerprintPartial, SensorCoverage, Finding> harness =
            harness(Rules.standard());

    private static KeyedBroadcastOperatorTestHarness<Long, FingerprintPartial, SensorCoverage, Finding> harness(
            FingerprintRules rules) {
        try {
            return ProcessFunctionTestHarnesses.forKeyedBroadcastProcessFunction(
                    new FingerprintMergeFunction(rules, Registries.NONE),
                    FingerprintMergeFunction::keyOf,
                    Types.LONG,
                    CoverageState.DESCRIPTOR);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    private static FingerprintPartial day(int shard) {
        FingerprintPartial share = new FingerprintPartial();
        share.shard = shard;
        share.resolution = Resolution.DAY.ordinal();
        share.startMicros = Probes.START;
        share.endMicros = DAY_END;
        share.tools = new long[Tool.count()];
        share.exact = true;
        return share;
    }

    private static FingerprintPartial labels(int shard, Map<Long, long[]> packetsAndSources) {
        FingerprintPartial share = day(shard);
        TreeMap<Long, long[]> sorted = new TreeMap<>(packetsAndSources);
        share.series = sorted.keySet().stream().mapToLong(key -> key).toArray();
        share.packets = sorted.values().stream().mapToLong(sum -> sum[0]).toArray();
        share.sources = sorted.values().stream().mapToLong(sum -> sum[1]).toArray();
        sorted.forEach((key, sum) -> {
            share.tools[Tool.UNKNOWN.ordinal()] += Series.hasPort(key) ? 0 : sum[0];
            share.scanningSources += Series.hasPort(key) ? 0 : sum[1];
        });
        return share;
    }

    private Map<String, JsonNode> told() throws IOException {
        Map<String, JsonNode> told = new TreeMap<>();
        for (Finding finding : harness.extractOutputValues()) {
            JsonNode document = JSON.readTree(finding.json());
            JsonNode yamori = document.get("yamori");
            assertThat(yamori.at("/finding/id").asText()).isEqualTo(finding.id());
            told.put(yamori.get("breakdown").asText() + " " + yamori.get("key").asText(), document);
        }
        harness.getOutput().clear();
        return told;
    }

    @Test
    void sharesOfTwoShards_areAddedUp_oncePerWindow() throws Exception {
        ProtocolPort telnet = new ProtocolPort(ProtocolPort.TCP, 23);
        harness.processElement(
                labels(
                        1,
                        Map.of(
                                Series.of(SourceLabel.MIRAI_LEAKED), new long[] {60, 30},
                                Series.of(SourceLabel.MIRAI_LEAKED, telnet), new long[] {54, 28},
                                Series.of(SourceLabel.UNKNOWN), new long[] {10, 5})),
                0);
        harness.processElement(
                labels(
                        2,
                        Map.of(
                                Series.of(SourceLabel.MIRAI_LEAKED), new long[] {20, 10},
                                Series.of(SourceLabel.MIRAI_EARLIER), new long[] {10, 5})),
                0);
        assertThat(harness.numEventTimeTimers())
                .as("one to tell, one to forget")
                .isEqualTo(2);
        harness.watermark(DAY_END / 1000 - 1);

        Map<String, JsonNode> told = told();
        assertThat(told)
                .containsOnlyKeys(
                        "window all",
                        "tool mirai",
                        "tool unknown",
                        "tool-port mirai|tcp/23",
                        "version mirai-leaked",
                        "version mirai-earlier",
                        "version-port mirai-leaked|tcp/23");
        assertThat(told.get("tool mirai").at("/yamori/sources").asLong()).isEqualTo(45);
        assertThat(told.get("tool mirai").at("/yamori/packets").asLong()).isEqualTo(90);
        assertThat(told.get("tool mirai").at("/yamori/packets_share").asDouble())
                .isEqualTo(0.9);
        assertThat(told.get("tool mirai").at("/yamori/sources_share").asDouble())
                .isEqualTo(0.9);
        assertThat(told.get("version mirai-leaked").at("/yamori/tool_share").asDouble())
                .isEqualTo(0.888889);
        assertThat(told.get("tool-port mirai|tcp/23").at("/destination/port").asInt())
                .isEqualTo(23);
        assertThat(told.get("tool-port mirai|tcp/23").at("/network/transport").asText())
                .isEqualTo("tcp");
        VersionDay versions = harness.getSideOutput(FingerprintMergeFunction.VERSIONS)
                .element()
                .getValue();
        assertThat(versions.leaked).isEqualTo(40);
        assertThat(versions.earlier).isEqualTo(5);
        harness.watermark(DAY_END / 1000 + 10 * 3_600_000L);
        assertThat(told()).isEmpty();
        assertThat(((HeapKeyedStateBackend<?>) harness.getOperator().getKeyedStateBackend()).numKeyValueStateEntries())
                .as("the window is forgotten")
                .isZero();
    }

    /** S-13: 10 of 1000 packets are 1.0 %, and that is warned of. */
    @Test
    void s13_tenOfAThousandPackets_areOnePercentAndWarnedOf() throws Exception {
        FingerprintPartial share = day(3);
        share.networks = new int[] {0xc633, 0xcb00, 0x0a00};
        share.networkPackets = new long[] {1_000, 1_001, 99};
        share.networkMarked = new long[] {10, 10, 99};
        share.networksSeen = 40;
        harness.processElement(share, 0);
        harness.watermark(Long.MAX_VALUE);

        Map<String, JsonNode> told = told();
        JsonNode warned = told.get("source-network 198.51.0.0/16");
        assertThat(warned.at("/yamori/marked_share").asText()).isEqualTo("0.01");
        assertThat(warned.at("/yamori/warned").asBoolean()).isTrue();
        assertThat(warned.at("/source/address").asText()).isEqualTo("198.51.0.0/16");
        JsonNode below = told.get("source-network 203.0.0.0/16");
        assertThat(below.at("/yamori/marked_share").asText()).isEqualTo("0.00999");
        assertThat(below.at("/yamori/warned").asBoolean()).isFalse();
        assertThat(told).as("99 packets are too few").doesNotContainKey("source-network 10.0.0.0/16");
        assertThat(told.get("window all").at("/yamori/networks").toString())
                .isEqualTo("{\"seen\":40,\"marked\":3,\"warned\":1}");
    }

    @Test
    void signature_hasADocumentFromTenSources() throws Exception {
        for (int shard = 0; shard < 2; shard++) {
            FingerprintPartial share = day(shard);
            share.signatures = new String[] {Probes.LINUX, Probes.ONLY_MSS};
            share.signaturePackets = new long[] {50, 7};
            share.signatureSources = new long[] {5, 4};
            harness.processElement(share, 0);
        }
        harness.watermark(Long.MAX_VALUE);

        Map<String, JsonNode> told = told();
        assertThat(told).containsOnlyKeys("window all", "signature " + Probes.LINUX);
        assertThat(told.get("signature " + Probes.LINUX).at("/yamori/sources").asInt())
                .isEqualTo(10);
    }

    /** Late packets can make something else of a source. */
    @Test
    void labelThatLatePacketsLeaveNothingOf_isToldOnceMoreAsNothing() throws Exception {
        harness.processElement(labels(1, Map.of(Series.of(SourceLabel.UNDECIDED), new long[] {2, 1})), 0);
        harness.watermark(DAY_END / 1000);
        assertThat(told()).containsKey("tool undecided");
        FingerprintPartial revised = labels(1, Map.of(Series.of(SourceLabel.ZMAP), new long[] {3, 1}));
        revised.lateSlices = 1;
        harness.processElement(revised, 0);
        harness.watermark(DAY_END / 1000 + 60_000);

        Map<String, JsonNode> told = told();
        assertThat(told.get("tool zmap").at("/yamori/finding/revision").asInt()).isEqualTo(2);
        assertThat(told.get("tool undecided").at("/yamori/finding/revision").asInt())
                .isEqualTo(2);
        assertThat(told.get("tool undecided").at("/yamori/packets").asInt()).isZero();
        assertThat(told.get("tool undecided").at("/yamori/sources").asInt()).isZero();
    }

    @Test
    void completeness_isThatOfTheSensors() throws Exception {
        SensorCoverage sensor = new SensorCoverage();
        sensor.sensor = "tokyo-1";
        sensor.version = 1;
        sensor.firstMicros = Probes.START;
        sensor.lastMicros = DAY_END;
        sensor.holes = new long[] {Probes.START, Probes.START + 6 * Probes.HOUR};
        harness.processBroadcastElement(sensor, 0);
        harness.processElement(labels(1, Map.of(Series.of(SourceLabel.UNKNOWN), new long[] {2, 1})), 0);
        harness.watermark(DAY_END / 1000);

        List<Double> told = new ArrayList<>();
        told().values()
                .forEach(
                        document -> told.add(document.at("/yamori/completeness").asDouble()));
        assertThat(told).hasSize(2).containsOnly(0.75);
    }
}
