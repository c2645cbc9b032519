package org.yamori.sensor.simulate;

import org.yamori.wire.PacketRow;

/** Something that befalls a sensor: it sends nothing. */
class SilentLane extends Lane {
    SilentLane(Actor actor, DarkSensor sensor, Scenario scenario) {
        super(actor, sensor, scenario, 0);
    }

    @Override
    double mean(double second) {
        return 0;
    }

    @Override
    int fill(PacketRow packet, RandomStream numbers, int second) {
        return ELSEWHERE;
    }
}
