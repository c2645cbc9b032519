package org.yamori.jobs.detect.backscatter;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** One victim's answers without a long silence between them: an attack, or what may become one. */
final class Attack {
    /** Ten-second counters that make up a window of 60 s. */
    static final int SPANS = 6;

    final long high;
    final long low;
    final short country;
    final AnswerCounts counts;
    private final long[] recent = new long[SPANS];
    /** Number of the newest of them. */
    private long newest = Long.MIN_VALUE;

    long startMicros;
    long lastMicros;
    long packets;
    /** In the busiest 60 s. */
    long mostInAMinute;
    /** What the last revision said of it. */
    long toldMost;
    /** The last one that was told; 0 while this is no attack. */
    long revision;

    Attack(long high, long low, short country) {
        this(high, low, country, new AnswerCounts());
    }

    private Attack(long high, long low, short country, AnswerCounts counts) {
        this.high = high;
        this.low = low;
        this.country = country;
        this.counts = counts;
    }

    /** Counts what came in ten seconds; spans come in order. */
    void add(long span, long count, long firstMicros, long lastMicros) {
        if (packets == 0) {
            startMicros = firstMicros;
        }
        for (long next = Math.max(newest + 1, span - SPANS + 1); next <= span; next++) {
            recent[(int) Math.floorMod(next, (long) SPANS)] = 0;
        }
        newest = span;
        recent[(int) Math.floorMod(span, (long) SPANS)] += count;
        mostInAMinute = Math.max(mostInAMinute, Arrays.stream(recent).sum());
        packets += count;
        this.lastMicros = lastMicros;
    }

    boolean told() {
        return revision > 0;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(high);
        out.writeLong(low);
        out.writeShort(country);
        counts.write(out);
        for (long count : recent) {
            out.writeLong(count);
        }
        out.writeLong(newest);
        out.writeLong(startMicros);
        out.writeLong(lastMicros);
        out.writeLong(packets);
        out.writeLong(mostInAMinute);
        out.writeLong(toldMost);
        out.writeLong(revision);
    }

    static Attack read(DataInput in) throws IOException {
        Attack attack = new Attack(in.readLong(), in.readLong(), in.readShort(), AnswerCounts.read(in));
        for (int i = 0; i < SPANS; i++) {
            attack.recent[i] = in.readLong();
        }
        attack.newest = in.readLong();
        attack.startMicros = in.readLong();
        attack.lastMicros = in.readLong();
        attack.packets = in.readLong();
        attack.mostInAMinute = in.readLong();
        attack.toldMost = in.readLong();
        attack.revision = in.readLong();
        return attack;
    }
}
