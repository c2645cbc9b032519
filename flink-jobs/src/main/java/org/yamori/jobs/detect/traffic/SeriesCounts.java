package org.yamori.jobs.detect.traffic;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Packets, bytes, empty cells and sources of many series, column by column. */
final class SeriesCounts {
    private final Long2IntOpenHashMap positions = new Long2IntOpenHashMap();
    private long[] series = new long[64];
    private long[] packets = new long[64];
    private long[] bytes = new long[64];
    private long[] missing = new long[64];
    private long[] sources = new long[64];
    private int size;

    SeriesCounts() {
        positions.defaultReturnValue(-1);
    }

    int size() {
        return size;
    }

    boolean contains(long of) {
        return positions.containsKey(of);
    }

    long series(int at) {
        return series[at];
    }

    long packets(int at) {
        return packets[at];
    }

    long bytes(int at) {
        return bytes[at];
    }

    long missing(int at) {
        return missing[at];
    }

    long sources(int at) {
        return sources[at];
    }

    void add(long of, long morePackets, long moreBytes, long moreMissing, long moreSources) {
        int at = position(of);
        packets[at] += morePackets;
        bytes[at] += moreBytes;
        missing[at] += moreMissing;
        sources[at] += moreSources;
    }

    void addSources(long of, long more) {
        sources[position(of)] += more;
    }

    /** Adds all but the sources, which do not add up over time. */
    void addCounts(SeriesCounts other) {
        for (int i = 0; i < other.size; i++) {
            add(other.series[i], other.packets[i], other.bytes[i], other.missing[i], 0);
        }
    }

    void forgetSources() {
        Arrays.fill(sources, 0, size, 0);
    }

    private int position(long of) {
        int at = positions.get(of);
        if (at < 0) {
            at = size++;
            if (at == series.length) {
                series = Arrays.copyOf(series, at * 2);
                packets = Arrays.copyOf(packets, at * 2);
                bytes = Arrays.copyOf(bytes, at * 2);
                missing = Arrays.copyOf(missing, at * 2);
                sources = Arrays.copyOf(sources, at * 2);
            }
            series[at] = of;
            positions.put(of, at);
        }
        return at;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(series[i]);
            out.writeLong(packets[i]);
            out.writeLong(bytes[i]);
            out.writeLong(missing[i]);
            out.writeLong(sources[i]);
        }
    }

    void read(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            add(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
        }
    }
}
