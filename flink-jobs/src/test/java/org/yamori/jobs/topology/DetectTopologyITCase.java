package org.yamori.jobs.topology;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

class DetectTopologyITCase {
    private static final long START = Instant.parse("2026-03-01T10:00:00Z").getEpochSecond() * 1_000_000;
    private static final long SECOND = 1_000_000;

    @Test
    void packetsOfTwoSensors_areCountedOnceBySourceAndPort() throws Exception {
        Random random = new Random(5);
        RecordedBlocks one = new RecordedBlocks("tokyo-1", "nicter");
        RecordedBlocks two = new RecordedBlocks("osaka-1", "nicter");
        Map<String, Long> packets = new HashMap<>();
        Map<String, Set<Integer>> sources = new HashMap<>();
        for (int second = 0; second < 180; second++) {
            for (RecordedBlocks sensor : List.of(one, two)) {
                for (int i = 0; i < 50; i++) {
                    PacketRow row = new PacketRow();
                    row.timeMicros = START + second * SECOND + i * 1000L;
                    row.source = random.nextInt(400) * 65_537;
                    row.destination = random.nextInt(256);
                    row.protocol = 6;
                    row.tcpFlags = 2;
                    row.destinationPort = random.nextInt(10) < 7 ? 23 : 1 + random.nextInt(60_000);
                    row.totalLength = 40;
                    sensor.packet(row);
                    String minute = Instant.ofEpochSecond(START / SECOND + second / 60 * 60L)
                            .toString();
                    String key = minute + " tcp/" + row.destinationPort;
                    packets.merge(key, 1L, Long::sum);
                    sources.computeIfAbsent(key, unseen -> new HashSet<>()).add(row.source);
                }
                sensor.cut();
            }
        }
        List<BlockRecord> first = one.finish();
        List<BlockRecord> second = two.finish();

        DetectRun run = DetectRun.of(1, Map.of(), List.of(first, second));

        for (int minute = 0; minute < 3; minute++) {
            String start = Instant.ofEpochSecond(START / SECOND + minute * 60L).toString();
            JsonNode telnet = run.traffic("minute", "port", "tcp/23", start);
            assertThat(telnet.get("packets").asLong()).isEqualTo(packets.get(start + " tcp/23"));
            assertThat(telnet.get("sources").asInt())
                    .isEqualTo(sources.getOrDefault(start + " tcp/23", Set.of()).size());
            assertThat(run.traffic("minute", "total", "all", start)
                            .get("packets")
                            .asLong())
                    .isEqualTo(6000);
            assertThat(run.traffic("minute", "sensor", "osaka-1", start)
                            .get("packets")
                            .asLong())
                    .isEqualTo(3000);
        }
        JsonNode hour = run.traffic("hour", "total", "all", "2026-03-01T10:00:00Z");
        assertThat(hour.get("packets").asLong()).isEqualTo(18_000);
        assertThat(hour.get("sources").asLong()).isEqualTo(400);
        assertThat(run.traffic("day", "network", "nicter", "2026-03-01T00:00:00Z")
                        .get("packets")
                        .asLong())
                .isEqualTo(18_000);
        assertThat(run.deadLetters()).isEmpty();
        assertThat(DetectRun.of(3, Map.of(), List.of(first, second)).last()).isEqualTo(run.last());
    }
}
