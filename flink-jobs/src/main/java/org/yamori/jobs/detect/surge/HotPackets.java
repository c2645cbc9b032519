package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The three smallest {@link SampledPacket}s of a port since it became hot, ascending, and the marks of more of them.
 */
final class HotPackets {
    static final int MOST = 3;

    private final long[] packets = new long[(MOST + 1) * SampledPacket.LONGS];
    private int size;
    private HotMarks marks = new HotMarks();

    /** What the packet says of its tool, and its SYN signature. */
    void mark(long[] from, int begin, String signature) {
        marks.add(SampledPacket.rank(from, begin), SampledPacket.tool(from, begin), signature);
    }

    HotMarks marks() {
        return marks;
    }

    /** Takes a packet if it is among the smallest; one that is there already is the same. */
    void add(long[] from, int begin) {
        int place = 0;
        while (place < size) {
            int order = SampledPacket.compare(from, begin, packets, place * SampledPacket.LONGS);
            if (order == 0) {
                return;
            }
            if (order < 0) {
                break;
            }
            place++;
        }
        if (place == MOST) {
            return;
        }
        int at = place * SampledPacket.LONGS;
        System.arraycopy(packets, at, packets, at + SampledPacket.LONGS, (size - place) * SampledPacket.LONGS);
        System.arraycopy(from, begin, packets, at, SampledPacket.LONGS);
        size = Math.min(size + 1, MOST);
    }

    long[] packets() {
        return Arrays.copyOf(packets, size * SampledPacket.LONGS);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size * SampledPacket.LONGS; i++) {
            out.writeLong(packets[i]);
        }
        marks.write(out);
    }

    static HotPackets read(DataInput in) throws IOException {
        HotPackets read = new HotPackets();
        read.size = in.readInt();
        for (int i = 0; i < read.size * SampledPacket.LONGS; i++) {
            read.packets[i] = in.readLong();
        }
        read.marks = HotMarks.read(in);
        return read;
    }
}
