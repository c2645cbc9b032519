package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.analyze.Analysis;
import org.yamori.cli.demo.DemonstrationRun;
import org.yamori.sensor.simulate.Demonstration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what Yamori finds in a scenario that nobody knew beforehand. */
@Command(
        name = "demo",
        sortOptions = false,
        description = "Draws a scenario nobody knew; tells what is found of what was planted.")
final class DemoCommand implements Callable<Integer> {
    /** Short enough to be typed again. */
    private static final int SEEDS = 1_000_000_000;

    private final Analysis analysis;
    private final Set<String> rooms;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the scenario, the findings and the comparison; is made.")
    private @Nullable Path out;

    @Option(names = "--seed", paramLabel = "N", description = "Repeats what was drawn from it. Default: a new one.")
    private @Nullable Long seed;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "21",
            description = "Days of event time, 2 to 60. Default: ${DEFAULT-VALUE}, about 75 million packets.")
    private int days = 21;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Subtasks of the job; the result is the same. Default: the number of cores.")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    DemoCommand(Analysis analysis, Set<String> rooms) {
        this.analysis = analysis;
        this.rooms = rooms;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        PrintWriter say = here.commandLine().getOut();
        PrintWriter complain = here.commandLine().getErr();
        Path directory = Objects.requireNonNull(out);
        long drawnFrom = seed == null ? new SecureRandom().nextInt(SEEDS) : seed;
        if (parallelism < 1) {
            throw new ParameterException(here.commandLine(), "--parallelism is at least 1, was " + parallelism);
        }
        Demonstration drawn;
        try {
            drawn = Demonstration.draw(drawnFrom, days);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(here.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
        say.println("seed " + drawnFrom + ", " + days + " days");
        say.flush();
        DemonstrationRun.Outcome outcome;
        try (Progress progress = Progress.onScreen("drawing")) {
            outcome = new DemonstrationRun(analysis, parallelism, rooms, progress).run(drawn, directory);
        }
        say.print(outcome.summary());
        say.print(invitation(drawnFrom, directory));
        say.flush();
        if (!outcome.ledger().holds()) {
            complain.println("yamori: the ledger does not hold: "
                    + String.join("; ", outcome.ledger().contradictions()));
            return 1;
        }
        return 0;
    }

    private String invitation(long drawnFrom, Path directory) {
        return """

                You do not believe it?
                  ./yamori demo --out elsewhere                    something else happens, elsewhere and at other times
                  ./yamori demo --seed %d --days %d --out again
                  cmp %s again/result/findings.jsonl
                                                                   the same again, byte for byte
                  kill -9 it while it runs                         a folder without a ledger is not complete; run it again
                  less %s    what was planted; change it, and
                  ./yamori analyze SCENARIO --out DIR              it is an ordinary scenario
                  ./yamori analyze YOUR.pcap --out DIR             or a capture of your own
                """.formatted(
                        drawnFrom,
                        days,
                        directory.resolve("result").resolve("findings.jsonl"),
                        directory.resolve("scenario.yaml"));
    }
}
