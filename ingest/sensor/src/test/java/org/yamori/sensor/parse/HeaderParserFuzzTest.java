package org.yamori.sensor.parse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No frame makes the parser fail, give a value that no column holds, or look outside the frame: what it says does not
 * depend on the bytes around it.
 */
class HeaderParserFuzzTest {
    private static final int AROUND = 64;
    /** The inputs beside this test name a link type by its place: new ones go to the end. */
    private static final int[] LINK_TYPES = {
        0, 1, 6, 9, 10, 12, 14, 50, 51, 100, 101, 104, 105, 107, 108, 109, 113, 117, 119, 127, 138, 163, 166, 192, 219,
        226, 228, 229, 239, 242, 258, 276, 281, 282, 284, 285
    };

    private final HeaderParser outer = new HeaderParser();
    private final HeaderParser inner = new HeaderParser(Decapsulation.ALL);

    /** The first byte chooses the link type, and its highest bit whether tunnels are opened; the rest is the frame. */
    @FuzzTest(maxDuration = "5m")
    void parse(byte[] input) {
        if (input.length == 0) {
            return;
        }
        HeaderParser parser = input[0] < 0 ? inner : outer;
        int linkType = LINK_TYPES[(input[0] & 0x7f) % LINK_TYPES.length];
        PacketRow first = new PacketRow();
        PacketRow second = new PacketRow();
        boolean read = parser.parse(within(input, (byte) 0), AROUND, input.length - 1, linkType, first);
        boolean again = parser.parse(within(input, (byte) 0x45), AROUND, input.length - 1, linkType, second);

        assertThat(again).isEqualTo(read);
        assertThat(values(second)).isEqualTo(values(first));
        for (int port : new int[] {
            first.sourcePort,
            first.destinationPort,
            first.window,
            first.ipId,
            first.totalLength,
            first.fragment,
            first.payloadLength,
            first.quotedSourcePort,
            first.quotedDestinationPort
        }) {
            assertThat(port).isBetween(0, 0xffff);
        }
        for (int octet : new int[] {first.protocol, first.ttl, first.tcpFlags, first.quotedProtocol}) {
            assertThat(octet).isBetween(0, 0xff);
        }
    }

    private static byte[] within(byte[] input, byte around) {
        byte[] frame = new byte[input.length - 1 + 2 * AROUND];
        Arrays.fill(frame, around);
        System.arraycopy(input, 1, frame, AROUND, input.length - 1);
        return frame;
    }

    private static List<Object> values(PacketRow row) {
        return List.of(
                row.ipv6,
                row.source,
                row.destination,
                row.sourceHigh,
                row.sourceLow,
                row.destinationHigh,
                row.destinationLow,
                row.protocol,
                row.sourcePort,
                row.destinationPort,
                row.tcpFlags,
                row.sequence,
                row.acknowledgement,
                row.window,
                row.ttl,
                row.ipId,
                row.totalLength,
                row.fragment,
                row.synOptions,
                row.payloadLength,
                row.payloadHash,
                row.payloadClass,
                row.quotes,
                row.quotedProtocol,
                row.quotedSource,
                row.quotedDestination,
                row.quotedSourceHigh,
                row.quotedSourceLow,
                row.quotedDestinationHigh,
                row.quotedDestinationLow,
                row.quotedSourcePort,
                row.quotedDestinationPort);
    }
}
