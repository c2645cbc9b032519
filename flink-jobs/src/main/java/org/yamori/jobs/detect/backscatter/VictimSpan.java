package org.yamori.jobs.detect.backscatter;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.flow.SourceKeys;

/**
 * What the victims of one shard answered in ten seconds of event time, while more may come: one place in an
 * open-addressing table per victim, and {@link AnswerCounts} from its second packet on.
 *
 * <p>Packets come in any order and the result is the same. That holds beyond {@code limit} victims too: then only those
 * stay whose hash begins with a zero bit, with two, and so on, until the rest fits. The number of bits depends on the
 * set of victims only, and a victim that stays was followed from its first packet.
 */
final class VictimSpan {
    static final long MICROS = 10_000_000;

    private static final int FIRST_SLOTS = 64;

    private final int limit;
    private long[] high = new long[FIRST_SLOTS];
    private long[] low = new long[FIRST_SLOTS];
    /** 0 where the place is free. */
    private int[] packets = new int[FIRST_SLOTS];

    private int[] first = new int[FIRST_SLOTS];
    private int[] last = new int[FIRST_SLOTS];
    private short[] countries = new short[FIRST_SLOTS];
    /** Of a victim's first packet that came. */
    private int[] ports = new int[FIRST_SLOTS];

    private byte[] answers = new byte[FIRST_SLOTS];
    private long[] addresses = new long[FIRST_SLOTS];
    private @Nullable AnswerCounts[] counts = new AnswerCounts[FIRST_SLOTS];

    private int size;
    private int bits;
    private long packetsInAll;
    private long packetsFollowed;

    VictimSpan(int limit) {
        this.limit = limit;
    }

    /**
     * Counts a packet.
     *
     * @param offset microseconds since the beginning of the ten seconds
     * @param answer an {@link Answer} by number
     */
    void add(long victimHigh, long victimLow, int offset, int answer, int port, long addressHash, short country) {
        packetsInAll++;
        long hash = SourceKeys.hash(victimHigh, victimLow);
        if (!stays(hash)) {
            return;
        }
        packetsFollowed++;
        int mask = packets.length - 1;
        int at = (int) hash & mask;
        while (packets[at] != 0) {
            if (low[at] == victimLow && high[at] == victimHigh) {
                addTo(at, offset, answer, port, addressHash);
                return;
            }
            at = (at + 1) & mask;
        }
        high[at] = victimHigh;
        low[at] = victimLow;
        packets[at] = 1;
        first[at] = offset;
        last[at] = offset;
        countries[at] = country;
        ports[at] = port;
        answers[at] = (byte) answer;
        addresses[at] = addressHash;
        size++;
        if (size > limit || size * 2 > packets.length) {
            makeRoom();
        }
    }

    private void addTo(int at, int offset, int answer, int port, long addressHash) {
        packets[at]++;
        first[at] = Math.min(first[at], offset);
        last[at] = Math.max(last[at], offset);
        AnswerCounts known = counts[at];
        if (known == null) {
            known = new AnswerCounts();
            known.add(answers[at], ports[at], addresses[at]);
            counts[at] = known;
        }
        known.add(answer, port, addressHash);
    }

    /** Adds what was counted at a place. */
    void tell(int at, AnswerCounts total) {
        AnswerCounts known = counts[at];
        if (known == null) {
            total.add(answers[at], ports[at], addresses[at]);
        } else {
            total.add(known);
        }
    }

    private boolean stays(long hash) {
        return bits == 0 || hash >>> (64 - bits) == 0;
    }

    private void makeRoom() {
        if (size > limit) {
            bits++;
        }
        VictimSpan larger = new VictimSpan(limit);
        larger.resize(size > limit ? packets.length : packets.length * 2);
        larger.bits = bits;
        for (int at = 0; at < packets.length; at++) {
            if (packets[at] != 0) {
                larger.move(this, at);
            }
        }
        take(larger);
        if (size > limit) {
            makeRoom();
        }
    }

    private void resize(int slots) {
        high = new long[slots];
        low = new long[slots];
        packets = new int[slots];
        first = new int[slots];
        last = new int[slots];
        countries = new short[slots];
        ports = new int[slots];
        answers = new byte[slots];
        addresses = new long[slots];
        counts = new AnswerCounts[slots];
    }

    private void move(VictimSpan from, int place) {
        long hash = SourceKeys.hash(from.high[place], from.low[place]);
        if (!stays(hash)) {
            return;
        }
        int mask = packets.length - 1;
        int at = (int) hash & mask;
        while (packets[at] != 0) {
            at = (at + 1) & mask;
        }
        high[at] = from.high[place];
        low[at] = from.low[place];
        packets[at] = from.packets[place];
        first[at] = from.first[place];
        last[at] = from.last[place];
        countries[at] = from.countries[place];
        ports[at] = from.ports[place];
        answers[at] = from.answers[place];
        addresses[at] = from.addresses[place];
        counts[at] = from.counts[place];
        packetsFollowed += packets[at];
        size++;
    }

    private void take(VictimSpan other) {
        high = other.high;
        low = other.low;
        packets = other.packets;
        first = other.first;
        last = other.last;
        countries = other.countries;
        ports = other.ports;
        answers = other.answers;
        addresses = other.addresses;
        counts = other.counts;
        size = other.size;
        packetsFollowed = other.packetsFollowed;
    }

    /** Places with a victim, in the order of addresses. */
    List<Integer> inOrder() {
        List<Integer> places = new ArrayList<>(size);
        for (int at = 0; at < packets.length; at++) {
            if (packets[at] != 0) {
                places.add(at);
            }
        }
        places.sort((a, b) -> {
            int byHigh = Long.compareUnsigned(high[a], high[b]);
            return byHigh != 0 ? byHigh : Long.compareUnsigned(low[a], low[b]);
        });
        return places;
    }

    long high(int at) {
        return high[at];
    }

    long low(int at) {
        return low[at];
    }

    int packets(int at) {
        return packets[at];
    }

    int first(int at) {
        return first[at];
    }

    int last(int at) {
        return last[at];
    }

    short country(int at) {
        return countries[at];
    }

    /** Packets of victims that found no room. */
    long packetsLeftOut() {
        return packetsInAll - packetsFollowed;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(bits);
        out.writeLong(packetsInAll);
        out.writeInt(size);
        for (int at = 0; at < packets.length; at++) {
            if (packets[at] != 0) {
                out.writeLong(high[at]);
                out.writeLong(low[at]);
                out.writeInt(packets[at]);
                out.writeInt(first[at]);
                out.writeInt(last[at]);
                out.writeShort(countries[at]);
                out.writeInt(ports[at]);
                out.writeByte(answers[at]);
                out.writeLong(addresses[at]);
                AnswerCounts known = counts[at];
                out.writeBoolean(known != null);
                if (known != null) {
                    known.write(out);
                }
            }
        }
    }

    static VictimSpan read(DataInput in, int limit) throws IOException {
        VictimSpan span = new VictimSpan(limit);
        span.bits = in.readByte();
        span.packetsInAll = in.readLong();
        int size = in.readInt();
        span.resize(Integer.highestOneBit(Math.max(FIRST_SLOTS, size * 4 - 1)));
        VictimSpan one = new VictimSpan(limit);
        for (int i = 0; i < size; i++) {
            one.high[0] = in.readLong();
            one.low[0] = in.readLong();
            one.packets[0] = in.readInt();
            one.first[0] = in.readInt();
            one.last[0] = in.readInt();
            one.countries[0] = in.readShort();
            one.ports[0] = in.readInt();
            one.answers[0] = in.readByte();
            one.addresses[0] = in.readLong();
            one.counts[0] = in.readBoolean() ? AnswerCounts.read(in) : null;
            span.move(one, 0);
        }
        return span;
    }

    @Override
    public String toString() {
        return size + " victims, " + Arrays.stream(packets).sum() + " packets, " + packetsLeftOut() + " left out";
    }
}
