package org.yamori.sensor.simulate;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.yamori.wire.PacketRow;

/**
 * A survey scanner at one sensor: it walks over the addresses in a scattered order and tries every port at each before
 * it goes on, with ZMap's fixed IP id and one window, from any address of its ranges. With a new month it begins again.
 */
final class SurveyLane extends Lane {
    private final Survey survey;
    private final NumberedAddresses sources;
    private final ZoneId zone;
    private final long startEpochSecond;
    private final int start;
    private final int ttl;
    private List<Integer> ports = List.of();
    private long monthEndSecond = Long.MIN_VALUE;
    private long monthStartSecond = Long.MAX_VALUE;
    private long sent;

    SurveyLane(Survey survey, DarkSensor sensor, Scenario scenario) {
        super(survey, sensor, scenario, new NumberedAddresses(survey.sources()).size());
        this.survey = survey;
        sources = new NumberedAddresses(survey.sources());
        zone = survey.role().rhythm().zone();
        startEpochSecond = scenario.start().getEpochSecond();
        long actorSeed = actorSeed(survey, scenario);
        start = (int) RandomStream.derive(actorSeed, LabelTally.hash(sensor.name()));
        ttl = 255 - 5 - fixed(actorSeed, 0, 16);
    }

    @Override
    double mean(double second) {
        enterMonth((long) second);
        return ports.isEmpty() ? 0 : survey.packetsPerMinute() / 60 * share;
    }

    private void enterMonth(long second) {
        if (second < monthEndSecond && second >= monthStartSecond) {
            return;
        }
        YearMonth month =
                YearMonth.from(Instant.ofEpochSecond(startEpochSecond + second).atZone(zone));
        monthStartSecond = month.atDay(1).atStartOfDay(zone).toEpochSecond() - startEpochSecond;
        monthEndSecond = month.plusMonths(1).atDay(1).atStartOfDay(zone).toEpochSecond() - startEpochSecond;
        List<Integer> now = survey.portsIn(month);
        if (!now.equals(ports)) {
            ports = now;
            sent = 0;
        }
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        long more = numbers.next();
        int source = RandomStream.scale(more, sources.size());
        int reach = (int) StrictMath.max(1, StrictMath.rint(survey.coverage() * addresses.size()));
        tcp(packet, SYN, SynOptionBytes.NONE);
        packet.source = sources.at(source);
        packet.destination = addresses.walked(start, sent / ports.size() % reach);
        packet.destinationPort = ports.get((int) (sent % ports.size()));
        packet.sourcePort = ZmapLane.sourcePort(more);
        packet.sequence = (int) numbers.next();
        packet.acknowledgement = 0;
        packet.window = ZmapLane.WINDOW;
        packet.ttl = ttl;
        packet.ipId = ZmapLane.IP_ID;
        packet.fragment = 0;
        sent++;
        return source;
    }
}
