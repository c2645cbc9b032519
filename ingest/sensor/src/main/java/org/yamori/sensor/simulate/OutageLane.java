package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/** A sensor's outage: it sends nothing, and counts what it keeps from getting through. */
final class OutageLane extends Lane {
    private final Actor.Outage outage;
    private long missedBefore;

    OutageLane(Actor.Outage outage, DarkSensor sensor, Scenario scenario) {
        super(outage, sensor, scenario, 0);
        this.outage = outage;
    }

    Actor.Outage outage() {
        return outage;
    }

    /** Packets missed since this was asked last. */
    long takeMissedSinceLast() {
        long missed = tally.missed() - missedBefore;
        missedBefore = tally.missed();
        return missed;
    }

    @Override
    double expected(double second) {
        return 0;
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        return ELSEWHERE;
    }
}
