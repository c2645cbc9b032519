package org.yamori.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.app.DetectJob;
import org.yamori.jobs.app.IndexJob;
import org.yamori.jobs.app.NotifyJob;
import org.yamori.jobs.app.RetainedCheckpoints;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one Flink job in this process. */
@Command(
        name = "job",
        hidden = true,
        sortOptions = false,
        description = "Runs one Flink job in this process, from its newest checkpoint on; 'up' starts these.")
final class JobCommand implements Callable<Integer> {
    @Parameters(paramLabel = "JOB", description = "detect, index or notify.")
    private @Nullable Job job;

    @Option(
            names = "--state",
            required = true,
            paramLabel = "DIR",
            description = "Folder of its checkpoints, one every five seconds; the last two are kept.")
    private @Nullable Path state;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "An option of the job or of Flink; docs/50-options.md lists the job's.")
    private Map<String, String> options = new LinkedHashMap<>();

    /** What can be run. */
    enum Job {
        DETECT,
        INDEX,
        NOTIFY
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Objects.requireNonNull(state).toAbsolutePath();
        Files.createDirectories(folder);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("execution.checkpointing.dir", folder.toUri().toString());
        all.put("execution.checkpointing.interval", "5 s");
        all.put("execution.checkpointing.num-retained", "2");
        Optional<Path> newest = new RetainedCheckpoints(folder).newest();
        if (newest.isPresent()) {
            all.put("execution.state-recovery.path", newest.get().toUri().toString());
            // Flink deletes it once two newer ones are complete.
            all.put("execution.state-recovery.claim-mode", "CLAIM");
        }
        all.putAll(options);
        List<String> arguments = new ArrayList<>();
        all.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        System.err.println(
                newest.map(checkpoint -> "goes on from " + checkpoint).orElse("starts without a checkpoint"));
        String[] args = arguments.toArray(String[]::new);
        switch (Objects.requireNonNull(job)) {
            case DETECT -> DetectJob.main(args);
            case INDEX -> IndexJob.main(args);
            case NOTIFY -> NotifyJob.main(args);
        }
        return 0;
    }
}
