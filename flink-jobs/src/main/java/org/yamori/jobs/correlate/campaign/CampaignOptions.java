package org.yamori.jobs.correlate.campaign;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** Keys of the campaign room, and the only way from text to {@link CampaignRules}. */
public final class CampaignOptions {
    static final ConfigOption<Double> CONTAINMENT = ConfigOptions.key("yamori.correlate.campaign.containment")
            .doubleType()
            .defaultValue(0.5)
            .withDescription("Two surges belong together if this share of the smaller one's sources is in the larger"
                    + " one, 0.01 to 1.");

    static final ConfigOption<Double> JACCARD = ConfigOptions.key("yamori.correlate.campaign.jaccard")
            .doubleType()
            .defaultValue(0.25)
            .withDescription("Or if both have this share of all sources that one of them has, 0.01 to 1.");

    static final ConfigOption<Integer> LEAST_COMPARED = ConfigOptions.key("yamori.correlate.campaign.least-compared")
            .intType()
            .defaultValue(10)
            .withDescription("Sources of the smaller surge that must have been compared, 1 to 16384.");

    static final ConfigOption<Integer> REMEMBER_HOURS = ConfigOptions.key("yamori.correlate.campaign.remember-hours")
            .intType()
            .defaultValue(72)
            .withDescription("How long after its last word a surge is remembered; a campaign is over when all of its"
                    + " surges are forgotten, 1 to 720.");

    static final ConfigOption<Integer> MOST_SURGES = ConfigOptions.key("yamori.correlate.campaign.most-surges")
            .intType()
            .defaultValue(1024)
            .withDescription("Surges that are remembered at a time; more are left out and counted, 2 to 16384.");

    private CampaignOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(CONTAINMENT, JACCARD, LEAST_COMPARED, REMEMBER_HOURS, MOST_SURGES);
    }

    public static CampaignRules rules(Configuration raw) {
        return new CampaignRules(
                raw.get(CONTAINMENT),
                raw.get(JACCARD),
                raw.get(LEAST_COMPARED),
                raw.get(REMEMBER_HOURS),
                raw.get(MOST_SURGES));
    }

    /** What holds where nothing was set. */
    public static CampaignRules defaults() {
        return rules(new Configuration());
    }
}
