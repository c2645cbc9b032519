package org.yamori.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.up.Demonstration;
import org.yamori.cli.up.Screen;
import org.yamori.cli.up.UpRun;
import org.yamori.cli.up.UpRun.Order;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs all of Yamori on this machine. */
@Command(
        name = "up",
        sortOptions = false,
        description = "Runs all of Yamori on this machine and keeps it running; Ctrl-C stops it.")
final class UpCommand implements Callable<Integer> {
    private final Demonstration demonstration;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Mixin
    private PortOptions ports = new PortOptions();

    @Option(
            names = "--demo",
            negatable = true,
            description = "Play the demonstration, or do not. Default: played at the first start in a folder.")
    private @Nullable Boolean demo;

    UpCommand(Demonstration demonstration) {
        this.demonstration = demonstration;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        boolean hasPage = here.root().subcommands().containsKey(UpRun.PAGE_COMMAND);
        Order order = new Order(home.home(), ports.addresses(here.commandLine()), demo, hasPage);
        Screen screen = new Screen(System.out, System.err, Terminal.isOne());
        new UpRun(order, demonstration, screen).untilStopped();
        return 0;
    }
}
