package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yamori.kibana.board.Boards;
import org.yamori.kibana.install.Elasticsearch;
import org.yamori.kibana.install.Kibana;
import org.yamori.kibana.install.ServerAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The boards of Kibana on their way into it. */
@Command(
        name = "dashboards",
        description = "Puts the boards into Kibana, or into a file for it.",
        synopsisSubcommandLabel = "COMMAND")
final class DashboardsCommand implements Runnable {
    private static final String PREFIX_HELP =
            "First word of the indices that are shown: the installation's or a study's. Default: ${DEFAULT-VALUE}.";

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    DashboardsCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "name what to do with the boards");
    }

    @Command(
            name = "install",
            sortOptions = false,
            description = "Puts data views, lists and boards into a running Kibana (8.9 or newer),"
                    + " and index templates into its Elasticsearch where that is named.")
    int install(
            @Option(names = "--kibana", paramLabel = "URL", required = true, description = "Where Kibana is.")
                    String kibana,
            @Option(
                            names = "--space",
                            paramLabel = "ID",
                            defaultValue = "",
                            description = "Kibana's space. Default: its default space.")
                    String space,
            @Option(names = "--prefix", paramLabel = "WORD", defaultValue = "yamori", description = PREFIX_HELP)
                    String prefix,
            @Option(
                            names = "--overwrite",
                            negatable = true,
                            defaultValue = "true",
                            fallbackValue = "true",
                            description = "Replace objects of the same ids. This is the default.")
                    boolean overwrite,
            @Option(
                            names = "--elasticsearch",
                            paramLabel = "URL",
                            description = "Where Elasticsearch is; installs the index templates, too.")
                    @Nullable
                    String elasticsearch,
            @Mixin AccessOptions accessOptions)
            throws IOException {
        Boards boards;
        Kibana target;
        @Nullable Elasticsearch templates;
        try {
            ServerAccess access = accessOptions.access(environment);
            boards = new Boards(prefix);
            target = new Kibana(kibana, space, access);
            templates = elasticsearch == null ? null : new Elasticsearch(elasticsearch, access);
        } catch (IllegalArgumentException refused) {
            throw misunderstood("install", refused);
        }
        PrintWriter say = say();
        List<Kibana.Outcome> outcomes;
        try (Progress progress = Progress.onScreen("installing")) {
            if (templates != null) {
                progress.stage("installing index templates");
                say.println("installed  " + templates.put(prefix) + " index templates");
                say.flush();
                progress.stage("installing boards");
            }
            outcomes = target.put(boards.ndjson(), overwrite);
        }
        outcomes.forEach(outcome -> say.println(line(outcome)));
        say.flush();
        long refused = outcomes.stream()
                .filter(outcome -> outcome.fate() == Kibana.Fate.REFUSED)
                .count();
        if (refused > 0) {
            throw new Refusal("Kibana refused " + refused + " of " + outcomes.size() + " objects");
        }
        return 0;
    }

    @Command(
            name = "export",
            sortOptions = false,
            description = "Writes data views, lists and boards into a file that Kibana imports by hand.")
    int export(
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            required = true,
                            description = "The file, for example boards.ndjson; one that exists is replaced.")
                    Path out,
            @Option(names = "--prefix", paramLabel = "WORD", defaultValue = "yamori", description = PREFIX_HELP)
                    String prefix)
            throws IOException {
        Boards boards;
        try {
            boards = new Boards(prefix);
        } catch (IllegalArgumentException refused) {
            throw misunderstood("export", refused);
        }
        String ndjson = boards.ndjson();
        Files.writeString(out, ndjson);
        PrintWriter say = say();
        say.println("wrote " + ndjson.lines().count() + " objects to " + out);
        say.flush();
        return 0;
    }

    private static String line(Kibana.Outcome outcome) {
        String line = String.format(
                Locale.ROOT,
                "%-9s  %-13s  %s",
                outcome.fate().name().toLowerCase(Locale.ROOT),
                outcome.type(),
                outcome.id());
        return outcome.reason().isEmpty() ? line : line + ": " + outcome.reason();
    }

    private PrintWriter say() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private ParameterException misunderstood(String command, IllegalArgumentException refused) {
        return new ParameterException(
                Objects.requireNonNull(spec).subcommands().get(command), String.valueOf(refused.getMessage()), refused);
    }
}
