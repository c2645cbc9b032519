package org.yamori.sensor.spool;

import java.util.Locale;

/**
 * What waits for Kafka's acknowledgement.
 *
 * @param blocks how many
 * @param bytes of their payload
 */
public record Backlog(long blocks, long bytes) {
    private static final double MEBIBYTE = 1 << 20;

    public boolean isEmpty() {
        return blocks == 0;
    }

    /** For people. */
    public String words() {
        return String.format(Locale.ROOT, "%,d blocks, %s", blocks, mebibytes(bytes));
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
    }
}
