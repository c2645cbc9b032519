package org.yamori.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yamori.cli.Progress;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryCostsTest {
    @Test
    void pairs_takeTurnsInWhoGoesFirst_andTheMiddleOfTheirRatiosCounts() throws IOException {
        List<Boolean> jobs = new ArrayList<>();
        // empty, large, large, empty, empty, large: ratios 10 / 12.5, 9 / 10 and 12 / 10
        double[] seconds = {10, 12.5, 10, 9, 12, 10};
        double[] cpu = {0};

        List<RegistryCosts.Pair> pairs = RegistryCosts.measure(
                3,
                large -> {
                    jobs.add(large);
                    cpu[0] += large ? 22 : 20;
                    return seconds[jobs.size() - 1];
                },
                () -> cpu[0],
                Progress.untold());
        RegistryCosts costs = new RegistryCosts(10_000, 200_000, 10_000_000, 110_000, pairs);

        assertThat(jobs).containsExactly(false, true, true, false, false, true);
        assertThat(costs.ratios()).containsExactly(0.8, 0.9, 1.2);
        assertThat(costs.ratio()).isEqualTo(0.9);
        // ten million packets in ten seconds in the middle; 20 and 22 CPU seconds
        assertThat(costs.lines())
                .anySatisfy(
                        line -> assertThat(line).contains("1.10 % of the packets go from organisations to darknets"))
                .anySatisfy(line -> assertThat(line).matches("empty +1,000,000 +2000 .*"))
                .anySatisfy(line -> assertThat(line).matches("large +1,000,000 +2200 .*"))
                .last()
                .isEqualTo("large to empty: 0.900 (0.800, 0.900, 1.200)");
    }
}
