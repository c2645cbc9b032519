package org.yamori.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.yamori.cli.Progress;
import org.yamori.cli.analyze.Analysis;
import org.yamori.cli.analyze.AnalyzeRun;
import org.yamori.cli.report.Ledger;
import org.yamori.cli.report.ReportOptions;
import org.yamori.sensor.simulate.Demonstration;
import org.yamori.sensor.simulate.Simulation;

/** A demonstration without servers: drawn, played through the detect job in this process, and summed up. */
public final class DemonstrationRun {
    /**
     * Options of the job under which a demonstration is played. Small ports of an hour or a day share a document, or
     * three weeks would be ten times as many documents as a person could ever look at.
     */
    public static final Map<String, String> SETTINGS = Map.of("yamori.detect.traffic.own-document-hours", "50");

    private final Analysis analysis;
    private final int parallelism;
    private final Set<String> rooms;
    private final Progress progress;

    /**
     * A run to come.
     *
     * @param rooms words of the rooms the job has
     */
    public DemonstrationRun(Analysis analysis, int parallelism, Set<String> rooms, Progress progress) {
        this.analysis = analysis;
        this.parallelism = parallelism;
        this.rooms = rooms;
        this.progress = progress;
    }

    /**
     * What came out.
     *
     * @param summary what was found against what was planted, and the ledger
     */
    public record Outcome(Ledger ledger, String summary) {}

    public Outcome run(Demonstration drawn, Path directory) throws IOException {
        DemonstrationFolder folder = DemonstrationFolder.write(directory, drawn);
        Simulation simulation = folder.simulation();
        CompletableFuture<String> labels =
                CompletableFuture.supplyAsync(() -> simulation.labels().toJsonLines());
        AnalyzeRun.Outcome analysed =
                new AnalyzeRun(analysis, progress).run(request(folder), ReportOptions.DEFAULT, folder.result(), false);
        progress.stage("comparing with what was planted");
        Files.writeString(folder.labels(), labels.join());
        String summary = DemonstrationSummary.of(
                        folder.labels(), folder.result().resolve("findings.jsonl"), rooms)
                + String.format("%-16s %s%n", "ledger", analysed.ledger().sentence());
        Files.writeString(folder.summary(), summary);
        return new Outcome(analysed.ledger(), summary);
    }

    private Analysis.Request request(DemonstrationFolder folder) {
        return new Analysis.Request(
                List.of(Analysis.Input.of(folder.scenario())),
                new Analysis.View(
                        List.of(), ZoneId.of("UTC"), "local", Optional.of(folder.registry()), Optional.empty()),
                SETTINGS,
                Set.of(),
                parallelism);
    }
}
