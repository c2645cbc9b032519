package org.yamori.jobs.detect.daedalus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.Tool;
import org.yamori.jobs.flow.TrafficKind;

/** One packet of an organisation's host, or several of which only the first is known; a cursor that is moved along. */
final class HostPacket {
    long timeMicros;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    /** Source port in the upper, destination port in the lower half. */
    int ports;
    /** Protocol, TTL, TCP flags, kind and tool, from the top: 8, 8, 8, 4 and 4 bits. */
    int header;

    int owner;
    byte marks;
    /** How many packets this one stands for. */
    int packets = 1;
    /** When the last of them came. */
    long lastMicros;

    static int header(int protocol, int ttl, int flags, int kind, int tool) {
        return protocol << 24 | ttl << 16 | flags << 8 | kind << 4 | tool;
    }

    int protocol() {
        return header >>> 24;
    }

    int ttl() {
        return header >>> 16 & 0xff;
    }

    int flags() {
        return header >>> 8 & 0xff;
    }

    TrafficKind kind() {
        return TrafficKind.at(header >>> 4 & 0xf);
    }

    Tool tool() {
        return Tool.at(header & 0xf);
    }

    int sourcePort() {
        return ports >>> 16;
    }

    int port() {
        return ports & 0xffff;
    }

    boolean has(byte mark) {
        return (marks & mark) != 0;
    }

    String source() {
        return SourceKeys.text(sourceHigh, sourceLow);
    }

    String destination() {
        return SourceKeys.text(destinationHigh, destinationLow);
    }

    HostPacket copy() {
        HostPacket copy = new HostPacket();
        copy.timeMicros = timeMicros;
        copy.sourceHigh = sourceHigh;
        copy.sourceLow = sourceLow;
        copy.destinationHigh = destinationHigh;
        copy.destinationLow = destinationLow;
        copy.ports = ports;
        copy.header = header;
        copy.owner = owner;
        copy.marks = marks;
        copy.packets = packets;
        copy.lastMicros = lastMicros;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(timeMicros);
        out.writeLong(sourceHigh);
        out.writeLong(sourceLow);
        out.writeLong(destinationHigh);
        out.writeLong(destinationLow);
        out.writeInt(ports);
        out.writeInt(header);
        out.writeInt(owner);
        out.writeByte(marks);
        out.writeInt(packets);
        out.writeLong(lastMicros);
    }

    void read(DataInput in) throws IOException {
        timeMicros = in.readLong();
        sourceHigh = in.readLong();
        sourceLow = in.readLong();
        destinationHigh = in.readLong();
        destinationLow = in.readLong();
        ports = in.readInt();
        header = in.readInt();
        owner = in.readInt();
        marks = in.readByte();
        packets = in.readInt();
        lastMicros = in.readLong();
    }
}
