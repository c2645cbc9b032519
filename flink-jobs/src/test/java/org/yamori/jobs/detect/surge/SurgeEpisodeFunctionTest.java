package org.yamori.jobs.detect.surge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.enrich.CountryTable;
import org.yamori.jobs.enrich.Origins;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.jobs.flow.SurgeReport;
import org.yamori.wire.Finding;

import static org.assertj.core.api.Assertions.assertThat;

class SurgeEpisodeFunctionTest {
    private static final SurgeSetup SETUP =
            new SurgeSetup(SurgeOptions.defaults(), WatchList.defaults(), PortKnowledge.defaults());

    private static KeyedTwoInputStreamOperatorTestHarness<Integer, ScoredMinute, Turn, Finding> harness()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new SurgeEpisodeFunction(SETUP, Origins.NONE)),
                ScoredMinute::port,
                Turn::port,
                Types.INT);
    }

    private static List<JsonNode> found(KeyedTwoInputStreamOperatorTestHarness<?, ?, ?, Finding> harness)
            throws IOException {
        return found("surge", harness);
    }

    private static List<JsonNode> found(String kind, KeyedTwoInputStreamOperatorTestHarness<?, ?, ?, Finding> harness)
            throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (Finding finding : harness.extractOutputValues()) {
            if (finding.kind().equals(kind)) {
                found.add(new ObjectMapper().readTree(finding.json()));
            }
        }
        return found;
    }

    @Test
    void everyScoredMinute_isPublished_withoutWhatAStormForged() throws Exception {
        try (var harness = harness()) {
            harness.open();
            ScoredMinute half = Scored.minute(0, 40, 0);
            half.observed = 0.5F;
            half.scores[3] = 12;
            ScoredMinute forged = Scored.minute(1, 40, 0);
            ScoredMinute unseen = Scored.minute(2, 0, 0);
            unseen.observed = 0;
            ScoredMinute leftOut = Scored.minute(3, 40, 0);
            leftOut.published = false;
            for (ScoredMinute minute : List.of(half, forged, unseen, leftOut)) {
                harness.processElement1(minute, Minutes.lastMillis(minute.minute));
            }
            harness.processElement2(Turn.storm(forged.port, forged.minute), Minutes.lastMillis(forged.minute));
            harness.processBothWatermarks(
                    new org.apache.flink.streaming.api.watermark.Watermark(Minutes.lastMillis(leftOut.minute)));

            List<JsonNode> series = found("series", harness);
            assertThat(series).hasSize(3);
            // 29,461,440 minutes after 1970; 40 sources where half was watched are 80; 8.5 / 4 is less than 12 / 5.2
            assertThat(series.get(0).toString())
                    .isEqualTo("{\"@timestamp\":\"2026-01-06T08:00:00Z\",\"event\":{\"kind\":\"metric\","
                            + "\"module\":\"yamori\",\"dataset\":\"yamori.series\"},\"network\":{\"transport\":\"tcp\"},"
                            + "\"destination\":{\"port\":7547},\"yamori\":{\"finding\":{\"kind\":\"series\",\"id\":\""
                            + Finding.id("series", "tcp/7547", "minute", Minutes.startMicros(Scored.START))
                            + "\",\"revision\":1,\"anchor\":\"2026-01-06T08:00:00.000000Z\"},"
                            + "\"rules\":{\"version\":\"0123abcd\"},\"completeness\":0.5,\"score\":12.0,\"threshold\":5.2,"
                            + "\"series\":{\"port\":\"tcp/7547\",\"watched\":false,\"hot\":true,\"surge\":false,"
                            + "\"storm\":false,\"sources\":40,\"packets\":80,\"sources_normalised\":80.0,\"expected\":4.0,"
                            + "\"observed\":0.5,\"window\":{\"minutes\":60,\"sources\":40,\"expected\":4.0}}}}");
            JsonNode storm = series.get(1).at("/yamori/series");
            assertThat(storm.get("storm").asBoolean()).isTrue();
            assertThat(storm.get("sources").asInt()).isEqualTo(4);
            assertThat(storm.get("packets").asInt()).isEqualTo(8);
            assertThat(storm.get("with_storm").toString()).isEqualTo("{\"sources\":40,\"packets\":80}");
            JsonNode nothing = series.get(2).at("/yamori/series");
            assertThat(nothing.has("sources")).isFalse();
            assertThat(nothing.has("packets")).isFalse();
            assertThat(nothing.get("observed").asDouble()).isZero();
            assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        }
    }

    @Test
    void aSurge_isOneFindingWithRevisions_alsoAcrossARestart() throws Exception {
        OperatorSubtaskState state;
        List<JsonNode> found;
        try (var harness = harness()) {
            harness.open();
            ScoredMinute onset = Scored.minute(1, 40, 1 << 2);
            // the turn may come first or last: both wait for the watermark
            harness.processElement2(Turn.rise(onset, false), Minutes.lastMillis(onset.minute));
            harness.processElement1(onset, Minutes.lastMillis(onset.minute));
            harness.processElement1(Scored.minute(0, 12, 0), Minutes.lastMillis(Scored.START));
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.processBothWatermarks(
                    new org.apache.flink.streaming.api.watermark.Watermark(Minutes.lastMillis(onset.minute)));
            assertThat(harness.numEventTimeTimers()).isZero();
            found = found(harness);
            state = harness.snapshot(1, 1);
        }
        try (var harness = harness()) {
            harness.initializeState(state);
            harness.open();
            harness.processElement1(Scored.minute(2, 79, 1 << 2), Minutes.lastMillis(Scored.START + 2));
            harness.processElement1(Scored.minute(3, 95, 1 << 2), Minutes.lastMillis(Scored.START + 3));
            ScoredMinute last = Scored.calm(18, 15);
            harness.processElement1(last, Minutes.lastMillis(last.minute));
            harness.processElement2(Turn.ebb(last), Minutes.lastMillis(last.minute));
            harness.processBothWatermarks(
                    new org.apache.flink.streaming.api.watermark.Watermark(Minutes.lastMillis(last.minute)));
            found.addAll(found(harness));
            // what is remembered of it
            assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        }

        assertThat(found)
                .extracting(json -> json.at("/yamori/finding/revision").asInt())
                .containsExactly(1, 2, 3);
        assertThat(found)
                .extracting(json -> json.at("/yamori/finding/id").asText())
                .containsOnly(Finding.id("surge", "tcp/7547", "episode", Minutes.startMicros(Scored.START + 1)));
        assertThat(found)
                .extracting(json -> json.at("/yamori/surge/phase").asText())
                .containsExactly("onset", "peak", "end");
        assertThat(found)
                .extracting(json -> json.at("/yamori/surge/peak/sources").asInt())
                .containsExactly(40, 95, 95);
        JsonNode onset = found.get(0);
        assertThat(onset.at("/destination/port").asInt()).isEqualTo(7547);
        assertThat(onset.at("/network/transport").asText()).isEqualTo("tcp");
        assertThat(onset.at("/yamori/disposition").asText()).isEqualTo("paged");
        assertThat(onset.at("/yamori/threshold").asDouble()).isEqualTo(5.4);
        assertThat(onset.at("/yamori/rules/version").asText()).isEqualTo("0123abcd");
        assertThat(onset.at("/yamori/surge/window_minutes").asInt()).isEqualTo(15);
        assertThat(onset.at("/yamori/surge/growth").asDouble()).isEqualTo(10);
        assertThat(onset.at("/yamori/surge/packets_per_source").asDouble()).isEqualTo(2);
        assertThat(onset.at("/yamori/surge/first_seen_share").asDouble()).isEqualTo(0.5);
        assertThat(onset.at("/yamori/surge/sample/packets").toString())
                .isEqualTo("[{\"time\":\"1970-01-01T00:00:01.500Z\",\"source\":\"192.0.2.1\",\"source_port\":1,"
                        + "\"destination\":\"192.0.2.9\",\"ttl\":64,\"length\":60,\"flags\":\"S\",\"window\":2,"
                        + "\"sequence\":7,\"ip_id\":3}]");
        assertThat(onset.at("/yamori/surge/sample/addresses").toString())
                .isEqualTo("[\"192.0.2.1\",\"192.0.2.2\",\"198.51.100.1\"]");
        assertThat(onset.at("/yamori/surge/sample/networks").toString())
                .isEqualTo(
                        "[{\"name\":\"192.0.0.0/16\",\"share\":0.6667},{\"name\":\"198.51.0.0/16\",\"share\":0.3333}]");
        assertThat(onset.at("/yamori/surge/sample/marked_packets").asInt()).isEqualTo(200);
        assertThat(onset.at("/yamori/surge/sample/tools").toString())
                .isEqualTo("[{\"name\":\"mirai\",\"share\":0.75},{\"name\":\"unknown\",\"share\":0.25}]");
        assertThat(onset.at("/yamori/surge/sample/signatures").toString())
                .isEqualTo("[{\"name\":\"0:0:*,0:::0\",\"share\":0.75},"
                        + "{\"name\":\"0:1460:*,7:mss:df:0\",\"share\":0.245}]");
        assertThat(onset.at("/yamori/surge/past").toString()).isEqualTo("[]");
        assertThat(onset.at("/yamori/surge/meaning").asText())
                .isEqualTo("remote management of routers (TR-069, TR-064)");
        assertThat(onset.at("/yamori/surge/seen_by").toString()).isEqualTo("[\"osaka-1\",\"tokyo-1\"]");
        assertThat(onset.at("/yamori/surge/reach").asText()).isEqualTo("network");
        // 40 sources where 4 were expected: of the 36 more two thirds of 40 are in the first network, and a third of 40
        // less the 4 in the second
        assertThat(onset.at("/yamori/surge/rise/sources").asDouble()).isEqualTo(36);
        assertThat(onset.at("/yamori/surge/rise/networks").toString())
                .isEqualTo(
                        "[{\"name\":\"192.0.0.0/16\",\"share\":0.7407},{\"name\":\"198.51.0.0/16\",\"share\":0.2593}]");
    }

    @Test
    void howFarASurgeHasCome_isReportedWithItsRevisionsAndAtFullHours() throws Exception {
        try (var harness = harness()) {
            harness.open();
            ScoredMinute onset = Scored.minute(1, 40, 1 << 2);
            harness.processElement2(Turn.rise(onset, false), Minutes.lastMillis(onset.minute));
            for (int minute = 1; minute <= 130; minute++) {
                ScoredMinute each = Scored.minute(minute, minute == 90 ? 80 : 40, 1 << 2);
                harness.processElement1(each, Minutes.lastMillis(each.minute));
            }
            harness.processBothWatermarks(
                    new org.apache.flink.streaming.api.watermark.Watermark(Minutes.lastMillis(Scored.START + 130)));

            List<SurgeReport> reports = new ArrayList<>();
            harness.getSideOutput(SurgeEpisodeFunction.REPORTS).forEach(record -> reports.add(record.getValue()));
            assertThat(reports)
                    .extracting(report -> Minutes.of(report.toldMicros) - Scored.START)
                    .containsExactly(2L, 60L, 91L, 120L);
            SurgeReport last = reports.get(3);
            assertThat(last.id)
                    .isEqualTo(Finding.id("surge", "tcp/7547", "episode", Minutes.startMicros(Scored.START + 1)));
            assertThat(last.protocol).isEqualTo(6);
            assertThat(last.port).isEqualTo(7547);
            assertThat(last.sources).isEqualTo(40);
            assertThat(last.peakSources).isEqualTo(80);
            assertThat(last.over).isFalse();
            assertThat(last.pages).isTrue();
            assertThat(last.sample).containsExactly(0x1_C000_0201L, 0x1_C000_0202L, 0x1_C633_6401L);
        }
    }

    /** Six surges a day apart, then nothing for more than a year. */
    @Test
    void earlierSurgesOfThePort_areToldTheNewestFirst_untilTheyAreForgotten() throws Exception {
        try (var harness = harness()) {
            harness.open();
            for (int day = 0; day < 7; day++) {
                long start = day * 1440L;
                ScoredMinute onset = Scored.minute(start, 40 + day, 1 << 2);
                ScoredMinute last = Scored.calm(start + 30, 15);
                for (ScoredMinute minute : List.of(onset, last)) {
                    harness.processElement1(minute, Minutes.lastMillis(minute.minute));
                }
                harness.processElement2(Turn.rise(onset, false), Minutes.lastMillis(onset.minute));
                harness.processBothWatermarks(
                        new org.apache.flink.streaming.api.watermark.Watermark(Minutes.lastMillis(last.minute)));
            }
            List<JsonNode> found = found(harness);
            JsonNode past = found.get(found.size() - 1).at("/yamori/surge/past");
            assertThat(past)
                    .extracting(surge -> surge.get("peak_sources").asInt())
                    .containsExactly(45, 44, 43, 42, 41);
            assertThat(past.get(4).toString())
                    .isEqualTo("{\"id\":\""
                            + Finding.id("surge", "tcp/7547", "episode", Minutes.startMicros(Scored.START + 1440))
                            + "\",\"onset\":\"2026-01-07T08:01:00Z\",\"end\":\"2026-01-07T08:31:00Z\","
                            + "\"peak_sources\":41,\"window_minutes\":15,\"paged\":true}");

            long end = Scored.START + 6 * 1440 + 30;
            harness.processBothWatermarks(
                    new org.apache.flink.streaming.api.watermark.Watermark(Minutes.lastMillis(end + 400 * 1440) - 1));
            assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
            harness.processBothWatermarks(
                    new org.apache.flink.streaming.api.watermark.Watermark(Minutes.lastMillis(end + 400 * 1440)));
            assertThat(harness.numKeyedStateEntries()).isZero();
            assertThat(harness.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void fewDestinations_areLabelledAndPageNobody() throws Exception {
        try (var harness = harness()) {
            harness.open();
            ScoredMinute onset = Scored.minute(1, 40, 1 << 2);
            onset.destinations = 1;
            harness.processElement1(onset, Minutes.lastMillis(onset.minute));
            harness.processElement2(Turn.rise(onset, false), Minutes.lastMillis(onset.minute));
            harness.processBothWatermarks(
                    new org.apache.flink.streaming.api.watermark.Watermark(Minutes.lastMillis(onset.minute)));

            assertThat(found(harness))
                    .extracting(json -> json.at("/yamori/disposition").asText())
                    .containsExactly("not paged: one-destination");
        }
    }

    @Test
    void aStorm_pagesNobody() throws Exception {
        try (var harness = harness()) {
            harness.open();
            ScoredMinute onset = Scored.minute(1, 40, 1 << 2);
            harness.processElement2(Turn.storm(onset.port, onset.minute), Minutes.lastMillis(onset.minute));
            harness.processElement1(onset, Minutes.lastMillis(onset.minute));
            harness.processElement2(Turn.rise(onset, false), Minutes.lastMillis(onset.minute));
            harness.processBothWatermarks(
                    new org.apache.flink.streaming.api.watermark.Watermark(Minutes.lastMillis(onset.minute)));
            assertThat(found(harness))
                    .extracting(json -> json.at("/yamori/disposition").asText())
                    .containsExactly("not paged: storm");
            ScoredMinute last = Scored.calm(30, 15);
            harness.processElement1(last, Minutes.lastMillis(last.minute));
            harness.processElement2(Turn.ebb(last), Minutes.lastMillis(last.minute));
            harness.processBothWatermarks(
                    new org.apache.flink.streaming.api.watermark.Watermark(Minutes.lastMillis(last.minute)));
            // what is remembered of it
            assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        }
    }

    private static ScoredMinute ofCountry(ScoredMinute minute, String country) {
        minute.part = Part.ofCountry(CountryTable.of(country));
        return minute;
    }

    private static void rise(
            KeyedTwoInputStreamOperatorTestHarness<Integer, ScoredMinute, Turn, Finding> harness, ScoredMinute minute)
            throws Exception {
        harness.processElement1(minute, Minutes.lastMillis(minute.minute));
        harness.processElement2(Turn.rise(minute, false), Minutes.lastMillis(minute.minute));
    }

    private static void advance(
            KeyedTwoInputStreamOperatorTestHarness<Integer, ScoredMinute, Turn, Finding> harness, long minute)
            throws Exception {
        harness.processBothWatermarks(
                new org.apache.flink.streaming.api.watermark.Watermark(Minutes.lastMillis(Scored.START + minute)));
    }

    @Test
    void surgesOfParts_areFindingsOfTheirOwn_andPageNobody() throws Exception {
        try (var harness = harness()) {
            harness.open();
            rise(harness, ofCountry(Scored.minute(1, 40, 1 << 2), "JP"));
            rise(harness, ofCountry(Scored.minute(1, 50, 1 << 2), "TR"));
            harness.processElement1(Scored.minute(1, 100, 0), Minutes.lastMillis(Scored.START + 1));
            advance(harness, 1);

            List<JsonNode> found = found(harness);
            assertThat(found)
                    .extracting(json -> json.at("/source/geo/country_iso_code").asText())
                    .containsExactlyInAnyOrder("JP", "TR");
            JsonNode japan = found.stream()
                    .filter(json -> json.at("/yamori/surge/part").asText().equals("JP"))
                    .findFirst()
                    .orElseThrow();
            assertThat(japan.at("/yamori/finding/id").asText())
                    .isEqualTo(Finding.id("surge", "tcp/7547/JP", "episode", Minutes.startMicros(Scored.START + 1)));
            assertThat(japan.at("/yamori/disposition").asText()).isEqualTo("not paged: part");
            assertThat(japan.at("/yamori/surge/windows")).hasSize(4);
            assertThat(found("series", harness)).hasSize(3);
            assertThat(harness.getSideOutput(SurgeEpisodeFunction.REPORTS)).isNullOrEmpty();

            ScoredMinute last = ofCountry(Scored.calm(20, 15), "JP");
            harness.processElement1(last, Minutes.lastMillis(last.minute));
            harness.processElement2(Turn.ebb(last), Minutes.lastMillis(last.minute));
            advance(harness, 20);
            List<JsonNode> all = found(harness);
            assertThat(all).hasSize(3);
            assertThat(all.get(2).at("/yamori/surge/phase").asText()).isEqualTo("end");
            assertThat(all.get(2).at("/yamori/surge/part").asText()).isEqualTo("JP");
        }
    }

    @Test
    void partsMayPage_whereTheOptionSaysSo() throws Exception {
        SurgeSetup paging = new SurgeSetup(
                SurgeOptions.rules(org.apache.flink.configuration.Configuration.fromMap(
                        java.util.Map.of("yamori.detect.surge.parts-page", "true"))),
                WatchList.defaults(),
                PortKnowledge.defaults());
        try (var harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new SurgeEpisodeFunction(paging, Origins.NONE)),
                ScoredMinute::port,
                Turn::port,
                Types.INT)) {
            harness.open();
            rise(harness, ofCountry(Scored.minute(1, 40, 1 << 2), "JP"));
            advance(harness, 1);
            assertThat(found(harness))
                    .extracting(json -> json.at("/yamori/disposition").asText())
                    .containsExactly("paged");
        }
    }
}
