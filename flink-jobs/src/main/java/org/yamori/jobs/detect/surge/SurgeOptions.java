package org.yamori.jobs.detect.surge;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** Keys of the surge room, and the only way from text to {@link SurgeRules}. */
public final class SurgeOptions {
    private static final String SCALES = "for windows of 1, 5, 15, 60, 240 and 1440 minutes";

    static final ConfigOption<String> THRESHOLDS = ConfigOptions.key("yamori.detect.surge.thresholds")
            .stringType()
            .defaultValue("4.8, 6.6, 6.6, 6.5, 5.8, 5.5")
            .withDescription("Scores from which a rise of any port is a surge, " + SCALES
                    + "; the first must be reached in two minutes in a row, each 1 to 100.");

    static final ConfigOption<String> WATCHED_THRESHOLDS = ConfigOptions.key("yamori.detect.surge.watched-thresholds")
            .stringType()
            .defaultValue("4.0, 5.5, 5.4, 5.2, 4.7, 4.5")
            .withDescription("The same for ports of the watch list, " + SCALES + ", each 1 to 100.");

    static final ConfigOption<Double> HOT = ConfigOptions.key("yamori.detect.surge.hot")
            .doubleType()
            .defaultValue(4.0)
            .withDescription("Score from which a port is scored in every minute, 1 to 100.");

    static final ConfigOption<Double> CALM = ConfigOptions.key("yamori.detect.surge.calm")
            .doubleType()
            .defaultValue(3.0)
            .withDescription("Score under which a surge counts as over, 0 to 100.");

    static final ConfigOption<Integer> CALM_MINUTES = ConfigOptions.key("yamori.detect.surge.calm-minutes")
            .intType()
            .defaultValue(15)
            .withDescription("How long a surge must have been under calm to be over; longer when it took longer to be"
                    + " seen, 1 to 1440.");

    static final ConfigOption<Integer> LEAST_SOURCES = ConfigOptions.key("yamori.detect.surge.least-sources")
            .intType()
            .defaultValue(10)
            .withDescription("Fewer distinct sources in a window are never a surge, 1 to 1000000.");

    static final ConfigOption<Integer> LEAST_DESTINATIONS = ConfigOptions.key("yamori.detect.surge.least-destinations")
            .intType()
            .defaultValue(10)
            .withDescription("A surge to fewer destinations and sensors is labelled one-destination and pages nobody,"
                    + " 1 to 1000000.");

    static final ConfigOption<Integer> LEAST_SENSORS = ConfigOptions.key("yamori.detect.surge.least-sensors")
            .intType()
            .defaultValue(3)
            .withDescription("Sensors that make up for fewer destinations, 1 to 100000.");

    static final ConfigOption<Integer> LEAST_NETWORKS = ConfigOptions.key("yamori.detect.surge.least-networks")
            .intType()
            .defaultValue(4)
            .withDescription(
                    "A surge pages only with sources of so many networks (/24; of IPv6 each source is one), 1 to"
                            + " 16. A survey of a few machines in one rack does not.");

    static final ConfigOption<Double> SUPPORT = ConfigOptions.key("yamori.detect.surge.support")
            .doubleType()
            .defaultValue(3.0)
            .withDescription("Score that the sources of single minutes, added up, must reach too where a window has an"
                    + " hour or more; sources that only change their addresses do not, 0 to 100.");

    static final ConfigOption<Integer> LEARNING_DAYS = ConfigOptions.key("yamori.detect.surge.learning-days")
            .intType()
            .defaultValue(7)
            .withDescription("Days of observation before anything is paged, 0 to 365.");

    static final ConfigOption<Integer> LEVEL_DAYS = ConfigOptions.key("yamori.detect.surge.level-days")
            .intType()
            .defaultValue(28)
            .withDescription("Days over which the level of a port is taken, 1 to 365.");

    static final ConfigOption<Integer> PRIOR_HOURS = ConfigOptions.key("yamori.detect.surge.prior-hours")
            .intType()
            .defaultValue(6)
            .withDescription("Most hours of watching that the common level is worth for a port never seen, 1 to 720.");

    static final ConfigOption<Integer> DRIFT_HOURS = ConfigOptions.key("yamori.detect.surge.drift-hours")
            .intType()
            .defaultValue(24)
            .withDescription("How long a deviation of the last hours is taken to last, 1 to 720.");

    static final ConfigOption<Integer> SETTLE_HOURS = ConfigOptions.key("yamori.detect.surge.settle-hours")
            .intType()
            .defaultValue(72)
            .withDescription("After so many hours a surge that lasts is the new ordinary, 1 to 720.");

    static final ConfigOption<Double> WINSOR = ConfigOptions.key("yamori.detect.surge.winsor")
            .doubleType()
            .defaultValue(4.0)
            .withDescription("Deviations above the expectation at which a count is cut before it is learnt, 1 to 100.");

    static final ConfigOption<Double> LEAST_OBSERVED = ConfigOptions.key("yamori.detect.surge.least-observed")
            .doubleType()
            .defaultValue(0.5)
            .withDescription("Share of the usual addresses and time that must have been observed for a window to be a"
                    + " surge, 0.01 to 1.");

    static final ConfigOption<Double> LEARNT_OBSERVED = ConfigOptions.key("yamori.detect.surge.learnt-observed")
            .doubleType()
            .defaultValue(0.9)
            .withDescription("The same for a window to be learnt, 0.01 to 1.");

    static final ConfigOption<Double> OWN_SHAPE = ConfigOptions.key("yamori.detect.surge.own-shape")
            .doubleType()
            .defaultValue(10.0)
            .withDescription("Sources a minute from which a port has a week of its own; below, ports of about the same"
                    + " level share one, 0.1 to 1000000.");

    static final ConfigOption<Integer> OWN_SHAPES = ConfigOptions.key("yamori.detect.surge.own-shapes")
            .intType()
            .defaultValue(4096)
            .withDescription("Most ports with a week of their own, 0 to 131072.");

    static final ConfigOption<String> LEAST_DISPERSIONS = ConfigOptions.key("yamori.detect.surge.least-dispersions")
            .stringType()
            .defaultValue("0.005, 0.003, 0.003, 0.003, 0.008, 0.008")
            .withDescription("The least dispersion that is assumed, however evenly a port was used, " + SCALES
                    + ", each 0 to 10.");

    static final ConfigOption<Integer> PAIRS_PER_GROUP = ConfigOptions.key("yamori.detect.surge.pairs-per-group")
            .intType()
            .defaultValue(655_360)
            .withDescription("Pairs of source and port that each of as many groups of ports as there are shards"
                    + " remembers; with more the oldest of the hour are forgotten early, 1024 to 67108864.");

    static final ConfigOption<Integer> SAMPLE_SOURCES = ConfigOptions.key("yamori.detect.surge.sample-sources")
            .intType()
            .defaultValue(1024)
            .withDescription("Sources of a hot port that are kept to tell where they are and which surges share them;"
                    + " the standard error of a share is at most half of one through the root of this, 16 to 16384.");

    static final ConfigOption<Integer> SERIES_PORTS = ConfigOptions.key("yamori.detect.surge.series-ports")
            .intType()
            .defaultValue(256)
            .withDescription("Hot ports outside the watch list whose series are published, of each of as many groups of"
                    + " ports as there are shards; those in a surge come first, then those nearest to a threshold, 0"
                    + " to 131072.");

    static final ConfigOption<Integer> PART_PORTS = ConfigOptions.key("yamori.detect.surge.part-ports")
            .intType()
            .defaultValue(256)
            .withDescription(
                    "Ports of the watch list, its first ones, whose sources are scored by country and by groups"
                            + " of networks too; each takes some 170 KB, 0 to 4096.");

    static final ConfigOption<Boolean> PARTS_PAGE = ConfigOptions.key("yamori.detect.surge.parts-page")
            .booleanType()
            .defaultValue(false)
            .withDescription(
                    "Whether a surge of a country or of networks at a port may page somebody; it is told in any"
                            + " case.");

    private SurgeOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(
                THRESHOLDS,
                WATCHED_THRESHOLDS,
                HOT,
                CALM,
                CALM_MINUTES,
                LEAST_SOURCES,
                LEAST_DESTINATIONS,
                LEAST_SENSORS,
                LEAST_NETWORKS,
                SUPPORT,
                LEARNING_DAYS,
                LEVEL_DAYS,
                PRIOR_HOURS,
                DRIFT_HOURS,
                SETTLE_HOURS,
                WINSOR,
                LEAST_OBSERVED,
                LEARNT_OBSERVED,
                OWN_SHAPE,
                OWN_SHAPES,
                LEAST_DISPERSIONS,
                PAIRS_PER_GROUP,
                SAMPLE_SOURCES,
                SERIES_PORTS,
                PART_PORTS,
                PARTS_PAGE);
    }

    public static SurgeRules rules(Configuration raw) {
        return new SurgeRules(
                numbers(THRESHOLDS, raw),
                numbers(WATCHED_THRESHOLDS, raw),
                raw.get(HOT),
                raw.get(CALM),
                raw.get(CALM_MINUTES),
                raw.get(LEAST_SOURCES),
                raw.get(LEAST_DESTINATIONS),
                raw.get(LEAST_SENSORS),
                raw.get(LEAST_NETWORKS),
                raw.get(SUPPORT),
                raw.get(LEARNING_DAYS),
                raw.get(LEVEL_DAYS),
                raw.get(PRIOR_HOURS),
                raw.get(DRIFT_HOURS),
                raw.get(SETTLE_HOURS),
                raw.get(WINSOR),
                raw.get(LEAST_OBSERVED),
                raw.get(LEARNT_OBSERVED),
                raw.get(OWN_SHAPE),
                raw.get(OWN_SHAPES),
                numbers(LEAST_DISPERSIONS, raw),
                raw.get(PAIRS_PER_GROUP),
                raw.get(SAMPLE_SOURCES),
                raw.get(SERIES_PORTS),
                raw.get(PART_PORTS),
                raw.get(PARTS_PAGE));
    }

    /** What holds where nothing was set. */
    public static SurgeRules defaults() {
        return rules(new Configuration());
    }

    private static List<Double> numbers(ConfigOption<String> option, Configuration raw) {
        List<Double> numbers = new ArrayList<>();
        for (String part : raw.get(option).split(",", -1)) {
            try {
                numbers.add(Double.valueOf(part.trim()));
            } catch (NumberFormatException bad) {
                throw new IllegalArgumentException(
                        option.key() + " must be " + SurgeScales.COUNT + " numbers with commas between them, has '"
                                + part.trim() + "'",
                        bad);
            }
        }
        return numbers;
    }
}
