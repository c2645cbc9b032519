package org.yamori.cli.ledger;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.Column;
import org.yamori.wire.PacketBlock;

/** What one sensor's topic says that it sent. */
final class Sensed {
    private static final long MINUTE_MICROS = 60_000_000;

    private final Map<Long, BlockHeader.Tally> tallies = new HashMap<>();
    private final Map<String, Stretch> stretches = new HashMap<>();
    private final TreeMap<Long, Long> minutes = new TreeMap<>();
    private long rows;
    private long packets;
    private long deadLetters;
    private long duplicates;

    /** The blocks of one epoch in one partition. */
    private static final class Stretch {
        private final LongOpenHashSet seen = new LongOpenHashSet();
        private long rowsSent;
        private long rowsSeen;

        /** Says whether the block is a new one. */
        boolean see(BlockHeader header) {
            rowsSent = Math.max(rowsSent, header.position().rowsBefore() + header.rows());
            if (!seen.add(header.position().block())) {
                return false;
            }
            rowsSeen += header.rows();
            return true;
        }
    }

    void heartbeat(BlockHeader header) {
        takeTally(header);
        Stretch stretch = stretchOf(header);
        stretch.rowsSent = Math.max(stretch.rowsSent, header.position().rowsBefore());
    }

    /**
     * Takes a block.
     *
     * @param dead whether the job refused the record
     */
    void block(PacketBlock block, boolean dead) {
        BlockHeader header = block.header();
        takeTally(header);
        Map<Long, Long> packetsOf = packetsByMinute(block);
        long inAll = packetsOf.values().stream().mapToLong(Long::longValue).sum();
        if (!stretchOf(header).see(header)) {
            duplicates += inAll;
            return;
        }
        rows += header.rows();
        packets += inAll;
        if (dead) {
            deadLetters += inAll;
        } else {
            packetsOf.forEach((minute, more) -> minutes.merge(minute, more, Long::sum));
        }
    }

    private Stretch stretchOf(BlockHeader header) {
        return stretches.computeIfAbsent(
                header.position().epoch() + "/" + header.position().partition(), unseen -> new Stretch());
    }

    private void takeTally(BlockHeader header) {
        tallies.merge(
                header.position().epoch(),
                header.tally(),
                (known, next) -> next.captured() > known.captured() ? next : known);
    }

    private static Map<Long, Long> packetsByMinute(PacketBlock block) {
        Map<Long, Long> minutes = new TreeMap<>();
        boolean weighted = block.carries(Column.WEIGHT);
        long minute = Long.MIN_VALUE;
        long inMinute = 0;
        for (int row = 0; row < block.rows(); row++) {
            long start = Math.floorDiv(block.timeMicros(row), MINUTE_MICROS) * MINUTE_MICROS;
            if (start != minute) {
                if (inMinute > 0) {
                    minutes.merge(minute, inMinute, Long::sum);
                }
                minute = start;
                inMinute = 0;
            }
            boolean known = !weighted || !block.isNull(Column.WEIGHT, row);
            inMinute += weighted && known ? block.number(Column.WEIGHT, row) : known ? 1 : 0;
        }
        if (inMinute > 0) {
            minutes.merge(minute, inMinute, Long::sum);
        }
        return minutes;
    }

    /** Packets of each minute, by its start in microseconds, that the job should tell. */
    Map<Long, Long> minutes() {
        return minutes;
    }

    /**
     * The account of the sensor. Rows that stand for many packets are taken for as many.
     *
     * @param told what the job made of the minutes
     */
    Account account(Told told) {
        BlockHeader.Tally tally = tallies.values().stream().reduce(BlockHeader.Tally.NONE, Sensed::sum);
        Account.Held held =
                new Account.Held(tally.refused(), tally.outside(), tally.replies(), tally.droppedBySensor());
        long lost = 0;
        for (Stretch stretch : stretches.values()) {
            lost += Math.max(0, stretch.rowsSent - stretch.rowsSeen);
        }
        long inTheSensor = tally.captured() - held.sum() - rows - lost;
        return new Account(
                tally.captured() - rows + packets,
                told.counted(),
                told.late(),
                inTheSensor + told.waiting(),
                held,
                lost,
                deadLetters,
                duplicates);
    }

    private static BlockHeader.Tally sum(BlockHeader.Tally one, BlockHeader.Tally other) {
        return new BlockHeader.Tally(
                one.captured() + other.captured(),
                one.refused() + other.refused(),
                one.outside() + other.outside(),
                one.replies() + other.replies(),
                one.droppedByKernel() + other.droppedByKernel(),
                one.droppedBySensor() + other.droppedBySensor());
    }

    /**
     * What came of the minutes of one sensor.
     *
     * @param counted packets in the findings of minutes
     * @param late packets in findings of late blocks
     * @param waiting packets of minutes that nobody told yet
     */
    record Told(long counted, long late, long waiting) {}
}
