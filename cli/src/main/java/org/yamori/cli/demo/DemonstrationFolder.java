package org.yamori.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.yamori.cli.Refusal;
import org.yamori.sensor.simulate.BadScenarioException;
import org.yamori.sensor.simulate.Demonstration;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.sensor.simulate.Simulation;

/**
 * A demonstration on disk: its orders, its registry, the truth about it and what was found.
 *
 * @param scenario orders, as {@code simulate} and {@code analyze} take them
 * @param registry organisations and sensors
 * @param labels what was planted
 * @param result folder of the analysis
 * @param summary what was found against what was planted
 */
public record DemonstrationFolder(Path scenario, Path registry, Path labels, Path result, Path summary) {

    /** The places in a folder, which need not exist. */
    public static DemonstrationFolder in(Path folder) {
        return new DemonstrationFolder(
                folder.resolve("scenario.yaml"),
                folder.resolve("registry.yaml"),
                folder.resolve("labels.jsonl"),
                folder.resolve("result"),
                folder.resolve("demonstration.txt"));
    }

    /** Writes what was drawn; a folder that holds anything else is refused. */
    public static DemonstrationFolder write(Path folder, Demonstration drawn) throws IOException {
        DemonstrationFolder places = in(folder);
        places.requireNothingElse(folder);
        Files.createDirectories(folder);
        Files.deleteIfExists(places.summary);
        Files.deleteIfExists(places.labels);
        Files.writeString(places.scenario, drawn.scenario());
        Files.writeString(places.registry, drawn.registry());
        return places;
    }

    private void requireNothingElse(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new Refusal(folder + " is a file, not a folder to write to");
        }
        if (!Files.isDirectory(folder)) {
            return;
        }
        Set<Path> ours = Set.of(scenario, registry, labels, result, summary);
        List<Path> others;
        try (Stream<Path> entries = Files.list(folder)) {
            others = entries.filter(entry -> !ours.contains(entry)).sorted().toList();
        }
        if (!others.isEmpty()) {
            throw new Refusal(folder + " holds something else, for example "
                    + others.get(0).getFileName() + "; name another folder");
        }
    }

    /** The scenario as it stands on disk. */
    public Simulation simulation() throws IOException {
        try {
            return Simulation.of(Scenario.load(scenario));
        } catch (BadScenarioException bad) {
            throw new Refusal(String.valueOf(bad.getMessage()), bad);
        }
    }
}
