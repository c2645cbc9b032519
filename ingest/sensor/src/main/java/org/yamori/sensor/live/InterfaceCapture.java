package org.yamori.sensor.live;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that empties the kernel's buffer of one interface into batches, whatever becomes of the interface.
 *
 * <p>A batch is handed over as soon as its reader has nothing else to do, or when it is full. When no batch is free,
 * packets are still taken from the kernel, and given up and counted. An interface that goes down is waited for; one
 * that vanished is opened anew, with growing pauses, when it is there again.
 */
final class InterfaceCapture implements Runnable {
    /** How long the kernel may keep a packet back, on a busy machine; it gathers for a tenth of it. */
    private static final long HELD_BACK_MICROS = 500_000;

    private static final int WAIT_MILLIS = 100;
    private static final int FIRST_PAUSE_MILLIS = 500;
    private static final int LONGEST_PAUSE_MILLIS = 30_000;
    private static final long GATHERED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(2);
    static final VarHandle NATIVE_INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final String name;
    private final CaptureOptions options;
    private final BlockingQueue<Batch> filled;
    private final BlockingQueue<Batch> free;
    private final LongSupplier nowMicros;
    private final Consumer<String> say;
    private @Nullable CaptureHandle handle;
    private @Nullable Batch open;
    private volatile boolean stopped;
    /** Written by this thread alone. */
    private volatile long captured;

    private volatile long givenUp;
    private volatile long kernelDropped;
    private long kernelDroppedBefore;
    private boolean down;
    private long upToMicros = Long.MIN_VALUE;

    InterfaceCapture(
            CaptureHandle handle,
            CaptureOptions options,
            int batches,
            BlockingQueue<Batch> filled,
            LongSupplier nowMicros,
            Consumer<String> say) {
        this.handle = handle;
        this.name = handle.name;
        this.options = options;
        this.filled = filled;
        this.nowMicros = nowMicros;
        this.say = say;
        free = new ArrayBlockingQueue<>(batches);
        for (int i = 0; i < batches; i++) {
            free.add(new Batch(this));
        }
    }

    /** Asks it to end: what has been captured until then is still handed over. */
    void stop() {
        stopped = true;
    }

    /** Takes back a batch that has been read. */
    void recycle(Batch batch) {
        batch.length = 0;
        free.add(batch);
    }

    long captured() {
        return captured;
    }

    long givenUp() {
        return givenUp;
    }

    long kernelDropped() {
        return kernelDropped;
    }

    @Override
    public void run() {
        try {
            int pauseMillis = FIRST_PAUSE_MILLIS;
            while (!stopped) {
                long before = captured;
                try {
                    capture(opened());
                } catch (LiveException gone) {
                    if (captured > before) {
                        pauseMillis = FIRST_PAUSE_MILLIS;
                    }
                    lost(gone, pauseMillis);
                    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
                }
            }
            CaptureHandle current = handle;
            if (current != null) {
                drain(current);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            close();
            end();
        }
    }

    private CaptureHandle opened() throws LiveException {
        CaptureHandle current = handle;
        if (current == null) {
            current = CaptureHandle.open(name, options);
            handle = current;
            say.accept("interface " + name + " is captured from again");
        }
        return current;
    }

    private void capture(CaptureHandle current) throws LiveException {
        long countAt = 0;
        while (!stopped) {
            boolean arrived = take(current);
            long now = nowMicros.getAsLong();
            if (now >= countAt) {
                kernelDropped = kernelDroppedBefore + current.kernelDropped();
                countAt = now + WAIT_MILLIS * 1000;
                tellWhetherUp(current);
            }
            if (!arrived) {
                current.await(WAIT_MILLIS);
            }
        }
    }

    /** One that is set down stays open, and libpcap says nothing of it. */
    private void tellWhetherUp(CaptureHandle current) throws LiveException {
        if (Interfaces.isDown(name) != down) {
            down = !down;
            say.accept("interface " + name + (down ? " is down; it is waited for" : " is up again"));
        }
        if (Interfaces.index(name) != current.interfaceIndex) {
            throw new LiveException("it vanished");
        }
    }

    /** Takes what has arrived; false when that is nothing. */
    private boolean take(CaptureHandle current) throws LiveException {
        long asked = nowMicros.getAsLong();
        int packets = current.read();
        if (packets > 0) {
            count(packets);
            put(current, packets);
        } else {
            upToMicros = Math.max(upToMicros, asked - HELD_BACK_MICROS);
        }
        if (filled.isEmpty()) {
            handOver();
        }
        return packets > 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others watch
    private void count(int packets) {
        captured += packets;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void put(CaptureHandle current, int packets) {
        Batch batch = open;
        if (batch != null && batch.length + current.length() > batch.bytes.length) {
            handOver();
            batch = null;
        }
        if (batch == null) {
            batch = free.poll();
            open = batch;
        }
        if (batch == null) {
            givenUp += packets;
            return;
        }
        int at = batch.length;
        current.copy(batch.bytes, at);
        batch.length += current.length();
        batch.linkType = current.linkType;
        long seconds = Integer.toUnsignedLong((int) NATIVE_INT.get(batch.bytes, at));
        long micros = (int) NATIVE_INT.get(batch.bytes, at + 4);
        upToMicros = Math.max(upToMicros, seconds * 1_000_000 + micros - HELD_BACK_MICROS);
    }

    private void handOver() {
        Batch batch = open == null ? free.poll() : open;
        if (batch == null) {
            return;
        }
        open = null;
        batch.upToMicros = upToMicros;
        batch.givenUp = givenUp;
        batch.kernelDropped = kernelDropped;
        filled.add(batch);
    }

    /** Says why, and waits for the interface to be there again. */
    private void lost(LiveException why, int pauseMillis) throws InterruptedException {
        say.accept("interface " + name + ": " + why.getMessage() + "; tried again in " + pauseMillis + " ms");
        CaptureHandle current = handle;
        if (current != null && Interfaces.index(name) != current.interfaceIndex) {
            drain(current);
            close();
        }
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
        while (!stopped && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(Math.min(WAIT_MILLIS, pauseMillis));
            // Others go on, and must not wait for word from here.
            upToMicros = Math.max(upToMicros, nowMicros.getAsLong() - HELD_BACK_MICROS);
            if (filled.isEmpty()) {
                handOver();
            }
        }
    }

    private void close() {
        CaptureHandle current = handle;
        if (current != null) {
            kernelDroppedBefore += current.kernelDropped();
            kernelDropped = kernelDroppedBefore;
            current.close();
            handle = null;
        }
    }

    /**
     * What the kernel has gathered and not yet handed over belongs to the run. Its buffer outlives the interface, of
     * which libpcap says once that it is gone.
     */
    private void drain(CaptureHandle current) {
        long stoppedAt = System.nanoTime();
        boolean arrived = true;
        while (arrived || System.nanoTime() - stoppedAt < GATHERED_NANOS) {
            try {
                arrived = take(current);
            } catch (LiveException gone) {
                arrived = false;
            }
            if (!arrived) {
                current.await(WAIT_MILLIS);
            } else if (System.nanoTime() - stoppedAt > END_NANOS) {
                return;
            }
        }
    }

    private void end() {
        try {
            handOver();
            Batch batch = free.take();
            batch.last = true;
            batch.upToMicros = Long.MAX_VALUE;
            batch.givenUp = givenUp;
            batch.kernelDropped = kernelDropped;
            filled.add(batch);
        } catch (InterruptedException nobodyReads) {
            Thread.currentThread().interrupt();
        }
    }
}
