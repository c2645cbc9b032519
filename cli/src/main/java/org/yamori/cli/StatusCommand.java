package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.up.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells what 'up' runs. */
@Command(
        name = "status",
        sortOptions = false,
        description = "Tells what 'up' runs and what was found; exit code 1 unless every part runs.")
final class StatusCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Override
    public Integer call() throws IOException {
        PrintWriter say = Objects.requireNonNull(spec).commandLine().getOut();
        Status status = Status.of(home.home());
        status.lines().forEach(say::println);
        say.flush();
        return status.isWell() ? 0 : 1;
    }
}
