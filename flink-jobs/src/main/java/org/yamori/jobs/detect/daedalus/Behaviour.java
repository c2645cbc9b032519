package org.yamori.jobs.detect.daedalus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.yamori.jobs.flow.Matches;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.Tool;
import org.yamori.jobs.flow.TrafficKind;

/** What one host did since its case was opened (requirement D-14). */
final class Behaviour {
    /** Packets that are shown as they came. */
    static final int SAMPLES = 3;

    private static final long[] NO_PACKETS = {};

    long packets;
    long internal;
    long darkSource;
    long backscatter;
    long externalFirstMicros = Long.MAX_VALUE;
    long externalLastMicros = Long.MIN_VALUE;
    int leastTtl = Integer.MAX_VALUE;
    int mostTtl = Integer.MIN_VALUE;
    final ScanOrder order = new ScanOrder();
    PortCounts ports = new PortCounts();
    HostPacket[] samples = {};
    private long[] byTool = NO_PACKETS;

    void add(HostPacket packet, ScanOrder.DarkAddresses dark) {
        packets += packet.packets;
        if (packet.has(Matches.INTERNAL)) {
            internal += packet.packets;
        } else {
            externalFirstMicros = Math.min(externalFirstMicros, packet.timeMicros);
            externalLastMicros = Math.max(externalLastMicros, packet.lastMicros);
        }
        darkSource += packet.has(Matches.DARK_SOURCE) ? packet.packets : 0;
        backscatter += packet.kind() == TrafficKind.BACKSCATTER ? packet.packets : 0;
        leastTtl = Math.min(leastTtl, packet.ttl());
        mostTtl = Math.max(mostTtl, packet.ttl());
        ports.add(packet.protocol(), packet.port(), packet.packets);
        if (packet.tool() != Tool.NONE) {
            byTool = byTool.length == 0 ? new long[Tool.count()] : byTool;
            byTool[packet.tool().ordinal()] += packet.packets;
        }
        if (packet.packets == 1) {
            order.visit(packet.destinationHigh, packet.destinationLow, dark);
        } else {
            order.lose();
        }
        if (samples.length < SAMPLES) {
            samples = java.util.Arrays.copyOf(samples, samples.length + 1);
            samples[samples.length - 1] = packet.copy();
        }
    }

    long external() {
        return packets - internal;
    }

    /** Packets with the marks of a tool. */
    long with(Tool tool) {
        return byTool.length == 0 ? 0 : byTool[tool.ordinal()];
    }

    /** All packets have the TTL of one host at one distance. */
    boolean oneTtl() {
        return leastTtl == mostTtl;
    }

    static long hash(HostPacket packet) {
        return SourceKeys.hash(packet.destinationHigh, packet.destinationLow);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(packets);
        out.writeLong(internal);
        out.writeLong(darkSource);
        out.writeLong(backscatter);
        out.writeLong(externalFirstMicros);
        out.writeLong(externalLastMicros);
        out.writeInt(leastTtl);
        out.writeInt(mostTtl);
        order.write(out);
        ports.write(out);
        out.writeInt(samples.length);
        for (HostPacket sample : samples) {
            sample.write(out);
        }
        out.writeInt(byTool.length);
        for (long packetsOfTool : byTool) {
            out.writeLong(packetsOfTool);
        }
    }

    static Behaviour read(DataInput in) throws IOException {
        Behaviour read = new Behaviour();
        read.packets = in.readLong();
        read.internal = in.readLong();
        read.darkSource = in.readLong();
        read.backscatter = in.readLong();
        read.externalFirstMicros = in.readLong();
        read.externalLastMicros = in.readLong();
        read.leastTtl = in.readInt();
        read.mostTtl = in.readInt();
        read.order.read(in);
        read.ports = PortCounts.read(in);
        read.samples = new HostPacket[in.readInt()];
        for (int i = 0; i < read.samples.length; i++) {
            read.samples[i] = new HostPacket();
            read.samples[i].read(in);
        }
        read.byTool = new long[in.readInt()];
        for (int i = 0; i < read.byTool.length; i++) {
            read.byTool[i] = in.readLong();
        }
        return read;
    }
}
