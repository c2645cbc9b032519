package org.yamori.cli.bench.detection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yamori.cli.Doors;
import org.yamori.cli.Progress;
import org.yamori.jobs.detect.surge.SurgeOptions;
import org.yamori.jobs.detect.surge.SurgeRules;

/** The bench of detectors: false onsets, planted surges, rivals, nuisances and scenarios, one after the other. */
public final class DetectionRun implements Doors.DetectionBench {
    private static final int SWEEP_PORTS = 128;
    private static final int SWEEP_DAYS = 40;
    private static final int MOST_DUELS = 30;
    private static final List<Double> NUISANCE_LEVELS = List.of(0.1, 10.0);

    @Override
    public String run(Doors.DetectionBench.Order order, Progress progress) throws IOException {
        DetectionFigures figures = new DetectionFigures();
        if (order.simulated()) {
            simulated(order, figures, progress);
        }
        for (Path scenario : order.scenarios()) {
            figures.scenarios.add(PacketScenario.run(scenario, progress));
        }
        if (order.out().isPresent()) {
            figures.write(order.out().get());
        }
        return figures.tables();
    }

    private static void simulated(Doors.DetectionBench.Order order, DetectionFigures figures, Progress progress) {
        SurgeRules rules = SurgeOptions.defaults();
        List<Noise> noises = new ArrayList<>(List.of(Noise.NORMAL));
        if (order.rough()) {
            noises.add(Noise.ROUGH);
        }
        for (Noise noise : noises) {
            falseOnsets(order, noise, rules, figures, progress);
        }
        Map<Double, Watch> watches = new LinkedHashMap<>();
        for (Noise noise : noises) {
            watches.clear();
            List<SurgeCells.Cell> cells = new ArrayList<>();
            for (double level : SurgeCells.LEVELS) {
                progress.stage("learning ports with " + level + " sources a minute");
                Watch watch = Watch.of(level, noise, rules, order.seed() + 1);
                watches.put(level, watch);
                progress.stage("surges into " + level + " sources a minute, " + noise.name() + " noise");
                progress.total(order.surges());
                cells.addAll(SurgeCells.run(watch, level, order.surges(), progress));
            }
            figures.cells.put(noise.name(), cells);
            if (noise.equals(Noise.NORMAL)) {
                duel(order, watches, figures, progress);
            }
        }
    }

    private static void falseOnsets(
            Doors.DetectionBench.Order order,
            Noise noise,
            SurgeRules rules,
            DetectionFigures figures,
            Progress progress) {
        for (Telescope telescope : Telescope.ALL) {
            String words = telescope.addresses() + " addresses, " + noise.name() + " noise";
            progress.stage("learning " + words);
            Watch watch = Watch.of(telescope, noise, rules, order.seed());
            progress.stage("watch list, " + words);
            progress.total(Telescope.WATCHED);
            figures.falseOnsets.add(FalseOnsets.run(telescope, watch, true, Telescope.WATCHED, order.days(), progress));
            progress.stage("all ports, " + words);
            progress.total(order.ports());
            figures.falseOnsets.add(FalseOnsets.run(telescope, watch, false, order.ports(), order.days(), progress));
        }
    }

    private static void duel(
            Doors.DetectionBench.Order order, Map<Double, Watch> watches, DetectionFigures figures, Progress progress) {
        Duel duel = new Duel(
                watches, SWEEP_PORTS, SWEEP_DAYS, Math.min(MOST_DUELS, order.surges()), order.seed() + 2, progress);
        duel.sweep();
        figures.outcomes.addAll(duel.fight());
        figures.shifts = duel.shifts();
        progress.stage("nuisances");
        for (Map.Entry<Double, Watch> watch : watches.entrySet()) {
            if (NUISANCE_LEVELS.contains(watch.getKey())) {
                figures.nuisances.addAll(Nuisances.run(watch.getValue(), watch.getKey(), progress));
            }
        }
    }
}
