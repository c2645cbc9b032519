package org.yamori.jobs.correlate.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.flow.SurgeReport;
import org.yamori.wire.Finding;
import org.yamori.wire.SharedFolder;

import static org.assertj.core.api.Assertions.assertThat;

/** Two days of three ports in a harness: telnet, and TR-069 on two ports from British addresses. */
class CampaignFunctionTest {
    /** 2.125.160.216/29 and 81.2.69.144/28 are British in MaxMind's test database. */
    private static final long BRITISH = 0x027D_A0D8L;

    private static final String DATABASE = "data/geo/maxmind-test/test-data/GeoLite2-Country-Test.mmdb";
    private static final int HOURS = 48;

    private static KeyedOneInputStreamOperatorTestHarness<Integer, SurgeReport, Finding> harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new CampaignFunction(
                        new CampaignRules(0.5, 0.25, 5, 72, 1024),
                        PortKnowledge.defaults(),
                        new Countries(SharedFolder.file(DATABASE).toString()))),
                report -> 0,
                Types.INT);
    }

    private static List<SurgeReport> reports(int hour) {
        List<SurgeReport> reports = new ArrayList<>();
        reports.add(Surges.report(23, 0, hour + 1, 9_000_000, 9_000_100 + hour));
        int size = hour < HOURS / 2 ? hour : HOURS - hour;
        if (hour >= 6) {
            reports.add(Surges.report(7547, 6, hour + 1, BRITISH, BRITISH + 8));
            reports.get(1).sources = 10 * size;
        }
        if (hour >= 7) {
            reports.add(Surges.report(5555, 7, hour + 1, BRITISH, BRITISH + 6));
            reports.get(2).sources = size;
        }
        if (hour == HOURS - 1) {
            reports.forEach(Surges::over);
        }
        return reports;
    }

    /** What is told, in JSON; the order of the reports of an hour is drawn. */
    private static List<JsonNode> run(int restartAt, long seed) throws Exception {
        Random random = new Random(seed);
        List<Finding> told = new ArrayList<>();
        var harness = harness();
        harness.open();
        for (int hour = 0; hour < HOURS; hour++) {
            List<SurgeReport> reports = reports(hour);
            Collections.shuffle(reports, random);
            for (SurgeReport report : reports) {
                harness.processElement(report, report.toldMillis());
            }
            if (hour == restartAt) {
                told.addAll(harness.extractOutputValues());
                OperatorSubtaskState state = harness.snapshot(1, 1);
                harness.close();
                harness = harness();
                harness.initializeState(state);
                harness.open();
            }
            harness.processWatermark(reports.get(0).toldMillis());
        }
        long last = reports(HOURS - 1).get(0).toldMillis();
        assertThat(harness.numEventTimeTimers()).isPositive();
        harness.processWatermark(last + 72 * 3_600_000L);
        told.addAll(harness.extractOutputValues());
        assertThat(harness.numEventTimeTimers()).isZero();
        // what is left is which countries were on top
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        harness.close();
        List<JsonNode> nodes = new ArrayList<>();
        for (Finding finding : told) {
            nodes.add(new ObjectMapper().readTree(finding.json()));
        }
        return nodes;
    }

    @Test
    void theTwoPortsOfOneWorm_areACampaign_fromItsOnsetToItsEnd() throws Exception {
        List<JsonNode> told = run(-1, 1);

        assertThat(told)
                .extracting(node -> node.at("/yamori/campaign/phase").asText())
                .containsExactly("onset", "end");
        JsonNode end = told.get(1);
        JsonNode campaign = end.at("/yamori/campaign");
        assertThat(end.at("/yamori/finding/id").asText())
                .isEqualTo(Finding.id("campaign", "tcp/7547", "episode", Surges.START_MICROS + 6 * Member.HOUR_MICROS));
        assertThat(end.at("/yamori/finding/revision").asInt()).isEqualTo(2);
        assertThat(end.at("/yamori/disposition").asText()).isEqualTo("not paged: its surges page");
        assertThat(end.at("/destination/port").toString()).isEqualTo("[5555,7547]");
        assertThat(campaign.get("groups").toString()).isEqualTo("[\"tr-069\"]");
        assertThat(campaign.get("first_onset").asText()).isEqualTo("2016-11-26T06:00:00Z");
        assertThat(campaign.get("end").asText()).isEqualTo("2016-11-28T00:00:00Z");
        assertThat(campaign.get("told").asText()).isEqualTo("2016-12-01T00:00:00Z");
        assertThat(campaign.get("sources").asInt()).isEqualTo(8);
        assertThat(campaign.get("sources_exact").asBoolean()).isTrue();
        // 240 + 24 sources in the hour that begins 24 hours after the start
        assertThat(campaign.get("peak").toString())
                .isEqualTo("{\"sources_by_port\":264,\"at\":\"2016-11-27T01:00:00Z\"}");
        assertThat(campaign.get("overlaps").toString())
                .isEqualTo("[{\"ports\":[\"tcp/7547\",\"tcp/5555\"],\"compared\":6,\"common\":6,\"jaccard\":0.75,"
                        + "\"jaccard_error\":0.153,\"containment\":1.0,\"containment_error\":0.0,\"hours\":41,"
                        + "\"correlation\":1.0}]");
        assertThat(campaign.get("countries").toString())
                .isEqualTo("[{\"group\":\"tr-069\",\"sources\":8,\"sampled\":8,\"top_1_share\":1.0,"
                        + "\"top_4_share\":1.0,\"first\":[{\"name\":\"GB\",\"share\":1.0}]}]");
        assertThat(campaign.get("members"))
                .extracting(member ->
                        member.get("port").asText() + " " + member.get("end").asText())
                .containsExactly("tcp/7547 2016-11-28T00:00:00Z", "tcp/5555 2016-11-28T00:00:00Z");
    }

    @Test
    void orderAndRestart_changeNothing() throws Exception {
        List<JsonNode> once = run(-1, 1);

        assertThat(run(-1, 2)).isEqualTo(once);
        assertThat(run(7, 3)).isEqualTo(once);
        assertThat(run(30, 4)).isEqualTo(once);
    }

    @Test
    void theEndOfTheInput_endsNoCampaign() throws Exception {
        try (var harness = harness()) {
            harness.open();
            for (int hour = 0; hour < 10; hour++) {
                for (SurgeReport report : reports(hour)) {
                    harness.processElement(report, report.toldMillis());
                }
            }
            harness.processWatermark(Long.MAX_VALUE);

            assertThat(harness.extractOutputValues()).hasSize(1);
        }
    }

    @Test
    void countriesThatNoCampaignHadOnTop_areNamed() throws Exception {
        try (var harness = harness()) {
            harness.open();
            long swedish = 0x59A0_1470L; // 89.160.20.112/28
            send(
                    harness,
                    Surges.report(23, 0, 1, swedish, swedish + 16),
                    Surges.report(2323, 0, 1, swedish, swedish + 16));
            send(
                    harness,
                    Surges.report(7547, 80, 81, BRITISH, BRITISH + 8),
                    Surges.report(5555, 80, 81, BRITISH, BRITISH + 8));
            harness.processWatermark(200 * 3_600_000L + Surges.START.toEpochMilli());

            List<JsonNode> told = new ArrayList<>();
            for (Finding finding : harness.extractOutputValues()) {
                told.add(new ObjectMapper().readTree(finding.json()).at("/yamori/campaign"));
            }
            assertThat(told)
                    .extracting(node -> node.get("phase").asText() + " " + node.get("earlier_campaigns") + " "
                            + node.path("rarely_on_top"))
                    .containsExactly("onset 0 ", "end 0 ", "onset 1 [\"GB\"]", "end 1 [\"GB\"]");
        }
    }

    private static void send(
            KeyedOneInputStreamOperatorTestHarness<Integer, SurgeReport, Finding> harness, SurgeReport... reports)
            throws Exception {
        for (SurgeReport report : reports) {
            harness.processElement(report, report.toldMillis());
        }
    }
}
