package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.yamori.cli.up.Running.PartState;

/** Keeps the parts of an installation running, writes down what runs, and stops them in the reverse order. */
public final class Supervisor implements Keeper.Listener {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int SECONDS_BETWEEN_ROUNDS = 5;

    private final Home home;
    private final Screen screen;
    private final ProcessIdentity self = ProcessIdentity.ofThis();
    private final List<Keeper> keepers = new ArrayList<>();
    private final DiskWatch disk;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "rounds");
        thread.setDaemon(true);
        return thread;
    });
    private boolean stopping;
    private String lastTrouble = "";

    public Supervisor(Home home, Screen screen) {
        this.home = home;
        this.screen = screen;
        this.disk = new DiskWatch(home);
        var unused = rounds.scheduleWithFixedDelay(
                this::goRound, SECONDS_BETWEEN_ROUNDS, SECONDS_BETWEEN_ROUNDS, TimeUnit.SECONDS);
    }

    /** Starts to keep a part, once those that it needs are ready. */
    void keep(Part part) {
        Keeper keeper = new Keeper(part, new PartLog(home.log(part.name())), this);
        synchronized (keepers) {
            if (stopping) {
                return;
            }
            keepers.add(keeper);
        }
        changed();
        keeper.start();
    }

    /** Stops a part and forgets it. */
    void drop(String part) {
        for (Keeper keeper : keepers()) {
            if (keeper.name().equals(part)) {
                keeper.stop(GRACE);
                synchronized (keepers) {
                    keepers.remove(keeper);
                }
            }
        }
        changed();
    }

    /** What the parts are doing, in the order of their start. */
    public List<PartState> parts() {
        return keepers().stream().map(Keeper::state).toList();
    }

    @Override
    public void awaitReady(String part) throws InterruptedException {
        for (Keeper keeper : keepers()) {
            if (keeper.name().equals(part)) {
                keeper.awaitReady();
            }
        }
    }

    /** Stops everything, the part that was started last first. No process is left. */
    public void stop() {
        synchronized (keepers) {
            stopping = true;
        }
        rounds.shutdownNow();
        List<Keeper> all = keepers();
        for (int i = all.size() - 1; i >= 0; i--) {
            screen.show("stopping " + all.get(i).name());
            all.get(i).stop(GRACE);
        }
        screen.clear();
        try {
            Files.deleteIfExists(home.running());
        } catch (IOException left) {
            screen.say(home.running() + " cannot be deleted: " + left.getMessage());
        }
    }

    @Override
    public void say(String sentence) {
        screen.say(sentence);
    }

    @Override
    public synchronized void changed() {
        try {
            new Running(self, parts()).write(home);
            lastTrouble = "";
        } catch (IOException unwritable) {
            sayOnce("what runs cannot be written down in " + home + ": " + unwritable.getMessage());
        }
    }

    private List<Keeper> keepers() {
        synchronized (keepers) {
            return List.copyOf(keepers);
        }
    }

    private void goRound() {
        disk.look().ifPresent(screen::say);
        for (Keeper keeper : keepers()) {
            try {
                keeper.log().keepWithin(PartLog.MOST_BYTES);
            } catch (IOException unwritable) {
                sayOnce("the log of " + keeper.name() + " cannot be shortened: " + unwritable.getMessage());
            }
        }
    }

    private synchronized void sayOnce(String trouble) {
        if (!trouble.equals(lastTrouble)) {
            lastTrouble = trouble;
            screen.say(trouble);
        }
    }
}
