package org.yamori.jobs.topology;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise 1 for attacks and storms: the same bytes at any parallelism; C-16: the sender of answers is the victim. */
class AttacksAndStormsITCase {
    private static final long SECOND = 1_000_000;
    private static final long START = Instant.parse("2026-03-01T10:00:00Z").getEpochSecond() * SECOND;

    /** A quarter of an hour: a victim in the first two minutes, 3,000 forged sources in minute 5, and a heartbeat. */
    private static List<BlockRecord> quarterOfAnHour(String name, long seed) {
        Random random = new Random(seed);
        RecordedBlocks sensor = new RecordedBlocks(name, "nicter");
        for (int second = 0; second < 900; second++) {
            sensor.packet(row(second, 0, 0x01020304, 23, 2));
            if (second < 120) {
                PacketRow answer = row(second, 1, 0xc0000201, 40_000 + second, 18);
                answer.sourcePort = 80;
                sensor.packet(answer);
            }
            for (int i = 0; i < (second / 60 == 5 ? 25 : 0); i++) {
                int network = 11 + random.nextInt(212);
                int forgedSource = (network == 127 ? 9 : network) << 24 | random.nextInt(1 << 24);
                sensor.packet(row(second, 2 + i, forgedSource, 445, 2));
            }
            if (second % 10 == 9) {
                sensor.cut();
            }
        }
        return sensor.finish();
    }

    private static PacketRow row(int second, int micros, int source, int port, int flags) {
        PacketRow row = new PacketRow();
        row.timeMicros = START + second * SECOND + micros;
        row.source = source;
        row.destination = 0x0a000000 + second % 250;
        row.protocol = 6;
        row.sourcePort = 40_000;
        row.destinationPort = port;
        row.tcpFlags = flags;
        row.ttl = 240;
        return row;
    }

    @Test
    void attackAndStorm_areTheSameAtParallelismOneTwoAndFour() throws Exception {
        List<List<BlockRecord>> sensors = List.of(quarterOfAnHour("tokyo-1", 1), quarterOfAnHour("osaka-1", 2));
        Map<String, String> options = Map.of("yamori.detect.backscatter.addresses", "290000");

        DetectRun one = DetectRun.of(1, options, sensors);

        List<JsonNode> attacks = one.ofKind("attack");
        assertThat(attacks).hasSize(1);
        assertThat(attacks.get(0).at("/source/ip").asText()).isEqualTo("192.0.2.1");
        JsonNode attack = attacks.get(0).at("/yamori/attack");
        assertThat(attack.get("state").asText()).isEqualTo("end");
        assertThat(attack.get("packets").asInt()).isEqualTo(240);
        assertThat(attack.at("/rate/darknet_packets_per_minute").asInt()).isEqualTo(120);
        // 120 x 2^32 / 290,000 / 60, as a desk calculator says.
        assertThat(attack.at("/rate/victim_packets_per_second").asInt()).isEqualTo(29_620);
        assertThat(attack.get("until").asText()).isEqualTo("2026-03-01T10:01:59.000001Z");
        List<JsonNode> storms = one.ofKind("storm");
        assertThat(storms).hasSize(1);
        JsonNode storm = storms.get(0).at("/yamori/storm");
        assertThat(storm.get("key").asText()).isEqualTo("tcp/445/syn");
        assertThat(storm.get("state").asText()).isEqualTo("end");
        assertThat(storm.get("packets").asInt()).isEqualTo(3_000);
        assertThat(storm.get("from").asText()).isEqualTo("2026-03-01T10:05:00Z");
        assertThat(storm.get("decided").asText()).isEqualTo("2026-03-01T10:09:00Z");
        assertThat(DetectRun.of(2, options, sensors).last()).isEqualTo(one.last());
        assertThat(DetectRun.of(4, options, sensors).last()).isEqualTo(one.last());
    }
}
