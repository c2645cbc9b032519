package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/**
 * Nmap's SYN scan at one sensor: address after address, all ports in the host's order and then once more, from the next
 * source port, those that did not answer, which is all; a TTL of 37 to 59 drawn for each packet and a window of 1024 to
 * 4096 that follows from it, one option: the MSS.
 */
final class NmapLane extends ScanLane {
    private static final String ONLY_MSS = "2/1460/-";
    /** Nmap draws from so many TTLs, from this one on. */
    private static final int TTLS = 23;

    private static final int LEAST_TTL = 37;

    private int attempt;

    NmapLane(Scan nmap, DarkSensor sensor, Scenario scenario) {
        super(nmap, sensor, scenario);
    }

    /** Probes follow each other: one in each equal part of the second. */
    @Override
    int microsOf(int packet, int packets, RandomStream numbers) {
        return inTurn(packet, packets, numbers);
    }

    @Override
    void aim(PacketRow packet, int start, int step, RandomStream numbers) {
        int probes = ports() * scan.probe().tries();
        int first = RandomStream.scale(((long) start) << 32, addresses.size());
        int inHost = step % probes;
        packet.destination = addresses.at((int) ((first + (long) (step / probes)) % addresses.size()));
        packet.destinationPort = port((inHost + (start & 0xff)) % ports());
        attempt = inHost / ports();
    }

    @Override
    void mark(PacketRow packet, long traits, RandomStream numbers, int second) {
        long more = numbers.next();
        int ttl = LEAST_TTL + RandomStream.scale(more, TTLS);
        tcp(packet, SYN, ONLY_MSS);
        packet.sourcePort = 33_000 + RandomStream.scale(traits, 32_000) + attempt;
        packet.sequence = (int) numbers.next();
        packet.window = 1_024 * (ttl % 4 + 1);
        packet.ttl = ttl - 5 - (int) ((traits >>> 16) & 15);
        packet.ipId = (int) more & 0xffff;
    }
}
