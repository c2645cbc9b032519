package org.yamori.jobs.detect.surge;

import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SurgeRulesTest {
    private static SurgeRules with(String word, String value) {
        return SurgeOptions.rules(Configuration.fromMap(Map.of("yamori.detect.surge." + word, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "learning-days|-1|yamori.detect.surge.learning-days must be 0..365, was -1",
                "least-sources|0|yamori.detect.surge.least-sources must be 1..1000000, was 0",
                "winsor|0.5|yamori.detect.surge.winsor must be 1..100, was 0.5",
                "thresholds|5,6,6|yamori.detect.surge.thresholds must be 6 numbers, for windows of 1, 5, 15, 60, 240"
                        + " and 1440 minutes, were 3",
                "thresholds|5,6,six,6,6,6|yamori.detect.surge.thresholds must be 6 numbers with commas between them,"
                        + " has 'six'",
                "watched-thresholds|5,6,NaN,6,6,6|yamori.detect.surge.watched-thresholds must be 1..100, was NaN",
                "hot|20|yamori.detect.surge.thresholds and watched-thresholds must be at least hot (20.0) and above"
                        + " calm (3.0), was",
            })
    void nonsense_isRefusedWithTheValue(String word, String value, String message) {
        assertThatThrownBy(() -> with(word, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void otherThresholds_areOtherRules() {
        SurgeRules rules = SurgeOptions.defaults();
        SurgeRules other = rules.withThresholds(List.of(9.0, 9.0, 9.0, 9.0, 9.0, 9.0), rules.watchedThresholds());
        assertThat(other.threshold(2, false)).isEqualTo(9);
        assertThat(other.threshold(2, true)).isEqualTo(rules.threshold(2, true));
        assertThat(other.version()).isNotEqualTo(rules.version());
        assertThat(SurgeOptions.defaults().version()).isEqualTo(rules.version());
    }
}
