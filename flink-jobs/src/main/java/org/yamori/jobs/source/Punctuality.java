package org.yamori.jobs.source;

import org.yamori.wire.BlockHeader;
import org.yamori.wire.Clock;

/** Whether a record may tell the time: decided by recorded data alone, never by the moment of reading. */
enum Punctuality {
    ON_TIME,
    /** Counted on a road of its own: it revises counts, never an onset. */
    LATE,
    /** The sensor's clock is ahead of the broker's: refused, and its time believed by nobody. */
    AHEAD,
    /** Older than any spool may be: refused. */
    TOO_OLD;

    static Punctuality of(BlockHeader header, long appendMicros, SourceRules rules) {
        if (header.origin().clock() == Clock.LIVE) {
            long delayMicros = appendMicros - header.span().endMicros();
            if (delayMicros < -rules.aheadBound().toNanos() / 1000) {
                return AHEAD;
            }
            if (delayMicros > rules.longestSpool().toMillis() * 1000) {
                return TOO_OLD;
            }
            if (delayMicros > rules.lateBound().toNanos() / 1000) {
                return LATE;
            }
        }
        return header.span().late() ? LATE : ON_TIME;
    }
}
