package org.yamori.cli.up;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FoundTest {
    @Test
    void answerOfElasticsearch_becomesPacketsAndFindingsByKind() throws Exception {
        Found found = Found.of(new ObjectMapper().readTree("""
                {"aggregations": {
                  "index": {"buckets": [
                    {"key": "yamori-traffic-2026.01", "doc_count": 1000},
                    {"key": "study-demo-x-traffic-2026.01", "doc_count": 234},
                    {"key": "yamori-scan-system-2026.01", "doc_count": 2},
                    {"key": "yamori-sensor-2025.12", "doc_count": 3},
                    {"key": "yamori-novelty-2026.01", "doc_count": 5}]},
                  "minutes": {"doc_count": 7, "packets": {"value": 32039.0}}}}
                """));
        assertThat(found)
                .isEqualTo(new Found(32_039, Map.of("traffic", 1234L, "scan-system", 2L, "sensor", 3L, "other", 5L)));
        assertThat(found.words())
                .isEqualTo("32,039 packets counted; findings: 5 other, 2 scan-system, 3 sensor, 1,234 traffic");
        assertThat(Found.NOTHING.words()).isEqualTo("0 packets counted; findings: none yet");
    }

    @Test
    void silentServer_isNoAnswer() {
        int nobody = org.yamori.cli.servers.Ports.free();
        assertThat(Found.in("http://127.0.0.1:" + nobody, "yamori-*")).isEmpty();
    }
}
