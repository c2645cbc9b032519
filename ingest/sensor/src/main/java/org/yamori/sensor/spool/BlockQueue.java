package org.yamori.sensor.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;

/**
 * What a live sensor has said and Kafka has not acknowledged yet, in the order in which it was said.
 *
 * <p>Blocks go to a {@link BlockStore}. When it has no room, new ones are refused: the sensor counts their packets as
 * dropped and says so in its next heartbeat. Heartbeats wait in memory behind the blocks and replace each other, but
 * for one of each minute in which packets were dropped, so that each minute is told what it lacks; those go to the
 * store with the next block. The one that ends a run on purpose goes there at once.
 *
 * <p>One thread offers; another takes, acknowledges and rewinds.
 */
public final class BlockQueue implements AutoCloseable {
    private static final long MINUTE_MICROS = 60_000_000;
    /** Minutes of drops that are kept apart while nothing can be written; the later ones are told together. */
    private static final int MOST_HEARTBEATS = 3_000;

    private final BlockStore store;
    private final Consumer<String> say;
    private final Deque<Waiting> heartbeats = new ArrayDeque<>();
    private long heard;
    private long knownDrops;
    private long refusedPackets;
    private long refusedSinceFull;
    private boolean full;

    /** A heartbeat behind all that is in the store. */
    private static final class Waiting {
        final Taken taken;
        final long minute;
        final boolean tellsDrops;
        boolean handedOut;

        Waiting(Taken taken, long minute, boolean tellsDrops) {
            this.taken = taken;
            this.minute = minute;
            this.tellsDrops = tellsDrops;
        }
    }

    public BlockQueue(BlockStore store, Consumer<String> say) {
        this.store = store;
        this.say = say;
    }

    /** Takes blocks that were cut together, all or none; false if they were refused. */
    public synchronized boolean offer(List<BlockRecord> cut) {
        List<QueuedRecord> together = new ArrayList<>();
        for (Waiting heartbeat : heartbeats) {
            if (heartbeat.tellsDrops) {
                together.add(heartbeat.taken.record());
            }
        }
        cut.forEach(block -> together.add(QueuedRecord.of(block)));
        if (!store.append(together)) {
            refuse(cut);
            return false;
        }
        heartbeats.clear();
        cut.forEach(block -> knownDrops = Math.max(knownDrops, drops(block.header())));
        if (full) {
            full = false;
            say.accept(String.format(
                    java.util.Locale.ROOT,
                    "there is room again; %,d packets were dropped meanwhile, and are counted as such",
                    refusedSinceFull));
            refusedSinceFull = 0;
        }
        return true;
    }

    private void refuse(List<BlockRecord> cut) {
        long packets = cut.stream().mapToLong(block -> block.header().rows()).sum();
        refusedPackets += packets;
        refusedSinceFull += packets;
        if (!full) {
            full = true;
            say.accept(store.refusal() + ": packets are dropped and counted until there is room");
        }
    }

    /** Takes a heartbeat, which stands for every one before it that nobody has taken yet. */
    public synchronized void heartbeat(BlockRecord record) {
        BlockHeader header = record.header();
        long drops = drops(header);
        boolean tells = drops > knownDrops || header.span().last();
        knownDrops = Math.max(knownDrops, drops);
        long minute = Math.floorDiv(header.span().endMicros(), MINUTE_MICROS);
        @Nullable Waiting before = heartbeats.peekLast();
        boolean replaces = before != null
                && (!before.tellsDrops || before.minute == minute || heartbeats.size() >= MOST_HEARTBEATS);
        if (before != null && replaces) {
            heartbeats.removeLast();
            tells |= before.tellsDrops;
        }
        heartbeats.add(new Waiting(new Taken(QueuedRecord.of(record), Taken.NOWHERE, ++heard), minute, tells));
        if (header.span().last() && offer(List.of())) {
            heartbeats.clear();
        }
    }

    private static long drops(BlockHeader header) {
        return header.tally().droppedByKernel() + header.tally().droppedBySensor();
    }

    /** The next record in order, or null. */
    public @Nullable Taken take() {
        @Nullable Taken stored = store.take();
        return stored == null ? takeHeartbeat() : stored;
    }

    private synchronized @Nullable Taken takeHeartbeat() {
        // A block may have come between the two looks, and goes first.
        @Nullable Taken stored = store.take();
        if (stored != null) {
            return stored;
        }
        for (Waiting heartbeat : heartbeats) {
            if (!heartbeat.handedOut) {
                heartbeat.handedOut = true;
                return heartbeat.taken;
            }
        }
        return null;
    }

    /** Kafka has this record and all before it. */
    public void acknowledge(Taken upTo) {
        if (upTo.isStored()) {
            store.acknowledge(upTo);
            return;
        }
        synchronized (this) {
            for (Waiting first = heartbeats.peek();
                    first != null && first.taken.end() <= upTo.end();
                    first = heartbeats.peek()) {
                heartbeats.remove();
            }
        }
    }

    /** What was taken and not acknowledged will be taken again. */
    public void rewind() {
        store.rewind();
        synchronized (this) {
            heartbeats.forEach(heartbeat -> heartbeat.handedOut = false);
        }
    }

    public Backlog backlog() {
        return store.backlog();
    }

    /** Whether nothing is left, heartbeats included. */
    public synchronized boolean isDrained() {
        return heartbeats.isEmpty() && store.backlog().bytes() == 0;
    }

    /** Packets of blocks that were refused. */
    public synchronized long refusedPackets() {
        return refusedPackets;
    }

    @Override
    public void close() {
        store.close();
    }
}
