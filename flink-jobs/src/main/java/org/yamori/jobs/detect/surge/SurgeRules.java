package org.yamori.jobs.detect.surge;

import java.io.Serializable;
import java.util.List;
import org.yamori.wire.Finding;

/**
 * When a rise is a surge, and how the ordinary is learnt. Lists have a value for each of {@link SurgeScales}.
 *
 * @param thresholds scores of a rise of any port
 * @param watchedThresholds the same for the watch list, which has a budget of false onsets of its own
 * @param hot score from which a port is looked at every minute
 * @param calm score under which a surge counts as over
 * @param calmMinutes how long at least it must stay under
 * @param leastSources fewer distinct sources in a window are never a surge
 * @param leastDestinations page only with so many destinations or so many sensors
 * @param leastSensors see {@code leastDestinations}
 * @param leastNetworks page only with sources of so many networks
 * @param support score that the sources of single minutes, added up, must reach too where the window is an hour or
 *     longer: sources that only change their addresses do not
 * @param learningDays how long nothing is paged, because the ordinary is not known
 * @param levelDays over how many days the level is taken
 * @param priorHours hours of watching that the level of a port never seen is worth
 * @param driftHours how fast a deviation of the last hours is forgotten
 * @param settleHours after so long a surge is the new ordinary
 * @param winsor deviations above the expectation that a learnt count is cut at
 * @param leastObserved share of the usual that must have been observed for a window to rise
 * @param learntObserved the same for a window to be learnt
 * @param ownShape sources a minute from which a port has a week of its own
 * @param ownShapes most ports with a week of their own
 * @param leastDispersions the least dispersion assumed
 * @param pairsPerGroup pairs of source and port that a group of ports remembers
 * @param sampleSources sources of a hot port that are kept to tell where they are and to compare surges
 * @param seriesPorts hot ports of a group, outside the watch list, whose series are published
 * @param partPorts ports of the watch list, its first ones, that are scored by parts of their sources too
 * @param partsPage whether a surge of a part may page
 */
public record SurgeRules(
        List<Double> thresholds,
        List<Double> watchedThresholds,
        double hot,
        double calm,
        int calmMinutes,
        int leastSources,
        int leastDestinations,
        int leastSensors,
        int leastNetworks,
        double support,
        int learningDays,
        int levelDays,
        int priorHours,
        int driftHours,
        int settleHours,
        double winsor,
        double leastObserved,
        double learntObserved,
        double ownShape,
        int ownShapes,
        List<Double> leastDispersions,
        int pairsPerGroup,
        int sampleSources,
        int seriesPorts,
        int partPorts,
        boolean partsPage)
        implements Serializable {
    private static final double LEAST_SCORE = 1;
    private static final double MOST_SCORE = 100;

    public SurgeRules {
        thresholds = scores("thresholds", thresholds, LEAST_SCORE, MOST_SCORE);
        watchedThresholds = scores("watched-thresholds", watchedThresholds, LEAST_SCORE, MOST_SCORE);
        require("hot", hot, LEAST_SCORE, MOST_SCORE);
        require("calm", calm, 0, MOST_SCORE);
        require("calm-minutes", calmMinutes, 1, 1440);
        require("least-sources", leastSources, 1, 1_000_000);
        require("least-destinations", leastDestinations, 1, 1_000_000);
        require("least-sensors", leastSensors, 1, 100_000);
        require("least-networks", leastNetworks, 1, HotSources.LEAST);
        require("support", support, 0, MOST_SCORE);
        require("learning-days", learningDays, 0, 365);
        require("level-days", levelDays, 1, 365);
        require("prior-hours", priorHours, 1, 720);
        require("drift-hours", driftHours, 1, 720);
        require("settle-hours", settleHours, 1, 720);
        require("winsor", winsor, 1, MOST_SCORE);
        require("least-observed", leastObserved, 0.01, 1);
        require("learnt-observed", learntObserved, 0.01, 1);
        require("own-shape", ownShape, 0.1, 1e6);
        require("own-shapes", ownShapes, 0, 131_072);
        leastDispersions = scores("least-dispersions", leastDispersions, 0, 10);
        require("pairs-per-group", pairsPerGroup, 1024, 1 << 26);
        require("sample-sources", sampleSources, HotSources.LEAST, 16_384);
        require("series-ports", seriesPorts, 0, 131_072);
        require("part-ports", partPorts, 0, 4096);
        for (List<Double> some : List.of(thresholds, watchedThresholds)) {
            for (double threshold : some) {
                if (threshold < hot || threshold <= calm) {
                    throw new IllegalArgumentException(
                            "yamori.detect.surge.thresholds and watched-thresholds must be at least hot (" + hot
                                    + ") and above calm (" + calm + "), was " + threshold);
                }
            }
        }
    }

    private static List<Double> scores(String word, List<Double> values, double least, double most) {
        if (values.size() != SurgeScales.COUNT) {
            throw new IllegalArgumentException("yamori.detect.surge." + word + " must be " + SurgeScales.COUNT
                    + " numbers, for windows of 1, 5, 15, 60, 240 and 1440 minutes, were " + values.size());
        }
        for (double value : values) {
            require(word, value, least, most);
        }
        return List.copyOf(values);
    }

    private static void require(String word, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("yamori.detect.surge." + word + " must be " + plain(least) + ".."
                    + plain(most) + ", was " + plain(value));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : "" + value;
    }

    /** Bytes that sources make a shard and a group of ports take, at most: a minute, and who was seen. */
    public long mostBytes() {
        return SurgeTable.mostBytes() + SourceMemory.mostBytes(pairsPerGroup);
    }

    double threshold(int scale, boolean watched) {
        return (watched ? watchedThresholds : thresholds).get(scale);
    }

    double leastDispersion(int scale) {
        return leastDispersions.get(scale);
    }

    /** The same with other thresholds, as the registry may set them while the job runs. */
    public SurgeRules withThresholds(List<Double> ofAll, List<Double> ofWatched) {
        return new SurgeRules(
                ofAll,
                ofWatched,
                hot,
                calm,
                calmMinutes,
                leastSources,
                leastDestinations,
                leastSensors,
                leastNetworks,
                support,
                learningDays,
                levelDays,
                priorHours,
                driftHours,
                settleHours,
                winsor,
                leastObserved,
                learntObserved,
                ownShape,
                ownShapes,
                leastDispersions,
                pairsPerGroup,
                sampleSources,
                seriesPorts,
                partPorts,
                partsPage);
    }

    /** Equal for equal rules: the first 32 bits of SHA-256 over all that decides a surge. */
    String version() {
        return Finding.id("rules", "surge", toString(), 0).substring(0, 8);
    }
}
