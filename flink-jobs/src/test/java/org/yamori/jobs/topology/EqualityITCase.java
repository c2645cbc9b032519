package org.yamori.jobs.topology;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise 1: the same input gives the same bytes, whatever the parallelism. */
class EqualityITCase {
    private static final long SECOND = 1_000_000;
    private static final long START = Instant.parse("2026-02-28T15:00:00Z").getEpochSecond() * SECOND;
    private static final long TEN_MINUTES = 600 * SECOND;
    private static final int BLOCKS = 288;
    private static final int ROWS = 30;

    private static List<BlockRecord> twoDays(String name, String network, boolean ipv6, long seed) {
        Random random = new Random(seed);
        RecordedBlocks sensor = new RecordedBlocks(name, network, ipv6);
        for (int block = 0; block < BLOCKS; block++) {
            for (int i = 0; i < ROWS; i++) {
                PacketRow row = new PacketRow();
                row.ipv6 = ipv6;
                row.timeMicros = START + block * TEN_MINUTES + i * (TEN_MINUTES / ROWS);
                int source = random.nextInt(500);
                row.source = source * 65_537;
                row.sourceHigh = 0x2001_0db8_0000_0000L + ((long) source << 16);
                row.destination = random.nextInt(6);
                row.destinationLow = row.destination;
                row.protocol = random.nextBoolean() ? 6 : 17;
                row.tcpFlags = row.protocol == 6 ? 2 : 0;
                row.sourcePort = 40_000;
                row.destinationPort = random.nextBoolean() ? 23 : random.nextInt(1_000);
                row.totalLength = 60;
                sensor.packet(row);
            }
            sensor.cut();
        }
        return sensor.finish();
    }

    @Test
    void hoursAndDaysOfTwoDaysInTokyo_areTheSameAtParallelismOneTwoAndFour() throws Exception {
        List<List<BlockRecord>> sensors = List.of(
                twoDays("tokyo-1", "nicter", false, 1),
                twoDays("osaka-1", "nicter", false, 2),
                twoDays("norse-1", "norse", true, 3));
        Map<String, String> options = Map.of("yamori.detect.traffic.timezone", "Asia/Tokyo");

        DetectRun one = DetectRun.of(1, options, sensors);

        for (String day : List.of("2026-02-28T15:00:00Z", "2026-03-01T15:00:00Z")) {
            JsonNode total = one.traffic("day", "total", "all", day);
            assertThat(total.get("packets").asLong()).isEqualTo(3 * 144 * ROWS);
            assertThat(total.at("/window/local").asText()).endsWith("T00:00:00+09:00");
            assertThat(one.traffic("day", "network", "norse", day)
                            .get("packets")
                            .asLong())
                    .isEqualTo(144 * ROWS);
        }
        long hours = 0;
        for (JsonNode finding : one.ofKind("traffic")) {
            boolean hour = finding.at("/yamori/window/resolution").asText().equals("hour");
            if (hour && finding.at("/yamori/breakdown").asText().equals("total")) {
                hours += finding.at("/yamori/packets").asLong();
            }
        }
        assertThat(hours).isEqualTo(3L * BLOCKS * ROWS);
        assertThat(one.ofKind("series"))
                .extracting(series -> series.at("/yamori/series/port").asText())
                .contains("tcp/23");
        assertThat(DetectRun.of(2, options, sensors).last()).isEqualTo(one.last());
        assertThat(DetectRun.of(4, options, sensors).last()).isEqualTo(one.last());
    }

    @Test
    void oneBlockOfAFewSeconds_hasItsHourAndItsDay() throws Exception {
        RecordedBlocks sensor = new RecordedBlocks("tokyo-1", "nicter");
        PacketRow row = new PacketRow();
        row.timeMicros = START + 5 * SECOND;
        row.protocol = 6;
        row.tcpFlags = 2;
        row.destinationPort = 23;
        sensor.packet(row).cut();

        DetectRun run = DetectRun.of(1, Map.of(), List.of(sensor.finish()));

        for (String resolution : List.of("minute", "hour")) {
            assertThat(run.traffic(resolution, "total", "all", "2026-02-28T15:00:00Z")
                            .path("packets")
                            .asLong())
                    .as(resolution)
                    .isEqualTo(1);
        }
        assertThat(run.traffic("day", "total", "all", "2026-02-28T00:00:00Z")
                        .path("packets")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void moreSensorsThanAMaskHasBits_areCountedEach() throws Exception {
        Random random = new Random(8);
        List<List<BlockRecord>> sensors = new ArrayList<>();
        List<Set<Integer>> seen = new ArrayList<>();
        Set<Integer> everybody = new HashSet<>();
        for (int number = 0; number < 70; number++) {
            RecordedBlocks sensor = new RecordedBlocks("sensor-" + number, "nicter");
            Set<Integer> sources = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                PacketRow row = new PacketRow();
                row.timeMicros = START + i * SECOND;
                row.source = random.nextInt(90) * 65_537;
                row.protocol = 6;
                row.tcpFlags = 2;
                row.destinationPort = 23;
                sources.add(row.source);
                sensor.packet(row);
            }
            everybody.addAll(sources);
            seen.add(sources);
            sensors.add(sensor.cut().finish());
        }

        DetectRun run = DetectRun.of(2, Map.of(), sensors);

        for (int number = 0; number < 70; number++) {
            JsonNode minute = run.traffic("minute", "sensor", "sensor-" + number, "2026-02-28T15:00:00Z");
            assertThat(minute.get("packets").asLong()).isEqualTo(50);
            assertThat(minute.get("sources").asInt()).isEqualTo(seen.get(number).size());
        }
        assertThat(run.traffic("hour", "network", "nicter", "2026-02-28T15:00:00Z")
                        .get("sources")
                        .asInt())
                .isEqualTo(everybody.size());
    }
}
