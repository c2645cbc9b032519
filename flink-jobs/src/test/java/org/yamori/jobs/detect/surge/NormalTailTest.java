package org.yamori.jobs.detect.surge;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Expected values from published tables of the normal distribution's upper tail. */
class NormalTailTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "0.5, 0.309",
        "1, 0.159",
        "1.96, 0.025",
        "2, 0.0228",
        "3, 0.00135",
        "5, 2.87e-7",
        "6.4, 7.77e-11",
        "10, 7.62e-24",
        "37, 5.73e-300",
        "50, 0",
        "-1, 0.841",
    })
    void tail_isThatOfTheTables(double score, double probability) {
        assertThat(NormalTail.above(score)).isEqualTo(probability);
    }
}
