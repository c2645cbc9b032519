package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a run measured, as a table for a person and as JSON for a program. */
final class Figures {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long packets;
    private final int parallelism;
    private final long warmUp;
    private final Moments moments;
    private final Map<String, ProcessMeter.Usage> processes;
    private final List<Floor> floors;
    private final Map<String, Long> sizes;
    private final Map<String, FlinkJobs.Checkpoints> checkpoints;
    private Optional<RoomCosts> rooms = Optional.empty();
    private Optional<RegistryCosts> registry = Optional.empty();
    private Optional<Comparison.Outcome> comparison = Optional.empty();

    /**
     * When things were done, in seconds after the sensor's start.
     *
     * @param published the sensor had ended
     * @param told the last finding was in Kafka
     * @param held all documents were in the index and found; without an index the same as told
     */
    record Moments(double published, double told, double held) {}

    /** A part of the way measured alone. */
    record Floor(String name, long packets, double seconds, double cpuSeconds) {
        double perSecond() {
            return packets / seconds;
        }
    }

    Figures(
            long packets,
            int parallelism,
            long warmUp,
            Moments moments,
            Map<String, ProcessMeter.Usage> processes,
            List<Floor> floors,
            Map<String, Long> sizes,
            Map<String, FlinkJobs.Checkpoints> checkpoints) {
        this.packets = packets;
        this.parallelism = parallelism;
        this.warmUp = warmUp;
        this.moments = moments;
        this.processes = new LinkedHashMap<>(processes);
        this.floors = List.copyOf(floors);
        this.sizes = new LinkedHashMap<>(sizes);
        this.checkpoints = new LinkedHashMap<>(checkpoints);
    }

    private Figures copy() {
        Figures same = new Figures(packets, parallelism, warmUp, moments, processes, floors, sizes, checkpoints);
        same.rooms = rooms;
        same.registry = registry;
        same.comparison = comparison;
        return same;
    }

    /** The same, and what each room costs. */
    Figures with(RoomCosts costs) {
        Figures more = copy();
        more.rooms = Optional.of(costs);
        return more;
    }

    /** The same, and what a large registry costs. */
    Figures with(RegistryCosts costs) {
        Figures more = copy();
        more.registry = Optional.of(costs);
        return more;
    }

    /** The same, and what the independent count said. */
    Figures with(Comparison.Outcome outcome) {
        Figures more = copy();
        more.comparison = Optional.of(outcome);
        return more;
    }

    /** Whether the independent count, if there was one, said the same. */
    boolean isEqual() {
        return comparison.map(outcome -> outcome.differences() == 0).orElse(true);
    }

    double packetsPerSecond() {
        return packets / moments.held;
    }

    private double cpuSeconds() {
        return processes.values().stream()
                .mapToDouble(ProcessMeter.Usage::cpuSeconds)
                .sum();
    }

    String table() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%,d packets end to end in %.2f s: %,.0f packets/s (parallelism %d, servers warmed up with %,d packets)",
                packets,
                moments.held,
                packetsPerSecond(),
                parallelism,
                warmUp);
        line(
                text,
                "  published after %.2f s, last finding after %.2f s, all held after %.2f s",
                moments.published,
                moments.told,
                moments.held);
        line(text, "");
        line(text, "%-22s %10s %16s %12s", "process", "CPU s", "CPU s/M packets", "peak MB");
        processes.forEach((name, usage) -> line(
                text,
                "%-22s %10.2f %16.3f %12.0f",
                name,
                usage.cpuSeconds(),
                usage.cpuSeconds() / packets * 1e6,
                usage.peakBytes() / 1e6));
        line(text, "%-22s %10.2f %16.3f", "all", cpuSeconds(), cpuSeconds() / packets * 1e6);
        line(text, "");
        line(text, "%-22s %14s %16s %22s", "floor", "packets/s", "CPU s/M packets", "times end to end");
        for (Floor floor : floors) {
            line(
                    text,
                    "%-22s %,14.0f %16.3f %22.1f",
                    floor.name,
                    floor.perSecond(),
                    floor.cpuSeconds / floor.packets * 1e6,
                    floor.perSecond() / packetsPerSecond());
        }
        line(text, "");
        sizes.forEach((name, size) -> line(text, "%-32s %,18d %14.1f per packet", name, size, (double) size / packets));
        checkpoints.forEach((job, checkpoint) -> line(
                text,
                "checkpoints of %-17s %d completed, %d failed, at most %.1f MB, %d ms on average, %d ms at most",
                job,
                checkpoint.completed(),
                checkpoint.failed(),
                checkpoint.largestBytes() / 1e6,
                checkpoint.averageMillis(),
                checkpoint.longestMillis()));
        rooms.ifPresent(costs -> {
            line(text, "");
            costs.lines().forEach(each -> line(text, "%s", each));
        });
        registry.ifPresent(costs -> {
            line(text, "");
            costs.lines().forEach(each -> line(text, "%s", each));
        });
        comparison.ifPresent(outcome -> {
            line(text, "");
            line(
                    text,
                    "independent count: %,d numbers of %,d windows compared, %,d estimates left out, %,d differences",
                    outcome.numbers(),
                    outcome.windows(),
                    outcome.estimates(),
                    outcome.differences());
            outcome.shown().forEach(difference -> line(text, "  %s", difference));
        });
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    void write(Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("packets", packets).put("parallelism", parallelism).put("warm_up_packets", warmUp);
        root.put("packets_per_second", Math.round(packetsPerSecond()));
        root.putObject("seconds")
                .put("published", moments.published)
                .put("told", moments.told)
                .put("held", moments.held);
        ObjectNode used = root.putObject("processes");
        processes.forEach((name, usage) -> used.putObject(name)
                .put("cpu_seconds", usage.cpuSeconds())
                .put("cpu_seconds_per_million_packets", usage.cpuSeconds() / packets * 1e6)
                .put("peak_bytes", usage.peakBytes()));
        ObjectNode alone = root.putObject("floors");
        for (Floor floor : floors) {
            alone.putObject(floor.name)
                    .put("packets_per_second", Math.round(floor.perSecond()))
                    .put("cpu_seconds_per_million_packets", floor.cpuSeconds / floor.packets * 1e6)
                    .put("times_end_to_end", floor.perSecond() / packetsPerSecond());
        }
        ObjectNode measured = root.putObject("sizes");
        sizes.forEach(measured::put);
        ObjectNode taken = root.putObject("checkpoints");
        checkpoints.forEach((job, checkpoint) -> taken.putObject(job)
                .put("completed", checkpoint.completed())
                .put("failed", checkpoint.failed())
                .put("largest_bytes", checkpoint.largestBytes())
                .put("average_millis", checkpoint.averageMillis())
                .put("longest_millis", checkpoint.longestMillis()));
        rooms.ifPresent(costs -> {
            ObjectNode jobs = root.putObject("detect_job_alone");
            costs.measured()
                    .forEach((job, each) -> jobs.putObject(job)
                            .put("packets_per_second", Math.round(costs.packets() / each.seconds()))
                            .put("cpu_nanos_per_packet", each.cpuSeconds() / costs.packets() * 1e9));
            ObjectNode byRoom = root.putObject("cpu_nanos_per_packet_of_rooms");
            costs.nanosByRoom().forEach(byRoom::put);
        });
        registry.ifPresent(costs -> {
            ObjectNode large = root.putObject("large_registry")
                    .put("organisations", costs.organisations())
                    .put("prefixes", costs.prefixes())
                    .put("packets_of_organisations", costs.ofOrganisations())
                    .put("speed_to_empty", costs.ratio());
            ArrayNode each = large.putArray("speeds_to_empty");
            costs.ratios().forEach(each::add);
        });
        comparison.ifPresent(outcome -> root.putObject("independent_count")
                .put("windows", outcome.windows())
                .put("numbers", outcome.numbers())
                .put("estimates", outcome.estimates())
                .put("differences", outcome.differences()));
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }
}
