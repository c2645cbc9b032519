package org.yamori.jobs.detect.surge;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yamori.wire.AlertThresholds;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryHistory;
import org.yamori.wire.RegistryRecord;
import org.yamori.wire.SurgeThresholds;

import static org.assertj.core.api.Assertions.assertThat;

class RulesOverTimeTest {
    private static final long MINUTE = 29_461_440;
    private static final List<Double> HIGHER = List.of(9.0, 9.0, 9.0, 9.0, 9.0, 9.0);

    private final List<String> log = new ArrayList<>();
    private final SurgeRules own = SurgeOptions.defaults();
    private final RulesOverTime rules = new RulesOverTime(own, log::add);
    private final RegistryHistory history = new RegistryHistory();

    private void add(long revision, long fromMicros, SurgeThresholds thresholds) {
        history.add(
                new RegistryRecord(
                        revision,
                        fromMicros,
                        "sato",
                        "too many",
                        new Registry(List.of(), List.of(), thresholds, AlertThresholds.NONE)),
                0);
    }

    @Test
    void thresholds_changeWithTheMinuteAfterTheyTakeEffect_andEachChangeIsLogged() {
        long change = Minutes.startMicros(MINUTE) + 30_000_000;
        add(1, change, new SurgeThresholds(HIGHER, List.of()));
        add(2, Minutes.startMicros(MINUTE + 3), SurgeThresholds.NONE);

        assertThat(rules.in(MINUTE, history).rules()).isEqualTo(own);
        RulesOverTime.Version changed = rules.in(MINUTE + 1, history);
        assertThat(changed.rules()).isEqualTo(own.withThresholds(HIGHER, own.watchedThresholds()));
        assertThat(changed.name()).isEqualTo(changed.rules().version()).isNotEqualTo(own.version());
        assertThat(changed.thresholds(false)).containsExactly(9, 9, 9, 9, 9, 9);
        assertThat(changed.thresholds(true)).containsExactly(4.0, 5.5, 5.4, 5.2, 4.7, 4.5);
        assertThat(rules.in(MINUTE + 2, history)).isEqualTo(changed);
        assertThat(rules.in(MINUTE + 3, history).rules()).isEqualTo(own);
        assertThat(rules.in(MINUTE + 1, history)).as("another group is behind").isEqualTo(changed);
        assertThat(rules.in(MINUTE + 3, history).rules()).isEqualTo(own);

        assertThat(log).hasSize(2);
        assertThat(log.get(0))
                .contains("of all ports [4.8, 6.6, 6.6, 6.5, 5.8, 5.5] -> [9.0, 9.0, 9.0, 9.0, 9.0, 9.0]")
                .contains("of the watch list [4.0, 5.5, 5.4, 5.2, 4.7, 4.5] -> [4.0, 5.5, 5.4, 5.2, 4.7, 4.5]")
                .endsWith("; registry revision 1 by sato: too many");
        assertThat(log.get(1)).contains("[9.0, 9.0, 9.0, 9.0, 9.0, 9.0] -> [4.8, 6.6, 6.6, 6.5, 5.8, 5.5]");
    }

    @Test
    void thresholdsUnderHot_areRefused_andTheJobsOwnHold() {
        add(1, Minutes.startMicros(MINUTE), new SurgeThresholds(List.of(), List.of(2.0, 2.0, 2.0, 2.0, 2.0, 2.0)));

        assertThat(rules.in(MINUTE, history).rules()).isEqualTo(own);
        assertThat(log).hasSize(1);
        assertThat(log.get(0))
                .startsWith("surge thresholds are refused, and those of the job's options hold:")
                .contains("must be at least hot (4.0) and above calm (3.0), was 2.0")
                .endsWith("; registry revision 1 by sato: too many");
    }
}
