package org.yamori.console.overview;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yamori.console.overview.SensorHealth.State;

import static org.assertj.core.api.Assertions.assertThat;

class SensorHealthTest {
    private static final Instant END = Instant.parse("2026-01-05T12:00:00Z");

    @Test
    void silenceThatLasts_isSilent_andOneThatIsOverIsNot() {
        assertThat(state("silent", "speaking", END)).isEqualTo(State.SILENT);
        assertThat(state("speaking again", "speaking", END)).isEqualTo(State.SPEAKING);
    }

    @Test
    void sensorThatEndedOnPurpose_isNotMissed() {
        assertThat(state("", "ended", END.minusSeconds(3_600))).isEqualTo(State.ENDED);
    }

    @Test
    void sensorBehindTheTraffic_isNotHeard_afterTwoMinutes() {
        assertThat(state("", "speaking", END.minusSeconds(120))).isEqualTo(State.SPEAKING);
        assertThat(state("", "speaking", END.minusSeconds(121))).isEqualTo(State.NOT_HEARD);
    }

    /** Its minutes come into the index when they come, and say nothing of now. */
    @Test
    void sensorOfAStudy_isRecorded_howeverFarBehind_untilItsPacketsEnd() {
        Optional<Instant> nobodyWaits = Optional.empty();
        assertThat(SensorHealth.state(Optional.empty(), "speaking", END.minusSeconds(3_600), nobodyWaits))
                .isEqualTo(State.RECORDED);
        assertThat(SensorHealth.state(Optional.empty(), "ended", END, nobodyWaits))
                .isEqualTo(State.ENDED);
        assertThat(SensorHealth.state(Optional.of("silent"), "speaking", END, nobodyWaits))
                .isEqualTo(State.SILENT);
    }

    private static State state(String silence, String minute, Instant lastWord) {
        return SensorHealth.state(
                silence.isEmpty() ? Optional.empty() : Optional.of(silence), minute, lastWord, Optional.of(END));
    }
}
