package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.yamori.cli.bench.AlertArrivals.Arrival;
import org.yamori.cli.bench.AlertPlan.Phase;

/** How long urgent alerts took, and whether each came once and at its time, as a table and as JSON. */
final class AlertFigures {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Alerts are decided by tenths of a second: when everything before the end of one has been stated. */
    private static final long TENTH_MICROS = 100_000;

    private final AlertPlan plan;
    private final long startMicros;
    private final Map<Phase, Times> phases = new LinkedHashMap<>();
    private final List<TreeMap<Long, Long>> stated = new ArrayList<>();
    private final List<Long> lateness = new ArrayList<>();
    private long packets;
    private final Map<String, ProcessMeter.Usage> processes;
    private final Map<String, FlinkJobs.Checkpoints> checkpoints;

    /** Of the alerts of one phase, microseconds after the thousandth packet was captured. */
    private static final class Times {
        final List<Long> told = new ArrayList<>();
        final List<Long> appended = new ArrayList<>();
        final List<Long> received = new ArrayList<>();
        int expected;
        int missing;
        int repeated;
        int atAnotherTime;
        int unknown;
    }

    AlertFigures(
            AlertPlan plan,
            long startMicros,
            Map<String, ProcessMeter.Usage> processes,
            Map<String, FlinkJobs.Checkpoints> checkpoints) {
        this.plan = plan;
        this.startMicros = startMicros;
        this.processes = new LinkedHashMap<>(processes);
        this.checkpoints = new LinkedHashMap<>(checkpoints);
        plan.played().forEach(phase -> phases.put(phase, new Times()));
        for (int sensor = 0; sensor < plan.sensors(); sensor++) {
            stated.add(new TreeMap<>());
        }
    }

    /** Takes what {@link AlertSensors} said: when which sensor stated which watermark first. */
    void takeSaid(List<String> lines) {
        for (String line : lines) {
            long[] words = Arrays.stream(line.split("\t", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            stated.get((int) words[0]).merge(words[1], words[2], Math::min);
            lateness.add(words[3]);
            packets += words[4];
        }
    }

    void takeArrivals(List<Arrival> arrivals) {
        Map<Integer, List<Arrival>> bySource = new HashMap<>();
        arrivals.forEach(one -> bySource.computeIfAbsent(one.source(), unseen -> new ArrayList<>())
                .add(one));
        for (int host = 0; host < plan.hosts(); host++) {
            Times times = timesOf(plan.phaseOf(host));
            times.expected++;
            List<Arrival> seen = bySource.remove(plan.source(host));
            if (seen == null) {
                times.missing++;
                continue;
            }
            times.repeated += seen.size() - 1;
            Arrival first = seen.get(0);
            long urgent = startMicros + plan.urgentMicros(host);
            times.atAnotherTime += first.alertMicros() == urgent ? 0 : 1;
            times.told.add(toldMicros(plan.phaseOf(host), urgent) - urgent);
            times.appended.add(first.appendMicros() - urgent);
            times.received.add(first.receivedMicros() - urgent);
        }
        timesOf(Phase.WELL).unknown +=
                bySource.values().stream().mapToInt(List::size).sum();
    }

    private Times timesOf(Phase phase) {
        return Objects.requireNonNull(phases.get(phase));
    }

    /** When all sensors that report had said that nothing earlier than the end of the tenth follows. */
    private long toldMicros(Phase phase, long urgentMicros) {
        long end = Math.floorDiv(urgentMicros, TENTH_MICROS) * TENTH_MICROS + TENTH_MICROS;
        long told = Long.MIN_VALUE;
        for (int sensor = 0; sensor < plan.reporting(phase); sensor++) {
            long first = stated.get(sensor).tailMap(end, true).values().stream()
                    .mapToLong(Long::longValue)
                    .min()
                    .orElse(urgentMicros);
            told = Math.max(told, first);
        }
        return told;
    }

    /** Whether every alert came, once, at the time of the thousandth packet, and no other. */
    boolean areRight() {
        return phases.values().stream()
                .allMatch(times -> times.missing + times.repeated + times.atAnotherTime + times.unknown == 0);
    }

    /** The smallest that so many of a thousand do not exceed. */
    static double millis(List<Long> micros, int ofThousand) {
        long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
        int rank = (int) ((sorted.length * (long) ofThousand + 999) / 1000);
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(rank, 1) - 1] / 1000.0;
    }

    double packetsPerSecond() {
        return packets / (double) plan.endSeconds();
    }

    String table() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "background of %,d packets/s at %d sensors, %,d alerts in each phase of %d s; %,d packets sent, %,.0f a second",
                plan.packetsPerSecond(),
                plan.sensors(),
                plan.course().alerts(),
                plan.course().seconds(),
                packets,
                packetsPerSecond());
        line(
                text,
                "what sensors sent was behind its capture's end by %.0f ms (half of it), %.0f ms (99 %%), %.0f ms at most",
                millis(lateness, 500),
                millis(lateness, 990),
                millis(lateness, 1000));
        line(text, "");
        line(text, "%-28s %8s %8s %26s", "milliseconds after capture", "alerts", "seen", "p50        p99        max");
        phases.forEach((phase, times) -> {
            line(text, "%-28s %,8d %,8d", phase.words(), times.expected, times.expected - times.missing);
            line(text, "%-45s %s", "    the sensors that report had told", three(times.told));
            line(text, "%-45s %s", "    the alert was on the topic of findings", three(times.appended));
            line(text, "%-45s %s", "    somebody who reads it had it", three(times.received));
            if (times.missing + times.repeated + times.atAnotherTime + times.unknown > 0) {
                line(
                        text,
                        "    WRONG: %d missing, %d repeated, %d not at the time of the thousandth packet, %d of nobody",
                        times.missing,
                        times.repeated,
                        times.atAnotherTime,
                        times.unknown);
            }
        });
        line(text, "");
        line(text, "%-22s %10s %16s %12s", "process", "CPU s", "CPU s/M packets", "peak MB");
        processes.forEach((name, usage) -> line(
                text,
                "%-22s %10.2f %16.3f %12.0f",
                name,
                usage.cpuSeconds(),
                usage.cpuSeconds() / packets * 1e6,
                usage.peakBytes() / 1e6));
        checkpoints.forEach((job, checkpoint) -> line(
                text,
                "checkpoints of %-7s %d completed, %d failed, at most %.1f MB, %d ms on average, %d ms at most",
                job,
                checkpoint.completed(),
                checkpoint.failed(),
                checkpoint.largestBytes() / 1e6,
                checkpoint.averageMillis(),
                checkpoint.longestMillis()));
        return text.toString();
    }

    private static String three(List<Long> micros) {
        return String.format(
                Locale.ROOT,
                "%,7.0f    %,7.0f    %,7.0f",
                millis(micros, 500),
                millis(micros, 990),
                millis(micros, 1000));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    void write(Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("background_packets_per_second", plan.packetsPerSecond());
        root.put("sensors", plan.sensors());
        root.put("packets", packets);
        root.put("packets_per_second", Math.round(packetsPerSecond()));
        put(root.putObject("sent_behind_capture_millis"), lateness);
        ObjectNode all = root.putObject("phases");
        phases.forEach((phase, times) -> {
            ObjectNode one = all.putObject(phase.name().toLowerCase(Locale.ROOT));
            one.put("alerts", times.expected)
                    .put("missing", times.missing)
                    .put("repeated", times.repeated)
                    .put("at_another_time", times.atAnotherTime)
                    .put("of_nobody", times.unknown);
            put(one.putObject("told_millis"), times.told);
            put(one.putObject("appended_millis"), times.appended);
            put(one.putObject("received_millis"), times.received);
        });
        ObjectNode used = root.putObject("processes");
        processes.forEach((name, usage) ->
                used.putObject(name).put("cpu_seconds", usage.cpuSeconds()).put("peak_bytes", usage.peakBytes()));
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    private static void put(ObjectNode into, List<Long> micros) {
        into.put("p50", millis(micros, 500)).put("p99", millis(micros, 990)).put("max", millis(micros, 1000));
    }
}
