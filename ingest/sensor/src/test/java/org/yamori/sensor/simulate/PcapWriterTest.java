package org.yamori.sensor.simulate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class PcapWriterTest {
    private static final String FILE_HEADER = "d4c3b2a1 0200 0400 00000000 00000000 0d000100 ";

    private static byte[] file(PcapWriter.Framing framing, PacketRow... rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapWriter writer = new PcapWriter(out, framing)) {
            for (PacketRow row : rows) {
                writer.write(row);
            }
            assertThat(writer.packets()).isEqualTo(rows.length);
        }
        return out.toByteArray();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s+", ""));
    }

    private static PacketRow syn() {
        PacketRow row = new PacketRow();
        row.timeMicros = 1_000_000_000_000_005L;
        row.source = 0xC0A80001;
        row.destination = 0xC0A800C7;
        row.protocol = 6;
        row.sourcePort = 0x1234;
        row.destinationPort = 23;
        row.tcpFlags = 2;
        row.sequence = 0xC0A800C7;
        row.window = 0x7210;
        row.ttl = 64;
        row.ipId = 0;
        row.fragment = 0x4000;
        row.synOptions = "2/1460/-";
        row.totalLength = 44;
        return row;
    }

    /**
     * By hand: the IP header's words 4500 002c 0000 4000 4006 c0a8 0001 c0a8 00c7 sum to 2474a, folded 474c, inverted
     * b8b3; pseudo header c0a8 0001 c0a8 00c7 0006 0018 and TCP 1234 0017 c0a8 00c7 6002 7210 0204 05b4 sum to 32fba,
     * folded 2fbd, inverted d042.
     */
    @Test
    void syn_isWrittenByteForByte() throws Exception {
        byte[] expected = hex(FILE_HEADER + "01000000"
                + "00ca9a3b 05000000 3c000000 3c000000"
                + "020000000001 020000000002 0800"
                + "4500 002c 0000 4000 4006 b8b3 c0a80001 c0a800c7"
                + "1234 0017 c0a800c7 00000000 6002 7210 d042 0000 020405b4"
                + "0000");
        assertThat(HexFormat.of().formatHex(file(PcapWriter.Framing.ETHERNET, syn())))
                .isEqualTo(HexFormat.of().formatHex(expected));
    }

    @Test
    void rawIp_isNeitherFramedNorPadded() throws Exception {
        byte[] file = file(PcapWriter.Framing.RAW_IP, syn());

        assertThat(file).hasSize(24 + 16 + 44);
        assertThat(file[20]).isEqualTo((byte) 101);
        assertThat(HexFormat.of().formatHex(file, 40, 44)).isEqualTo("4500002c");
    }

    /** The example of RFC 1071, section 3: the words sum to 2ddf0, folded ddf2. */
    @Test
    void checksum_isThatOfRfc1071() {
        byte[] example = hex("0001 f203 f4f5 f6f7");
        assertThat(Frames.checksum(Frames.sum(example, 0, 8))).isEqualTo(~0xddf2 & 0xffff);
        assertThat(Frames.checksum(Frames.sum(example, 0, 6))).isEqualTo(~(0x1e6f9 - 0xffff) & 0xffff);
        assertThat(Frames.checksum(Frames.sum(example, 0, 3))).isEqualTo(~(0x0001 + 0xf200) & 0xffff);
        byte[] ones = new byte[64];
        java.util.Arrays.fill(ones, (byte) 0xff);
        assertThat(Frames.checksum(Frames.sum(ones, 0, 64))).isZero();
    }

    /** Kinds and lengths from RFC 9293, 7323 and 2018; the clock is in milliseconds. */
    @Test
    void synOptions_becomeTheirBytes() throws Exception {
        assertThat(options("2.4.8.1.3/1460/7"))
                .isEqualTo("020405b4 0402 080aa50fb800 00000000 01 030307".replace(" ", ""));
        assertThat(options("2.1.3.1.1.4/1452/8")).isEqualTo("020405ac 01 030308 01 01 0402".replace(" ", ""));
        assertThat(options("2.1.1.4/65535/-")).isEqualTo("0204ffff 01 01 0402".replace(" ", ""));
        assertThat(options("2.3/536/0")).isEqualTo("02040218 030300 00".replace(" ", ""));
        assertThat(options("/-/-")).isEmpty();
        assertThat(options("")).isEmpty();
    }

    private static String options(String text) throws IOException {
        PacketRow row = syn();
        row.timeMicros = 0xa50fb800L * 1000;
        row.synOptions = text;
        int bytes = SynOptionBytes.bytes(text);
        row.totalLength = 40 + bytes;
        byte[] file = file(PcapWriter.Framing.RAW_IP, row);
        assertThat((file[24 + 16 + 20 + 12] & 0xff) >>> 4).isEqualTo(5 + bytes / 4);
        return HexFormat.of().formatHex(file, 24 + 16 + 40, file.length);
    }

    @Test
    void badOptionTexts_areRefused() {
        for (String text : List.of("2.4", "2/x/-", "99/-/-", "2/70000/-", "3/-/256", "8.8.8.8.8/-/-", "2!/1460/-")) {
            assertThatThrownBy(() -> SynOptionBytes.of(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("SYN options are kinds/MSS/scale such as 2.4.8.1.3/1460/7; allowed: ")
                    .hasMessageEndingWith("was '" + text + "'");
        }
    }

    @Test
    void rowsThatDoNotAddUp_areRefusedAndLeaveNoTrace() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapWriter writer = new PcapWriter(out, PcapWriter.Framing.RAW_IP)) {
            PacketRow wrongLength = syn();
            wrongLength.totalLength = 45;
            assertThatThrownBy(() -> writer.write(wrongLength))
                    .hasMessage("the total length must be what headers of 44 bytes and a payload of 0 make, was 45");
            PacketRow laterFragment = syn();
            laterFragment.fragment = 5;
            assertThatThrownBy(() -> writer.write(laterFragment))
                    .hasMessage("only first fragments can be written, the fragment offset was 5");
            PacketRow tooLate = syn();
            tooLate.timeMicros = 4_294_967_296_000_000L;
            assertThatThrownBy(() -> writer.write(tooLate))
                    .hasMessage(
                            "pcap files hold times from 1970 to 2106, was 4294967296000000 microseconds after 1970");
            PacketRow tooEarly = syn();
            tooEarly.timeMicros = -1;
            assertThatThrownBy(() -> writer.write(tooEarly)).hasMessageStartingWith("pcap files hold times");
            writer.write(syn());
        }
        assertThat(out.toByteArray()).isEqualTo(file(PcapWriter.Framing.RAW_IP, syn()));
    }

    private static PacketRow udp(int payloadLength) {
        PacketRow row = new PacketRow();
        row.source = 0x01020304;
        row.destination = 0xC6336401;
        row.protocol = 17;
        row.sourcePort = 40_000;
        row.destinationPort = 53;
        row.ttl = 50;
        row.ipId = 7;
        row.payloadLength = payloadLength;
        row.totalLength = 28 + payloadLength;
        return row;
    }

    private static PacketRow unreachable() {
        PacketRow row = new PacketRow();
        row.source = 0x01020304;
        row.destination = 0xC6336401;
        row.protocol = 1;
        row.sourcePort = 3;
        row.destinationPort = 3;
        row.ttl = 50;
        row.payloadLength = 28;
        row.totalLength = 56;
        row.quotes = true;
        row.quotedProtocol = 6;
        row.quotedSource = 0xC6336401;
        row.quotedDestination = 0x01020304;
        row.quotedSourcePort = 0x1234;
        row.quotedDestinationPort = 80;
        return row;
    }

    private static PacketRow ipv6(int protocol, int headerBytes, int payloadLength) {
        PacketRow row = new PacketRow();
        row.ipv6 = true;
        row.sourceHigh = 0x20010db8_00010002L;
        row.sourceLow = 0x00030004_00050006L;
        row.destinationHigh = 0x20010db8_ffffffffL;
        row.destinationLow = 0x00000000_00000001L;
        row.protocol = protocol;
        row.sourcePort = protocol == 58 ? 128 : 1000;
        row.destinationPort = protocol == 58 ? 0 : 443;
        row.tcpFlags = protocol == 6 ? 2 : 0;
        row.ttl = 55;
        row.payloadLength = payloadLength;
        row.totalLength = 40 + headerBytes + payloadLength;
        return row;
    }

    private static PacketRow ipv6Quote() {
        PacketRow row = ipv6(58, 8, 48);
        row.sourcePort = 1;
        row.destinationPort = 4;
        row.quotes = true;
        row.quotedProtocol = 17;
        row.quotedSourceHigh = row.destinationHigh;
        row.quotedSourceLow = row.destinationLow;
        row.quotedDestinationHigh = row.sourceHigh;
        row.quotedDestinationLow = row.sourceLow;
        row.quotedSourcePort = 1234;
        row.quotedDestinationPort = 53;
        return row;
    }

    /** A UDP packet whose sum is all ones: such a checksum is written as ffff, since 0 means none (RFC 768). */
    private static PacketRow udpThatSumsToZero() {
        PacketRow row = udp(0);
        row.source = 0;
        row.destination = 0;
        row.sourcePort = 0;
        // protocol 17, length 8 twice: 17 + 8 + 8 = 33; 33 + 65502 = ffff
        row.destinationPort = 65_502;
        return row;
    }

    @Test
    void checksums_ofAllProtocols_addUpToAllOnes() throws Exception {
        List<PacketRow> rows = List.of(
                syn(),
                udp(0),
                udp(1),
                udp(31),
                udp(1_400),
                udpThatSumsToZero(),
                unreachable(),
                ipv6(6, 20, 0),
                ipv6(17, 8, 13),
                ipv6(58, 8, 56),
                ipv6Quote());
        byte[] file = file(PcapWriter.Framing.RAW_IP, rows.toArray(PacketRow[]::new));
        int at = 24;
        for (PacketRow row : rows) {
            at += 16;
            assertChecksums(file, at, row.ipv6);
            at += row.totalLength;
        }
        assertThat(at).isEqualTo(file.length);
        assertThat(file(PcapWriter.Framing.RAW_IP, udpThatSumsToZero())).endsWith(0xff, 0xff);
    }

    @Test
    void unreachable_quotesThePacketItIsAbout() throws Exception {
        byte[] file = file(PcapWriter.Framing.RAW_IP, unreachable());
        byte[] quoted = java.util.Arrays.copyOfRange(file, file.length - 28, file.length);
        assertThat(sum(quoted, 0, 20, 0)).isEqualTo(0xffff);
        quoted[10] = quoted[11] = 0;
        assertThat(HexFormat.of().formatHex(quoted))
                .isEqualTo("4500002800000000310600 00c6336401 01020304 1234 0050 00000000".replace(" ", ""));
    }

    static void assertChecksums(byte[] packet, int at, boolean ipv6) {
        int header = ipv6 ? 40 : 20;
        int protocol = packet[at + (ipv6 ? 6 : 9)] & 0xff;
        int total = ipv6 ? 40 + word(packet, at + 4) : word(packet, at + 2);
        int length = total - header;
        if (!ipv6) {
            assertThat(sum(packet, at, 20, 0)).as("IP header").isEqualTo(0xffff);
        }
        int pseudo = protocol == 1 ? 0 : sum(packet, at + (ipv6 ? 8 : 12), ipv6 ? 32 : 8, protocol + length);
        assertThat(sum(packet, at + header, length, pseudo))
                .as("protocol %s", protocol)
                .isEqualTo(0xffff);
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    /** One byte after the other, with the carry added at once: slow, and not how the writer does it. */
    private static int sum(byte[] bytes, int from, int length, int start) {
        int sum = start;
        for (int i = 0; i < length; i++) {
            sum += (i & 1) == 0 ? (bytes[from + i] & 0xff) << 8 : bytes[from + i] & 0xff;
            if (sum > 0xffff) {
                sum -= 0xffff;
            }
        }
        return sum;
    }

    /** A foreign reader finds nothing wrong with any packet of the small scenario. */
    @Test
    void tcpdump_findsEveryChecksumCorrect(@TempDir Path folder) throws Exception {
        Path tcpdump = Path.of("/usr/bin/tcpdump");
        assumeTrue(Files.isExecutable(tcpdump), "tcpdump is not installed at " + tcpdump);
        Path pcap = folder.resolve("quick.pcap");
        try (PcapWriter writer = PcapWriter.to(pcap)) {
            Simulation.of(Scenario.load(SimulationTest.scenarioFile("quick.yaml")))
                    .forEach((sensor, row) -> writer.write(row));
            writer.write(ipv6(6, 20, 0));
            writer.write(ipv6(17, 8, 13));
            writer.write(ipv6(58, 8, 56));
            writer.write(ipv6Quote());
        }
        Path text = folder.resolve("tcpdump.txt");
        Process process = new ProcessBuilder(tcpdump.toString(), "-nn", "-vvv", "-r", pcap.toString())
                .redirectOutput(text.toFile())
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        List<String> lines = Files.readAllLines(text);
        assertThat(lines.stream().filter(line -> line.matches("\\d\\d:.*")).count())
                .isGreaterThan(30_000);
        assertThat(lines)
                .noneMatch(line -> line.contains("(incorrect")
                        || line.contains("bad cksum")
                        || line.contains("bad udp cksum")
                        || line.contains("wrong icmp cksum")
                        || line.contains("[|ip"));
        assertThat(lines).anyMatch(line -> line.contains("(correct)"));
        assertThat(lines).anyMatch(line -> line.contains("udp sum ok"));
        assertThat(lines).anyMatch(line -> line.contains("tcp port 80 unreachable"));
        assertThat(lines).anyMatch(line -> line.contains("icmp6 sum ok"));
        assertThat(lines)
                .anyMatch(line ->
                        line.contains("options [mss 1460,sackOK,TS val") && line.contains("ecr 0,nop,wscale 7]"));
    }
}
