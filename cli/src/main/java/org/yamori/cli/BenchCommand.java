package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Doors.AlertsBench;
import org.yamori.cli.Doors.DetectionBench;
import org.yamori.cli.Doors.IngestBench;
import org.yamori.cli.Doors.PipelineBench;
import org.yamori.cli.bench.registry.RegistryRun;
import org.yamori.cli.servers.ServerHome;
import org.yamori.wire.Shards;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measurements on this machine. */
@Command(name = "bench", description = "Measures on this machine.", synopsisSubcommandLabel = "COMMAND")
final class BenchCommand implements Runnable {
    private static final long MOST_PACKETS = 10_000_000_000L;

    private static final int MOST_ROUNDS = 1000;
    private static final int ALL_PORTS = 131_072;
    private static final int MOST_DAYS = 3650;
    private static final int MOST_SURGES = 100_000;
    private static final int MOST_ORGANISATIONS = 50_000;
    private static final int PREFIXES_OF_AN_ORGANISATION = 20;
    private static final int MOST_PACKETS_PER_SECOND = 3_000_000;
    private static final int MOST_SENSORS = 32;
    private static final long MOST_ALERTS_PER_SECOND = 100;
    private static final int LEAST_SECONDS = 8;
    private static final int MOST_SECONDS = 3_600;
    /** The first hosts begin ten seconds before their alerts, after the registry has taken effect. */
    private static final int LEAST_WARM_UP = 15;

    private static final int FULL_DAYS = 157;
    private static final int FULL_SURGES = 300;

    private final PipelineBench pipelineBench;
    private final IngestBench ingestBench;
    private final DetectionBench detectionBench;
    private final AlertsBench alertsBench;

    @Spec
    private @Nullable CommandSpec spec;

    BenchCommand(
            PipelineBench pipelineBench,
            IngestBench ingestBench,
            DetectionBench detectionBench,
            AlertsBench alertsBench) {
        this.pipelineBench = pipelineBench;
        this.ingestBench = ingestBench;
        this.detectionBench = detectionBench;
        this.alertsBench = alertsBench;
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "name what to measure");
    }

    @Command(
            name = "pipeline",
            sortOptions = false,
            description = "Sends packets all the way from a capture to the index and checks every count.")
    int pipeline(
            @Option(
                            names = "--packets",
                            paramLabel = "N",
                            defaultValue = "50000000",
                            description = "Packets to send. Default: ${DEFAULT-VALUE}.")
                    long packets,
            @Option(
                            names = "--scenario",
                            paramLabel = "FILE",
                            description =
                                    "Whose packets; played again when it ends. Default: docs/scenarios/pipeline.yaml.")
                    @Nullable
                    Path scenario,
            @Option(
                            names = "--work",
                            paramLabel = "DIR",
                            description = "Folder for the capture, which is used again, and the servers' files."
                                    + " Default: yamori-bench in the folder for temporary files.")
                    @Nullable
                    Path work,
            @Option(
                            names = "--parallelism",
                            paramLabel = "N",
                            defaultValue = "2",
                            description = "Of the detect job, 1 to 16. Default: ${DEFAULT-VALUE}.")
                    int parallelism,
            @Option(
                            names = "--warm-up",
                            paramLabel = "N",
                            defaultValue = "5000000",
                            description = "Packets sent before the clock starts, so that servers are measured that"
                                    + " have been running; 0 measures cold ones. Default: ${DEFAULT-VALUE}.")
                    long warmUp,
            @Option(
                            names = "--rooms",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "How often the detect job is measured with and without each of its rooms;"
                                    + " the round with the least CPU is shown. Default: ${DEFAULT-VALUE}.")
                    int rooms,
            @Option(
                            names = "--registry-organisations",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "Also measure the detect job with a drawn registry of so many organisations,"
                                    + " of 20 prefixes each, beside an empty one. Default: ${DEFAULT-VALUE}.")
                    int registryOrganisations,
            @Option(
                            names = "--registry-rounds",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "How many pairs of them. Default: ${DEFAULT-VALUE}.")
                    int registryRounds,
            @Option(names = "--keep", description = "Leave the servers' files and logs.") boolean keep,
            @Option(names = "--no-index", description = "Without Elasticsearch; then only totals are checked.")
                    boolean noIndex,
            @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here too.") @Nullable
                    Path json)
            throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        CommandLine pipeline = subcommand(here, "pipeline");
        requireWithin(pipeline, "--packets", packets, 1, MOST_PACKETS);
        requireWithin(pipeline, "--warm-up", warmUp, 0, MOST_PACKETS);
        requireWithin(pipeline, "--rooms", rooms, 0, MOST_ROUNDS);
        requireWithin(pipeline, "--parallelism", parallelism, 1, Shards.DEFAULT_COUNT);
        requireWithin(pipeline, "--registry-organisations", registryOrganisations, 0, MOST_ORGANISATIONS);
        requireWithin(pipeline, "--registry-rounds", registryRounds, 1, MOST_ROUNDS);
        PipelineBench.Order order = new PipelineBench.Order(
                packets,
                scenarioOr(scenario),
                workOr(work),
                parallelism,
                warmUp,
                rooms,
                new PipelineBench.LargeRegistry(
                        registryOrganisations, registryOrganisations * PREFIXES_OF_AN_ORGANISATION, registryRounds),
                keep,
                !noIndex,
                Optional.ofNullable(json));
        PipelineBench.Result result;
        try (Progress progress = Progress.onScreen("preparing")) {
            result = pipelineBench.run(order, progress);
        }
        PrintWriter say = here.commandLine().getOut();
        say.print(result.table());
        say.flush();
        return result.equal() ? 0 : 1;
    }

    @Command(
            name = "ingest",
            sortOptions = false,
            description = "Turns a capture into blocks, in memory and into Kafka, and measures each step.")
    int ingest(
            @Option(
                            names = "--packets",
                            paramLabel = "N",
                            defaultValue = "20000000",
                            description = "Packets of the capture. Default: ${DEFAULT-VALUE}.")
                    long packets,
            @Option(
                            names = "--scenario",
                            paramLabel = "FILE",
                            description =
                                    "Whose packets; played again when it ends. Default: docs/scenarios/pipeline.yaml.")
                    @Nullable
                    Path scenario,
            @Option(
                            names = "--work",
                            paramLabel = "DIR",
                            description = "Folder for the capture, which is used again, and the broker's files."
                                    + " Default: yamori-bench in the folder for temporary files.")
                    @Nullable
                    Path work,
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "How often each step is taken; the one with the least CPU is shown."
                                    + " Default: ${DEFAULT-VALUE}.")
                    int rounds,
            @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here too.") @Nullable
                    Path json)
            throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        CommandLine ingest = subcommand(here, "ingest");
        requireWithin(ingest, "--packets", packets, 1, MOST_PACKETS);
        requireWithin(ingest, "--rounds", rounds, 1, MOST_ROUNDS);
        IngestBench.Order order =
                new IngestBench.Order(packets, scenarioOr(scenario), workOr(work), rounds, Optional.ofNullable(json));
        String table;
        try (Progress progress = Progress.onScreen("preparing")) {
            table = ingestBench.run(order, progress);
        }
        PrintWriter say = here.commandLine().getOut();
        say.print(table);
        say.flush();
        return 0;
    }

    @Command(
            name = "detection",
            sortOptions = false,
            description = "Simulates ports of three telescopes, plants surges, and measures how soon our detector and"
                    + " its rivals find them, and how often they are wrong. Then the packets of scenarios go through the"
                    + " whole job.")
    int detection(
            @Parameters(
                            paramLabel = "SCENARIO",
                            arity = "0..*",
                            description = "Only these scenarios (YAML). Default: simulated ports and all of"
                                    + " docs/scenarios/detection.")
                    @Nullable
                    List<Path> scenarios,
            @Option(
                            names = "--ports",
                            paramLabel = "N",
                            description = "Ports of each telescope, of 131072, for the budget of all ports; the watch"
                                    + " list is always simulated whole. Default: 2048.")
                    @Nullable
                    Integer ports,
            @Option(
                            names = "--days",
                            paramLabel = "N",
                            description = "Days of each telescope after four weeks of learning. Default: 40.")
                    @Nullable
                    Integer days,
            @Option(names = "--surges", paramLabel = "N", description = "Surges of each kind. Default: 100.") @Nullable
                    Integer surges,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            defaultValue = "20161130",
                            description = "Of all chance. Default: ${DEFAULT-VALUE}.")
                    long seed,
            @Option(names = "--rough", description = "Rough noise, too.") boolean rough,
            @Option(
                            names = "--full",
                            description = "All 131072 ports for 157 days of each telescope, 471 in all, and 300 surges"
                                    + " of each kind: hours.")
                    boolean full,
            @Option(names = "--out", paramLabel = "DIR", description = "Write tables, charts and JSON here.") @Nullable
                    Path out)
            throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        CommandLine detection = subcommand(here, "detection");
        int allPorts = ports == null ? full ? ALL_PORTS : 2048 : ports;
        int allDays = days == null ? full ? FULL_DAYS : 40 : days;
        int allSurges = surges == null ? full ? FULL_SURGES : 100 : surges;
        requireWithin(detection, "--ports", allPorts, 1, ALL_PORTS);
        requireWithin(detection, "--days", allDays, 1, MOST_DAYS);
        requireWithin(detection, "--surges", allSurges, 1, MOST_SURGES);
        List<Path> given = scenarios == null ? List.of() : scenarios;
        boolean simulated = given.isEmpty();
        DetectionBench.Order order = new DetectionBench.Order(
                allPorts,
                allDays,
                allSurges,
                seed,
                rough,
                simulated,
                simulated ? ownScenarios() : given,
                Optional.ofNullable(out));
        String tables;
        try (Progress progress = Progress.onScreen("preparing")) {
            tables = detectionBench.run(order, progress);
        }
        PrintWriter say = here.commandLine().getOut();
        say.print(tables);
        say.flush();
        return 0;
    }

    @Command(
            name = "registry",
            sortOptions = false,
            description = "Draws a large registry, reads it as a job does, and asks whose addresses are.")
    int registry(
            @Option(
                            names = "--organisations",
                            paramLabel = "N",
                            defaultValue = "10000",
                            description = "Organisations. Default: ${DEFAULT-VALUE}.")
                    int organisations,
            @Option(
                            names = "--prefixes",
                            paramLabel = "N",
                            defaultValue = "200000",
                            description = "Prefixes of them all, 4 to 100 of each. Default: ${DEFAULT-VALUE}.")
                    int prefixes)
            throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        CommandLine registry = subcommand(here, "registry");
        requireWithin(registry, "--organisations", organisations, 1, MOST_ORGANISATIONS);
        requireWithin(registry, "--prefixes", prefixes, 4L * organisations, 100L * organisations);
        String table;
        try (Progress progress = Progress.onScreen("drawing")) {
            table = RegistryRun.run(organisations, prefixes, progress);
        }
        PrintWriter say = here.commandLine().getOut();
        say.print(table);
        say.flush();
        return 0;
    }

    @Command(
            name = "alerts",
            sortOptions = false,
            description = "Plays a live darknet in which hosts become urgent, and measures how long each alert takes:"
                    + " while all sensors report, while one is silent, and while Elasticsearch is stopped.")
    int alerts(
            @Option(
                            names = "--packets-per-second",
                            paramLabel = "N",
                            defaultValue = "100000",
                            description = "Of the background. Default: ${DEFAULT-VALUE}.")
                    int packetsPerSecond,
            @Option(
                            names = "--sensors",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "That share the background, 2 to 32. Default: ${DEFAULT-VALUE}.")
                    int sensors,
            @Option(
                            names = "--alerts",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "Hosts that become urgent in each phase, at most 100 a second."
                                    + " Default: ${DEFAULT-VALUE}.")
                    int alerts,
            @Option(
                            names = "--seconds",
                            paramLabel = "N",
                            defaultValue = "60",
                            description = "Of each phase. Default: ${DEFAULT-VALUE}.")
                    int seconds,
            @Option(
                            names = "--warm-up",
                            paramLabel = "N",
                            defaultValue = "40",
                            description = "Seconds of background before the first phase. Default: ${DEFAULT-VALUE}.")
                    int warmUp,
            @Option(
                            names = "--parallelism",
                            paramLabel = "N",
                            defaultValue = "2",
                            description = "Of the detect job, 1 to 16. Default: ${DEFAULT-VALUE}.")
                    int parallelism,
            @Option(
                            names = "--no-index",
                            description = "Without Elasticsearch, and without the phase in which it is stopped.")
                    boolean noIndex,
            @Option(
                            names = "--work",
                            paramLabel = "DIR",
                            description = "Folder for the servers' files."
                                    + " Default: yamori-bench in the folder for temporary files.")
                    @Nullable
                    Path work,
            @Option(names = "--keep", description = "Leave the servers' files and logs.") boolean keep,
            @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here too.") @Nullable
                    Path json)
            throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        CommandLine bench = subcommand(here, "alerts");
        requireWithin(bench, "--packets-per-second", packetsPerSecond, 100, MOST_PACKETS_PER_SECOND);
        requireWithin(bench, "--sensors", sensors, 2, MOST_SENSORS);
        requireWithin(bench, "--seconds", seconds, LEAST_SECONDS, MOST_SECONDS);
        requireWithin(bench, "--alerts", alerts, 1, MOST_ALERTS_PER_SECOND * seconds);
        requireWithin(bench, "--warm-up", warmUp, LEAST_WARM_UP, MOST_SECONDS);
        requireWithin(bench, "--parallelism", parallelism, 1, Shards.DEFAULT_COUNT);
        AlertsBench.Order order = new AlertsBench.Order(
                packetsPerSecond,
                sensors,
                alerts,
                seconds,
                warmUp,
                parallelism,
                !noIndex,
                workOr(work),
                keep,
                Optional.ofNullable(json));
        AlertsBench.Result result;
        try (Progress progress = Progress.onScreen("preparing")) {
            result = alertsBench.run(order, progress);
        }
        PrintWriter say = here.commandLine().getOut();
        say.print(result.table());
        say.flush();
        return result.right() ? 0 : 1;
    }

    private static List<Path> ownScenarios() throws IOException {
        try (Stream<Path> files = Files.list(ServerHome.find().root().resolve("docs/scenarios/detection"))) {
            return files.sorted().toList();
        }
    }

    private static Path scenarioOr(@Nullable Path given) {
        return given == null ? ServerHome.find().root().resolve("docs/scenarios/pipeline.yaml") : given;
    }

    private static Path workOr(@Nullable Path given) {
        return given == null ? Path.of(System.getProperty("java.io.tmpdir"), "yamori-bench") : given;
    }

    private static CommandLine subcommand(CommandSpec here, String name) {
        return Objects.requireNonNull(here.subcommands().get(name));
    }

    private static void requireWithin(CommandLine command, String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    command, option + " is at least " + least + " and at most " + most + ", was " + value);
        }
    }
}
