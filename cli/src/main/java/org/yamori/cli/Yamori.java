package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.analyze.JobAnalysis;
import org.yamori.cli.bench.AlertsRun;
import org.yamori.cli.bench.IngestRun;
import org.yamori.cli.bench.PipelineRun;
import org.yamori.cli.bench.detection.DetectionRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code yamori} command: exit code 0 when done, 1 when refused, 2 when misunderstood. */
@Command(
        name = "yamori",
        description = "Watches darknets: who scans, who spreads, who is under attack.",
        versionProvider = Yamori.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "The launcher itself also knows:",
            "  build     Builds Yamori; the other commands do so when it is needed.",
            "  test      Installs what the tests need and runs them all.",
            "",
            "'yamori COMMAND --help' tells more. YAMORI_HEAP=4g sets the memory of a run."
        })
public final class Yamori implements Runnable {
    /** Causes may form a ring. */
    private static final int MOST_CAUSES = 50;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Say more: what runs, and for an error where it came from.")
    private boolean verbose;

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        LastWord.isAhead();
        int exitCode;
        try {
            exitCode = commandLine(doors(), System.getenv()).execute(args);
        } finally {
            LastWord.isSaid();
        }
        System.exit(exitCode);
    }

    /** The rest of Yamori, as this build has it. */
    static Doors doors() {
        Publishing publishing = new Publishing();
        return new Doors(
                new JobAnalysis(),
                publishing,
                new LiveSensing(),
                publishing,
                new PipelineRun(),
                new IngestRun(),
                new DetectionRun(),
                new AlertsRun(),
                new ConsolePage(),
                Rooms.ofTheJob());
    }

    /** The whole tree of commands. */
    static CommandLine commandLine(Doors doors, Map<String, String> environment) {
        Yamori root = new Yamori();
        CommandLine tree = new CommandLine(root)
                .addSubcommand(new UpCommand(doors.scenarioRunner(), doors.rooms()))
                .addSubcommand(new DownCommand())
                .addSubcommand(new StatusCommand())
                .addSubcommand(new LogsCommand())
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new JobCommand())
                .addSubcommand(new AnalyzeCommand(doors.analysis()))
                .addSubcommand(new DemoCommand(doors.analysis(), doors.rooms()))
                .addSubcommand(new SenseCommand(doors.captureToKafka(), doors.interfacesToKafka()))
                .addSubcommand(new SimulateCommand(doors.scenarioRunner()))
                .addSubcommand(new ShowCommand(doors.pageServer()))
                .addSubcommand(new BenchCommand(
                        doors.pipelineBench(), doors.ingestBench(), doors.detectionBench(), doors.alertsBench()))
                .addSubcommand(new AlertsCommand())
                .addSubcommand(new SurgesCommand())
                .addSubcommand(new ListsCommand())
                .addSubcommand(new RegistryCommand())
                .addSubcommand(new LedgerCommand())
                .addSubcommand(new BrokerCommand())
                .addSubcommand(new DashboardsCommand(environment));
        tree.setUsageHelpWidth(100);
        tree.setCaseInsensitiveEnumValuesAllowed(true);
        tree.setExecutionStrategy(parsed -> {
            if (root.verbose) {
                Configurator.setRootLevel(Level.INFO);
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        tree.setParameterExceptionHandler(Yamori::misunderstood);
        tree.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command, root.verbose));
        return tree;
    }

    @Override
    public void run() {
        CommandSpec here = Objects.requireNonNull(spec);
        throw new ParameterException(here.commandLine(), "name a command");
    }

    private static int misunderstood(ParameterException misunderstanding, String[] args) {
        CommandLine command = misunderstanding.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("yamori: " + words(misunderstanding));
        UnmatchedArgumentException.printSuggestions(misunderstanding, err);
        err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static String words(ParameterException misunderstanding) {
        if (misunderstanding instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            CommandSpec command = misunderstanding.getCommandLine().getCommandSpec();
            String word = "'" + unmatched.getUnmatched().get(0) + "'";
            return command.parent() == null
                    ? "there is no command " + word
                    : command.qualifiedName() + " does not know " + word;
        }
        return String.valueOf(misunderstanding.getMessage()).replaceFirst("^Error: ", "");
    }

    private static int failed(Exception failure, CommandLine command, boolean verbose) {
        PrintWriter err = command.getErr();
        err.println("yamori: " + sentence(failure));
        if (verbose) {
            failure.printStackTrace(err);
        }
        return 1;
    }

    /** The innermost refusal if there is one, since jobs wrap what their operators throw. */
    static String sentence(Throwable failure) {
        Optional<Refusal> refusal = refusal(failure);
        if (refusal.isPresent()) {
            return String.valueOf(refusal.get().getMessage());
        }
        if (isOutOfMemory(failure)) {
            return "out of memory; YAMORI_HEAP=8g gives more than a third of this machine's, for example";
        }
        Throwable cause = failure;
        while (cause instanceof ExecutionException || cause instanceof UncheckedIOException) {
            Throwable inner = cause.getCause();
            if (inner == null) {
                break;
            }
            cause = inner;
        }
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof NoSuchFileException) {
            return message + " does not exist";
        }
        if (cause instanceof AccessDeniedException) {
            return message + " may not be read or written by this user";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return message + " exists already";
        }
        if (cause instanceof IOException || cause instanceof IllegalArgumentException) {
            return message;
        }
        return "unexpected " + cause.getClass().getSimpleName() + ": " + message
                + " (--verbose shows where it came from)";
    }

    private static boolean isOutOfMemory(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < MOST_CAUSES; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            depth++;
        }
        return false;
    }

    private static Optional<Refusal> refusal(Throwable failure) {
        Optional<Refusal> innermost = Optional.empty();
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < MOST_CAUSES; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                innermost = Optional.of(refusal);
            }
            depth++;
        }
        return innermost;
    }

    /** The version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            @Nullable String version = Yamori.class.getPackage().getImplementationVersion();
            return new String[] {"yamori " + (version == null ? "(not built as a jar)" : version)};
        }
    }
}
