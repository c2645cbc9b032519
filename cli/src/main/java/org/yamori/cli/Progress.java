package org.yamori.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * How far a long piece of work is, told to a person: nothing in the first two seconds; then, on a terminal, one line
 * that is rewritten, and elsewhere a line every ten seconds.
 */
public final class Progress implements AutoCloseable {
    private static final long FIRST_MILLIS = 2_000;
    private static final long TERMINAL_MILLIS = 250;
    private static final long LOG_MILLIS = 10_000;
    private static final int LINE_WIDTH = 78;

    private final PrintStream out;
    private final boolean terminal;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong packets = new AtomicLong();
    private volatile long total;
    private volatile String stage;
    private long lastMillis = Long.MIN_VALUE;
    private boolean lineOpen;
    private volatile boolean closed;

    /** Says nothing by itself: {@link #tick} does. */
    public Progress(PrintStream out, boolean terminal, String stage) {
        this.out = out;
        this.terminal = terminal;
        this.stage = stage;
    }

    /** Ticks by itself, to standard error, until it is closed. */
    public static Progress onScreen(String stage) {
        Progress progress = new Progress(System.err, Terminal.isOne(), stage);
        long startNanos = System.nanoTime();
        Thread ticker = new Thread(() -> progress.tickUntilClosed(startNanos), "progress");
        ticker.setDaemon(true);
        ticker.start();
        return progress;
    }

    /** Of work whose progress is told in another way. */
    public static Progress untold() {
        return new Progress(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), false, "");
    }

    /** What is being done now; the share starts again. */
    public void stage(String words) {
        done.set(0);
        total = 0;
        stage = words;
    }

    /** How much there is to do in this stage, in the same unit as {@link #done}, for example bytes of input. */
    public void total(long units) {
        total = units;
    }

    /** More of it is done. */
    public void done(long units) {
        done.addAndGet(units);
    }

    /** More packets were handled. */
    public void packets(long more) {
        packets.addAndGet(more);
    }

    private synchronized void tickUntilClosed(long startNanos) {
        while (!closed) {
            try {
                wait(TERMINAL_MILLIS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
            if (!closed) {
                tick((System.nanoTime() - startNanos) / 1_000_000);
            }
        }
    }

    /** Says how far the work is, if it is time to. */
    synchronized void tick(long elapsedMillis) {
        long pause = terminal ? TERMINAL_MILLIS : LOG_MILLIS;
        if (elapsedMillis < (lastMillis == Long.MIN_VALUE ? FIRST_MILLIS : lastMillis + pause)) {
            return;
        }
        lastMillis = elapsedMillis;
        String line = line(elapsedMillis);
        if (terminal) {
            out.print("\r" + String.format(Locale.ROOT, "%-" + LINE_WIDTH + "s", line));
            lineOpen = true;
        } else {
            out.println(line);
        }
        out.flush();
    }

    private String line(long elapsedMillis) {
        StringBuilder line = new StringBuilder(stage);
        if (total > 0) {
            line.append(String.format(Locale.ROOT, " %d %%", Math.min(100, 100 * done.get() / total)));
        }
        if (packets.get() > 0) {
            line.append(String.format(
                    Locale.ROOT, ", %,d packets, %,d/s", packets.get(), packets.get() * 1000 / elapsedMillis));
        }
        return line.append(String.format(Locale.ROOT, ", %d s", elapsedMillis / 1000))
                .toString();
    }

    /** Ends the line, so that what is printed next starts on its own. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        if (lineOpen) {
            out.print("\r" + " ".repeat(LINE_WIDTH) + "\r");
            out.flush();
            lineOpen = false;
        }
    }
}
