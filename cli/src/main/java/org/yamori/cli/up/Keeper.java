package org.yamori.cli.up;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.servers.Launch;
import org.yamori.cli.up.Running.PartState;
import org.yamori.cli.up.Running.Phase;

/** Keeps one part running until it is told to stop: starts it, waits for its end, says why, and starts it again. */
final class Keeper {
    private static final long MILLIS_BETWEEN_LOOKS = 250;
    private static final int LINES_OF_AN_ENDING = 200;
    private static final long NEVER = Long.MIN_VALUE;

    private final Part part;
    private final PartLog log;
    private final Listener listener;
    private final RestartWait restartWait = new RestartWait();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile PartState state;
    private long readyNanos = NEVER;

    /** Who is told. */
    interface Listener {
        void changed();

        void say(String sentence);

        /** Returns when the part that is needed has been ready once. */
        void awaitReady(String part) throws InterruptedException;
    }

    Keeper(Part part, PartLog log, Listener listener) {
        this.part = part;
        this.log = log;
        this.listener = listener;
        this.state = PartState.waiting(part.name(), part.address(), System.currentTimeMillis());
        this.thread = new Thread(this::keep, "keeper-" + part.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    String name() {
        return part.name();
    }

    PartState state() {
        return state;
    }

    PartLog log() {
        return log;
    }

    void awaitReady() throws InterruptedException {
        ready.await();
    }

    boolean isRunning() {
        return state.phase() == Phase.RUNNING;
    }

    /** Asks the process to end and makes it where it does not within the grace. */
    void stop(Duration grace) {
        stopping = true;
        thread.interrupt();
        @Nullable ProcessIdentity process = state.process();
        if (process != null) {
            process.stop(grace);
        }
        try {
            thread.join(grace.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        // One that was started between the two.
        @Nullable ProcessIdentity late = state.process();
        if (late != null) {
            late.stop(grace);
        }
        enter(Phase.STOPPED, null, "");
    }

    private void keep() {
        try {
            for (String need : part.needs()) {
                listener.awaitReady(need);
            }
            log.rotate();
            while (!stopping) {
                readyNanos = NEVER;
                String ending = live();
                if (stopping) {
                    return;
                }
                endWhatIsLeft();
                Duration wait = restartWait.after(readyFor());
                enter(Phase.RESTARTING, null, ending);
                listener.say(part.name() + " " + ending + "; it is started again in " + wait.toSeconds() + " s");
                TimeUnit.NANOSECONDS.sleep(wait.toNanos());
                state = state.onceMore();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException unwritable) {
            listener.say(part.name() + " is not started: " + firstLine(unwritable));
        }
    }

    /** From a start to its end; answers how it ended. */
    private String live() throws InterruptedException {
        try {
            log.begin(part.name() + " starts, " + Instant.now());
            Launch launch = part.prepare(log.file());
            Process process = launch.inOwnSession().start(log.file());
            enter(Phase.STARTING, ProcessIdentity.of(process.pid()).orElse(null), "");
            if (!becomesReady(process)) {
                return "was not ready within " + part.patience().toSeconds() + " s; see " + log.file();
            }
            if (process.isAlive()) {
                part.whenReady();
                readyNanos = System.nanoTime();
                enter(Phase.RUNNING, state.process(), "");
                ready.countDown();
                if (state.restarts() > 0) {
                    listener.say(part.name() + " runs again");
                }
            }
            return Ending.words(process.waitFor(), log.lastOfLife(LINES_OF_AN_ENDING));
        } catch (IOException | RuntimeException cannot) {
            return "cannot be started: " + firstLine(cannot);
        }
    }

    /** False where it is still not ready when patience ends; true also where it has ended by itself. */
    private boolean becomesReady(Process process) throws InterruptedException {
        long end = System.nanoTime() + part.patience().toNanos();
        while (process.isAlive() && !part.isReady()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
        }
        return true;
    }

    private Duration readyFor() {
        return readyNanos == NEVER ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - readyNanos);
    }

    private void endWhatIsLeft() {
        @Nullable ProcessIdentity process = state.process();
        if (process != null) {
            process.kill();
        }
    }

    private void enter(Phase phase, @Nullable ProcessIdentity process, String words) {
        state = state.in(phase, process, System.currentTimeMillis(), words);
        listener.changed();
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
