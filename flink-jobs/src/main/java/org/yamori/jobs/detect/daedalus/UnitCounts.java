package org.yamori.jobs.detect.daedalus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.yamori.jobs.flow.Matches;

/** What one host sent within one unit of time (requirement D-06). */
final class UnitCounts {
    /** Units of a case count from 1. */
    long number;

    long fromMicros;
    /** The end, which is no longer part of it. */
    long toMicros;

    long packets;
    long internal;
    long firstMicros = Long.MAX_VALUE;
    long lastMicros = Long.MIN_VALUE;
    /** The case's first packet is among them: it has been told by the new alert. */
    boolean hasFirstOfCase;

    Destinations destinations;
    PortCounts ports = new PortCounts();

    UnitCounts(long number, long fromMicros, long toMicros, Destinations.Room room) {
        this.destinations = new Destinations(room);
        this.number = number;
        this.fromMicros = fromMicros;
        this.toMicros = toMicros;
    }

    void add(HostPacket packet) {
        packets += packet.packets;
        internal += packet.has(Matches.INTERNAL) ? packet.packets : 0;
        firstMicros = Math.min(firstMicros, packet.timeMicros);
        lastMicros = Math.max(lastMicros, packet.lastMicros);
        destinations.add(Behaviour.hash(packet));
        ports.add(packet.protocol(), packet.port(), packet.packets);
    }

    /** Whether there is more to tell than the new alert has told. */
    boolean hasNews() {
        return packets > (hasFirstOfCase ? 1 : 0);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(number);
        out.writeLong(fromMicros);
        out.writeLong(toMicros);
        out.writeLong(packets);
        out.writeLong(internal);
        out.writeLong(firstMicros);
        out.writeLong(lastMicros);
        out.writeBoolean(hasFirstOfCase);
        destinations.write(out);
        ports.write(out);
    }

    static UnitCounts read(DataInput in, Destinations.Room room) throws IOException {
        UnitCounts unit = new UnitCounts(in.readLong(), in.readLong(), in.readLong(), room);
        unit.packets = in.readLong();
        unit.internal = in.readLong();
        unit.firstMicros = in.readLong();
        unit.lastMicros = in.readLong();
        unit.hasFirstOfCase = in.readBoolean();
        unit.destinations = Destinations.read(in, room);
        unit.ports = PortCounts.read(in);
        return unit;
    }
}
