package org.yamori.jobs.source;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.yamori.wire.Shards;

/** Keys of the source, and the only way from text to {@link SourceRules}. */
public final class SourceOptions {
    static final ConfigOption<Integer> SHARDS = ConfigOptions.key("yamori.source.shards")
            .intType()
            .defaultValue(Shards.DEFAULT_COUNT)
            .withDescription(
                    "Shards of the installation, the same for all sensors and the bound of parallelism, 1 to 256.");

    static final ConfigOption<Duration> LATE_BOUND = ConfigOptions.key("yamori.source.late-bound")
            .durationType()
            .defaultValue(Duration.ofSeconds(5))
            .withDescription("How long after its packets a live block may be appended to be on time; also how long a"
                    + " silent sensor holds the others up.");

    static final ConfigOption<Duration> AHEAD_BOUND = ConfigOptions.key("yamori.source.ahead-bound")
            .durationType()
            .defaultValue(Duration.ofSeconds(2))
            .withDescription("How far a live block may be ahead of the broker's clock before it is refused.");

    static final ConfigOption<Duration> LONGEST_SPOOL = ConfigOptions.key("yamori.source.longest-spool")
            .durationType()
            .defaultValue(Duration.ofDays(7))
            .withDescription("How old a live block may be; older ones are dead letters.");

    private SourceOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(SHARDS, LATE_BOUND, AHEAD_BOUND, LONGEST_SPOOL);
    }

    /** The rules; {@code study} comes from the topics' prefix. */
    public static SourceRules rules(Configuration raw, boolean study) {
        return new SourceRules(
                study, raw.get(SHARDS), raw.get(LATE_BOUND), raw.get(AHEAD_BOUND), raw.get(LONGEST_SPOOL));
    }
}
