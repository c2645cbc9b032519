package org.yamori.jobs.enrich;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.shorts.ShortArrayList;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The country of every address, as one database says: a file's search tree flattened into sorted ranges, so that a
 * look-up takes some nanoseconds and allocates nothing.
 *
 * <p>A country is two ASCII letters in a short, {@code first << 8 | second}; 0 means that the database does not know.
 * Finer IPv6 networks than /64 count exactly. IPv4 addresses inside IPv6 ones ({@code ::a.b.c.d},
 * {@code ::ffff:a.b.c.d}, and 6to4 and Teredo where the database refers them to IPv4) have the country of the IPv4
 * address.
 */
public final class CountryTable {
    /** Knows no country. */
    public static final CountryTable NONE = new CountryTable("none", null, new Ranges(), false, false);

    private static final int SIXTEENS = 1 << 16;
    private static final long SIX_TO_FOUR = 0x2002;
    private static final long TEREDO = 0x2001_0000L;

    private final String name;
    private final @Nullable LocalDate databaseDate;
    /* A range goes from its start to before the next start; the first starts at 0. IPv4 starts have their sign bit
     * flipped, so that they compare signed. */
    private final int[] ipv4Starts;
    private final short[] ipv4Countries;
    /** For each /16 the range of its first address; at the end the last range. */
    private final int[] ipv4Index;

    private final long[] ipv6Highs;
    private final long[] ipv6Lows;
    private final short[] ipv6Countries;
    private final boolean sixToFour;
    private final boolean teredo;

    CountryTable(String name, @Nullable LocalDate databaseDate, Ranges ranges, boolean sixToFour, boolean teredo) {
        this.name = name;
        this.databaseDate = databaseDate;
        ranges.close();
        ipv4Starts = ranges.ipv4Starts.toIntArray();
        ipv4Countries = ranges.ipv4Countries.toShortArray();
        ipv4Index = indexed(ipv4Starts);
        ipv6Highs = ranges.ipv6Highs.toLongArray();
        ipv6Lows = ranges.ipv6Lows.toLongArray();
        ipv6Countries = ranges.ipv6Countries.toShortArray();
        this.sixToFour = sixToFour;
        this.teredo = teredo;
    }

    /** Reads an .mmdb file whole; nothing of it stays open. */
    public static CountryTable read(Path file) throws BadDatabaseException {
        return new CountryDatabase(file).flattened();
    }

    /** The ranges of a table while it is made; they come in order of their addresses. */
    static final class Ranges {
        private final IntArrayList ipv4Starts = new IntArrayList();
        private final ShortArrayList ipv4Countries = new ShortArrayList();
        private final LongArrayList ipv6Highs = new LongArrayList();
        private final LongArrayList ipv6Lows = new LongArrayList();
        private final ShortArrayList ipv6Countries = new ShortArrayList();

        void ipv4(int start, short country) {
            int last = ipv4Countries.size() - 1;
            if (last < 0 || ipv4Countries.getShort(last) != country) {
                ipv4Starts.add(start ^ Integer.MIN_VALUE);
                ipv4Countries.add(country);
            }
        }

        void ipv6(long high, long low, short country) {
            int last = ipv6Countries.size() - 1;
            if (last < 0 || ipv6Countries.getShort(last) != country) {
                ipv6Highs.add(high);
                ipv6Lows.add(low);
                ipv6Countries.add(country);
            }
        }

        private void close() {
            if (ipv4Starts.isEmpty()) {
                ipv4(0, (short) 0);
            }
            if (ipv6Highs.isEmpty()) {
                ipv6(0, 0, (short) 0);
            }
        }
    }

    private static int[] indexed(int[] starts) {
        int[] index = new int[SIXTEENS + 1];
        int range = 0;
        for (int sixteen = 0; sixteen < SIXTEENS; sixteen++) {
            int first = (sixteen << 16) ^ Integer.MIN_VALUE;
            while (range + 1 < starts.length && starts[range + 1] <= first) {
                range++;
            }
            index[sixteen] = range;
        }
        index[SIXTEENS] = starts.length - 1;
        return index;
    }

    public short countryOf(int ipv4) {
        int from = ipv4Index[ipv4 >>> 16];
        int to = ipv4Index[(ipv4 >>> 16) + 1];
        int address = ipv4 ^ Integer.MIN_VALUE;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (ipv4Starts[middle] <= address) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return ipv4Countries[from];
    }

    public short countryOf(long high, long low) {
        if (high == 0 && (low >>> 32 == 0 || low >>> 32 == 0xffff)) {
            return countryOf((int) low);
        }
        if (sixToFour && high >>> 48 == SIX_TO_FOUR) {
            return countryOf((int) (high >>> 16));
        }
        if (teredo && high >>> 32 == TEREDO) {
            return countryOf((int) high);
        }
        int from = 0;
        int to = ipv6Highs.length - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            int byHigh = Long.compareUnsigned(ipv6Highs[middle], high);
            if (byHigh < 0 || (byHigh == 0 && Long.compareUnsigned(ipv6Lows[middle], low) <= 0)) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return ipv6Countries[from];
    }

    /** Two letters, or the empty text for an unknown country. */
    public static String text(short country) {
        return country == 0 ? "" : "" + (char) (country >> 8) + (char) (country & 0xff);
    }

    /** The short of two letters; 0 where the text is no country. */
    public static short of(String country) {
        if (country.length() != 2 || !isLetter(country.charAt(0)) || !isLetter(country.charAt(1))) {
            return 0;
        }
        return (short) (country.charAt(0) << 8 | country.charAt(1));
    }

    private static boolean isLetter(char letter) {
        return letter >= 'A' && letter <= 'Z';
    }

    /** The day on which the database was made; none for {@link #NONE}. */
    public Optional<LocalDate> databaseDate() {
        return Optional.ofNullable(databaseDate);
    }

    /** What the database calls itself, for example {@code GeoLite2-Country}; {@code none} for {@link #NONE}. */
    public String name() {
        return name;
    }

    /** Ranges of both families: what the table's memory grows with. */
    public int ranges() {
        return ipv4Starts.length + ipv6Highs.length;
    }

    public long sizeInBytes() {
        return 6L * ipv4Starts.length + 4L * ipv4Index.length + 18L * ipv6Highs.length;
    }
}
