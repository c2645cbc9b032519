package org.yamori.cli.up;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Sentences that stay, and on a terminal one last line that changes, on standard error; elsewhere that line comes every
 * ten seconds where it has changed.
 */
public final class Screen {
    private static final int LINE_WIDTH = 79;
    private static final long NANOS_BETWEEN_LINES = 10_000_000_000L;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private boolean lineOpen;
    private long lastNanos;
    private String lastLine = "";

    public Screen(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.lastNanos = System.nanoTime();
    }

    public synchronized void say(String sentence) {
        clear();
        out.println(sentence);
        out.flush();
    }

    /** The state of things now. */
    public synchronized void show(String line) {
        if (terminal) {
            String fitting = line.length() > LINE_WIDTH ? line.substring(0, LINE_WIDTH - 1) + "…" : line;
            err.print("\r" + String.format(Locale.ROOT, "%-" + LINE_WIDTH + "s", fitting));
            err.flush();
            lineOpen = true;
        } else if (!line.equals(lastLine) && System.nanoTime() - lastNanos > NANOS_BETWEEN_LINES) {
            lastNanos = System.nanoTime();
            lastLine = line;
            out.println(line);
            out.flush();
        }
    }

    public synchronized void clear() {
        if (lineOpen) {
            err.print("\r" + " ".repeat(LINE_WIDTH) + "\r");
            err.flush();
            lineOpen = false;
        }
    }
}
