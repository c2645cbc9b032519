package org.yamori.sensor.simulate;

/** A sensor's outage: it sends nothing, and counts what it keeps from getting through. */
final class OutageLane extends SilentLane {
    private final Outage outage;

    OutageLane(Outage outage, DarkSensor sensor, Scenario scenario) {
        super(outage, sensor, scenario);
        this.outage = outage;
    }

    Outage outage() {
        return outage;
    }
}
