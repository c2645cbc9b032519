package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.yamori.jobs.flow.Slice;
import org.yamori.wire.Shards;

/**
 * One packet of each port in one minute and shard, the smallest {@link SampledPacket}, in open addressing.
 *
 * <p>With more ports than fit, only those whose hash has enough zeros keep one; the shard is in the hash, so that a
 * port that has none here has one elsewhere.
 */
final class PacketSamples {
    static final int MOST_PORTS = 1 << 14;

    private static final int FIRST_PLACES = 64;
    private static final int GOLDEN = 0x9e3779b1;
    private static final long LONG_GOLDEN = 0x9e3779b97f4a7c15L;

    private final int shard;
    private final int mostPorts;
    /** Ports plus one; 0 where there is none. */
    private int[] ports = new int[FIRST_PLACES];

    private long[] packets = new long[FIRST_PLACES * SampledPacket.LONGS];
    private final long[] candidate = new long[SampledPacket.LONGS];
    private int size;
    private int level;

    PacketSamples(int shard) {
        this(shard, MOST_PORTS);
    }

    PacketSamples(int shard, int mostPorts) {
        this.shard = shard;
        this.mostPorts = mostPorts;
    }

    /**
     * Looks at a packet.
     *
     * @param content a number that depends on what the packet says
     */
    void offer(int series, long content, Slice slice, int row) {
        long rank = content * LONG_GOLDEN;
        int place = place(series);
        if (ports[place] != 0 && packets[place * SampledPacket.LONGS] < rank) {
            return;
        }
        if (ports[place] == 0 && !isKept(series)) {
            return;
        }
        SampledPacket.write(slice, row, rank, candidate, 0);
        put(series, place, candidate, 0);
    }

    private int place(int series) {
        int mask = ports.length - 1;
        int place = ((series * GOLDEN) >>> 8) & mask;
        while (ports[place] != 0 && ports[place] != series + 1) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private boolean isKept(int series) {
        return level == 0 || (Shards.mix((long) shard << 17 | series) & ((1L << level) - 1)) == 0;
    }

    private void put(int series, int place, long[] packet, int at) {
        int begin = place * SampledPacket.LONGS;
        boolean isNew = ports[place] == 0;
        if (isNew || SampledPacket.compare(packet, at, packets, begin) < 0) {
            ports[place] = series + 1;
            System.arraycopy(packet, at, packets, begin, SampledPacket.LONGS);
        }
        if (isNew) {
            size++;
            while (size > mostPorts) {
                level++;
                move(ports.length);
            }
            if (size * 2 > ports.length) {
                move(ports.length * 2);
            }
        }
    }

    private void move(int places) {
        int[] oldPorts = ports;
        long[] oldPackets = packets;
        ports = new int[places];
        packets = new long[places * SampledPacket.LONGS];
        size = 0;
        for (int i = 0; i < oldPorts.length; i++) {
            if (oldPorts[i] != 0 && isKept(oldPorts[i] - 1)) {
                int place = place(oldPorts[i] - 1);
                ports[place] = oldPorts[i];
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
        for (int i = 0; i < ports.length; i++) {
            if (ports[i] != 0) {
                told.at(ports[i] - 1, packets, i * SampledPacket.LONGS);
            }
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(level);
        out.writeInt(size);
        for (int i = 0; i < ports.length; i++) {
            if (ports[i] != 0) {
                out.writeInt(ports[i] - 1);
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
            int series = in.readInt();
            for (int j = 0; j < packet.length; j++) {
                packet[j] = in.readLong();
            }
            read.put(series, read.place(series), packet, 0);
        }
        return read;
    }
}
