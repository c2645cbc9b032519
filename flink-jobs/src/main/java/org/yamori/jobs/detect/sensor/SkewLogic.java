package org.yamori.jobs.detect.sensor;

import java.util.concurrent.TimeUnit;
import org.yamori.jobs.detect.sensor.SensorState.ClockState;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.jobs.flow.BlockFact.Fate;

/**
 * Estimates how far a sensor's clock is from the brokers', by what is recorded: when a block ended by the sensor's
 * clock, and when the broker appended it.
 *
 * <p>On its way a block only loses time, so of many delays the smallest is the nearest to the offset of the clocks (the
 * minimum filter of RFC 5905, section 10). A wrong clock is wrong evenly: the smallest delays of two half minutes in a
 * row are about the same. A spool that drains is not: it sends more than a second's blocks in a second, so that delays
 * fall, and while Kafka is away nothing comes at all.
 */
final class SkewLogic {
    static final long SPAN_MICROS = TimeUnit.SECONDS.toMicros(30);
    /** Of about thirty: a sensor sends a block or a heartbeat each second. */
    private static final int FEWEST_RECORDS = 10;

    private static final long NEVER = Long.MIN_VALUE;

    private final long boundMicros;

    SkewLogic(SensorRules rules) {
        this.boundMicros = rules.skew().toNanos() / 1000;
    }

    /** Takes in a fact; true if the clock has become wrong or right, or is wrong by clearly more or less. */
    boolean on(BlockFact fact, ClockState clock) {
        // All partitions have the same clock, and only within one is the order of records always the same.
        boolean tells = fact.live && fact.partition == 0 && fact.fate != Fate.DUPLICATE && fact.fate != Fate.BEHIND;
        if (!tells) {
            return false;
        }
        long span = Math.floorDiv(fact.appendMicros, SPAN_MICROS);
        boolean told = false;
        if (span > clock.span) {
            told = clock.span != NEVER && close(clock);
            clock.span = span;
            clock.records = 0;
            clock.leastDelayMicros = Long.MAX_VALUE;
        }
        if (span == clock.span) {
            clock.records++;
            clock.leastDelayMicros = Math.min(clock.leastDelayMicros, fact.appendMicros - fact.endMicros);
        }
        return told;
    }

    private boolean close(ClockState clock) {
        boolean usable = clock.records >= FEWEST_RECORDS;
        long before = clock.spanBefore;
        long leastBefore = clock.leastDelayBeforeMicros;
        clock.spanBefore = usable ? clock.span : NEVER;
        clock.leastDelayBeforeMicros = clock.leastDelayMicros;
        boolean even = usable
                && before != NEVER
                && before == clock.span - 1
                && Math.abs(clock.leastDelayMicros - leastBefore) <= boundMicros / 2;
        return even && decide(-Math.min(clock.leastDelayMicros, leastBefore), clock);
    }

    private boolean decide(long skewMicros, ClockState clock) {
        long size = Math.abs(skewMicros);
        if (!clock.wrong) {
            if (size <= boundMicros) {
                return false;
            }
            clock.wrong = true;
            clock.sinceMicros = (clock.span - 1) * SPAN_MICROS;
            clock.revision = 0;
            clock.largestSkewMicros = skewMicros;
        } else if (size < boundMicros / 2) {
            clock.wrong = false;
            clock.untilMicros = (clock.span - 1) * SPAN_MICROS;
        } else if (Math.abs(skewMicros - clock.skewMicros) <= boundMicros) {
            return false;
        }
        clock.revision++;
        clock.skewMicros = skewMicros;
        if (size > Math.abs(clock.largestSkewMicros)) {
            clock.largestSkewMicros = skewMicros;
        }
        return true;
    }
}
