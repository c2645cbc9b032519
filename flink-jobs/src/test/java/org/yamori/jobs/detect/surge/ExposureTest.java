package org.yamori.jobs.detect.surge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ExposureTest {
    private static final long MINUTE = 60_000_000;
    private static final int HOUR = 60;

    private final float[] shares = new float[SurgeScales.COUNT];

    /** The first sensor spoke at the last second of a minute: one sixtieth of it was to be watched. */
    @Test
    void firstMinuteThatIsCutOff_isSoonForgotten() throws IOException {
        Exposure exposure = new Exposure();
        exposure.add(0, MINUTE / 60, MINUTE / 60);
        for (int minute = 1; minute <= 2 * HOUR; minute++) {
            exposure.add(minute, MINUTE, MINUTE);
        }
        Exposure again = new Exposure();
        again.read(state(exposure));
        for (Exposure each : new Exposure[] {exposure, again}) {
            each.shares(shares);
            assertThat(shares[0]).isCloseTo(1, within(0.01f));
            assertThat(shares[SurgeScales.HOUR]).isCloseTo(1, within(0.01f));
            each.add(2 * HOUR + 1, MINUTE, 0);
            each.shares(shares);
            assertThat(shares[0]).isZero();
            assertThat(shares[SurgeScales.HOUR]).isCloseTo(59 / 60f, within(0.01f));
        }
    }

    @Test
    void sensorsThatCome_becomeTheUsualWithinAWeek() {
        Exposure exposure = new Exposure();
        for (int minute = 0; minute < 30 * SurgeScales.MINUTES_OF_DAY; minute++) {
            exposure.add(minute, MINUTE, MINUTE);
        }
        for (int day = 30; day < 37; day++) {
            for (int minute = 0; minute < SurgeScales.MINUTES_OF_DAY; minute++) {
                exposure.add((long) day * SurgeScales.MINUTES_OF_DAY + minute, 2 * MINUTE, 2 * MINUTE);
            }
            if (day == 30) {
                exposure.shares(shares);
                assertThat(shares[0]).isBetween(1.7f, 1.9f);
            }
        }
        exposure.shares(shares);
        // 1 - 1/e of the way
        assertThat(shares[0]).isCloseTo(2 / 1.632f, within(0.01f));
    }

    private static DataInputStream state(Exposure exposure) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        exposure.write(new DataOutputStream(bytes));
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
