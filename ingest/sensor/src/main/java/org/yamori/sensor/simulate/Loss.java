package org.yamori.sensor.simulate;

import org.jspecify.annotations.Nullable;

/** A time in which a sensor gets only a part of its packets. */
record Loss(Role role, String sensor, double share, Fate packets) implements SensorFault {
    static final String KIND = "loss";
    static final Limits SHARE = Limits.real("share", 0, 1, "share of the packets that do not get through");

    Loss {
        SHARE.require(share);
    }

    static @Nullable Actor read(Fields actor, Role role, Stage stage) {
        String sensor = stage.sensor(actor, Outage.SENSOR);
        double share = actor.number(SHARE);
        Fate fate = actor.choice(Outage.PACKETS, Fate.values(), Fate.DROPPED);
        return actor.made(!sensor.isEmpty(), () -> new Loss(role, sensor, share, fate));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Lane at(DarkSensor there, Scenario scenario) {
        return new LossLane(this, there, scenario);
    }
}
