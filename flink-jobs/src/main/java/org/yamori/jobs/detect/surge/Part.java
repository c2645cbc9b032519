package org.yamori.jobs.detect.surge;

import java.util.Locale;
import org.yamori.jobs.enrich.CountryTable;
import org.yamori.wire.Shards;

/**
 * A part of a port's sources that is a series of its own: those of one country, or those whose /16 networks have one of
 * {@value #NETWORK_PARTS} hashes. In ten bits; 0 stands for all sources.
 */
final class Part {
    static final int BITS = 10;
    static final int ALL = 0;
    /** A network that sends much more stands out in the small part that it shares with others. */
    static final int NETWORK_PARTS = 64;

    private static final int LETTERS = 26;
    private static final int FIRST_COUNTRY = 1;
    private static final int FIRST_NETWORKS = (1 << BITS) - NETWORK_PARTS;
    private static final int HASH_TO_PART = 58;
    private static final int SIXTEEN = 16;

    private Part() {}

    /** 0 where the country is not known. */
    static int ofCountry(short country) {
        int first = (country >> 8) - 'A';
        int second = (country & 0xff) - 'A';
        boolean known = first >= 0 && first < LETTERS && second >= 0 && second < LETTERS;
        return known ? FIRST_COUNTRY + first * LETTERS + second : ALL;
    }

    static int ofNetwork(int ipv4) {
        return FIRST_NETWORKS + (int) (Shards.mix(ipv4 >>> SIXTEEN) >>> HASH_TO_PART);
    }

    static int ofNetworks(int number) {
        return FIRST_NETWORKS + number;
    }

    static boolean isCountry(int part) {
        return part != ALL && part < FIRST_NETWORKS;
    }

    /** Two letters, or which networks: {@code networks-07}. */
    static String text(int part) {
        if (part == ALL) {
            return "";
        }
        if (!isCountry(part)) {
            return String.format(Locale.ROOT, "networks-%02d", part - FIRST_NETWORKS);
        }
        int letters = part - FIRST_COUNTRY;
        return CountryTable.text((short) (('A' + letters / LETTERS) << 8 | 'A' + letters % LETTERS));
    }
}
