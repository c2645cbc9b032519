package org.yamori.sensor.simulate;

import org.yamori.sensor.signature.SynSignatures;
import org.yamori.wire.PacketRow;

/**
 * The headers of a simulated SYN over IPv4, as far as its signature depends on them, so that a row has the signature
 * which the parser would read from its packet.
 */
final class SynHeaders {
    private static final int IP_BYTES = 20;
    private static final int TCP_BYTES = 20;
    private static final int MOST_OPTIONS = 40;

    private final byte[] bytes = new byte[IP_BYTES + TCP_BYTES + MOST_OPTIONS];
    private final SynSignatures signatures = new SynSignatures();

    SynHeaders() {
        bytes[0] = 0x45;
    }

    /** The signature of a packet whose options are known, of any other the empty text. */
    String signature(PacketRow row) {
        if (row.synOptions.isEmpty()) {
            return "";
        }
        Frames.putShort(bytes, 4, row.ipId);
        Frames.putShort(bytes, 6, row.fragment);
        Frames.putInteger(bytes, IP_BYTES + 4, row.sequence);
        Frames.putInteger(bytes, IP_BYTES + 8, row.acknowledgement);
        Frames.putShort(bytes, IP_BYTES + 14, row.window);
        int options = IP_BYTES + TCP_BYTES;
        int end = SynOptionBytes.of(row.synOptions).write(bytes, options, (int) (row.timeMicros / 1_000));
        Frames.putShort(bytes, IP_BYTES + 12, ((end - IP_BYTES) << 10) | row.tcpFlags);
        return signatures.text(bytes, 0, IP_BYTES, end, row.payloadLength > 0);
    }
}
