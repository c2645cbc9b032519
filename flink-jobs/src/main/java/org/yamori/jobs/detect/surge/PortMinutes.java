package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The last hour of each port: how many sources were last seen in each of its minutes, so that the distinct sources of
 * the last n minutes are a sum; and to how many destinations and sensors, by quarters of an hour. A port that was never
 * used takes no row.
 */
final class PortMinutes {
    private static final int MINUTES = 60;
    private static final int QUARTERS = 5;
    private static final int QUARTER = 15;
    private static final int FIRST_ROWS = 64;
    private static final int NONE = -1;

    /** Row of each port, or -1. */
    private final int[] rowOf;

    private int[] portOf = new int[FIRST_ROWS];
    private int[] sources = new int[FIRST_ROWS * MINUTES];
    private long[] destinations = new long[FIRST_ROWS * QUARTERS];
    private long[] sensors = new long[FIRST_ROWS * QUARTERS];
    private int[] packets = new int[FIRST_ROWS];
    private int[] newcomers = new int[FIRST_ROWS];
    /** The minute up to which a row is up to date. */
    private long[] minutes = new long[FIRST_ROWS];

    private int rows;

    PortMinutes(int ports) {
        rowOf = new int[ports];
        Arrays.fill(rowOf, NONE);
    }

    void clear() {
        Arrays.fill(rowOf, NONE);
        Arrays.fill(sources, 0);
        Arrays.fill(destinations, 0);
        Arrays.fill(sensors, 0);
        Arrays.fill(packets, 0);
        Arrays.fill(newcomers, 0);
        rows = 0;
    }

    int rows() {
        return rows;
    }

    int port(int row) {
        return portOf[row];
    }

    /** Whether the port was used in the minute, the latest of all. */
    boolean isActive(int port, long minute) {
        int row = rowOf[port];
        return row != NONE && minutes[row] == minute && packets[row] > 0;
    }

    /** The row of a port, brought to the minute: what is older than an hour is gone. */
    int rowAt(int port, long minute) {
        int row = rowOf[port];
        if (row == NONE) {
            if (rows == portOf.length) {
                grow();
            }
            row = rows++;
            rowOf[port] = row;
            portOf[row] = port;
            minutes[row] = minute;
            return row;
        }
        long before = minutes[row];
        if (before < minute) {
            for (long next = Math.max(before + 1, minute - MINUTES + 1); next <= minute; next++) {
                sources[place(row, next)] = 0;
            }
            long quarter = Math.floorDiv(minute, (long) QUARTER);
            long quarterBefore = Math.floorDiv(before, (long) QUARTER);
            for (long next = Math.max(quarterBefore + 1, quarter - QUARTERS + 1); next <= quarter; next++) {
                destinations[quarterPlace(row, next)] = 0;
                sensors[quarterPlace(row, next)] = 0;
            }
            packets[row] = newcomers[row] = 0;
            minutes[row] = minute;
        }
        return row;
    }

    private void grow() {
        int more = rows * 2;
        portOf = Arrays.copyOf(portOf, more);
        sources = Arrays.copyOf(sources, more * MINUTES);
        destinations = Arrays.copyOf(destinations, more * QUARTERS);
        sensors = Arrays.copyOf(sensors, more * QUARTERS);
        packets = Arrays.copyOf(packets, more);
        newcomers = Arrays.copyOf(newcomers, more);
        minutes = Arrays.copyOf(minutes, more);
    }

    private static int place(int row, long minute) {
        return row * MINUTES + (int) Math.floorMod(minute, (long) MINUTES);
    }

    private static int quarterPlace(int row, long quarter) {
        return row * QUARTERS + (int) Math.floorMod(quarter, (long) QUARTERS);
    }

    /** Adds what a shard counted of the row's minute. */
    void add(int row, long morePackets, long destinationBits, long sensorBits) {
        long quarter = Math.floorDiv(minutes[row], (long) QUARTER);
        destinations[quarterPlace(row, quarter)] |= destinationBits;
        sensors[quarterPlace(row, quarter)] |= sensorBits;
        packets[row] = (int) Math.min(Integer.MAX_VALUE, packets[row] + morePackets);
    }

    /** Sources that are seen in the row's minute, and were seen some minutes ago or never. */
    void see(int row, int minutesAgo, int weight) {
        long minute = minutes[row];
        sources[place(row, minute)] += weight;
        if (minutesAgo > 0 && minutesAgo < MINUTES) {
            int before = place(row, minute - minutesAgo);
            sources[before] = Math.max(0, sources[before] - 1);
        }
        newcomers[row] += minutesAgo == SourceMemory.NEVER ? weight : 0;
    }

    /** Sources of the row's minute that were not seen in the day before. */
    int newcomers(int row) {
        return newcomers[row];
    }

    /** Distinct sources of the windows of up to an hour that end with the row's minute, by scale. */
    void sources(int row, int[] byScale) {
        int first = row * MINUTES;
        int at = place(row, minutes[row]);
        int sum = 0;
        int scale = 0;
        for (int length = 1; length <= MINUTES; length++) {
            sum += sources[at];
            at = at == first ? first + MINUTES - 1 : at - 1;
            if (length == SurgeScales.minutes(scale)) {
                byScale[scale++] = sum;
            }
        }
    }

    /** Packets of the row's minute. */
    int packets(int row) {
        return packets[row];
    }

    /** At least so many destinations were addressed in the last hour; 64 and more are 64. */
    int destinations(int row) {
        return Long.bitCount(destinationBits(row));
    }

    /** At least so many sensors saw the port in the last hour. */
    int sensors(int row) {
        return Long.bitCount(sensorBits(row));
    }

    /** The sensors that saw the port in the last hour, each hashed to one of 64 bits. */
    long sensorBits(int row) {
        return bits(sensors, row);
    }

    /** The destinations of the last hour, each hashed to one of 64 bits. */
    long destinationBits(int row) {
        return bits(destinations, row);
    }

    private static long bits(long[] of, int row) {
        long all = 0;
        for (int i = 0; i < QUARTERS; i++) {
            all |= of[row * QUARTERS + i];
        }
        return all;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(rows);
        for (int row = 0; row < rows; row++) {
            out.writeInt(portOf[row]);
            out.writeLong(minutes[row]);
            out.writeInt(packets[row]);
            out.writeInt(newcomers[row]);
            for (int i = 0; i < MINUTES; i++) {
                out.writeInt(sources[row * MINUTES + i]);
            }
            for (int i = 0; i < QUARTERS; i++) {
                out.writeLong(destinations[row * QUARTERS + i]);
                out.writeLong(sensors[row * QUARTERS + i]);
            }
        }
    }

    void read(DataInput in) throws IOException {
        for (int n = in.readInt(); n > 0; n--) {
            int port = in.readInt();
            int row = rowAt(port, in.readLong());
            packets[row] = in.readInt();
            newcomers[row] = in.readInt();
            for (int i = 0; i < MINUTES; i++) {
                sources[row * MINUTES + i] = in.readInt();
            }
            for (int i = 0; i < QUARTERS; i++) {
                destinations[row * QUARTERS + i] = in.readLong();
                sensors[row * QUARTERS + i] = in.readLong();
            }
        }
    }
}
