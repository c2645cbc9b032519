package org.yamori.jobs.sink.mail;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Which of many alerts has a mail of its own. */
final class MailLogic {
    static final long HOUR_MILLIS = 3_600_000;

    private static final long DAY_MICROS = 86_400_000_000L;
    private static final long LAST_BY_NUMBER = 100;

    private MailLogic() {}

    /**
     * Whether the alert with this number in its case is mailed: 1, 10, 100, and then one a day.
     *
     * @param sinceMailedMicros how long after the last that was mailed it is
     */
    static boolean isDue(long number, long sinceMailedMicros) {
        return number > LAST_BY_NUMBER ? sinceMailedMicros >= DAY_MICROS : isPowerOfTen(number);
    }

    /** Whether a number is 1, 10, 100 … */
    static boolean isPowerOfTen(long number) {
        long rest = number;
        while (rest > 1 && rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }

    /** Those of the times that lie within an hour before now. */
    static long[] withinTheHour(long[] times, long nowMillis) {
        return Arrays.stream(times)
                .filter(time -> time > nowMillis - HOUR_MILLIS)
                .toArray();
    }

    static long[] and(long[] times, long next) {
        return LongStream.concat(Arrays.stream(times), LongStream.of(next)).toArray();
    }

    /** The first full hour of the clock after now. */
    static long nextHour(long nowMillis) {
        return (Math.floorDiv(nowMillis, HOUR_MILLIS) + 1) * HOUR_MILLIS;
    }
}
