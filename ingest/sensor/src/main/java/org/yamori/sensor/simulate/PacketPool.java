package org.yamori.sensor.simulate;

import java.util.Arrays;
import org.yamori.wire.PacketRow;

/** Packets that are made but not yet delivered, column by column; its memory is that of the fullest second so far. */
final class PacketPool {
    private static final int RADIX_BITS = 10;
    private static final int RADIX = 1 << RADIX_BITS;

    /** So many are put in order by insertion. */
    private static final int FEW = 96;

    private long[] micros = new long[0];
    /** How long after its time a packet arrives. */
    private int[] delay = new int[0];

    private int[] lane = new int[0];
    private int[] source = new int[0];
    private int[] destination = new int[0];
    private int[] ports = new int[0];
    private int[] sequence = new int[0];
    private int[] acknowledgement = new int[0];
    /** Protocol, TCP flags, TTL, protocol of a quoted packet or 0; eight bits each. */
    private int[] kinds = new int[0];
    /** Window and IP id. */
    private int[] windows = new int[0];
    /** Total length and fragment field. */
    private int[] lengths = new int[0];

    private int[] payloadLength = new int[0];
    private int[] quotedPorts = new int[0];
    private String[] synOptions = new String[0];
    private int size;

    private int[] order = new int[0];
    private int[] other = new int[0];
    private final int[] counts = new int[RADIX + 1];

    int size() {
        return size;
    }

    void reserve(int more) {
        int needed = size + more;
        if (needed > micros.length) {
            int room = Math.max(1024, needed + needed / 4);
            micros = Arrays.copyOf(micros, room);
            delay = Arrays.copyOf(delay, room);
            lane = Arrays.copyOf(lane, room);
            source = Arrays.copyOf(source, room);
            destination = Arrays.copyOf(destination, room);
            ports = Arrays.copyOf(ports, room);
            sequence = Arrays.copyOf(sequence, room);
            acknowledgement = Arrays.copyOf(acknowledgement, room);
            kinds = Arrays.copyOf(kinds, room);
            windows = Arrays.copyOf(windows, room);
            lengths = Arrays.copyOf(lengths, room);
            payloadLength = Arrays.copyOf(payloadLength, room);
            quotedPorts = Arrays.copyOf(quotedPorts, room);
            synOptions = Arrays.copyOf(synOptions, room);
        }
    }

    /** Appends a copy of the row; there must be room for it. */
    void append(PacketRow row, int laneIndex, int delayMicros) {
        int at = size++;
        micros[at] = row.timeMicros;
        delay[at] = delayMicros;
        lane[at] = laneIndex;
        source[at] = row.source;
        destination[at] = row.destination;
        ports[at] = (row.sourcePort << 16) | row.destinationPort;
        sequence[at] = row.sequence;
        acknowledgement[at] = row.acknowledgement;
        kinds[at] = (row.protocol << 24) | (row.tcpFlags << 16) | (row.ttl << 8) | row.quotedProtocol;
        windows[at] = (row.window << 16) | row.ipId;
        lengths[at] = (row.totalLength << 16) | row.fragment;
        payloadLength[at] = row.payloadLength;
        quotedPorts[at] = (row.quotedSourcePort << 16) | row.quotedDestinationPort;
        synOptions[at] = row.synOptions;
    }

    /** Fills the row with a packet; what it quotes was sent from its destination to its source. */
    void read(int at, PacketRow row) {
        row.clear();
        row.timeMicros = micros[at];
        row.source = source[at];
        row.destination = destination[at];
        row.sourcePort = ports[at] >>> 16;
        row.destinationPort = ports[at] & 0xffff;
        row.sequence = sequence[at];
        row.acknowledgement = acknowledgement[at];
        row.protocol = kinds[at] >>> 24;
        row.tcpFlags = (kinds[at] >>> 16) & 0xff;
        row.ttl = (kinds[at] >>> 8) & 0xff;
        row.window = windows[at] >>> 16;
        row.ipId = windows[at] & 0xffff;
        row.totalLength = lengths[at] >>> 16;
        row.fragment = lengths[at] & 0xffff;
        row.payloadLength = payloadLength[at];
        row.synOptions = synOptions[at];
        int quotedProtocol = kinds[at] & 0xff;
        if (quotedProtocol != 0) {
            row.quotes = true;
            row.quotedProtocol = quotedProtocol;
            row.quotedSource = row.destination;
            row.quotedDestination = row.source;
            row.quotedSourcePort = quotedPorts[at] >>> 16;
            row.quotedDestinationPort = quotedPorts[at] & 0xffff;
        }
    }

    int lane(int at) {
        return lane[at];
    }

    long arrivalMicros(int at) {
        return micros[at] + delay[at];
    }

    /** The n-th packet to deliver after {@link #sort}. */
    int ordered(int n) {
        return order[n];
    }

    /**
     * Puts what arrives in the second from {@code fromMicros} in order of arrival and answers how many that are; equal
     * ones stay in the order in which they were appended. Nothing in the pool arrives earlier.
     */
    int sort(long fromMicros) {
        if (order.length < size) {
            order = new int[micros.length];
            other = new int[micros.length];
        }
        int due = 0;
        for (int at = 0; at < size; at++) {
            if (arrivalMicros(at) - fromMicros < 1_000_000) {
                order[due++] = at;
            }
        }
        if (due <= FEW) {
            insertionSort(due);
            return due;
        }
        countingSort(order, other, due, fromMicros, 0);
        countingSort(other, order, due, fromMicros, RADIX_BITS);
        return due;
    }

    /** Cheaper than clearing the counts of the other one. */
    private void insertionSort(int due) {
        for (int n = 1; n < due; n++) {
            int at = order[n];
            long arrival = arrivalMicros(at);
            int to = n;
            while (to > 0 && arrivalMicros(order[to - 1]) > arrival) {
                order[to] = order[to - 1];
                to--;
            }
            order[to] = at;
        }
    }

    private void countingSort(int[] from, int[] to, int due, long fromMicros, int shift) {
        Arrays.fill(counts, 0);
        for (int n = 0; n < due; n++) {
            counts[digit(from[n], fromMicros, shift) + 1]++;
        }
        for (int digit = 0; digit < RADIX; digit++) {
            counts[digit + 1] += counts[digit];
        }
        for (int n = 0; n < due; n++) {
            to[counts[digit(from[n], fromMicros, shift)]++] = from[n];
        }
    }

    private int digit(int at, long fromMicros, int shift) {
        return ((int) (arrivalMicros(at) - fromMicros) >>> shift) & (RADIX - 1);
    }

    /** Forgets what arrives before this time; the rest keeps its order. */
    void dropBefore(long beforeMicros) {
        int kept = 0;
        for (int at = 0; at < size; at++) {
            if (arrivalMicros(at) >= beforeMicros) {
                if (kept != at) {
                    move(at, kept);
                }
                kept++;
            }
        }
        size = kept;
    }

    private void move(int from, int to) {
        micros[to] = micros[from];
        delay[to] = delay[from];
        lane[to] = lane[from];
        source[to] = source[from];
        destination[to] = destination[from];
        ports[to] = ports[from];
        sequence[to] = sequence[from];
        acknowledgement[to] = acknowledgement[from];
        kinds[to] = kinds[from];
        windows[to] = windows[from];
        lengths[to] = lengths[from];
        payloadLength[to] = payloadLength[from];
        quotedPorts[to] = quotedPorts[from];
        synOptions[to] = synOptions[from];
    }
}
