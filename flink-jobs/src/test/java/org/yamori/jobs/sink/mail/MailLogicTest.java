package org.yamori.jobs.sink.mail;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MailLogicTest {
    private static final long HOUR = 3_600_000_000L;

    /** Ten days of units of an hour, each an hour after the one before: 1, 10, 100, then each day. */
    @Test
    void unitsOfTenDays_areMailedAtOneTenHundredAndThenDaily() {
        long[] mailed = new long[1];
        long[] units = LongStream.rangeClosed(1, 240)
                .filter(unit -> {
                    boolean due = MailLogic.isDue(unit, unit * HOUR - mailed[0]);
                    mailed[0] = due ? unit * HOUR : mailed[0];
                    return due;
                })
                .toArray();
        assertThat(units).containsExactly(1, 10, 100, 124, 148, 172, 196, 220);
    }

    @Test
    void powersOfTen_areJustThose() {
        assertThat(LongStream.rangeClosed(0, 20_000)
                        .filter(MailLogic::isPowerOfTen)
                        .toArray())
                .containsExactly(1, 10, 100, 1_000, 10_000);
    }

    @Test
    void hour_isTheLastOneAndEndsByTheClock() {
        long now = 10 * MailLogic.HOUR_MILLIS + 5;
        assertThat(MailLogic.withinTheHour(new long[] {now - MailLogic.HOUR_MILLIS, now - 10, now}, now))
                .containsExactly(now - 10, now);
        assertThat(MailLogic.nextHour(now)).isEqualTo(11 * MailLogic.HOUR_MILLIS);
        assertThat(MailLogic.nextHour(11 * MailLogic.HOUR_MILLIS)).isEqualTo(12 * MailLogic.HOUR_MILLIS);
    }
}
