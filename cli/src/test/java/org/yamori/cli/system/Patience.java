package org.yamori.cli.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/** Waiting for what other processes do, and not for ever. */
public final class Patience {
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private Patience() {}

    /** Something that is not so at first. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits until a command has said something into the file of its words. */
    public static void untilSaid(Path words, String sentence) throws Exception {
        until(
                () -> "'" + sentence + "', but this was said: " + YamoriProcess.read(words),
                () -> YamoriProcess.read(words).contains(sentence));
    }

    public static void until(String what, Condition condition) throws Exception {
        until(() -> what, condition);
    }

    /** Waits until something holds; the words for it are asked for when it is too late. */
    public static void until(Supplier<String> what, Condition condition) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime())
                    .as(() -> "waited in vain for " + what.get())
                    .isLessThan(end);
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
