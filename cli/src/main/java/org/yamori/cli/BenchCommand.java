package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Doors.PipelineBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measurements on this machine. */
@Command(name = "bench", description = "Measures on this machine.", synopsisSubcommandLabel = "COMMAND")
final class BenchCommand implements Runnable {
    private final PipelineBench pipelineBench;

    @Spec
    private @Nullable CommandSpec spec;

    BenchCommand(PipelineBench pipelineBench) {
        this.pipelineBench = pipelineBench;
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "name what to measure");
    }

    @Command(
            name = "pipeline",
            sortOptions = false,
            description = "Sends packets all the way from a capture to the index and checks every count.")
    int pipeline(
            @Option(
                            names = "--packets",
                            paramLabel = "N",
                            defaultValue = "50000000",
                            description = "Packets to send. Default: ${DEFAULT-VALUE}.")
                    long packets,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            defaultValue = "bench-pipeline",
                            description = "Folder for logs and figures. Default: ${DEFAULT-VALUE}.")
                    Path folder)
            throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        if (packets < 1) {
            throw new ParameterException(here.subcommands().get("pipeline"), "--packets is at least 1, was " + packets);
        }
        String figures;
        try (Progress progress = Progress.onScreen("starting servers")) {
            figures = pipelineBench.run(packets, folder, progress);
        }
        PrintWriter say = here.commandLine().getOut();
        say.print(figures);
        say.flush();
        return 0;
    }
}
