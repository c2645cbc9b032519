package org.yamori.sensor.publish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.yamori.sensor.spool.Backlog;
import org.yamori.sensor.spool.BlockQueue;
import org.yamori.sensor.spool.BlockStore;
import org.yamori.sensor.spool.MemoryStore;
import org.yamori.sensor.spool.SpoolFolder;
import org.yamori.wire.BlockRecord;

/**
 * The outlet of a live sensor, which takes blocks at any time and never waits: they are kept in a spool, or in memory
 * where there is none, and a thread of its own brings them to Kafka. What finds no room is refused, and counted by who
 * cut it.
 */
public final class LiveDelivery implements LivePlayer.Outlet, AutoCloseable {
    /** Room for blocks of a sensor without a spool. */
    public static final long MEMORY_BYTES = 64L << 20;

    private static final long FORCE_NANOS = 1_000_000_000;

    private final BlockQueue queue;
    private final Delivery delivery;
    private final Thread sender;
    private final Thread forcer;
    private final Runnable force;
    private volatile boolean closing;
    private volatile long closeByNanos;

    private LiveDelivery(BlockStore store, Runnable force, Delivery.Opening opening, String topic, Meanwhile how) {
        queue = new BlockQueue(store, how.say);
        this.force = force;
        delivery = new Delivery(
                queue, opening, topic, DeliveryClock.ofMachine(), new Delivery.Words(how.say, how.words, this::wake));
        sender = new Thread(this::sendUntilClosed, "sender of " + topic);
        sender.setDaemon(true);
        forcer = new Thread(this::forceUntilClosed, "forcer of " + topic);
        forcer.setDaemon(true);
    }

    private record Meanwhile(Consumer<String> say, String words) {}

    /** Through a spool, which is closed with it. */
    public static LiveDelivery through(
            SpoolFolder spool, Delivery.Opening opening, String topic, Consumer<String> say) {
        return start(new LiveDelivery(spool, spool::force, opening, topic, new Meanwhile(say, "spooling")));
    }

    /** Through memory, which holds {@link #MEMORY_BYTES}. */
    public static LiveDelivery throughMemory(Delivery.Opening opening, String topic, Consumer<String> say) {
        return start(new LiveDelivery(
                new MemoryStore(MEMORY_BYTES),
                () -> {},
                opening,
                topic,
                new Meanwhile(say, "keeping blocks in memory")));
    }

    private static LiveDelivery start(LiveDelivery made) {
        made.sender.start();
        made.forcer.start();
        return made;
    }

    @Override
    public void send(BlockRecord record) {
        if (record.isHeartbeat()) {
            queue.heartbeat(record);
        } else {
            // A block that is refused alone leaves its number, and counts as lost.
            boolean unused = queue.offer(List.of(record));
        }
        wake();
    }

    @Override
    public boolean sendTogether(List<BlockRecord> cut) {
        boolean taken = queue.offer(cut);
        wake();
        return taken;
    }

    private void wake() {
        LockSupport.unpark(sender);
    }

    private void sendUntilClosed() {
        while (!closing || (!delivery.isDone() && System.nanoTime() < closeByNanos)) {
            long rest = delivery.step();
            if (rest > 0) {
                LockSupport.parkNanos(this, closing ? Math.min(rest, closeByNanos - System.nanoTime()) : rest);
            }
        }
        delivery.close();
    }

    private void forceUntilClosed() {
        while (!closing) {
            LockSupport.parkNanos(this, FORCE_NANOS);
            force.run();
        }
    }

    /** What Kafka has not acknowledged. */
    public Backlog backlog() {
        return queue.backlog();
    }

    /** Whether the broker's last word was a good one. */
    public boolean isUp() {
        return delivery.isUp();
    }

    public long acknowledgedBlocks() {
        return delivery.acknowledgedBlocks();
    }

    /** Packets of blocks for which there was no room. */
    public long refusedPackets() {
        return queue.refusedPackets();
    }

    /** Sends what there is, for so long at most; what is left stays in the spool. */
    public Backlog close(Duration grace) {
        closeByNanos = System.nanoTime() + grace.toNanos();
        closing = true;
        LockSupport.unpark(sender);
        LockSupport.unpark(forcer);
        boolean interrupted = joined(sender);
        interrupted |= joined(forcer);
        Backlog left = queue.backlog();
        queue.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return left;
    }

    /** Whether this thread was interrupted meanwhile. */
    private static boolean joined(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException asked) {
                interrupted = true;
            }
        }
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
