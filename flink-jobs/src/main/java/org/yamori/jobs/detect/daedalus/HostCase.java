package org.yamori.jobs.detect.daedalus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One host of an organisation from its first packet to dark addresses until it has been quiet for long enough. */
final class HostCase {
    /** Of a case with its unit, three packets and one port; without what is kept of destinations and times. */
    static final int BYTES = 900;

    final long high;
    final long low;
    final String owner;
    final long firstMicros;
    long lastMicros;
    /** How long it must be quiet to be closed. */
    long quietMicros;

    UnitCounts unit;
    Behaviour behaviour = new Behaviour();
    PacketTimes times = new PacketTimes();
    /** So many packets as are urgent lie in the window that ends with the last one. */
    boolean over;
    /** Of units that are over: the addresses of that with most of them. */
    long mostDestinations;
    /** The beginning of the unit for which the way to an urgent alert was opened. */
    long armedFrom = Long.MIN_VALUE;
    /** Its first packet came from an address that nobody uses. */
    boolean dark;

    /** When the table looks at it again; fixed while it waits in line. */
    long dueMicros;

    HostCase(long high, long low, String owner, long firstMicros, UnitCounts unit) {
        this.high = high;
        this.low = low;
        this.owner = owner;
        this.firstMicros = firstMicros;
        this.lastMicros = firstMicros;
        this.unit = unit;
    }

    /** Addresses that it tried in one unit at most. */
    long destinations() {
        return Math.max(mostDestinations, unit.destinations.size());
    }

    /** Another unit begins. */
    void begin(UnitCounts next) {
        mostDestinations = destinations();
        unit.destinations.release();
        unit = next;
    }

    /** When its unit has to be told, or {@link Long#MAX_VALUE}. */
    long unitDue() {
        return unit.hasNews() ? unit.toMicros : Long.MAX_VALUE;
    }

    long closingDue() {
        return lastMicros + quietMicros;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(high);
        out.writeLong(low);
        out.writeUTF(owner);
        out.writeLong(firstMicros);
        out.writeLong(lastMicros);
        out.writeLong(quietMicros);
        unit.write(out);
        behaviour.write(out);
        times.write(out);
        out.writeBoolean(over);
        out.writeLong(armedFrom);
        out.writeBoolean(dark);
        out.writeLong(mostDestinations);
        out.writeLong(dueMicros);
    }

    static HostCase read(DataInput in, Destinations.Room room) throws IOException {
        long high = in.readLong();
        long low = in.readLong();
        String owner = in.readUTF();
        long firstMicros = in.readLong();
        long lastMicros = in.readLong();
        long quietMicros = in.readLong();
        HostCase read = new HostCase(high, low, owner, firstMicros, UnitCounts.read(in, room));
        read.lastMicros = lastMicros;
        read.quietMicros = quietMicros;
        read.behaviour = Behaviour.read(in);
        read.times = PacketTimes.read(in);
        read.over = in.readBoolean();
        read.armedFrom = in.readLong();
        read.dark = in.readBoolean();
        read.mostDestinations = in.readLong();
        read.dueMicros = in.readLong();
        return read;
    }
}
