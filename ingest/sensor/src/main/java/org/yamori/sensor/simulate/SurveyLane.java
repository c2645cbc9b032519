package org.yamori.sensor.simulate;

import java.util.List;
import org.yamori.wire.PacketRow;

/**
 * A survey scanner at one sensor: it walks over the addresses in a scattered order and tries every port at each before
 * it goes on, with ZMap's fixed IP id and one window, from any address of its ranges.
 */
final class SurveyLane extends Lane {
    private static final int ZMAP_IP_ID = 54_321;

    private final List<Integer> ports;
    private final NumberedAddresses sources;
    private final double packetsPerSecond;
    private final int start;
    private final int ttl;
    private long sent;

    SurveyLane(Actor.Survey survey, DarkSensor sensor, Scenario scenario) {
        super(survey, sensor, scenario, new NumberedAddresses(survey.sources()).size());
        ports = survey.ports();
        sources = new NumberedAddresses(survey.sources());
        packetsPerSecond = survey.packetsPerMinute() / 60 * share(sensor, scenario);
        long actorSeed = actorSeed(survey, scenario);
        start = (int) RandomStream.derive(actorSeed, LabelTally.hash(sensor.name()));
        ttl = 255 - 5 - fixed(actorSeed, 0, 16);
    }

    @Override
    double expected(double second) {
        return packetsPerSecond;
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        long more = numbers.next();
        int source = RandomStream.scale(more, sources.size());
        tcp(packet, SYN, SynOptionBytes.NONE);
        packet.source = sources.at(source);
        packet.destination = addresses.walked(start, sent / ports.size());
        packet.destinationPort = ports.get((int) (sent % ports.size()));
        packet.sourcePort = 32_768 + RandomStream.scaleLower(more, 28_233);
        packet.sequence = (int) numbers.next();
        packet.acknowledgement = 0;
        packet.window = 65_535;
        packet.ttl = ttl;
        packet.ipId = ZMAP_IP_ID;
        packet.fragment = 0;
        sent++;
        return source;
    }
}
