package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.yamori.cli.up.Running.PartState;

/** Ends what runs in a home, from another process than the one that looks after it. */
public final class Stopping {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Home home;

    public Stopping(Home home) {
        this.home = home;
    }

    /** Returns when no process is left, and says what was done. */
    public String run() throws IOException {
        Optional<Running> found = Running.in(home);
        if (found.isEmpty()) {
            return "nothing runs in " + home;
        }
        Running running = found.get();
        boolean alive = running.supervisor().isAlive();
        if (alive) {
            // It stops its parts one after the other, each within the grace.
            running.supervisor().stop(GRACE.multipliedBy(running.parts().size() + 1L));
        }
        // It may have started others meanwhile, or not have come to all.
        List<PartState> left = Running.in(home).orElse(running).orphans();
        for (int i = left.size() - 1; i >= 0; i--) {
            end(left.get(i));
        }
        Files.deleteIfExists(home.running());
        String ended = left.isEmpty() ? "" : "; ended what was left: " + names(left);
        return (alive ? "stopped" : "nobody looked after the parts any more") + ended + "; the data stay in " + home;
    }

    static void end(PartState part) {
        ProcessIdentity process = part.process();
        if (process != null) {
            process.stop(GRACE);
        }
    }

    private static String names(List<PartState> parts) {
        return String.join(", ", parts.stream().map(PartState::name).toList());
    }
}
