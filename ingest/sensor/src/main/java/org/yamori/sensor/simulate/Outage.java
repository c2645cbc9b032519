package org.yamori.sensor.simulate;

import org.jspecify.annotations.Nullable;

/** A time in which a sensor delivers nothing. */
record Outage(Role role, String sensor, Fate packets) implements SensorFault {
    static final String KIND = "outage";
    static final Word SENSOR = new Word("sensor", "which one");
    static final Word PACKETS = new Word(
            "packets", "what becomes of them: lost, and nobody knows, or dropped, and the sensor says how many");

    static @Nullable Actor read(Fields actor, Role role, Stage stage) {
        String sensor = stage.sensor(actor, SENSOR);
        Fate fate = actor.choice(PACKETS, Fate.values(), Fate.LOST);
        return actor.made(!sensor.isEmpty(), () -> new Outage(role, sensor, fate));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Lane at(DarkSensor there, Scenario scenario) {
        return new OutageLane(this, there, scenario);
    }
}
