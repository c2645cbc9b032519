package org.yamori.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The moment at which a command has done its work and said how it went. A process that is asked to end waits for it in
 * a shutdown hook, or its last sentence would be cut off.
 */
final class LastWord {
    /** Nobody waits where commands are run inside another program. */
    private static volatile CountDownLatch ahead = new CountDownLatch(0);

    private LastWord() {}

    static void isAhead() {
        ahead = new CountDownLatch(1);
    }

    static void isSaid() {
        ahead.countDown();
    }

    /** False when it was not said in that time. */
    static boolean await(Duration patience) {
        try {
            return ahead.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
