package org.yamori.cli.up;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.yamori.cli.Doors.KafkaTarget;
import org.yamori.cli.Doors.Playing;
import org.yamori.cli.Doors.Scenario;
import org.yamori.cli.Doors.ScenarioRunner;
import org.yamori.cli.Doors.Sent;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.cli.demo.DemonstrationFolder;
import org.yamori.cli.demo.DemonstrationRun;
import org.yamori.cli.demo.DemonstrationSummary;
import org.yamori.cli.demo.TopicFindings;
import org.yamori.cli.ledger.LedgerRun;
import org.yamori.wire.Shards;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

/** A darknet that nobody knew beforehand, drawn from a seed, played over Kafka and held against what was planted. */
public final class DrawnDemonstration implements Demonstration {
    /** Short enough to be typed again. */
    private static final int SEEDS = 1_000_000_000;

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /** Hours and days come after the minutes; a job that is killed is away for less. */
    private static final Duration QUIET = Duration.ofSeconds(15);

    /** Packets, findings, the index, and the file of findings while it is sorted. */
    private static final long BYTES_PER_DAY = 400L << 20;

    private final ScenarioRunner runner;
    private final Set<String> rooms;
    private final OptionalLong seed;
    private final int days;

    /**
     * A demonstration to come.
     *
     * @param rooms words of the rooms that the job has
     * @param seed from which it is drawn, a new one where it is empty
     * @param days of event time
     */
    public DrawnDemonstration(ScenarioRunner runner, Set<String> rooms, OptionalLong seed, int days) {
        this.runner = runner;
        this.rooms = rooms;
        this.seed = seed;
        this.days = days;
    }

    @Override
    public void play(Stage stage) throws IOException {
        requireRoom(stage);
        long drawnFrom = seed.orElseGet(() -> new SecureRandom().nextInt(SEEDS));
        Topics study = new Topics("study-demo-" + Long.toString(Instant.now().getEpochSecond(), 36));
        Path place = stage.home().demonstration(study.prefix());
        DemonstrationFolder folder =
                DemonstrationFolder.write(place, org.yamori.sensor.simulate.Demonstration.draw(drawnFrom, days));
        stage.say("demonstration: seed " + drawnFrom + ", " + days + " days at 512 addresses, under the prefix "
                + study.prefix() + "; nobody knows what happens in it but " + folder.scenario());
        if (!stage.pageOf(study).isEmpty()) {
            stage.say("  look     " + stage.pageOf(study));
        }
        Map<String, String> settings = new TreeMap<>(DemonstrationRun.SETTINGS);
        settings.put("yamori.enrich.registry", folder.registry().toString());
        long begin = System.nanoTime();
        try (StudyJobs jobs = stage.startJobs(study, settings)) {
            CompletableFuture<String> labels = CompletableFuture.supplyAsync(() -> labels(folder));
            Sent sent = runner.toKafka(
                    new Scenario(folder.scenario(), OptionalLong.empty()),
                    new KafkaTarget(KafkaAccess.plaintext(stage.bootstrapServers()), study, 1, Shards.DEFAULT_COUNT),
                    Playing.RECORDED,
                    Progress.untold());
            stage.say(words("demonstration: %,d packets sent after %d s", sent.packets(), secondsSince(begin)));
            Found found = awaitAll(stage, study, sent.packets());
            stage.say(words(
                    "demonstration: all of them counted and indexed after %d s, %,d documents",
                    secondsSince(begin) - QUIET.toSeconds(),
                    found.findings().values().stream()
                            .mapToLong(Long::longValue)
                            .sum()));
            Files.writeString(folder.labels(), labels.join());
        }
        stage.say(told(stage, study, folder));
        stage.say(invitation(drawnFrom, folder));
    }

    private void requireRoom(Stage stage) throws IOException {
        long free = Files.getFileStore(stage.home().folder()).getUsableSpace();
        if (free < days * BYTES_PER_DAY) {
            throw new Refusal(words(
                    "%d days need %,d MiB of disk and there are %,d; './yamori up --demo --days %d' needs less",
                    days, (days * BYTES_PER_DAY) >> 20, free >> 20, Math.max(2, free / 2 / BYTES_PER_DAY)));
        }
    }

    private static String labels(DemonstrationFolder folder) {
        try {
            return folder.simulation().labels().toJsonLines();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    /** What was found against what was planted, and where every packet went. */
    private String told(Stage stage, Topics study, DemonstrationFolder folder) throws IOException {
        Files.createDirectories(folder.result());
        Path findings = folder.result().resolve("findings.jsonl");
        TopicFindings.write(stage.bootstrapServers(), study, findings);
        StringWriter words = new StringWriter();
        words.append(DemonstrationSummary.of(folder.labels(), findings, rooms));
        new LedgerRun(new LedgerRun.Request(
                        KafkaAccess.plaintext(stage.bootstrapServers()),
                        study,
                        Optional.of(URI.create(stage.elasticsearchUrl())),
                        study.prefix(),
                        Duration.ZERO))
                .read(new PrintWriter(words));
        Files.writeString(folder.summary(), words.toString());
        return words.toString();
    }

    private String invitation(long drawnFrom, DemonstrationFolder folder) {
        return """
                You do not believe it?
                  ./yamori up --demo                     something else happens; kill -9 any part of it while it runs
                  ./yamori demo --seed %d --days %d --out again
                  cmp %s again/result/findings.jsonl
                                                         the same without servers, byte for byte
                  ./yamori analyze YOUR.pcap --out DIR   a capture of your own
                """.formatted(drawnFrom, days, folder.result().resolve("findings.jsonl"));
    }

    /** Returns when every packet is counted and nothing more comes. */
    private static Found awaitAll(Stage stage, Topics study, long packets) throws IOException {
        Found last = Found.NOTHING;
        long changedNanos = System.nanoTime();
        long end = changedNanos + PATIENCE.toNanos();
        while (last.packets() < packets || System.nanoTime() - changedNanos < QUIET.toNanos()) {
            if (System.nanoTime() > end) {
                throw new Refusal("the demonstration is not complete after " + PATIENCE.toSeconds() + " s: "
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

    private static long secondsSince(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - nanos);
    }

    private static String words(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
