package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/**
 * Replies of a flooded victim at one sensor: of a hundred, 70 accept the connection (SYN-ACK), 15 refuse it (RST-ACK),
 * 10 reset it (RST) and 5 say that the port is unreachable and quote the spoofed packet (ICMP type 3, code 3).
 */
final class BackscatterLane extends Lane {
    private static final int SYN_ACK = 0x12;
    private static final int RST_ACK = 0x14;
    private static final int RST = 0x04;
    private static final int UNREACHABLE = 3;

    private final Actor.Backscatter backscatter;
    private final double packetsPerSecond;
    private final int ttl;

    BackscatterLane(Actor.Backscatter backscatter, DarkSensor sensor, Scenario scenario) {
        super(backscatter, sensor, scenario, 1);
        this.backscatter = backscatter;
        packetsPerSecond = backscatter.packetsPerMinute() / 60 * share(sensor, scenario);
        ttl = 64 - 5 - fixed(actorSeed(backscatter, scenario), 0, 16);
    }

    @Override
    double expected(double second) {
        return packetsPerSecond;
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        long where = numbers.next();
        long more = numbers.next();
        packet.source = backscatter.victim();
        packet.destination = addresses.at(RandomStream.scale(where, addresses.size()));
        packet.ttl = ttl;
        packet.fragment = DONT_FRAGMENT;
        packet.ipId = 0;
        packet.quotedProtocol = packet.quotedSourcePort = packet.quotedDestinationPort = 0;
        int spoofedPort = 1_024 + RandomStream.scaleLower(where, 64_512);
        int reply = RandomStream.scale(more, 100);
        if (reply < 95) {
            tcp(packet, reply < 70 ? SYN_ACK : reply < 85 ? RST_ACK : RST, "");
            packet.sourcePort = backscatter.port();
            packet.destinationPort = spoofedPort;
            packet.sequence = reply < 70 ? (int) numbers.next() : 0;
            packet.acknowledgement = reply < 85 ? (int) more : 0;
            packet.window = reply < 70 ? 29_200 : 0;
        } else {
            packet.protocol = ICMP;
            packet.sourcePort = UNREACHABLE;
            packet.destinationPort = UNREACHABLE;
            packet.tcpFlags = packet.sequence = packet.acknowledgement = packet.window = 0;
            packet.synOptions = "";
            packet.payloadLength = QuotedPacket.IPV4_BYTES;
            packet.totalLength = 28 + QuotedPacket.IPV4_BYTES;
            packet.ipId = (int) more & 0xffff;
            packet.fragment = 0;
            packet.quotedProtocol = TCP;
            packet.quotedSourcePort = spoofedPort;
            packet.quotedDestinationPort = backscatter.port();
        }
        return 0;
    }
}
