package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Doors.KafkaTarget;
import org.yamori.cli.Doors.Playing;
import org.yamori.cli.Doors.Scenario;
import org.yamori.cli.Doors.ScenarioRunner;
import org.yamori.cli.analyze.InputKind;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the packets of a scenario. */
@Command(
        name = "simulate",
        sortOptions = false,
        description = "Makes a scenario's packets: a capture, straight to Kafka, or as counts.")
final class SimulateCommand implements Callable<Integer> {
    private final ScenarioRunner scenarioRunner;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SCENARIO", description = "The orders (YAML).")
    private @Nullable Path scenario;

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Who did what, as JSON lines. Default: the capture's name with .labels.jsonl.")
    private @Nullable Path labels;

    @Option(names = "--live", description = "Shifted to now and at real speed; only with --to-kafka.")
    private boolean live;

    @Option(names = "--seed", paramLabel = "N", description = "Instead of the scenario's own.")
    private @Nullable Long seed;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private SpoolOptions spool = new SpoolOptions();

    /** One of the three ways out. */
    static final class Target {
        @Option(names = "--out", required = true, paramLabel = "FILE.pcap", description = "Write a capture.")
        private @Nullable Path capture;

        @Option(names = "--to-kafka", required = true, description = "Publish as the scenario's sensors would.")
        private boolean toKafka;

        @Option(
                names = "--series",
                required = true,
                paramLabel = "DIR",
                description = "Write packets and distinct sources by minute and port.")
        private @Nullable Path series;
    }

    SimulateCommand(ScenarioRunner scenarioRunner) {
        this.scenarioRunner = scenarioRunner;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        PrintWriter say = here.commandLine().getOut();
        Path file = Objects.requireNonNull(scenario);
        if (live && !target.toKafka) {
            throw new ParameterException(here.commandLine(), "--live goes only with --to-kafka");
        }
        KafkaTarget topics;
        Playing playing;
        try {
            topics = live ? kafka.any() : kafka.study();
            playing = new Playing(live, spool.spooling());
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(here.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
        if (playing.spool().isPresent() && !live) {
            throw new ParameterException(here.commandLine(), "--spool goes only with --live");
        }
        if (InputKind.of(file) != InputKind.SCENARIO) {
            throw new Refusal(file + " is no scenario (.yaml or .yml)");
        }
        Scenario orders = new Scenario(file, seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
        try (Progress progress = Progress.onScreen("making packets")) {
            Path capture = target.capture;
            Path series = target.series;
            if (series != null) {
                long packets = scenarioRunner.toSeries(orders, series, progress);
                say.println(String.format("counted %,d packets by minute and port in %s", packets, series));
            } else if (capture == null) {
                say.println(KafkaOptions.words(scenarioRunner.toKafka(orders, topics, playing, progress)));
            } else {
                Path beside = labels == null ? Path.of(capture + ".labels.jsonl") : labels;
                long packets = scenarioRunner.toCapture(orders, capture, beside, progress);
                say.println(String.format("wrote %,d packets to %s and their labels to %s", packets, capture, beside));
            }
        }
        say.flush();
        return 0;
    }
}
