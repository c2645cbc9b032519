package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.up.Stopping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends what 'up' runs. */
@Command(
        name = "down",
        sortOptions = false,
        description = "Stops what 'up' runs, also what was left when it was killed; the data stay.")
final class DownCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Override
    public Integer call() throws IOException {
        PrintWriter say = Objects.requireNonNull(spec).commandLine().getOut();
        String outcome;
        try (Progress progress = Progress.onScreen("stopping")) {
            outcome = new Stopping(home.home()).run();
        }
        say.println(outcome);
        say.flush();
        return 0;
    }
}
