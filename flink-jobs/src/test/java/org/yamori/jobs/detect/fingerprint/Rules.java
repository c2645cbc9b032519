package org.yamori.jobs.detect.fingerprint;

import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** Rules of tests. */
final class Rules {
    private Rules() {}

    static FingerprintRules standard() {
        return with(Map.of());
    }

    /** The standard with other values; keys without their first words. */
    static FingerprintRules with(Map<String, String> words) {
        Configuration raw = new Configuration();
        words.forEach((word, value) -> raw.setString(FingerprintRules.PREFIX + word, value));
        return FingerprintOptions.rules(raw);
    }
}
