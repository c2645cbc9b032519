package org.yamori.cli.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.yamori.cli.Refusal;

/** Looking again and again until something holds. */
final class Waiting {
    private static final long MILLIS_BETWEEN_LOOKS = 200;

    private Waiting() {}

    /** What is looked at. */
    interface Look {
        boolean holds() throws IOException;
    }

    static void until(String what, Duration patience, Look look) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (!look.holds()) {
            if (System.nanoTime() > end) {
                throw new Refusal("waited " + patience.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(MILLIS_BETWEEN_LOOKS));
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted while waiting for " + what);
            }
        }
    }
}
