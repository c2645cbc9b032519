package org.yamori.jobs.detect.sensor;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a sensor is worth a finding.
 *
 * @param silence how long a live sensor may say nothing
 * @param skew how far a sensor's clock may be from the brokers'
 * @param keep how long holes are remembered; as long as the longest window that may still be told
 */
public record SensorRules(Duration silence, Duration skew, Duration keep) implements Serializable {
    public SensorRules {
        if (silence.compareTo(Duration.ofSeconds(2)) < 0) {
            throw new IllegalArgumentException(
                    "yamori.detect.sensor.silence must be at least 2 s: heartbeats come each second, was " + silence);
        }
        if (skew.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException(
                    "yamori.detect.sensor.skew must be at least 100 ms: the way to the brokers takes time, was "
                            + skew);
        }
        if (keep.compareTo(Duration.ofHours(25)) < 0) {
            throw new IllegalArgumentException(
                    "yamori.detect.sensor.keep must be at least 25 h, the longest day, was " + keep);
        }
    }
}
