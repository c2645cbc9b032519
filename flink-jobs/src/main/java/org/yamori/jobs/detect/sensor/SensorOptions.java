package org.yamori.jobs.detect.sensor;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/** Keys of the sensor room, and the only way from text to {@link SensorRules}. */
public final class SensorOptions {
    static final ConfigOption<Duration> SILENCE = ConfigOptions.key("yamori.detect.sensor.silence")
            .durationType()
            .defaultValue(Duration.ofSeconds(30))
            .withDescription("How long a live sensor may say nothing before that is a finding, at least 2 s.");

    static final ConfigOption<Duration> SKEW = ConfigOptions.key("yamori.detect.sensor.skew")
            .durationType()
            .defaultValue(Duration.ofSeconds(2))
            .withDescription("How far a live sensor's clock may be from the brokers' before that is a finding, which"
                    + " ends at half of it; at least 100 ms.");

    static final ConfigOption<Duration> KEEP = ConfigOptions.key("yamori.detect.sensor.keep")
            .durationType()
            .defaultValue(Duration.ofHours(50))
            .withDescription("How long holes are remembered for the completeness of windows, at least 25 h.");

    private SensorOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(SILENCE, SKEW, KEEP);
    }

    public static SensorRules rules(Configuration raw) {
        return new SensorRules(raw.get(SILENCE), raw.get(SKEW), raw.get(KEEP));
    }
}
