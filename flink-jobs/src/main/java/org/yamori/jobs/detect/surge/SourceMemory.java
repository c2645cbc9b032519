package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.yamori.jobs.flow.SourceSketch;
import org.yamori.wire.Shards;

/**
 * When each source was last seen at each port, over a day: pairs in open addressing, one long each.
 *
 * <p>Within the hour every pair is there. What is older is swept each quarter of an hour: of each port at most about
 * {@link #MOST_OLD} are kept, chosen by their hash, and each stands for a power of two of them. The counts of four
 * hours and of a day are taken while sweeping.
 *
 * <p>An entry holds the pair in its upper 52 bits. A young one has the minute below (11 bits); an old one a set bit,
 * the quarter of an hour (7 bits) and the power of two (4 bits).
 */
final class SourceMemory {
    /** Old sources that are kept of a port, give or take a factor of two. */
    static final int MOST_OLD = 1024;

    static final int YOUNG_MINUTES = 60;
    static final int QUARTER = 15;
    static final int NEVER = -1;
    /** Seen before, but longer ago than the hour. */
    static final int LONG_AGO = Integer.MAX_VALUE;

    private static final int FIRST_PLACES = 1 << 10;
    private static final int DAY_MINUTES = 1440;
    private static final int MIDDLE_MINUTES = 240;
    private static final int STATE_BITS = 12;
    private static final int OLD = 1 << 11;
    private static final int MINUTE_MASK = 0x7ff;
    private static final int QUARTER_MASK = 0x7f;
    private static final int LEVEL_BITS = 4;
    private static final int LEVEL_MASK = 0xf;
    private static final int FEW_OLD = MOST_OLD / 4;

    private final int mostPairs;
    private long[] entries = new long[FIRST_PLACES];
    private int size;
    private final byte[] levels;

    /**
     * @param ports ports of this memory
     * @param mostPairs above which the oldest pairs of the hour are forgotten early
     */
    SourceMemory(int ports, int mostPairs) {
        this.mostPairs = mostPairs;
        levels = new byte[ports];
    }

    /** Bytes of so many pairs, at most. */
    static long mostBytes(int pairs) {
        long places = FIRST_PLACES;
        while (places * 2 < pairs * 3L) {
            places *= 2;
        }
        return places * Long.BYTES;
    }

    int size() {
        return size;
    }

    /** Where a pair would be looked for first: reading it brings it near, many at a time. */
    long touch(long pair) {
        return entries[(int) Shards.mix(pair) & (entries.length - 1)];
    }

    /** Notes that a source was seen; how many minutes ago it was seen before, {@link #LONG_AGO} or {@link #NEVER}. */
    int see(long pair, long minute) {
        int mask = entries.length - 1;
        int at = (int) Shards.mix(pair) & mask;
        while (entries[at] != 0 && entries[at] >>> STATE_BITS != pair) {
            at = (at + 1) & mask;
        }
        long before = entries[at];
        entries[at] = pair << STATE_BITS | (minute & MINUTE_MASK);
        if (before == 0) {
            if (++size * 3 > entries.length * 2) {
                grow();
            }
            return NEVER;
        }
        return (before & OLD) != 0 ? LONG_AGO : minutesAgo(before, minute);
    }

    private static int minutesAgo(long entry, long minute) {
        return (int) (minute - entry) & MINUTE_MASK;
    }

    private void grow() {
        long[] before = entries;
        entries = new long[before.length * 2];
        for (long entry : before) {
            if (entry != 0) {
                put(entry);
            }
        }
    }

    private void put(long entry) {
        int mask = entries.length - 1;
        int at = (int) Shards.mix(entry >>> STATE_BITS) & mask;
        while (entries[at] != 0) {
            at = (at + 1) & mask;
        }
        entries[at] = entry;
    }

    /** What was counted while sweeping: sources of four hours and of a day, by port. */
    record Swept(int[] middle, int[] day) {}

    /** Numbers of ports, as the memory's owner has them. */
    interface PortNumbers {
        int of(int series);
    }

    /** Forgets what is older than a day and thins what is older than an hour; at the last minute of a quarter. */
    Swept sweep(long minute, PortNumbers numbers) {
        chooseLevels(minute, numbers);
        Swept swept = new Swept(new int[levels.length], new int[levels.length]);
        long[] before = entries;
        int kept = 0;
        for (int i = 0; i < before.length; i++) {
            long entry = before[i] == 0 ? 0 : aged(before[i], minute, numbers);
            before[i] = entry;
            kept += entry == 0 ? 0 : 1;
        }
        int places = FIRST_PLACES;
        while (places * 2L < kept * 3L + 2) {
            places *= 2;
        }
        entries = new long[places];
        size = kept;
        for (long entry : before) {
            if (entry != 0) {
                put(entry);
                count(entry, minute, numbers, swept);
            }
        }
        return swept;
    }

    /** By how many sources of a port are old now. */
    private void chooseLevels(long minute, PortNumbers numbers) {
        int[] old = new int[levels.length];
        for (long entry : entries) {
            if (entry != 0 && isOld(entry, minute)) {
                int port = number(entry, numbers);
                old[port] += isKept(entry, levels[port]) ? 1 : 0;
            }
        }
        for (int port = 0; port < levels.length; port++) {
            int many = old[port];
            while (many > MOST_OLD && levels[port] < LEVEL_MASK) {
                levels[port]++;
                many /= 2;
            }
            if (many < FEW_OLD && levels[port] > 0) {
                levels[port]--;
            }
        }
    }

    private static int number(long entry, PortNumbers numbers) {
        return numbers.of(Sighting.series(entry >>> STATE_BITS));
    }

    private static boolean isOld(long entry, long minute) {
        return (entry & OLD) != 0 || minutesAgo(entry, minute) >= YOUNG_MINUTES;
    }

    private static boolean isKept(long entry, int level) {
        return SourceSketch.isAmong(Sighting.source(entry >>> STATE_BITS), level);
    }

    /** The entry as it is from now on, 0 where it is forgotten. */
    private long aged(long entry, long minute, PortNumbers numbers) {
        if (!isOld(entry, minute)) {
            return entry;
        }
        int level = levels[number(entry, numbers)];
        long quarter;
        if ((entry & OLD) == 0) {
            quarter = Math.floorDiv(minute - minutesAgo(entry, minute), (long) QUARTER);
        } else {
            quarter = Math.floorDiv(minute, (long) QUARTER) - quartersAgo(entry, minute);
            level = Math.max(level, (int) entry & LEVEL_MASK);
        }
        boolean within = Math.floorDiv(minute, (long) QUARTER) - quarter < DAY_MINUTES / QUARTER;
        if (!within || !isKept(entry, level)) {
            return 0;
        }
        long state = OLD | (quarter & QUARTER_MASK) << LEVEL_BITS | level;
        return entry >>> STATE_BITS << STATE_BITS | state;
    }

    private static int quartersAgo(long entry, long minute) {
        return (int) (Math.floorDiv(minute, (long) QUARTER) - (entry >>> LEVEL_BITS)) & QUARTER_MASK;
    }

    private void count(long entry, long minute, PortNumbers numbers, Swept swept) {
        int port = number(entry, numbers);
        int weight = 1;
        int minutes = 0;
        if ((entry & OLD) != 0) {
            weight = 1 << (entry & LEVEL_MASK);
            minutes = quartersAgo(entry, minute) * QUARTER;
        }
        swept.day[port] += weight;
        swept.middle[port] += minutes < MIDDLE_MINUTES ? weight : 0;
    }

    /**
     * Keeps the memory within its bound: of the hour, the oldest pairs are forgotten first. Whoever comes back after
     * that counts as new.
     */
    void fit(long minute) {
        for (int young = YOUNG_MINUTES; size > mostPairs && young > 0; young /= 2) {
            long[] before = entries;
            entries = new long[before.length];
            size = 0;
            for (long entry : before) {
                if (entry != 0 && (entry & OLD) == 0 && minutesAgo(entry, minute) < young) {
                    put(entry);
                    size++;
                }
            }
        }
    }

    /** Everything is forgotten: more than a day went by at once. */
    void clear() {
        entries = new long[FIRST_PLACES];
        size = 0;
        Arrays.fill(levels, (byte) 0);
    }

    /** Told a source that was seen within the day. */
    interface Seen {
        /** A source that stands for two to the power of {@code level} of them. */
        void at(long pair, int level);
    }

    /** Tells every pair that is remembered, in no particular order. */
    void each(Seen told) {
        for (long entry : entries) {
            if (entry != 0) {
                told.at(entry >>> STATE_BITS, (entry & OLD) == 0 ? 0 : (int) entry & LEVEL_MASK);
            }
        }
    }

    void write(DataOutput out) throws IOException {
        out.write(levels);
        out.writeInt(size);
        for (long entry : entries) {
            if (entry != 0) {
                out.writeLong(entry);
            }
        }
    }

    void read(DataInput in) throws IOException {
        in.readFully(levels);
        size = in.readInt();
        int places = FIRST_PLACES;
        while (places * 2L < size * 3L + 2) {
            places *= 2;
        }
        entries = new long[places];
        for (int i = 0; i < size; i++) {
            put(in.readLong());
        }
    }
}
