package org.yamori.sensor.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.SourceTally;
import org.yamori.wire.AddressSet;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.PacketColumns;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SensorKind;

/**
 * The open blocks of one partition, IPv4 and IPv6 apart, and what their headers will say.
 *
 * <p>Packets sent by the sensor's own addresses are replies, packets sent elsewhere are outside; both are counted and
 * are no rows. A packet earlier than a watermark already stated goes into a late block of its own. Blocks cut together
 * have one span and one tally; only the last of them, never a late one before another, carries the new watermark.
 *
 * <p>The watermark is the source's, at most the largest packet time so far, at least 0, and never falls in an epoch.
 * Not for use by several threads.
 */
public final class BlockCutter {
    private static final int LATE = 2;
    private static final int IPV6 = 1;
    /** Late blocks go first, so that the last block of a cut is late only when every row of it is. */
    private static final int[] CUT_ORDER = {LATE, LATE | IPV6, 0, IPV6};

    private final SensorSettings settings;
    private final Ranges ranges;
    private final boolean everything;
    private final OpenBlock[] open = new OpenBlock[4];
    private Ranges.Period watched;

    private Epoch epoch;
    /** What became of the packets of the epochs before. */
    private SensorLedger earlier = SensorLedger.NONE;

    private long capturedBefore;
    private long refusedBefore;
    private long lastBlock = -1;
    private long rowsCut;
    private long rowsOpen;
    private long lateRows;
    private long outside;
    private long replies;
    private long droppedByKernel;
    private long droppedBySensor;
    private long startMicros = Long.MAX_VALUE;
    private long endMicros = Long.MIN_VALUE;
    private long watermarkMicros;
    private boolean cutOnce;

    private static final class OpenBlock {
        final PacketColumns columns;
        final boolean late;

        OpenBlock(SensorSettings settings, boolean ipv6, boolean late) {
            columns = settings.kind() == SensorKind.FEED
                    ? PacketColumns.ofFeed(ipv6, settings.shards(), settings.maxRows())
                    : PacketColumns.ofPackets(ipv6, settings.shards(), settings.maxRows());
            this.late = late;
        }
    }

    public BlockCutter(SensorSettings settings, Epoch epoch) {
        this.settings = settings;
        this.epoch = epoch;
        ranges = settings.ranges();
        everything = ranges.isEverything();
        watched = ranges.at(epoch.micros());
    }

    /** Takes a packet; true when a block has become full and {@link #cut} must follow. */
    public boolean accept(PacketRow row) {
        long time = row.timeMicros;
        if (time > endMicros) {
            endMicros = time;
        }
        if (!cutOnce && time < startMicros) {
            startMicros = time;
        }
        if (!everything && !isWatched(row)) {
            return false;
        }
        OpenBlock block = blockFor(row, time < watermarkMicros);
        block.columns.append(row);
        rowsOpen++;
        return block.columns.isFull();
    }

    private boolean isWatched(PacketRow row) {
        if (!watched.holdsAt(row.timeMicros)) {
            watched = ranges.at(row.timeMicros);
        }
        AddressSet addresses = watched.addresses();
        boolean own = (row.missing & PacketRow.NO_SOURCE) == 0
                && (row.ipv6 ? addresses.contains(row.sourceHigh, row.sourceLow) : addresses.contains(row.source));
        if (own) {
            replies++;
            return false;
        }
        boolean elsewhere = (row.missing & PacketRow.NO_DESTINATION) == 0
                && !(row.ipv6
                        ? addresses.contains(row.destinationHigh, row.destinationLow)
                        : addresses.contains(row.destination));
        if (elsewhere) {
            outside++;
        }
        return !elsewhere;
    }

    private OpenBlock blockFor(PacketRow row, boolean late) {
        int index = (late ? LATE : 0) | (row.ipv6 ? IPV6 : 0);
        if (late) {
            lateRows++;
        }
        @Nullable OpenBlock block = open[index];
        if (block == null) {
            block = new OpenBlock(settings, row.ipv6, late);
            open[index] = block;
        }
        return block;
    }

    /** Counts packets that never reached the sensor's program. */
    public void countDropped(long packets) {
        droppedByKernel += packets;
    }

    /** Counts packets that were captured and then given up because nothing had room for them. */
    public void countGivenUp(long packets) {
        droppedBySensor += packets;
    }

    /** Says that everything captured up to this time has been given, on a clock that runs without packets. */
    public void advanceTo(long micros) {
        endMicros = Math.max(endMicros, micros);
    }

    /** Rows in the open blocks. */
    public long openRows() {
        return rowsOpen;
    }

    /** The run that goes on. */
    Epoch epoch() {
        return epoch;
    }

    /** Number of the last block cut in this epoch, or -1. */
    public long lastBlock() {
        return lastBlock;
    }

    /**
     * Closes the open blocks; none when no row is open.
     *
     * @param sourceWatermarkMicros no packet still to be given is earlier
     * @param captured packets captured so far, those given included
     * @param refused of these, refused
     */
    public List<BlockRecord> cut(long sourceWatermarkMicros, long captured, long refused) {
        if (rowsOpen == 0) {
            return List.of();
        }
        BlockHeader.Tally tally = tally(captured, refused);
        long before = watermarkMicros;
        advanceWatermark(Math.min(sourceWatermarkMicros, endMicros));
        List<BlockRecord> records = new ArrayList<>();
        long left = rowsOpen;
        for (int index : CUT_ORDER) {
            OpenBlock block = open[index];
            if (block != null && !block.columns.isEmpty()) {
                left -= block.columns.rows();
                records.add(close(block, left == 0 ? watermarkMicros : before, tally));
            }
        }
        rowsOpen = 0;
        startMicros = endMicros;
        cutOnce = true;
        return records;
    }

    private BlockRecord close(OpenBlock block, long statedWatermarkMicros, BlockHeader.Tally tally) {
        lastBlock++;
        BlockHeader header = new BlockHeader(
                settings.origin(),
                position(),
                new BlockHeader.Span(startMicros, endMicros, statedWatermarkMicros, block.late, false),
                tally,
                block.columns.shardOffsets());
        rowsCut += block.columns.rows();
        byte[] body = block.columns.encode(header);
        block.columns.clear();
        return new BlockRecord(header, body);
    }

    /**
     * Counts the blocks of the cut just made as dropped, because nothing could take them. Their numbers are used again,
     * so their packets are dropped and not lost.
     */
    public void giveUp(List<BlockRecord> cut) {
        requireCut();
        for (BlockRecord block : cut) {
            lastBlock--;
            rowsCut -= block.header().rows();
            lateRows -= block.header().span().late() ? block.header().rows() : 0;
            droppedBySensor += block.header().rows();
        }
    }

    private BlockHeader.Tally tally(long captured, long refused) {
        return new BlockHeader.Tally(
                captured - capturedBefore, refused - refusedBefore, outside, replies, droppedByKernel, droppedBySensor);
    }

    private BlockHeader.Position position() {
        return new BlockHeader.Position(
                epoch.micros(),
                epoch.partition(),
                lastBlock,
                epoch.previousMicros(),
                epoch.previousLastBlock(),
                rowsCut);
    }

    private void advanceWatermark(long micros) {
        watermarkMicros = Math.max(watermarkMicros, micros);
    }

    /** A header alone that says how far time has come; only while no row is open. */
    public BlockRecord heartbeat(long sourceWatermarkMicros, long captured, long refused) {
        sayTime();
        advanceWatermark(Math.min(sourceWatermarkMicros, endMicros));
        return headerAlone(captured, refused, false);
    }

    /**
     * The heartbeat that ends the run on purpose. Its watermark is one microsecond behind the largest packet time:
     * nothing up to and including that time will follow. A run without any packet ends where its epoch began.
     */
    public BlockRecord last(long captured, long refused) {
        sayTime();
        advanceWatermark(endMicros + 1);
        return headerAlone(captured, refused, true);
    }

    /**
     * Begins a new epoch: the sensor's program ended without a word and was started again. Only while no row is open.
     *
     * @param captured packets captured in all epochs so far
     * @param refused of these, refused
     */
    public void restart(long captured, long refused) {
        requireCut();
        earlier = ledgerOfEpochs();
        epoch = epoch.next(lastBlock);
        capturedBefore = captured;
        refusedBefore = refused;
        lastBlock = -1;
        rowsCut = lateRows = outside = replies = droppedByKernel = droppedBySensor = watermarkMicros = 0;
        startMicros = Long.MAX_VALUE;
        endMicros = Long.MIN_VALUE;
        cutOnce = false;
    }

    private void requireCut() {
        if (rowsOpen > 0) {
            throw new IllegalStateException(rowsOpen + " rows are open; cut them first");
        }
    }

    private void sayTime() {
        requireCut();
        if (endMicros == Long.MIN_VALUE) {
            endMicros = epoch.micros();
        }
        startMicros = Math.min(startMicros, endMicros);
    }

    private BlockRecord headerAlone(long captured, long refused, boolean last) {
        BlockHeader header = new BlockHeader(
                settings.origin(),
                position(),
                new BlockHeader.Span(startMicros, endMicros, watermarkMicros, false, last),
                tally(captured, refused),
                new int[settings.shards() + 1]);
        startMicros = endMicros;
        cutOnce = true;
        return new BlockRecord(header, new byte[0]);
    }

    /** What became of every packet so far, in all epochs. */
    public SensorLedger ledger(SourceTally tally) {
        return ledgerOfEpochs().plus(new SensorLedger(tally.captured(), 0, 0, tally.refused(), 0, 0, 0));
    }

    private SensorLedger ledgerOfEpochs() {
        return earlier.plus(new SensorLedger(0, rowsCut, lateRows, Map.of(), outside, replies, droppedBySensor));
    }
}
