package org.yamori.cli.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One process and no other: numbers are used again, but not with the same moment of start.
 *
 * @param pid its number, which is also that of its session where it was started in one of its own
 * @param startTicks when it started, as the kernel tells it
 * @param boot which run of the kernel that was
 */
public record ProcessIdentity(long pid, long startTicks, String boot) {
    private static final Path PROC = Path.of("/proc");
    private static final long NANOS_BETWEEN_LOOKS = 50_000_000;
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);
    /** Fields of /proc/PID/stat after the name, which may hold anything. */
    private static final int STATE = 0;

    private static final int SESSION = 3;
    private static final int THREADS = 17;
    private static final int START_TICKS = 19;

    /** The process that has this number now. */
    public static Optional<ProcessIdentity> of(long pid) {
        @Nullable String[] stat = stat(pid);
        return stat == null
                ? Optional.empty()
                : Optional.of(new ProcessIdentity(pid, Long.parseLong(stat[START_TICKS]), currentBoot()));
    }

    public static ProcessIdentity ofThis() {
        return of(ProcessHandle.current().pid())
                .orElseThrow(() -> new IllegalStateException("there is no /proc on this machine"));
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        @Nullable String[] stat = stat(pid);
        return stat != null && isRunning(stat) && Long.parseLong(stat[START_TICKS]) == startTicks && isOfThisBoot();
    }

    /** It, even before it has a session of its own, and whatever it started in that, also when it has ended itself. */
    List<Long> session() {
        if (!isOfThisBoot() || isAnother()) {
            return List.of();
        }
        List<Long> members = new ArrayList<>();
        for (long candidate : processes()) {
            @Nullable String[] stat = stat(candidate);
            if (stat != null
                    && isRunning(stat)
                    && (candidate == pid || Long.parseLong(stat[SESSION]) == pid)
                    && Long.parseLong(stat[START_TICKS]) >= startTicks) {
                members.add(candidate);
            }
        }
        return members;
    }

    /** Asks it to end; after the grace it and its whole session are ended at once. */
    void stop(Duration grace) {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
        awaitEnd(grace);
        kill();
    }

    /** Ends it and all it started at once. */
    void kill() {
        for (long member : session()) {
            ProcessHandle.of(member).ifPresent(ProcessHandle::destroyForcibly);
        }
        awaitEnd(AFTER_KILL);
    }

    private void awaitEnd(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!session().isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
        }
    }

    /** Memory that it and all it started take now. */
    long residentBytes() {
        return session().stream().mapToLong(ProcessIdentity::residentBytes).sum();
    }

    private boolean isAnother() {
        @Nullable String[] stat = stat(pid);
        return stat != null && Long.parseLong(stat[START_TICKS]) != startTicks;
    }

    private boolean isOfThisBoot() {
        return boot.equals(currentBoot());
    }

    /** A first thread that has ended waits for the others, which hold files, ports and locks for as long. */
    static boolean isRunning(String[] stat) {
        boolean ended = stat[STATE].equals("Z") || stat[STATE].equals("X");
        return !ended || Long.parseLong(stat[THREADS]) > 1;
    }

    private static String @Nullable [] stat(long pid) {
        try {
            String line = Files.readString(PROC.resolve(pid + "/stat"));
            return afterTheName(line);
        } catch (IOException gone) {
            return null;
        }
    }

    static String[] afterTheName(String line) {
        return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    }

    private static List<Long> processes() {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> name.matches("[0-9]+"))
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static long residentBytes(long pid) {
        try {
            for (String line : Files.readAllLines(PROC.resolve(pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
            return 0;
        } catch (IOException gone) {
            return 0;
        }
    }

    private static String currentBoot() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("there is no /proc on this machine", unreadable);
        }
    }
}
