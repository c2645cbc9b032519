package org.yamori.jobs.detect.daedalus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * In which order a host tries addresses: how many steps it made from one to another, and how many of them to the next.
 */
final class ScanOrder {
    private long high;
    private long low;
    private boolean any;
    private long steps;
    private long toTheNext;

    /** Tells which dark address comes after another. */
    interface DarkAddresses {
        boolean follows(long high, long low, long nextHigh, long nextLow);
    }

    void visit(long nextHigh, long nextLow, DarkAddresses dark) {
        if (any && (nextHigh != high || nextLow != low)) {
            steps++;
            toTheNext += dark.follows(high, low, nextHigh, nextLow) ? 1 : 0;
        }
        high = nextHigh;
        low = nextLow;
        any = true;
    }

    /** Forgets where the host is: some of its steps were not seen. */
    void lose() {
        any = false;
    }

    long steps() {
        return steps;
    }

    long toTheNext() {
        return toTheNext;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(high);
        out.writeLong(low);
        out.writeBoolean(any);
        out.writeLong(steps);
        out.writeLong(toTheNext);
    }

    void read(DataInput in) throws IOException {
        high = in.readLong();
        low = in.readLong();
        any = in.readBoolean();
        steps = in.readLong();
        toTheNext = in.readLong();
    }
}
