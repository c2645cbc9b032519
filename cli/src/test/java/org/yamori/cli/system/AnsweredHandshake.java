package org.yamori.cli.system;

import java.io.IOException;
import java.nio.file.Path;
import org.yamori.sensor.simulate.PcapWriter;
import org.yamori.wire.PacketRow;

/**
 * A capture of 198.51.100.7 shaking hands with 192.0.2.9, which answers: SYN, SYN-ACK and ACK, a quarter of a second
 * apart.
 */
public final class AnsweredHandshake {
    /** From SYN-ACK to ACK. */
    public static final long MICROS_APART = 250_000;

    /** What answers. */
    public static final String RANGE = "192.0.2.0/24";

    private static final int CLIENT = 0xc6336407;
    private static final int OURS = 0xc0000209;

    private AnsweredHandshake() {}

    public static Path write(Path capture) throws IOException {
        try (PcapWriter writer = PcapWriter.to(capture)) {
            writer.write(segment(0, true, 0x02, 100, 0));
            writer.write(segment(1, false, 0x12, 900, 101));
            writer.write(segment(2, true, 0x10, 101, 901));
        }
        return capture;
    }

    private static PacketRow segment(int number, boolean client, int flags, int sequence, int acknowledged) {
        PacketRow row = new PacketRow();
        row.timeMicros = 1_577_836_800_000_000L + number * MICROS_APART;
        row.protocol = 6;
        row.source = client ? CLIENT : OURS;
        row.destination = client ? OURS : CLIENT;
        row.sourcePort = client ? 40_000 : 23;
        row.destinationPort = client ? 23 : 40_000;
        row.tcpFlags = flags;
        row.sequence = sequence;
        row.acknowledgement = acknowledged;
        row.ttl = 54;
        row.totalLength = 40;
        return row;
    }
}
