package org.yamori.sensor.signature;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.sensor.parse.HeaderParser;
import org.yamori.sensor.parse.LinkType;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

class SynSignaturesTest {
    private final HeaderParser parser = new HeaderParser();

    private String text(SynFrame frame) {
        return text(frame.frame());
    }

    private String text(byte[] frame) {
        PacketRow row = new PacketRow();
        assertThat(parser.parse(frame, 0, frame.length, LinkType.ETHERNET, row)).isTrue();
        return row.synSignature;
    }

    /** The window of Linux is 20 segments of 1460 bytes; 29201 is a multiple of nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "29200 | 020405b40402080a00000001000000000103030a | 0:1460:mss*20,10:mss,sok,ts,nop,ws:df,id+:0",
                "29201 | 020405b40402080a00000001000000000103030a | 0:1460:*,10:mss,sok,ts,nop,ws:df,id+:0",
                "28960 | 020405b40402080a00000001000000000103030a | 0:1460:mss*20,10:mss,sok,ts,nop,ws:df,id+:0",
                "3000  | 020405b4 | 0:1460:mtu*2,0:mss:df,id+:0",
                "1024  | ''       | 0:0:*,0::df,id+:0",
            })
    void signature_isWhatP0fPrintsWithoutVersionTtlAndPlainWindow(int window, String options, String expected) {
        assertThat(text(SynFrame.ipv4().window(window).options(options))).isEqualTo(expected);
    }

    @Test
    void whatChangesFromPacketToPacket_buildsNoTextOfItsOwn() {
        String first = text(SynFrame.ipv4().options("020405b4 0402 080a 00000001 00000000 01 030307"));
        SynFrame other = SynFrame.ipv4().options("020405b4 0402 080a 77777777 00000000 01 030307");
        other.ttl(33).id(9, 0x4000).numbers(7, 0).sourcePort = 99;

        assertThat(text(other)).isSameAs(first);
        assertThat(text(SynFrame.ipv4().window(4711)))
                .isSameAs(text(SynFrame.ipv4().window(31_007)));
    }

    @Test
    void moreSignaturesThanPlaces_areAllSpelled() {
        for (int round = 0; round < 2; round++) {
            for (int segmentSize = 1; segmentSize < 0x10000; segmentSize += 5) {
                String text = text(SynFrame.ipv4().window(0).options(String.format("0204%04x", segmentSize)));
                assertThat(text).isEqualTo("0:" + segmentSize + ":*,0:mss:df,id+:0");
            }
        }
    }

    /** 24 kinds are as many as p0f reads; the last place of each eight counts too. */
    @Test
    void manyOptions_keepTheirOrder() {
        assertThat(text(SynFrame.ipv4().window(0).options("01".repeat(7) + "030307" + "01".repeat(7) + "0402" + "00")))
                .isEqualTo("0:0:*,7:nop,nop,nop,nop,nop,nop,nop,ws,nop,nop,nop,nop,nop,nop,nop,sok,eol+0:df,id+:0");
        assertThat(text(SynFrame.ipv4().window(0).options("01".repeat(28))))
                .isEqualTo("0:0:*,0:" + "nop,".repeat(23) + "nop:df,id+,bad:0");
    }

    @Test
    void headersThatAreNotWhole_haveNoSignature() {
        SynFrame syn = SynFrame.ipv4().options("020405b4");
        byte[] frame = syn.frame();
        for (int captured = 14 + 20; captured < frame.length; captured++) {
            assertThat(text(java.util.Arrays.copyOf(frame, captured))).isEmpty();
        }
        assertThat(text(frame)).isNotEmpty();
    }

    /** A short snapshot length leaves no payload, but the IP header says that there was one. */
    @Test
    void payloadThatWasNotCaptured_isStillSaid() {
        byte[] frame = SynFrame.ipv4().payload(100).frame();

        assertThat(text(java.util.Arrays.copyOf(frame, 14 + 40))).isEqualTo("0:0:*,0::df,id+:+");
    }

    @ParameterizedTest
    @CsvSource({"3", "6", "18", "16", "0"})
    void whatIsNoPlainSyn_hasNoSignature(int flags) {
        assertThat(text(SynFrame.ipv4().flags(flags))).isEmpty();
    }
}
