package org.yamori.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.yamori.sensor.block.SensorLedger;
import org.yamori.sensor.live.LiveRun;
import org.yamori.sensor.live.LiveSource;

/** How a capture goes, told in a line every ten seconds, also while Kafka does not answer. */
final class LiveProgress implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LiveSource source;
    private final Consumer<String> say;
    private volatile LiveRun.Sent sent = new LiveRun.Sent(SensorLedger.NONE, 0, 0);
    private boolean closed;

    private LiveProgress(LiveSource source, Consumer<String> say) {
        this.source = source;
        this.say = say;
    }

    static LiveProgress onScreen(LiveSource source, Consumer<String> say) {
        LiveProgress progress = new LiveProgress(source, say);
        Thread ticker = new Thread(progress::tickUntilClosed, "progress");
        ticker.setDaemon(true);
        ticker.start();
        return progress;
    }

    /** Takes what has gone out so far. */
    void sent(LiveRun.Sent soFar) {
        sent = soFar;
    }

    private synchronized void tickUntilClosed() {
        long before = 0;
        long last = System.nanoTime();
        while (!closed) {
            long left = last + PAUSE_NANOS - System.nanoTime();
            if (left > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    return;
                }
                continue;
            }
            long now = System.nanoTime();
            LiveSource.Taken taken = source.taken();
            say.accept(line(taken, sent, (taken.captured() - before) * 1e9 / (now - last)));
            before = taken.captured();
            last = now;
        }
    }

    /** The line for a person. */
    static String line(LiveSource.Taken taken, LiveRun.Sent sent, double packetsPerSecond) {
        SensorLedger ledger = sent.ledger();
        return String.format(
                Locale.ROOT,
                "captured %,d (%,.0f/s), refused %,d, outside %,d, replies %,d; dropped by kernel %,d, by sensor %,d;"
                        + " %,d blocks sent",
                taken.captured(),
                packetsPerSecond,
                ledger.refusedInAll(),
                ledger.outside(),
                ledger.replies(),
                taken.kernelDropped(),
                taken.givenUp(),
                sent.blocks());
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
