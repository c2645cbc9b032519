package org.yamori.jobs.detect.backscatter;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.yamori.jobs.detect.backscatter.AttackRules.RatePlace;

/** Keys of the backscatter room, and the only way from text to {@link BackscatterRules}. */
public final class BackscatterOptions {
    static final ConfigOption<Integer> PACKETS = ConfigOptions.key("yamori.detect.backscatter.packets")
            .intType()
            .defaultValue(25)
            .withDescription("Answers of a victim from which on it may be under attack, 1 to 1000000.");

    static final ConfigOption<Duration> LASTING = ConfigOptions.key("yamori.detect.backscatter.lasting")
            .durationType()
            .defaultValue(Duration.ofMinutes(1))
            .withDescription("Time from a victim's first answer to its last from which on it may be under attack, up to"
                    + " 24 h.");

    static final ConfigOption<String> RATE_AT = ConfigOptions.key("yamori.detect.backscatter.rate-at")
            .stringType()
            .defaultValue("darknet")
            .withDescription("Which rate must reach its threshold: darknet (option rate) or victim (option"
                    + " victim-rate); both are always published.");

    static final ConfigOption<Integer> RATE = ConfigOptions.key("yamori.detect.backscatter.rate")
            .intType()
            .defaultValue(30)
            .withDescription("Answers at the darknet in 60 s, in windows that begin every 10 s, from which on a victim"
                    + " is under attack, 1 to 1000000000.");

    static final ConfigOption<Integer> VICTIM_RATE = ConfigOptions.key("yamori.detect.backscatter.victim-rate")
            .intType()
            .defaultValue(179)
            .withDescription("Answers a second that the victim sends anywhere, estimated from the busiest 60 s and the"
                    + " watched addresses, from which on it is under attack, 1 to 1000000000.");

    static final ConfigOption<Duration> SILENCE = ConfigOptions.key("yamori.detect.backscatter.silence")
            .durationType()
            .defaultValue(Duration.ofMinutes(5))
            .withDescription("How long a victim must say nothing for its attack to be over, 10 s to 24 h.");

    static final ConfigOption<Integer> VICTIMS = ConfigOptions.key("yamori.detect.backscatter.victims")
            .intType()
            .defaultValue(4_096)
            .withDescription("Victims that each shard follows at a time, 16 to 4194304.");

    static final ConfigOption<Long> ADDRESSES = ConfigOptions.key("yamori.detect.backscatter.addresses")
            .longType()
            .defaultValue(0L)
            .withDescription("Watched addresses where the registry names no sensor; with 0 no rate of a victim is"
                    + " estimated there, 0 to 4294967296.");

    static final ConfigOption<Integer> STORM_SOURCES = ConfigOptions.key("yamori.detect.backscatter.storm-sources")
            .intType()
            .defaultValue(1_000)
            .withDescription("Sources of one port in a minute from which on there may be a storm, 64 to 1000000000.");

    static final ConfigOption<Integer> STORM_FACTOR = ConfigOptions.key("yamori.detect.backscatter.storm-factor")
            .intType()
            .defaultValue(2)
            .withDescription("How many times as many sources as usual a storm has, 2 to 1000.");

    static final ConfigOption<Integer> STORM_PACKETS = ConfigOptions.key(
                    "yamori.detect.backscatter.storm-packets-per-source")
            .intType()
            .defaultValue(150)
            .withDescription("Packets of each source in a minute of a storm at most, in percent, 100 to 1000.");

    static final ConfigOption<Integer> STORM_ENTROPY = ConfigOptions.key("yamori.detect.backscatter.storm-entropy")
            .intType()
            .defaultValue(95)
            .withDescription("Percent of the entropy of sources spread evenly over routed space that a storm from"
                    + " everywhere exceeds, 50 to 99.");

    static final ConfigOption<Integer> STORM_TTLS = ConfigOptions.key("yamori.detect.backscatter.storm-network-ttls")
            .intType()
            .defaultValue(4)
            .withDescription("TTLs that a storm from few networks shows in each /24 on average at least, 2 to 200.");

    static final ConfigOption<Integer> STORM_PAIRS = ConfigOptions.key("yamori.detect.backscatter.storm-pairs")
            .intType()
            .defaultValue(16)
            .withDescription("Pairs of IP id and window that make up nine tenths of a storm from few networks at most,"
                    + " 1 to 10000.");

    static final ConfigOption<Integer> STORM_SAMPLE = ConfigOptions.key("yamori.detect.backscatter.storm-sample")
            .intType()
            .defaultValue(65_536)
            .withDescription("Pairs of source and port of a minute that each shard keeps to judge storms; of more it"
                    + " keeps half of the sources, a quarter and so on, 1024 to 16777216.");

    private BackscatterOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(
                PACKETS,
                LASTING,
                RATE_AT,
                RATE,
                VICTIM_RATE,
                SILENCE,
                VICTIMS,
                ADDRESSES,
                STORM_SOURCES,
                STORM_FACTOR,
                STORM_PACKETS,
                STORM_ENTROPY,
                STORM_TTLS,
                STORM_PAIRS,
                STORM_SAMPLE);
    }

    public static BackscatterRules rules(Configuration raw) {
        return new BackscatterRules(
                new AttackRules(
                        raw.get(PACKETS),
                        raw.get(LASTING),
                        ratePlace(raw.get(RATE_AT)),
                        raw.get(RATE),
                        raw.get(VICTIM_RATE),
                        raw.get(SILENCE),
                        raw.get(VICTIMS),
                        raw.get(ADDRESSES)),
                new StormRules(
                        raw.get(STORM_SOURCES),
                        raw.get(STORM_FACTOR),
                        raw.get(STORM_PACKETS),
                        raw.get(STORM_ENTROPY),
                        raw.get(STORM_TTLS),
                        raw.get(STORM_PAIRS),
                        raw.get(STORM_SAMPLE)));
    }

    private static RatePlace ratePlace(String word) {
        for (RatePlace place : RatePlace.values()) {
            if (place.name().toLowerCase(Locale.ROOT).equals(word)) {
                return place;
            }
        }
        throw new IllegalArgumentException(RATE_AT.key() + " must be darknet or victim, was '" + word + "'");
    }
}
