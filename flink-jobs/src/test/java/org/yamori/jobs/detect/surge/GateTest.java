package org.yamori.jobs.detect.surge;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GateTest {
    private static final SurgeRules RULES = SurgeOptions.defaults();

    private static ScoredMinute minute(int destinations, int sensors, int days, float observed) {
        ScoredMinute minute = new ScoredMinute();
        minute.destinations = destinations;
        minute.sensors = sensors;
        minute.learntDays = days;
        minute.observed = observed;
        return minute;
    }

    @Test
    void tenDestinationsOrThreeSensors_page() {
        assertThat(Gate.of(minute(10, 1, 7, 1), false, RULES)).isEqualTo(Gate.PAGE);
        assertThat(Gate.of(minute(1, 3, 7, 1), false, RULES)).isEqualTo(Gate.PAGE);
    }

    @Test
    void fewer_areOneDestination_andSayHowMany() {
        ScoredMinute minute = minute(9, 2, 30, 1);
        assertThat(Gate.of(minute, false, RULES)).isEqualTo(Gate.ONE_DESTINATION);
        assertThat(Gate.ONE_DESTINATION.reason(minute, RULES))
                .isEqualTo("only 9 destinations and 2 sensors; 10 or 3 are needed");
    }

    @Test
    void aRack_isOneNetwork_andSaysInHowManyItStands() {
        ScoredMinute minute = minute(64, 5, 30, 1);
        minute.networks = 4;
        assertThat(Gate.of(minute, false, RULES)).isEqualTo(Gate.PAGE);
        minute.networks = 3;
        assertThat(Gate.of(minute, false, RULES)).isEqualTo(Gate.ONE_NETWORK);
        assertThat(Gate.ONE_NETWORK.reason(minute, RULES))
                .isEqualTo("the sources stand in 3 networks (/24); 4 are needed");
        minute.destinations = 1;
        minute.sensors = 1;
        assertThat(Gate.of(minute, false, RULES)).isEqualTo(Gate.ONE_DESTINATION);
    }

    @Test
    void coldStart_isSaid() {
        ScoredMinute minute = minute(100, 5, 3, 1);
        assertThat(Gate.of(minute, false, RULES)).isEqualTo(Gate.LEARNING);
        assertThat(Gate.LEARNING.reason(minute, RULES)).isEqualTo("learning, 3 of 7 days");
    }

    @Test
    void storms_doNotPage() {
        assertThat(Gate.of(minute(100, 5, 8, 1), true, RULES)).isEqualTo(Gate.STORM);
    }

    @Test
    void whatWasHardlyObserved_doesNotPage() {
        ScoredMinute minute = minute(100, 5, 8, 0.4f);
        assertThat(Gate.of(minute, true, RULES)).isEqualTo(Gate.INCOMPLETE);
        assertThat(Gate.INCOMPLETE.reason(minute, RULES)).isEqualTo("40 % of the usual was observed");
    }
}
