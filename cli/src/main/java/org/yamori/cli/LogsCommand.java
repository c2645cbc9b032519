package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.up.Home;
import org.yamori.cli.up.LogReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a part says. */
@Command(name = "logs", sortOptions = false, description = "Shows the end of a part's log.")
final class LogsCommand implements Callable<Integer> {
    private static final int MOST_LINES = 1_000_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "PART",
            description =
                    "kafka, elasticsearch, detect, index, notify, page, or a job of a study as 'status' names it.")
    private String part = "";

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "100",
            description = "How many lines. Default: ${DEFAULT-VALUE}.")
    private int lines = 100;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is added, until Ctrl-C.")
    private boolean follow;

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Override
    public Integer call() throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        if (lines < 1 || lines > MOST_LINES) {
            throw new ParameterException(
                    here.commandLine(), "--lines is at least 1 and at most " + MOST_LINES + ", was " + lines);
        }
        Home folder = home.home();
        List<String> logged = folder.logged();
        if (!logged.contains(part)) {
            throw new Refusal(
                    logged.isEmpty()
                            ? "there are no logs in " + folder + "; './yamori up' makes them"
                            : "there is no log of '" + part + "' in " + folder + ", only of "
                                    + String.join(", ", logged));
        }
        PrintWriter say = here.commandLine().getOut();
        LogReader reader = LogReader.atLast(folder, part, lines);
        reader.writeTo(say);
        while (follow && reader.awaitMore()) {
            reader.writeTo(say);
        }
        return 0;
    }
}
