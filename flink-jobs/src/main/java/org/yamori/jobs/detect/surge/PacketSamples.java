package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.yamori.jobs.flow.LabelledSlice;

/**
 * Some of the packets of one minute and shard, to be shown as examples: those with the smallest ranks, a hash of what a
 * packet says and of its time. With more than fit, ranks must be half as small, a quarter and so on, so that who is
 * kept depends on the packets and never on their order. What is not kept costs a multiplication and a comparison.
 */
final class PacketSamples {
    static final int MOST = 1 << 12;

    private static final int FIRST = 16;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final long OF_TIME = 0xd1b54a32d192ed03L;

    private final int most;
    private final SampledPacket.Reader reader = new SampledPacket.Reader();
    private int[] series = new int[FIRST];
    private long[] packets = new long[FIRST * SampledPacket.LONGS];
    private String[] signatures = new String[FIRST];
    private int size;
    /** The largest rank that is kept. */
    private long limit = Long.MAX_VALUE;

    PacketSamples() {
        this(MOST);
    }

    PacketSamples(int most) {
        this.most = most;
    }

    /**
     * Looks at a packet.
     *
     * @param content a number that depends on its source, port and destination
     */
    void offer(int port, long content, long timeMicros, LabelledSlice slice, int row) {
        long rank = ((content ^ (timeMicros * OF_TIME)) * GOLDEN) >>> 1;
        if (rank <= limit) {
            int at = place(port);
            reader.read(slice, row, rank, packets, at);
            signatures[size - 1] = reader.signature(row);
            fit();
        }
    }

    private int place(int port) {
        if (size == series.length) {
            series = Arrays.copyOf(series, size * 2);
            packets = Arrays.copyOf(packets, size * 2 * SampledPacket.LONGS);
            signatures = Arrays.copyOf(signatures, size * 2);
        }
        series[size] = port;
        return size++ * SampledPacket.LONGS;
    }

    private void fit() {
        while (size > most) {
            limit >>>= 1;
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (packets[i * SampledPacket.LONGS] <= limit) {
                    series[kept] = series[i];
                    signatures[kept] = signatures[i];
                    System.arraycopy(
                            packets,
                            i * SampledPacket.LONGS,
                            packets,
                            kept++ * SampledPacket.LONGS,
                            SampledPacket.LONGS);
                }
            }
            size = kept;
        }
    }

    int size() {
        return size;
    }

    /** Told a port, where its packet begins, and its SYN signature. */
    interface Told {
        void at(int series, long[] packets, int begin, String signature);
    }

    /** Tells every packet, in no particular order. */
    void forEach(Told told) {
        for (int i = 0; i < size; i++) {
            told.at(series[i], packets, i * SampledPacket.LONGS, signatures[i]);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(limit);
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeInt(series[i]);
            for (int j = 0; j < SampledPacket.LONGS; j++) {
                out.writeLong(packets[i * SampledPacket.LONGS + j]);
            }
            out.writeUTF(signatures[i]);
        }
    }

    static PacketSamples read(DataInput in) throws IOException {
        PacketSamples read = new PacketSamples();
        read.limit = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            int at = read.place(in.readInt());
            for (int j = 0; j < SampledPacket.LONGS; j++) {
                read.packets[at + j] = in.readLong();
            }
            read.signatures[read.size - 1] = in.readUTF();
        }
        return read;
    }
}
