package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.yamori.jobs.flow.Slice;
import org.yamori.wire.Shards;

/**
 * Up to three packets of each port in one minute and shard, in open addressing: ranks are cut into three parts, and of
 * each part the smallest {@link SampledPacket} is kept.
 *
 * <p>With more packets than fit, only ports whose hash has enough zeros keep theirs; the shard is in the hash, so that
 * a port that has none here has some elsewhere.
 */
final class PacketSamples {
    static final int MOST_PACKETS = 1 << 14;

    private static final int PARTS = 3;
    private static final int FIRST_PLACES = 64;
    private static final int GOLDEN = 0x9e3779b1;
    private static final long LONG_GOLDEN = 0x9e3779b97f4a7c15L;

    private final int shard;
    private final int mostPackets;
    /** Three times the port, and the part, plus one; 0 where there is none. */
    private int[] keys = new int[FIRST_PLACES];

    private long[] packets = new long[FIRST_PLACES * SampledPacket.LONGS];
    private final long[] candidate = new long[SampledPacket.LONGS];
    private int size;
    private int level;

    PacketSamples(int shard) {
        this(shard, MOST_PACKETS);
    }

    PacketSamples(int shard, int mostPackets) {
        this.shard = shard;
        this.mostPackets = mostPackets;
    }

    /**
     * Looks at a packet.
     *
     * @param content a number that depends on what the packet says
     */
    void offer(int series, long content, Slice slice, int row) {
        long rank = content * LONG_GOLDEN;
        int key = series * PARTS + (int) (((rank >>> 32) * PARTS) >>> 32);
        int place = place(key);
        if (keys[place] == 0 ? !isKept(key) : packets[place * SampledPacket.LONGS] < rank) {
            return;
        }
        SampledPacket.write(slice, row, rank, candidate, 0);
        put(key, place, candidate, 0);
    }

    private int place(int key) {
        int mask = keys.length - 1;
        int place = ((key * GOLDEN) >>> 8) & mask;
        while (keys[place] != 0 && keys[place] != key + 1) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private boolean isKept(int key) {
        return level == 0 || (Shards.mix(((long) shard << 17) | (key / PARTS)) & ((1L << level) - 1)) == 0;
    }

    private void put(int key, int place, long[] packet, int at) {
        int begin = place * SampledPacket.LONGS;
        boolean isNew = keys[place] == 0;
        if (isNew || SampledPacket.compare(packet, at, packets, begin) < 0) {
            keys[place] = key + 1;
            System.arraycopy(packet, at, packets, begin, SampledPacket.LONGS);
        }
        if (isNew) {
            size++;
            while (size > mostPackets) {
                level++;
                move(keys.length);
            }
            if (size * 2 > keys.length) {
                move(keys.length * 2);
            }
        }
    }

    private void move(int places) {
        int[] oldKeys = keys;
        long[] oldPackets = packets;
        keys = new int[places];
        packets = new long[places * SampledPacket.LONGS];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0 && isKept(oldKeys[i] - 1)) {
                int place = place(oldKeys[i] - 1);
                keys[place] = oldKeys[i];
                System.arraycopy(
                        oldPackets, i * SampledPacket.LONGS, packets, place * SampledPacket.LONGS, SampledPacket.LONGS);
                size++;
            }
        }
    }

    int size() {
        return size;
    }

    /** Told a port and where its packet begins. */
    interface Told {
        void at(int series, long[] packets, int begin);
    }

    /** Tells every packet, in no particular order. */
    void forEach(Told told) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                told.at((keys[i] - 1) / PARTS, packets, i * SampledPacket.LONGS);
            }
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(level);
        out.writeInt(size);
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                out.writeInt(keys[i] - 1);
                for (int j = 0; j < SampledPacket.LONGS; j++) {
                    out.writeLong(packets[i * SampledPacket.LONGS + j]);
                }
            }
        }
    }

    static PacketSamples read(int shard, DataInput in) throws IOException {
        PacketSamples read = new PacketSamples(shard);
        read.level = in.readInt();
        long[] packet = new long[SampledPacket.LONGS];
        for (int n = in.readInt(); n > 0; n--) {
            int key = in.readInt();
            for (int j = 0; j < packet.length; j++) {
                packet[j] = in.readLong();
            }
            read.put(key, read.place(key), packet, 0);
        }
        return read;
    }
}
