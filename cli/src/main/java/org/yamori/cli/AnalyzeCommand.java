package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.analyze.Analysis;
import org.yamori.cli.analyze.AnalyzeRun;
import org.yamori.cli.report.ReportOptions;
import org.yamori.cli.report.SpikeRules;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads captures, feeds and scenarios to their end and writes what was found. */
@Command(
        name = "analyze",
        sortOptions = false,
        description = "Reads captures, feeds and scenarios; writes findings, tables and a summary.")
final class AnalyzeCommand implements Callable<Integer> {
    private final Analysis analysis;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "INPUT",
            description =
                    "Captures (pcap, pcapng, also .gz and .zst; - is one from the standard input), feeds (.tsv .csv .jsonl .json .ndjson) and"
                            + " scenarios (.yaml .yml).")
    private List<Path> inputs = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the results; is made.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Write to DIR although it holds something else, which is left alone.")
    private boolean force;

    @Option(
            names = "--darknet",
            paramLabel = "CIDR",
            description = "Watched addresses; repeat for more. Default: every destination.")
    private List<String> darknets = new ArrayList<>();

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "Cuts days and hours, and reads times without offset. Default: ${DEFAULT-VALUE}.")
    private String zone = "UTC";

    @Option(
            names = "--network",
            paramLabel = "NAME",
            defaultValue = "local",
            description = "Network of captures, and of feeds without that column. Default: ${DEFAULT-VALUE}.")
    private String network = "local";

    @Option(names = "--registry", paramLabel = "FILE", description = "Organisations and sensors (YAML).")
    private @Nullable Path registry;

    @Option(
            names = "--countries",
            paramLabel = "FILE.mmdb",
            description = "Gives a source's country. Old traffic wants a database of its own time.")
    private @Nullable Path countries;

    @Option(
            names = "--scanners",
            paramLabel = "FILE",
            description = "Lists of known survey scanners, files or folders; repeat for more.")
    private List<Path> scanners = List.of();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Sets an option of the job; repeat for more.")
    private Map<String, String> settings = new HashMap<>();

    @Option(
            names = "--ignore-columns",
            paramLabel = "A,B",
            split = ",",
            description = "Columns of feeds that may be skipped. Others nobody knows are refused.")
    private Set<String> ignoredColumns = Set.of();

    @Option(
            names = "--ports",
            paramLabel = "A,B",
            split = ",",
            description = "Ports whose sources are listed by day. Default: tcp/23,tcp/2323,tcp/5555,tcp/7547.")
    private List<String> ports = ReportOptions.DEFAULT_PORTS;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "Ports and countries named before the others. Default: ${DEFAULT-VALUE}.")
    private int top = 10;

    @Option(
            names = "--own-country",
            paramLabel = "CC",
            description = "Lists this country's sources on 23/tcp by day, for example JP.")
    private @Nullable String ownCountry;

    @Option(
            names = "--spike-threshold",
            paramLabel = "X",
            defaultValue = "3.5",
            description = "A day above it is a spike: factor * (count - median) / MAD. Default: ${DEFAULT-VALUE}.")
    private double spikeThreshold = 3.5;

    @Option(
            names = "--spike-factor",
            paramLabel = "X",
            defaultValue = "0.6745",
            description = "The factor of that rule. Default: ${DEFAULT-VALUE}.")
    private double spikeFactor = 0.6745;

    @Option(
            names = "--pseudonyms",
            description = "Tables say domain1, domain2, ... instead of sources; the key is a file of its own.")
    private boolean pseudonyms;

    @Option(
            names = "--pseudonyms-by",
            paramLabel = "NETWORK",
            description = "Network whose totals rank the sources. Default: the one with most packets.")
    private @Nullable String pseudonymNetwork;

    @Option(
            names = "--totals",
            paramLabel = "FILE",
            description = "Totals known from elsewhere (TSV: date network source count), to derive a missing cell.")
    private @Nullable Path totals;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Subtasks of the job; the result is the same. Default: the number of cores.")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    @Mixin
    private ObservationOptions observation = new ObservationOptions();

    AnalyzeCommand(Analysis analysis) {
        this.analysis = analysis;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        PrintWriter say = here.commandLine().getOut();
        PrintWriter complain = here.commandLine().getErr();
        ReportOptions options = checked(here, this::reportOptions);
        Analysis.View view = checked(here, this::view);
        Analysis.Request request = checked(
                here,
                () -> new Analysis.Request(
                        inputs.stream().map(Analysis.Input::of).toList(),
                        view,
                        settings(),
                        ignoredColumns,
                        parallelism));
        Path directory = Objects.requireNonNull(out);
        AnalyzeRun.Outcome outcome;
        try (Progress progress = Progress.onScreen("reading")) {
            outcome = new AnalyzeRun(analysis, progress).run(request, options, directory, force);
        }
        say.print(outcome.summary());
        say.println(
                String.format("%-16s %,d in %s", "findings", outcome.written().findings(), directory));
        if (outcome.measurements() > 0) {
            say.println(String.format("%-16s %,d in %s", "measurements", outcome.measurements(), directory));
        }
        say.flush();
        if (!outcome.ledger().holds()) {
            complain.println("yamori: the ledger does not hold: "
                    + String.join("; ", outcome.ledger().contradictions()));
            return 1;
        }
        return 0;
    }

    private Map<String, String> settings() {
        if (scanners.isEmpty()) {
            return settings;
        }
        Map<String, String> all = new HashMap<>(settings);
        for (Path list : scanners) {
            if (list.toString().contains(",")) {
                throw new IllegalArgumentException("--scanners takes a path without a comma, was '" + list + "'");
            }
            all.merge("yamori.enrich.scanners", list.toString(), (before, next) -> before + "," + next);
        }
        return all;
    }

    private ReportOptions reportOptions() {
        return new ReportOptions(
                ports,
                top,
                Optional.ofNullable(ownCountry),
                pseudonyms || pseudonymNetwork != null,
                Optional.ofNullable(pseudonymNetwork),
                Optional.ofNullable(totals),
                new SpikeRules(spikeFactor, spikeThreshold, SpikeRules.DEFAULT.usualUpperPercentile()));
    }

    private Analysis.View view() {
        for (String darknet : darknets) {
            Terminal.requireCidr(darknet);
        }
        Terminal.requirePipesOnce(inputs);
        ZoneId zoneId;
        try {
            zoneId = ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    "--timezone takes a name such as Asia/Tokyo or UTC, was '" + zone + "'", unknown);
        }
        return new Analysis.View(
                darknets,
                zoneId,
                network,
                Optional.ofNullable(registry),
                Optional.ofNullable(countries),
                observation.observation());
    }

    /** What a record refuses is a usage error when a person typed it. */
    private static <T> T checked(CommandSpec spec, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
    }
}
