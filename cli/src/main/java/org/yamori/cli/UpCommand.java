package org.yamori.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Doors.ScenarioRunner;
import org.yamori.cli.up.DrawnDemonstration;
import org.yamori.cli.up.Screen;
import org.yamori.cli.up.UpRun;
import org.yamori.cli.up.UpRun.Order;
import org.yamori.sensor.simulate.Demonstration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs all of Yamori on this machine. */
@Command(
        name = "up",
        sortOptions = false,
        description = "Runs all of Yamori on this machine and keeps it running; Ctrl-C stops it.")
final class UpCommand implements Callable<Integer> {
    private final ScenarioRunner runner;
    private final Set<String> rooms;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Mixin
    private PortOptions ports = new PortOptions();

    @Option(
            names = "--demo",
            negatable = true,
            description =
                    "Play the demonstration, or do not. Default: at the first start in a folder, and with --seed or --days.")
    private @Nullable Boolean demo;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed from which the demonstration is drawn. Default: a new one.")
    private @Nullable Long seed;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "21",
            description =
                    "Days of event time of the demonstration, 2 to 60. Default: ${DEFAULT-VALUE}, about 75 million"
                            + " packets.")
    private int days = 21;

    UpCommand(ScenarioRunner runner, Set<String> rooms) {
        this.runner = runner;
        this.rooms = rooms;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        if (days < Demonstration.LEAST_DAYS || days > Demonstration.MOST_DAYS) {
            throw new ParameterException(
                    here.commandLine(),
                    "a demonstration lasts " + Demonstration.LEAST_DAYS + " to " + Demonstration.MOST_DAYS
                            + " days, was " + days);
        }
        OptionalLong from = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
        boolean hasPage = here.root().subcommands().containsKey(UpRun.PAGE_COMMAND);
        boolean asksForOne = seed != null || here.commandLine().getParseResult().hasMatchedOption("--days");
        Boolean play = (demo == null && asksForOne) ? Boolean.TRUE : demo;
        Order order = new Order(home.home(), ports.addresses(here.commandLine()), play, hasPage);
        Screen screen = new Screen(System.out, System.err, Terminal.isOne());
        new UpRun(order, new DrawnDemonstration(runner, rooms, from, days), screen).untilStopped();
        return 0;
    }
}
