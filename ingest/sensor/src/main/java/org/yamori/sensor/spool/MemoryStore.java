package org.yamori.sensor.spool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Room in memory, for a live sensor without a spool: what it holds dies with the process. */
public final class MemoryStore implements BlockStore {
    private final long mostBytes;
    private final Deque<Taken> kept = new ArrayDeque<>();
    private long bytes;
    private long blocks;
    private long appended;
    private long taken;
    private long acknowledged;

    public MemoryStore(long mostBytes) {
        if (mostBytes < 1) {
            throw new IllegalArgumentException("room in memory must be at least 1 byte, was " + mostBytes);
        }
        this.mostBytes = mostBytes;
    }

    @Override
    public synchronized boolean append(List<QueuedRecord> together) {
        long more =
                together.stream().mapToLong(record -> record.payload().length).sum();
        if (bytes + more > mostBytes) {
            return false;
        }
        for (QueuedRecord record : together) {
            kept.add(new Taken(record, 0, ++appended));
            blocks += record.heartbeat() ? 0 : 1;
        }
        bytes += more;
        return true;
    }

    @Override
    public String refusal() {
        return "the " + Backlog.mebibytes(mostBytes) + " for blocks in memory are full";
    }

    @Override
    public synchronized @Nullable Taken take() {
        if (taken == appended) {
            return null;
        }
        long skipped = taken - acknowledged;
        taken++;
        return kept.stream().skip(skipped).findFirst().orElse(null);
    }

    @Override
    public synchronized void acknowledge(Taken upTo) {
        while (acknowledged < upTo.end()) {
            Taken done = kept.remove();
            bytes -= done.bytes();
            blocks -= done.record().heartbeat() ? 0 : 1;
            acknowledged++;
        }
    }

    @Override
    public synchronized void rewind() {
        taken = acknowledged;
    }

    @Override
    public synchronized Backlog backlog() {
        return new Backlog(blocks, bytes);
    }

    @Override
    public void close() {}
}
