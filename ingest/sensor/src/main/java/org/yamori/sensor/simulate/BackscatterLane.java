package org.yamori.sensor.simulate;

import java.util.Arrays;
import org.yamori.wire.PacketRow;

/** Replies of a flooded victim at one sensor; ICMP errors quote the forged packet. */
final class BackscatterLane extends Lane {
    private static final int SYN_ACK = SYN | ACK;
    private static final int RST_ACK = RST | ACK;
    private static final int ECHO_REPLY = 0;
    private static final int UNREACHABLE = 3;
    private static final int TIME_EXCEEDED = 11;
    private static final int DNS = 53;
    private static final int DNS_BYTES = 120;
    private static final int ECHO_BYTES = 56;

    private final Backscatter backscatter;
    private final int start;
    private final int ttl;
    /** Of a hundred packets, up to which one which reply is given. */
    private final int[] upTo;

    BackscatterLane(Backscatter backscatter, DarkSensor sensor, Scenario scenario) {
        super(backscatter, sensor, scenario, 1);
        this.backscatter = backscatter;
        long actorSeed = actorSeed(backscatter, scenario);
        ttl = 64 - 5 - fixed(actorSeed, 0, 16);
        start = (int) RandomStream.derive(actorSeed, LabelTally.hash(sensor.name()));
        Backscatter.Replies replies = backscatter.replies();
        upTo = new int[] {
            replies.synAck(),
            replies.rstAck(),
            replies.rst(),
            replies.unreachable(),
            replies.timeExceeded(),
            replies.echo(),
            replies.dns()
        };
        Arrays.parallelPrefix(upTo, Integer::sum);
    }

    @Override
    double mean(double second) {
        return forged() == 0 ? 0 : backscatter.perSecond(addresses.size(), share);
    }

    private int forged() {
        return backscatter.forgedOf(addresses.size());
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        long where = numbers.next();
        long more = numbers.next();
        int forged = forged();
        packet.source = backscatter.victim();
        packet.destination = forged == addresses.size()
                ? addresses.at(RandomStream.scale(where, addresses.size()))
                : addresses.walked(start, RandomStream.scale(where, forged));
        packet.ttl = ttl;
        packet.fragment = DONT_FRAGMENT;
        packet.ipId = 0;
        packet.quotedProtocol = packet.quotedSourcePort = packet.quotedDestinationPort = 0;
        int spoofedPort = 1_024 + RandomStream.scaleLower(where, 64_512);
        int drawn = RandomStream.scale(more, 100);
        int reply = 0;
        while (drawn >= upTo[reply]) {
            reply++;
        }
        switch (reply) {
            case 0 -> {
                tcp(packet, SYN_ACK, "");
                packet.sequence = (int) numbers.next();
                packet.acknowledgement = (int) more;
                packet.window = 29_200;
            }
            case 1 -> {
                tcp(packet, RST_ACK, "");
                packet.sequence = packet.window = 0;
                packet.acknowledgement = (int) more;
            }
            case 2 -> {
                tcp(packet, RST, "");
                packet.sequence = packet.acknowledgement = packet.window = 0;
            }
            case 3 -> error(packet, UNREACHABLE, UNREACHABLE, spoofedPort, more);
            case 4 -> error(packet, TIME_EXCEEDED, 0, spoofedPort, more);
            case 5 -> icmp(packet, ECHO_REPLY, 0, ECHO_BYTES);
            default -> udp(packet, DNS_BYTES);
        }
        if (packet.protocol != ICMP) {
            packet.sourcePort = packet.protocol == UDP ? DNS : backscatter.port();
            packet.destinationPort = spoofedPort;
        }
        return 0;
    }

    private void error(PacketRow packet, int type, int code, int spoofedPort, long more) {
        icmp(packet, type, code, QuotedPacket.IPV4_BYTES);
        packet.ipId = (int) more & 0xffff;
        packet.fragment = 0;
        packet.quotedProtocol = TCP;
        packet.quotedSourcePort = spoofedPort;
        packet.quotedDestinationPort = backscatter.port();
    }
}
