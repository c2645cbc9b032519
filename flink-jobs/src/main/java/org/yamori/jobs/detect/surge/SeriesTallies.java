package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** What one minute of one shard came to by port: dense columns, and for each port the number of its row. */
final class SeriesTallies {
    private static final int FIRST_ROWS = 256;

    /** Number of a port's row plus one; 0 where it has none. */
    private final int[] rowOf = new int[PortSeries.COUNT];

    private int[] series = new int[FIRST_ROWS];
    private long[] packets = new long[FIRST_ROWS];
    private long[] destinations = new long[FIRST_ROWS];
    private long[] sensors = new long[FIRST_ROWS];
    private int[] kept = new int[FIRST_ROWS];
    private byte[] levels = new byte[FIRST_ROWS];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        for (int row = 0; row < size; row++) {
            rowOf[series[row]] = 0;
        }
        size = 0;
    }

    /** The row of a port, made when it has none. */
    int row(int of) {
        if (rowOf[of] == 0) {
            if (size == series.length) {
                grow();
            }
            series[size] = of;
            packets[size] = destinations[size] = sensors[size] = 0;
            kept[size] = 0;
            levels[size] = 0;
            rowOf[of] = ++size;
        }
        return rowOf[of] - 1;
    }

    private void grow() {
        int rows = size * 2;
        series = Arrays.copyOf(series, rows);
        packets = Arrays.copyOf(packets, rows);
        destinations = Arrays.copyOf(destinations, rows);
        sensors = Arrays.copyOf(sensors, rows);
        kept = Arrays.copyOf(kept, rows);
        levels = Arrays.copyOf(levels, rows);
    }

    /** Adds a packet and the bits that its destination and its sensor are hashed to. */
    void add(int row, int destinationBit, int sensorBit) {
        packets[row]++;
        destinations[row] |= 1L << destinationBit;
        sensors[row] |= 1L << sensorBit;
    }

    int series(int row) {
        return series[row];
    }

    void copy(int row, SurgePartial into, int at) {
        into.series[at] = series[row];
        into.packets[at] = packets[row];
        into.destinations[at] = destinations[row];
        into.sensors[at] = sensors[row];
        into.levels[at] = levels[row];
    }

    /** One source in two to the power of this is kept. */
    int level(int row) {
        return levels[row];
    }

    /** Notes one source more; how many are kept now. */
    int keep(int row) {
        return ++kept[row];
    }

    void thin(int row, int keptStill) {
        levels[row]++;
        kept[row] = keptStill;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int row = 0; row < size; row++) {
            out.writeInt(series[row]);
            out.writeLong(packets[row]);
            out.writeLong(destinations[row]);
            out.writeLong(sensors[row]);
            out.writeInt(kept[row]);
            out.writeByte(levels[row]);
        }
    }

    void read(DataInput in) throws IOException {
        for (int n = in.readInt(); n > 0; n--) {
            int row = row(in.readInt());
            packets[row] = in.readLong();
            destinations[row] = in.readLong();
            sensors[row] = in.readLong();
            kept[row] = in.readInt();
            levels[row] = in.readByte();
        }
    }
}
