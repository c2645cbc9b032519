package org.yamori.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What processes and their children use, as the kernel counts it. Looked at every 20 ms, because a process that has
 * ended can no longer be asked.
 */
final class ProcessMeter implements AutoCloseable {
    private static final long MILLIS_BETWEEN_LOOKS = 20;
    /** USER_HZ, the same on every Linux. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int CHILDREN_SYSTEM_TIME = 14;

    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "process-meter");
        thread.setDaemon(true);
        return thread;
    });

    private static final class Watched {
        final long pid;
        long ticksBefore;
        long ticks;
        long peakBytes;

        Watched(long pid, long ticksBefore) {
            this.pid = pid;
            this.ticksBefore = ticksBefore;
            this.ticks = ticksBefore;
        }
    }

    /**
     * What a process used since it was first watched.
     *
     * @param cpuSeconds user and system time, children included
     * @param peakBytes the most memory it had at one time, since its start
     */
    record Usage(double cpuSeconds, long peakBytes) {}

    ProcessMeter() {
        var unused = looks.scheduleWithFixedDelay(
                this::look, MILLIS_BETWEEN_LOOKS, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
    }

    /** Counts from now on; watching a name again starts it afresh. */
    synchronized void watch(String name, long pid) {
        watched.put(name, new Watched(pid, ticks(pid)));
    }

    /** Counts from the start of the process on. */
    synchronized void watchFromStart(String name, long pid) {
        watched.put(name, new Watched(pid, 0));
    }

    /** Forgets what all processes used up to now. */
    synchronized void restart() {
        look();
        watched.values().forEach(one -> one.ticksBefore = one.ticks);
    }

    synchronized Map<String, Usage> usages() {
        look();
        Map<String, Usage> usages = new LinkedHashMap<>();
        watched.forEach((name, one) ->
                usages.put(name, new Usage((one.ticks - one.ticksBefore) / TICKS_PER_SECOND, one.peakBytes)));
        return usages;
    }

    private synchronized void look() {
        for (Watched one : watched.values()) {
            one.ticks = Math.max(one.ticks, ticks(one.pid));
            one.peakBytes = Math.max(one.peakBytes, peakBytes(one.pid));
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }

    private static long ticks(long pid) {
        long living = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(child -> ownTicks(child.pid()))
                .sum();
        return ownTicks(pid) + living;
    }

    /** Own time and that of children that have ended; 0 for a process that is gone. */
    private static long ownTicks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long sum = 0;
            for (int i = USER_TIME; i <= CHILDREN_SYSTEM_TIME; i++) {
                sum += Long.parseLong(fields[i]);
            }
            return sum;
        } catch (IOException gone) {
            return 0;
        }
    }

    private static long peakBytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
            return 0;
        } catch (IOException gone) {
            return 0;
        }
    }
}
