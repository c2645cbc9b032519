package org.yamori.cli.up;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What runs in a home, as the supervisor writes it down for other shells.
 *
 * @param supervisor the process of {@code yamori up}
 * @param parts in the order in which they were started
 */
public record Running(ProcessIdentity supervisor, List<PartState> parts) {
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

    /** What a part is doing. */
    public enum Phase {
        WAITING,
        STARTING,
        RUNNING,
        RESTARTING,
        STOPPED
    }

    /**
     * One part.
     *
     * @param process its process, while there is one
     * @param sinceMillis when the phase began
     * @param restarts how often it was started again
     * @param address where it listens, or empty
     * @param words why it is not running, or empty
     */
    public record PartState(
            String name,
            Phase phase,
            @Nullable ProcessIdentity process,
            long sinceMillis,
            int restarts,
            String address,
            String words) {

        static PartState waiting(String name, String address, long nowMillis) {
            return new PartState(name, Phase.WAITING, null, nowMillis, 0, address, "");
        }

        PartState in(Phase next, @Nullable ProcessIdentity running, long nowMillis, String why) {
            return new PartState(name, next, running, nowMillis, restarts, address, why);
        }

        PartState onceMore() {
            return new PartState(name, phase, process, sinceMillis, restarts + 1, address, words);
        }

        /** Whether its process is there, whatever was written down last. */
        public boolean isAlive() {
            return process != null && process.isAlive();
        }

        /** Memory that it takes now. */
        public long residentBytes() {
            return process == null ? 0 : process.residentBytes();
        }
    }

    public Running {
        parts = List.copyOf(parts);
    }

    /** What was written down last in a home, if anything. */
    public static Optional<Running> in(Home home) throws IOException {
        Path file = home.running();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), Running.class));
        } catch (JacksonException unreadable) {
            throw new IOException(file + " cannot be understood; end Yamori's processes by hand and delete it: "
                    + unreadable.getOriginalMessage());
        }
    }

    /** Replaces what was written down, so that a reader sees the one or the other. */
    void write(Home home) throws IOException {
        Path file = home.running();
        Path next = Path.of(file + ".next");
        Files.write(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Parts whose processes are there though nobody looks after them. */
    public List<PartState> orphans() {
        return supervisor.isAlive()
                ? List.of()
                : parts.stream().filter(Running::hasProcesses).toList();
    }

    private static boolean hasProcesses(PartState part) {
        return part.process() != null && !part.process().session().isEmpty();
    }
}
