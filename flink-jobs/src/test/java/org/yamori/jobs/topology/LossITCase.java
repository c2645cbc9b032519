package org.yamori.jobs.topology;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** What is sent twice is counted once, what is lost is said. A sensor cuts a block of one packet each second. */
class LossITCase {
    private static final long SECOND = 1_000_000;
    private static final long START = Instant.parse("2026-03-01T10:00:00Z").getEpochSecond() * SECOND;

    private static PacketRow packet(long second) {
        PacketRow row = new PacketRow();
        row.timeMicros = START + second * SECOND;
        row.source = (int) second * 65_537;
        row.destination = (int) second;
        row.protocol = 6;
        row.tcpFlags = 2;
        row.destinationPort = 23;
        row.totalLength = 40;
        return row;
    }

    private static RecordedBlocks seconds(RecordedBlocks sensor, int from, int to) {
        for (int second = from; second < to; second++) {
            sensor.packet(packet(second)).cut();
        }
        return sensor;
    }

    private static RecordedBlocks sensor() {
        return new RecordedBlocks("tokyo-1", "nicter");
    }

    private static DetectRun run(List<BlockRecord> records) throws Exception {
        return DetectRun.of(2, Map.of(), List.of(records));
    }

    private static long sum(DetectRun run, String field) throws IOException {
        long sum = 0;
        for (JsonNode finding : run.ofKind("sensor")) {
            sum += finding.at("/yamori/sensor/" + field).asLong();
        }
        return sum;
    }

    private static double completeness(DetectRun run, String resolution, String start) throws IOException {
        return run.traffic(resolution, "total", "all", start)
                .get("completeness")
                .asDouble();
    }

    @Test
    void blockSentTwice_atOnceAnd500BlocksLater_changesNoCount() throws Exception {
        DetectRun once = run(seconds(sensor(), 0, 520).finish());

        RecordedBlocks repeating =
                seconds(seconds(sensor(), 0, 10).again(0), 10, 510).again(501);
        DetectRun twice = run(seconds(repeating, 510, 520).finish());

        assertThat(twice.unnumbered("traffic")).isEqualTo(once.unnumbered("traffic"));
        assertThat(once.traffic("hour", "total", "all", "2026-03-01T10:00:00Z")
                        .get("packets")
                        .asLong())
                .isEqualTo(520);
        assertThat(sum(twice, "duplicate_blocks")).isEqualTo(2);
        assertThat(sum(twice, "lost_blocks")).isZero();
        assertThat(twice.deadLetters()).isEmpty();
    }

    @Test
    void blockLeftOut_isLostAndLowersItsWindowsOnly() throws Exception {
        RecordedBlocks sensor = seconds(sensor(), 0, 90);
        sensor.packet(packet(90)).cut().lost();

        DetectRun run = run(seconds(sensor, 91, 180).finish());

        assertThat(sum(run, "lost_blocks")).isEqualTo(1);
        assertThat(sum(run, "lost_rows")).isEqualTo(1);
        assertThat(completeness(run, "minute", "2026-03-01T10:00:00Z")).isEqualTo(1);
        assertThat(completeness(run, "minute", "2026-03-01T10:01:00Z")).isEqualTo(0.983333);
        assertThat(completeness(run, "minute", "2026-03-01T10:02:00Z")).isEqualTo(1);
        // From the first packet to the last are 179 s, of which one is missing.
        assertThat(completeness(run, "hour", "2026-03-01T10:00:00Z")).isEqualTo(0.994413);
        assertThat(run.traffic("hour", "total", "all", "2026-03-01T10:00:00Z")
                        .get("packets")
                        .asLong())
                .isEqualTo(179);
    }

    @Test
    void tailLostBeforeANewEpoch_isNamedByIt() throws Exception {
        RecordedBlocks sensor = seconds(sensor(), 0, 58);
        sensor.packet(packet(58)).cut().lost();
        sensor.packet(packet(59)).cut().lost();
        sensor.restart(START + 70 * SECOND);

        DetectRun run = run(seconds(sensor, 70, 180).finish());

        assertThat(sum(run, "lost_blocks")).isEqualTo(2);
        // Nothing is known from second 57 to second 70.
        assertThat(completeness(run, "minute", "2026-03-01T10:00:00Z")).isEqualTo(0.95);
        assertThat(completeness(run, "minute", "2026-03-01T10:01:00Z")).isEqualTo(0.833333);
        assertThat(completeness(run, "minute", "2026-03-01T10:02:00Z")).isEqualTo(1);
    }

    @Test
    void lateBlock_revisesToWhatAnOnTimeRunTells() throws Exception {
        RecordedBlocks onTime = seconds(sensor(), 0, 30);
        onTime.packet(packet(30)).packet(strayPacket()).cut();
        DetectRun expected = run(seconds(onTime, 31, 300).finish());
        RecordedBlocks late = seconds(sensor(), 0, 150);
        late.packet(strayPacket()).cutLate();

        DetectRun run = run(seconds(late, 150, 300).finish());

        assertThat(run.unnumbered("traffic")).isEqualTo(expected.unnumbered("traffic"));
        assertThat(sum(run, "late_blocks")).isEqualTo(1);
        for (JsonNode finding : run.ofKind("traffic")) {
            boolean revised = !finding.at("/yamori/window/resolution").asText().equals("minute")
                    || finding.get("@timestamp").asText().equals("2026-03-01T10:00:00Z");
            assertThat(finding.at("/yamori/finding/revision").asLong())
                    .as(finding.toString())
                    .isEqualTo(revised ? 2 : 1);
        }
    }

    @Test
    void tailAndMisconfigurationThatLatePacketsEmpty_areWithdrawn() throws Exception {
        RecordedBlocks sensor = seconds(sensor(), 0, 90);
        for (int i = 0; i < 4; i++) {
            sensor.packet(to(i % 2, 90_000_000 + i));
        }
        sensor.cut();
        sensor = seconds(sensor, 91, 150);
        for (int i = 0; i < 9; i++) {
            sensor.packet(to(i, 90_000_100 + i));
        }

        DetectRun run = run(seconds(sensor.cutLate(), 150, 200).finish());

        assertThat(run.traffic("minute", "port", "tcp/40001", "2026-03-01T10:01:00Z")
                        .get("packets")
                        .asLong())
                .isEqualTo(13);
        JsonNode tail = run.traffic("minute", "port-tail", "tail", "2026-03-01T10:01:00Z");
        assertThat(tail.get("packets").asLong()).isZero();
        assertThat(tail.at("/tail/port").size()).isZero();
        JsonNode hour = run.traffic("hour", "kind", "misconfiguration", "2026-03-01T10:00:00Z");
        assertThat(hour.get("packets").asLong()).isZero();
        assertThat(hour.at("/finding/revision").asLong()).isEqualTo(2);
    }

    private static PacketRow to(int destination, long micros) {
        PacketRow row = packet(0);
        row.timeMicros = START + micros;
        row.source = 0x0a0b0c0d;
        row.destination = destination;
        row.destinationPort = 40_001;
        return row;
    }

    @Test
    void blockLaterThanTheKeptMinutes_isADocumentOfItsOwn_andHourAndDayStillTellAll() throws Exception {
        RecordedBlocks sensor = seconds(sensor(), 0, 400);
        sensor.packet(strayPacket()).cutLate();

        DetectRun run = run(seconds(sensor, 400, 420).finish());

        JsonNode late = run.ofKind("traffic").stream()
                .filter(finding -> finding.at("/yamori/breakdown").asText().equals("late-block"))
                .findFirst()
                .orElseThrow();
        assertThat(late.at("/yamori/packets").asLong()).isEqualTo(1);
        assertThat(late.at("/yamori/key").asText()).startsWith("tokyo-1/1/0/400/");
        assertThat(late.at("/yamori/tail/port").toString()).isEqualTo("[445]");
        assertThat(run.traffic("minute", "total", "all", "2026-03-01T10:00:00Z")
                        .get("packets")
                        .asLong())
                .isEqualTo(60);
        assertThat(run.traffic("hour", "total", "all", "2026-03-01T10:00:00Z")
                        .get("packets")
                        .asLong())
                .isEqualTo(421);
        assertThat(run.traffic("day", "total", "all", "2026-03-01T00:00:00Z")
                        .get("packets")
                        .asLong())
                .isEqualTo(421);
    }

    private static PacketRow strayPacket() {
        PacketRow row = packet(30);
        row.source = 0x0a0b0c0d;
        row.destinationPort = 445;
        return row;
    }
}
