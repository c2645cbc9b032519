package org.yamori.jobs.topology;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** Requirement C-16's own scenario, and its reading of "few addresses". */
class TrafficKindsITCase {
    private static final long START = Instant.parse("2026-03-01T10:00:00Z").getEpochSecond() * 1_000_000;
    private static final String HOUR = "2026-03-01T10:00:00Z";

    private final RecordedBlocks sensor = new RecordedBlocks("tokyo-1", "nicter");
    private int sent;

    private PacketRow packet(String source, int destination) {
        PacketRow row = new PacketRow();
        row.timeMicros = START + sent++ * 1000L;
        for (String octet : source.split("\\.", -1)) {
            row.source = row.source << 8 | Integer.parseInt(octet);
        }
        row.destination = 0x0a00_0000 + destination;
        row.protocol = 6;
        row.sourcePort = 40_000;
        row.totalLength = 40;
        return row;
    }

    @Test
    void packets_areTheKindsThatTheRequirementNames() throws Exception {
        for (int i = 0; i < 100; i++) {
            PacketRow answer = packet("192.0.2.1", i);
            answer.sourcePort = 80;
            answer.destinationPort = 1_024 + i;
            answer.tcpFlags = 18;
            sensor.packet(answer);
        }
        for (int i = 0; i < 100; i++) {
            PacketRow question = packet("198.51.100.7", i);
            question.protocol = 17;
            question.destinationPort = 53;
            sensor.packet(question);
        }
        for (int i = 0; i < 40; i++) {
            PacketRow toFour = packet("203.0.113.4", i % 4);
            toFour.tcpFlags = 2;
            toFour.destinationPort = 445;
            sensor.packet(toFour);
            PacketRow toFive = packet("203.0.113.5", i % 5);
            toFive.tcpFlags = 2;
            toFive.destinationPort = 445;
            sensor.packet(toFive);
        }

        DetectRun run = DetectRun.of(2, Map.of(), List.of(sensor.cut().finish()));

        JsonNode backscatter = run.traffic("hour", "kind", "backscatter", HOUR);
        assertThat(backscatter.get("packets").asLong()).isEqualTo(100);
        assertThat(backscatter.get("victims").toString()).isEqualTo("[{\"ip\":\"192.0.2.1\",\"packets\":100}]");
        for (Map.Entry<String, Long> kind :
                Map.of("reflection", 100L, "misconfiguration", 40L, "scan", 40L).entrySet()) {
            JsonNode told = run.traffic("hour", "kind", kind.getKey(), HOUR);
            assertThat(told.get("packets").asLong()).as(kind.getKey()).isEqualTo(kind.getValue());
            assertThat(told.get("sources").asLong()).as(kind.getKey()).isEqualTo(1);
        }
        assertThat(run.traffic("hour", "total", "all", HOUR).get("packets").asLong())
                .isEqualTo(280);
    }
}
