package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.yamori.cli.Doors.KafkaTarget;
import org.yamori.cli.Doors.Scenario;
import org.yamori.cli.Doors.ScenarioRunner;
import org.yamori.cli.Doors.Sent;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.cli.servers.ServerHome;
import org.yamori.wire.Shards;
import org.yamori.wire.Topics;

/** A minute of a small telescope, {@code docs/scenarios/quick.yaml}. */
public final class QuickDemonstration implements Demonstration {
    private static final Path SCENARIO = Path.of("docs", "scenarios", "quick.yaml");
    private static final long PATIENCE_SECONDS = 300;

    /** Hours and days come after the minutes; a job that is killed is away for less. */
    private static final long QUIET_SECONDS = 15;

    private final ScenarioRunner runner;

    public QuickDemonstration(ScenarioRunner runner) {
        this.runner = runner;
    }

    @Override
    public void play(Stage stage) throws IOException {
        Topics study = new Topics("study-demo-" + Long.toString(Instant.now().getEpochSecond(), 36));
        stage.say("demonstration: " + SCENARIO + " under the prefix " + study.prefix());
        StudyJobs jobs = stage.startJobs(study);
        try {
            Scenario scenario = new Scenario(ServerHome.find().root().resolve(SCENARIO), OptionalLong.empty());
            KafkaTarget target = new KafkaTarget(stage.bootstrapServers(), study, 1, Shards.DEFAULT_COUNT);
            Sent sent = runner.toKafka(scenario, target, false, Progress.untold());
            Found found = awaitAll(stage, study, sent.packets());
            stage.say(String.format(
                    Locale.ROOT,
                    "demonstration: %,d packets sent, %s, in the indices %s-*",
                    sent.packets(),
                    found.words(),
                    study.prefix()));
        } finally {
            jobs.close();
        }
    }

    /** Returns when every packet is counted and nothing more comes. */
    private static Found awaitAll(Stage stage, Topics study, long packets) throws IOException {
        Found last = Found.NOTHING;
        long changedNanos = System.nanoTime();
        long end = changedNanos + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (last.packets() < packets || System.nanoTime() - changedNanos < TimeUnit.SECONDS.toNanos(QUIET_SECONDS)) {
            if (System.nanoTime() > end) {
                throw new Refusal("the demonstration is not complete after " + PATIENCE_SECONDS + " s: "
                        + last.packets() + " of " + packets + " packets were counted; './yamori logs' tells why");
            }
            Found found =
                    Found.in(stage.elasticsearchUrl(), study.prefix() + "-*").orElse(last);
            if (!found.equals(last)) {
                last = found;
                changedNanos = System.nanoTime();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(500);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("stopped while the demonstration was played", stopped);
            }
        }
        return last;
    }
}
