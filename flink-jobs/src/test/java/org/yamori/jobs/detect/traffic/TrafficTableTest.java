package org.yamori.jobs.detect.traffic;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

/** The tables of all shards against plain maps and sets. */
class TrafficTableTest {
    private static final long END = Long.MAX_VALUE;
    private static final long MINUTE = RandomTraffic.MINUTE;

    /** One table a shard. */
    private static final class Tables {
        private final TrafficRules rules;
        private final ToldWindows told = new ToldWindows();
        private Map<Integer, TrafficTable> tables = new TreeMap<>();

        Tables(TrafficRules rules) {
            this.rules = rules;
        }

        Tables add(RandomTraffic.Block block, boolean late) {
            return add(block, late, 0);
        }

        Tables add(RandomTraffic.Block block, boolean late, long knownMicros) {
            for (LabelledSlice slice : block.slices(late)) {
                slice.slice.knownMicros = knownMicros;
                tables.computeIfAbsent(slice.slice.shard, shard -> Rules.table(shard, rules))
                        .add(slice);
            }
            return this;
        }

        Tables advance(long millis) {
            tables.values().forEach(table -> table.advance(millis, told::add));
            return this;
        }

        Tables copied() {
            Map<Integer, TrafficTable> copies = new TreeMap<>();
            tables.forEach((shard, table) -> {
                try {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    table.write(new DataOutputStream(bytes));
                    TrafficTable copy = Rules.table(shard, rules);
                    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
                    copy.read(in);
                    assertThat(in.available()).isZero();
                    copies.put(shard, copy);
                } catch (IOException inMemory) {
                    throw new java.io.UncheckedIOException(inMemory);
                }
            });
            tables = copies;
            return this;
        }
    }

    private static long minuteMillis(int minute) {
        return (RandomTraffic.START + minute * MINUTE) / 1000 - 1;
    }

    private static List<RandomTraffic.Block> blocks(RandomTraffic traffic, int minutes, int perMinute) {
        List<RandomTraffic.Block> blocks = new ArrayList<>();
        for (int minute = 0; minute < minutes; minute++) {
            blocks.addAll(traffic.minute(minute, perMinute));
        }
        return blocks;
    }

    /** Misconfigurations aside, which are decided per source and hour: every source here scans many addresses. */
    @Test
    void everySeries_isWhatPlainMapsCount_withMoreSensorsThanAMaskHasBits() {
        for (long seed = 1; seed <= 4; seed++) {
            List<RandomTraffic.Block> blocks = blocks(new RandomTraffic(seed, 100, 300), 90, 12);
            Map<String, ToldWindows.Counts> expected = RandomTraffic.counted(blocks);
            Tables tables = new Tables(Rules.standard());
            blocks.forEach(block -> tables.add(block, false));

            Map<String, ToldWindows.Counts> told = tables.advance(END).told.all();

            expected.forEach((series, counts) -> {
                if (!series.matches("(hour|day) .* kind scan")) {
                    assertThat(told.get(series)).as(series).isEqualTo(counts);
                }
            });
            assertThat(tables.told.of("day 2026-03-01T00:00:00Z total all").packets())
                    .isEqualTo(90 * 12 * 40);
        }
    }

    @Test
    void anyOrderAndAnyStepOfTime_giveTheSame_belowAndAboveEveryCap() {
        for (TrafficRules rules : List.of(Rules.standard(), Rules.small(32, 16, 64), Rules.small(16, 64, 1_000))) {
            List<RandomTraffic.Block> blocks = blocks(new RandomTraffic(7, 80, 2_000), 70, 10);
            Tables plain = new Tables(rules);
            blocks.forEach(block -> plain.add(block, false));
            Map<String, ToldWindows.Counts> expected = plain.advance(END).told.all();
            for (int shuffle = 1; shuffle <= 3; shuffle++) {
                Random random = new Random(shuffle);
                Tables tables = new Tables(rules);
                for (int minute = 0; minute < 70; minute++) {
                    List<RandomTraffic.Block> shuffled = new ArrayList<>(blocks.subList(minute * 10, minute * 10 + 10));
                    Collections.shuffle(shuffled, random);
                    shuffled.forEach(block -> tables.add(block, false));
                    if (random.nextInt(3) == 0) {
                        tables.advance(minuteMillis(minute + 1));
                    }
                    if (random.nextInt(20) == 0) {
                        tables.copied();
                    }
                }
                assertThat(tables.advance(END).told.all())
                        .as("shuffle %d", shuffle)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aboveTheCap_sourcesAreEstimatedAndPacketsStayExact_forSensorsBeyondTheMaskToo() {
        List<RandomTraffic.Block> blocks = blocks(new RandomTraffic(9, 100, 40_000), 30, 100);
        Map<String, ToldWindows.Counts> expected = RandomTraffic.counted(blocks);
        Tables tables = new Tables(Rules.small(64, 256, 1_000));
        blocks.forEach(block -> tables.add(block, false));

        Map<String, ToldWindows.Counts> told = tables.advance(END).told.all();

        String day = "day 2026-03-01T00:00:00Z ";
        expected.forEach((series, counts) -> {
            if (series.startsWith(day) && !series.contains(" kind ") && !series.contains(" port ")) {
                ToldWindows.Counts seen = Objects.requireNonNull(told.get(series), series);
                assertThat(seen.packets()).as(series).isEqualTo(counts.packets());
                assertThat(seen.bytes()).as(series).isEqualTo(counts.bytes());
                assertThat(seen.exact()).as(series).isFalse();
                // Sixteen shards of 1.2 % each are 0.3 %; sparse ones round to whole sources in each shard.
                assertThat(seen.sources()).as(series).isCloseTo(counts.sources(), withPercentage(3));
            }
        });
    }

    @Test
    void lateRowsOfAKeptMinute_endInWhatAnOnTimeRunTells_exceptTheRevision() {
        List<RandomTraffic.Block> onTime = blocks(new RandomTraffic(3, 5, 50), 4, 6);
        RandomTraffic.Block late = new RandomTraffic(4, 5, 50).minute(1, 1).get(0);
        Tables expected = new Tables(Rules.standard());
        onTime.forEach(block -> expected.add(block, false));
        expected.add(late, true).advance(END);
        for (int arrives = 1; arrives <= 4; arrives++) {
            Tables tables = new Tables(Rules.standard());
            for (int minute = 0; minute < 4; minute++) {
                onTime.subList(minute * 6, minute * 6 + 6).forEach(block -> tables.add(block, false));
                tables.advance(minuteMillis(minute + 1));
                if (minute == arrives) {
                    tables.add(late, true);
                }
            }
            if (arrives == 4) {
                tables.add(late, true);
            }
            tables.advance(END);
            assertThat(tables.told.all()).as("late by %d minutes", arrives - 1).isEqualTo(expected.told.all());
            assertThat(tables.told.lateSlices()).isEqualTo(expected.told.lateSlices());
            assertThat(tables.told.lateBlocks()).isEmpty();
        }
    }

    /** Promise 1: what is recorded decides, not how far event time was when the block was read. */
    @Test
    void lateRows_takeTheRoadThatTheTimeTheyWereKnownSays_howeverFarEventTimeIs() {
        RandomTraffic.Block late = new RandomTraffic(8, 5, 50).minute(1, 1).get(0);
        long minuteEnd = (minuteMillis(2) + 1) * 1000;
        long keptUntil = minuteEnd + Rules.standard().keepMinutes() * TrafficLogic.MINUTE_MICROS;
        for (int watermarkMinute : new int[] {1, 2, 4}) {
            Tables inTime = new Tables(Rules.standard());
            blocks(new RandomTraffic(9, 5, 50), 1, 6).forEach(block -> inTime.add(block, false));
            inTime.advance(minuteMillis(watermarkMinute));
            inTime.add(late, true, keptUntil).advance(END);
            assertThat(inTime.told.lateBlocks())
                    .as("event time at minute %d", watermarkMinute)
                    .isEmpty();

            Tables tooLate = new Tables(Rules.standard());
            blocks(new RandomTraffic(9, 5, 50), 1, 6).forEach(block -> tooLate.add(block, false));
            tooLate.advance(minuteMillis(watermarkMinute));
            tooLate.add(late, true, keptUntil + 1).advance(END);
            assertThat(tooLate.told.lateBlocks())
                    .as("event time at minute %d", watermarkMinute)
                    .isNotEmpty();
        }
    }

    @Test
    void lateRowsOfAMinuteThatIsGone_areAShareOfTheirOwn_andHoursAndDaysStillTellAll() {
        List<RandomTraffic.Block> onTime = blocks(new RandomTraffic(5, 5, 50), 12, 6);
        RandomTraffic.Block late = new RandomTraffic(6, 5, 50).minute(1, 1).get(0);
        Tables tables = new Tables(Rules.standard());
        for (int minute = 0; minute < 12; minute++) {
            onTime.subList(minute * 6, minute * 6 + 6).forEach(block -> tables.add(block, false));
            tables.advance(minuteMillis(minute + 1));
        }
        tables.add(late, true).copied().advance(END);

        assertThat(tables.told.of("minute 2026-03-01T10:01:00Z total all").packets())
                .isEqualTo(6 * 40);
        assertThat(tables.told.of("hour 2026-03-01T10:00:00Z total all").packets())
                .isEqualTo(12 * 6 * 40 + 40);
        assertThat(tables.told.of("day 2026-03-01T00:00:00Z total all").packets())
                .isEqualTo(12 * 6 * 40 + 40);
        long packets = 0;
        for (TrafficPartial share : tables.told.lateBlocks()) {
            assertThat(share.lateBlock).isEqualTo(late.sensor() + "/1/0/0");
            for (int i = 0; i < share.series.length; i++) {
                packets += share.series[i] == Breakdown.TOTAL.series(0) ? share.packets[i] : 0;
            }
        }
        assertThat(packets).isEqualTo(40);
    }

    @Test
    void repeatedPacketsToFourAddresses_areAMisconfigurationOfTheHour_andToFiveAScan() {
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(syn(0x0a000001, i % 4, i));
            rows.add(syn(0x0a000002, i % 5, i));
        }
        Tables tables = new Tables(Rules.standard());
        tables.add(new RandomTraffic.Block("s", "n", 0, rows), false).advance(END);

        Map<String, ToldWindows.Counts> told = tables.told.all();
        for (String window : List.of("hour 2026-03-01T10:00:00Z", "day 2026-03-01T00:00:00Z")) {
            assertThat(told.get(window + " kind misconfiguration")).isEqualTo(new ToldWindows.Counts(20, 800, 1, true));
            assertThat(told.get(window + " kind scan")).isEqualTo(new ToldWindows.Counts(20, 800, 1, true));
        }
    }

    @Test
    void icmpTypesThatDoNotExist_areCountedAndBreakNothing() {
        List<PacketRow> rows = new ArrayList<>();
        for (int type = 0; type < 65_536; type += 255) {
            PacketRow row = syn(0x0a000001, 1, 0);
            row.protocol = 1;
            row.sourcePort = type;
            row.destinationPort = 65_535 - type;
            rows.add(row);
        }
        Tables tables = new Tables(Rules.standard());

        tables.add(new RandomTraffic.Block("s", "n", 0, rows), false).advance(END);

        assertThat(tables.told.of("hour 2026-03-01T10:00:00Z protocol icmp").packets())
                .isEqualTo(rows.size());
    }

    private static PacketRow syn(int source, int destination, int second) {
        PacketRow row = new PacketRow();
        row.timeMicros = RandomTraffic.START + second * 1_000_000L;
        row.source = source;
        row.destination = destination;
        row.protocol = 6;
        row.tcpFlags = 2;
        row.destinationPort = 445;
        row.totalLength = 40;
        return row;
    }
}
