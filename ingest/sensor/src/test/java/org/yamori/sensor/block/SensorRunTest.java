package org.yamori.sensor.block;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketBlock;
import org.yamori.wire.SensorKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SensorRunTest {
    private static final Epoch EPOCH = new Epoch(500, 0, 400, 17);
    private static final SensorSettings FILE =
            SensorSettings.blackhole("s1", "NICTER", Clock.FILE).withMaxRows(4);
    private static final SensorSettings LIVE = SensorSettings.blackhole("s1", "NICTER", Clock.LIVE);

    private record Run(List<BlockRecord> records, SensorLedger ledger) {
        BlockHeader.Span span(int record) {
            return records.get(record).header().span();
        }

        BlockHeader.Position position(int record) {
            return records.get(record).header().position();
        }

        BlockHeader.Tally tally(int record) {
            return records.get(record).header().tally();
        }

        List<Long> times(int record) throws Exception {
            PacketBlock block = PacketBlock.decode(records.get(record).body());
            block.requireHonestShards();
            assertThat(block.header().toTexts())
                    .isEqualTo(records.get(record).header().toTexts());
            List<Long> times = new ArrayList<>();
            for (int row = 0; row < block.rows(); row++) {
                times.add(block.timeMicros(row));
            }
            return times;
        }
    }

    private static Run run(SensorSettings settings, Packets packets) throws IOException {
        try (SensorRun run = new SensorRun(settings, packets, EPOCH)) {
            List<BlockRecord> records = new ArrayList<>();
            for (BlockRecord record = run.next(); record != null; record = run.next()) {
                records.add(record);
            }
            return new Run(records, run.ledger());
        }
    }

    private static BlockHeader.Span span(long start, long end, long watermark) {
        return new BlockHeader.Span(start, end, watermark, false, false);
    }

    @Test
    void fileOutOfOrder_isCutWhenFull_withTheWatermarkOfWhatFollows() throws Exception {
        Packets packets = Packets.scanned()
                .at(1000)
                .at(5_000_000)
                .refused()
                .at(3000)
                .at(2000)
                .at(2500)
                .at(6_000_000);

        Run run = run(FILE, packets);

        assertThat(run.records).hasSize(3);
        assertThat(run.times(0)).containsExactly(1000L, 2000L, 3000L, 5_000_000L);
        assertThat(run.times(1)).containsExactly(2500L, 6_000_000L);
        assertThat(run.span(0)).isEqualTo(span(1000, 5_000_000, 2500));
        assertThat(run.span(1)).isEqualTo(span(5_000_000, 6_000_000, 6_000_000));
        assertThat(run.span(2)).isEqualTo(new BlockHeader.Span(6_000_000, 6_000_000, 6_000_001, false, true));
        assertThat(run.position(0)).isEqualTo(new BlockHeader.Position(500, 0, 0, 400, 17, 0));
        assertThat(run.position(1)).isEqualTo(new BlockHeader.Position(500, 0, 1, 400, 17, 4));
        assertThat(run.position(2)).isEqualTo(new BlockHeader.Position(500, 0, 1, 400, 17, 6));
        assertThat(run.tally(0)).isEqualTo(new BlockHeader.Tally(5, 1, 0, 0, 0, 0));
        assertThat(run.tally(1)).isEqualTo(new BlockHeader.Tally(7, 1, 0, 0, 0, 0));
        assertThat(run.tally(2)).isEqualTo(new BlockHeader.Tally(7, 1, 0, 0, 0, 0));
        assertThat(run.records.get(2).isHeartbeat()).isTrue();
        assertThat(run.records.get(2).header().rows()).isZero();
        assertThat(run.ledger).isEqualTo(new SensorLedger(7, 6, 0, Map.of("made up", 1L), 0, 0, 0));
        assertThat(run.ledger.isBalanced()).isTrue();
    }

    @Test
    void bothFamilies_areCutTogether_andOnlyTheLastBlockAdvancesTheWatermark() throws Exception {
        Packets packets = Packets.trusted()
                .at(100)
                .ipv6At(200)
                .at(300)
                .at(400)
                .ipv6At(500)
                .at(600)
                .ipv6At(700);

        Run run = run(FILE, packets);

        assertThat(run.records).hasSize(4);
        assertThat(run.times(0)).containsExactly(100L, 300L, 400L, 600L);
        assertThat(run.times(1)).containsExactly(200L, 500L);
        assertThat(run.times(2)).containsExactly(700L);
        assertThat(run.span(0)).isEqualTo(span(100, 600, 0));
        assertThat(run.span(1)).isEqualTo(span(100, 600, 600));
        assertThat(run.span(2)).isEqualTo(span(600, 700, 700));
        assertThat(run.position(1).block()).isEqualTo(1);
        assertThat(run.position(1).rowsBefore()).isEqualTo(4);
        assertThat(run.position(2).rowsBefore()).isEqualTo(6);
    }

    @Test
    void packetBehindTheWatermark_goesIntoALateBlock() throws Exception {
        Packets packets = Packets.trusted()
                .at(100)
                .at(200)
                .at(300)
                .at(400)
                .at(399)
                .at(500)
                .at(401);

        Run run = run(FILE, packets);

        assertThat(run.records).hasSize(4);
        assertThat(run.span(0)).isEqualTo(span(100, 400, 400));
        assertThat(run.times(1)).containsExactly(399L);
        assertThat(run.span(1)).isEqualTo(new BlockHeader.Span(400, 500, 400, true, false));
        assertThat(run.times(2)).containsExactly(401L, 500L);
        assertThat(run.span(2)).isEqualTo(span(400, 500, 500));
        assertThat(run.ledger).isEqualTo(new SensorLedger(7, 7, 1, Map.of(), 0, 0, 0));
    }

    @Test
    void liveBlocks_areCutEverySecondOfPacketTime() throws Exception {
        Packets packets =
                Packets.scanned().at(100).at(1_000_099).refused().at(1_000_100).at(5_000_000);

        Run run = run(LIVE, packets);

        assertThat(run.records).hasSize(4);
        assertThat(run.times(0)).containsExactly(100L, 1_000_099L);
        assertThat(run.span(0)).isEqualTo(span(100, 1_000_099, 1_000_099));
        assertThat(run.tally(0))
                .as("the packet that starts the next second is not in this block")
                .isEqualTo(new BlockHeader.Tally(3, 1, 0, 0, 0, 0));
        assertThat(run.times(1)).containsExactly(1_000_100L);
        assertThat(run.span(1)).isEqualTo(span(1_000_099, 1_000_100, 1_000_100));
        assertThat(run.times(2)).containsExactly(5_000_000L);
    }

    @Test
    void liveBlock_neverStatesAWatermarkBehindThePacketThatWaits() throws Exception {
        Packets packets = Packets.scanned().at(100).at(3_000_000).at(2_000_000).at(2_900_000);

        Run run = run(LIVE, packets);

        assertThat(run.span(0)).isEqualTo(span(100, 100, 100));
        assertThat(run.times(1)).containsExactly(2_000_000L, 2_900_000L, 3_000_000L);
        assertThat(run.ledger.late()).isZero();
    }

    @Test
    void packetsOutsideTheRangesAndReplies_areCountedAndAreNoRows() throws Exception {
        SensorSettings ranged = FILE.withRanges(Ranges.of(List.of("10.0.0.0/24", "2001:db8::/32")));
        int inside = 0x0a0000ff;
        int stranger = 0xc0000201;
        Packets packets = Packets.trusted()
                .add(new Packets.Packet(1, stranger, inside, false))
                .add(new Packets.Packet(2, stranger, 0x0a000100, false))
                .add(new Packets.Packet(3, inside, stranger, false))
                .add(new Packets.Packet(4, inside, inside, false))
                .ipv6At(5)
                .refused();

        Run run = run(ranged, packets);

        assertThat(run.records).hasSize(2);
        assertThat(run.times(0)).containsExactly(1L);
        assertThat(run.span(0).endMicros()).isEqualTo(5);
        assertThat(run.tally(1)).isEqualTo(new BlockHeader.Tally(6, 1, 2, 2, 0, 0));
        assertThat(run.ledger).isEqualTo(new SensorLedger(6, 1, 0, Map.of("made up", 1L), 2, 2, 0));
        assertThat(run.ledger.isBalanced()).isTrue();
    }

    @Test
    void packetsOfOneBlock_areHeldAgainstTheRangesOfTheirOwnTimes() throws Exception {
        long begin = 1_767_225_600_000_000L;
        SensorSettings ranged =
                FILE.withRanges(Ranges.of(List.of("10.0.0.0/24@2026-01-01/2026-06-30", "10.9.0.0/16@/2026-01-01")));

        Run run = run(
                ranged, Packets.trusted().at(begin - 1).at(begin).at(begin + 1).at(begin - 2));

        assertThat(run.times(0)).containsExactly(begin, begin + 1);
        assertThat(run.tally(0)).isEqualTo(new BlockHeader.Tally(4, 0, 2, 0, 0, 0));
    }

    @Test
    void runWithoutPackets_isOneLastHeartbeatAtItsEpoch() throws Exception {
        Run run = run(FILE, Packets.scanned().refused());

        assertThat(run.records).hasSize(1);
        assertThat(run.span(0)).isEqualTo(new BlockHeader.Span(500, 500, 501, false, true));
        assertThat(run.position(0)).isEqualTo(new BlockHeader.Position(500, 0, -1, 400, 17, 0));
        assertThat(run.tally(0)).isEqualTo(new BlockHeader.Tally(1, 1, 0, 0, 0, 0));
    }

    @Test
    void feedRows_keepTheirWeight() throws Exception {
        Run run = run(FILE.withKind(SensorKind.FEED), Packets.scanned().at(1));
        PacketBlock block = PacketBlock.decode(run.records.get(0).body());
        assertThat(block.number(org.yamori.wire.Column.WEIGHT, 0)).isEqualTo(1);
    }

    @Test
    void sequenceLedger_namesTheLastBlockToTheNextRun(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("sequence");
        SequenceLedger ledger = SequenceLedger.open(file);
        Epoch first = ledger.begin(0, 1_000);
        assertThat(first).isEqualTo(new Epoch(1_000, 0, -1, -1));
        Packets packets = Packets.trusted();
        for (int i = 0; i < 10; i++) {
            packets.at(i);
        }
        try (SensorRun run = new SensorRun(FILE, packets, first, ledger)) {
            while (run.next() != null) {}
        }

        Epoch second = SequenceLedger.open(file).begin(0, 900);

        assertThat(second).as("the clock went back").isEqualTo(new Epoch(1_001, 0, 1_000, 2));
        assertThat(SequenceLedger.open(file).begin(0, 5_000)).isEqualTo(new Epoch(5_000, 0, 1_001, -1));
        assertThat(SequenceLedger.open(file).begin(3, 5_000)).isEqualTo(new Epoch(5_000, 3, -1, -1));
        assertThat(file).hasContent("yamori-sequence-ledger 1\n0 5000 -1\n3 5000 -1\n");
        assertThat(folder.toFile().list()).containsExactly("sequence");
    }

    @Test
    void liveBlock_isInTheLedgerBeforeItIsHandedOut(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("sequence");
        SequenceLedger ledger = SequenceLedger.open(file);
        try (SensorRun run = new SensorRun(LIVE, Packets.scanned().at(1).at(2_000_000), ledger.begin(0, 7), ledger)) {
            assertThat(run.next()).isNotNull();
            assertThat(file).hasContent("yamori-sequence-ledger 1\n0 7 0\n");
        }
    }

    @Test
    void damagedLedger_isRefusedWithItsLine(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("sequence");
        java.nio.file.Files.writeString(file, "yamori-sequence-ledger 1\n0 5000 x\n");
        assertThatThrownBy(() -> SequenceLedger.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ", line 2: '0 5000 x'");
        java.nio.file.Files.writeString(file, "something else");
        assertThatThrownBy(() -> SequenceLedger.open(file)).hasMessageContaining("line 1");
    }

    @Test
    void nonsenseSettings_areRefused() {
        assertThatThrownBy(() -> FILE.withMaxRows(65_536)).hasMessageContaining("1 to 65535, was 65536");
        assertThatThrownBy(() -> FILE.withShards(0)).hasMessageContaining("1 to 4096, was 0");
        assertThatThrownBy(() -> SensorSettings.blackhole("a b", "N", Clock.FILE))
                .hasMessageContaining("'a b'");
        assertThatThrownBy(() -> new Epoch(5, 0, 5, 0)).hasMessageContaining("later than the one before, 5, was 5");
    }
}
