package org.yamori.sensor.feed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yamori.wire.IpAddress;
import org.yamori.wire.PacketRow;

/** The rows of a feed in memory, column by column, up to 80 bytes each. */
final class FeedRows {
    private static final int FIRST_ROWS = 1024;

    private int rows;
    private long[] timeMicros = new long[FIRST_ROWS];
    private long[] weights = new long[FIRST_ROWS];
    private long[] sourceLows = new long[FIRST_ROWS];
    private long[] destinationLows = new long[FIRST_ROWS];
    /** Upper halves are kept from the first IPv6 row on. */
    private long[] sourceHighs = new long[0];

    private long[] destinationHighs = new long[0];
    private int[] labels = new int[FIRST_ROWS];
    private short[] networks = new short[FIRST_ROWS];
    private short[] sourceCountries = new short[FIRST_ROWS];
    private short[] destinationCountries = new short[FIRST_ROWS];
    private short[] destinationPorts = new short[FIRST_ROWS];
    private byte[] protocols = new byte[FIRST_ROWS];
    private byte[] missing = new byte[FIRST_ROWS];
    private boolean[] ipv6 = new boolean[FIRST_ROWS];

    private final Words labelWords = new Words();
    private final Words networkWords = new Words();
    private final Words countryWords = new Words();

    /** Texts in order of first use. */
    static final class Words {
        private final Map<String, Integer> indexes = new HashMap<>();
        private final List<String> words = new ArrayList<>();

        Words() {
            indexOf("");
        }

        int indexOf(String word) {
            Integer known = indexes.get(word);
            if (known == null) {
                known = words.size();
                indexes.put(word, known);
                words.add(word);
            }
            return known;
        }

        List<String> used() {
            return List.copyOf(words.subList(1, words.size()));
        }
    }

    int size() {
        return rows;
    }

    List<String> networks() {
        return networkWords.used();
    }

    int networkIndex(String network) {
        return networkWords.indexes.getOrDefault(network, -1);
    }

    int network(int row) {
        return networks[row] & 0xffff;
    }

    long time(int row) {
        return timeMicros[row];
    }

    /** Different networks fit their 16-bit index. */
    static final int MAX_NETWORKS = 1000;

    void append(PacketRow row, String network) {
        if (rows == timeMicros.length) {
            grow(rows + (rows >> 1));
        }
        int at = rows++;
        timeMicros[at] = row.timeMicros;
        weights[at] = row.weight;
        ipv6[at] = row.ipv6;
        if (row.ipv6) {
            if (sourceHighs.length == 0) {
                sourceHighs = new long[timeMicros.length];
                destinationHighs = new long[timeMicros.length];
            }
            sourceHighs[at] = row.sourceHigh;
            destinationHighs[at] = row.destinationHigh;
        }
        sourceLows[at] = row.ipv6 ? row.sourceLow : row.source;
        destinationLows[at] = row.ipv6 ? row.destinationLow : row.destination;
        labels[at] = labelWords.indexOf(row.sourceLabel);
        networks[at] = (short) networkWords.indexOf(network);
        sourceCountries[at] = (short) countryWords.indexOf(row.sourceCountry);
        destinationCountries[at] = (short) countryWords.indexOf(row.destinationCountry);
        destinationPorts[at] = (short) row.destinationPort;
        protocols[at] = (byte) row.protocol;
        missing[at] = (byte) row.missing;
    }

    private void grow(int size) {
        timeMicros = Arrays.copyOf(timeMicros, size);
        weights = Arrays.copyOf(weights, size);
        sourceLows = Arrays.copyOf(sourceLows, size);
        destinationLows = Arrays.copyOf(destinationLows, size);
        if (sourceHighs.length > 0) {
            sourceHighs = Arrays.copyOf(sourceHighs, size);
            destinationHighs = Arrays.copyOf(destinationHighs, size);
        }
        labels = Arrays.copyOf(labels, size);
        networks = Arrays.copyOf(networks, size);
        sourceCountries = Arrays.copyOf(sourceCountries, size);
        destinationCountries = Arrays.copyOf(destinationCountries, size);
        destinationPorts = Arrays.copyOf(destinationPorts, size);
        protocols = Arrays.copyOf(protocols, size);
        missing = Arrays.copyOf(missing, size);
        ipv6 = Arrays.copyOf(ipv6, size);
    }

    /** Every row stands for one packet: the feed has no column of counts. */
    void countEachRowOnce() {
        for (int row = 0; row < rows; row++) {
            weights[row] = 1;
            missing[row] &= (byte) ~PacketRow.NO_COUNT;
        }
    }

    void copyTo(int at, PacketRow row) {
        row.clear();
        row.timeMicros = timeMicros[at];
        row.weight = weights[at];
        row.ipv6 = ipv6[at];
        if (row.ipv6) {
            row.sourceHigh = sourceHighs[at];
            row.sourceLow = sourceLows[at];
            row.destinationHigh = destinationHighs[at];
            row.destinationLow = destinationLows[at];
        } else {
            row.source = (int) sourceLows[at];
            row.destination = (int) destinationLows[at];
        }
        row.sourceLabel = labelWords.words.get(labels[at]);
        row.sourceCountry = countryWords.words.get(sourceCountries[at]);
        row.destinationCountry = countryWords.words.get(destinationCountries[at]);
        row.destinationPort = destinationPorts[at] & 0xffff;
        row.protocol = protocols[at] & 0xff;
        row.missing = missing[at];
    }

    static void setSource(PacketRow row, IpAddress address) {
        row.ipv6 = address.ipv6();
        row.source = address.ipv4();
        row.sourceHigh = address.high();
        row.sourceLow = address.low();
    }

    static void setDestination(PacketRow row, IpAddress address) {
        row.ipv6 = address.ipv6();
        row.destination = address.ipv4();
        row.destinationHigh = address.high();
        row.destinationLow = address.low();
    }

    /** Row numbers in order of time; rows of one time stay in the order of the feed. */
    int[] inOrderOfTime() {
        int[] order = new int[rows];
        boolean sorted = true;
        for (int i = 0; i < rows; i++) {
            order[i] = i;
            sorted &= i == 0 || timeMicros[i - 1] <= timeMicros[i];
        }
        return sorted ? order : mergeSorted(order);
    }

    /** Merges runs of 1, 2, 4, … rows; the left one goes first where times are equal. */
    private int[] mergeSorted(int[] unsorted) {
        int[] from = unsorted;
        int[] to = new int[rows];
        for (long width = 1; width < rows; width *= 2) {
            for (long start = 0; start < rows; start += 2 * width) {
                int left = (int) start;
                int middle = (int) Math.min(start + width, rows);
                int end = (int) Math.min(start + 2 * width, rows);
                int right = middle;
                for (int at = left; at < end; at++) {
                    boolean takeLeft =
                            left < middle && (right == end || timeMicros[from[left]] <= timeMicros[from[right]]);
                    to[at] = takeLeft ? from[left++] : from[right++];
                }
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }
}
