package org.yamori.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.yamori.cli.Progress;

/**
 * How fast the detect job is with a large registry beside an empty one: the job alone, over packets that Kafka holds
 * already, in pairs of which each begins with the other. A job's speed counts from its first finding to its last, so
 * that reading the registry, once at the start, is told apart.
 *
 * @param organisations in the large registry
 * @param prefixes in it
 * @param packets that each job read
 * @param ofOrganisations how many of them went from an organisation to a registered darknet
 */
record RegistryCosts(int organisations, int prefixes, long packets, long ofOrganisations, List<Pair> pairs) {
    RegistryCosts {
        pairs = List.copyOf(pairs);
    }

    /**
     * One job.
     *
     * @param seconds from its first finding to its last
     * @param wholeSeconds from its start to its end
     * @param cpuSeconds of the process in which it ran
     */
    record Measured(double seconds, double wholeSeconds, double cpuSeconds) {}

    /** Two jobs, one after the other. */
    record Pair(Measured empty, Measured large) {
        double ratio() {
            return empty.seconds / large.seconds;
        }
    }

    /** Runs a job to its end. */
    interface Job {
        /** Returns how long it took from its first finding to its last. */
        double run(boolean large) throws IOException;
    }

    static List<Pair> measure(int rounds, Job job, RoomCosts.Clock clock, Progress progress) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Measured[] both = new Measured[2];
            for (int i = 0; i < 2; i++) {
                boolean large = (round + i) % 2 == 1;
                progress.stage("measuring with " + (large ? "a large" : "an empty") + " registry, round " + (round + 1)
                        + " of " + rounds);
                double cpu = clock.cpuSeconds();
                long start = System.nanoTime();
                double seconds = job.run(large);
                both[large ? 1 : 0] =
                        new Measured(seconds, (System.nanoTime() - start) / 1e9, clock.cpuSeconds() - cpu);
            }
            pairs.add(new Pair(both[0], both[1]));
        }
        return pairs;
    }

    /** Speed with the large registry as a share of that with the empty one, in the middle of all pairs. */
    double ratio() {
        return middle(Pair::ratio);
    }

    private double middle(ToDoubleFunction<Pair> of) {
        double[] sorted = pairs.stream().mapToDouble(of).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "detect job alone, %,d organisations with %,d prefixes; %.2f %% of the packets go from organisations to darknets",
                organisations, prefixes, 100.0 * ofOrganisations / packets));
        lines.add(line("%-22s %14s %16s %14s", "registry", "packets/s", "CPU ns a packet", "whole job, s"));
        lines.add(row("empty", Pair::empty));
        lines.add(row("large", Pair::large));
        lines.add(line(
                "large to empty: %.3f (%s)",
                ratio(),
                String.join(
                        ", ",
                        pairs.stream().map(pair -> line("%.3f", pair.ratio())).toList())));
        return lines;
    }

    private interface Side {
        Measured of(Pair pair);
    }

    private String row(String name, Side side) {
        return line(
                "%-22s %,14.0f %16.0f %14.2f",
                name,
                packets / middle(pair -> side.of(pair).seconds),
                middle(pair -> side.of(pair).cpuSeconds) / packets * 1e9,
                middle(pair -> side.of(pair).wholeSeconds));
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    List<Double> ratios() {
        return pairs.stream().map(Pair::ratio).toList();
    }
}
