package org.yamori.sensor.simulate;

import org.jspecify.annotations.Nullable;

/**
 * A time in which a sensor's clock is wrong.
 *
 * @param offsetMicros how much it is ahead at first; negative where it is behind
 * @param driftPpm microseconds that it gains in a second
 */
record WrongClock(Role role, String sensor, long offsetMicros, double driftPpm) implements SensorFault {
    static final String KIND = "clock";
    static final Word OFFSET = new Word("offset", "how much the clock is ahead, or behind with a minus");
    static final Limits DRIFT =
            Limits.real("driftPpm", -100_000, 100_000, "microseconds that the clock gains in a second");
    private static final long MOST_MILLIS = 366L * 86_400_000;

    WrongClock {
        DRIFT.require(driftPpm);
    }

    static @Nullable Actor read(Fields actor, Role role, Stage stage) {
        String sensor = stage.sensor(actor, Outage.SENSOR);
        long offset = actor.scalar(OFFSET, "a duration such as 90s or -500ms, up to 366d", 0L, "0s", text -> {
            boolean behind = text.startsWith("-");
            long millis = Times.parseDuration(behind ? text.substring(1) : text).toMillis();
            if (millis > MOST_MILLIS) {
                throw new IllegalArgumentException(text);
            }
            return (behind ? -millis : millis) * 1_000;
        });
        double drift = actor.number(DRIFT, 0);
        return actor.made(!sensor.isEmpty(), () -> new WrongClock(role, sensor, offset, drift));
    }

    /** How much the clock is ahead so many microseconds after the start of the scenario. */
    long ahead(long micros) {
        long since = micros - role.startSecond() * 1_000_000L;
        return offsetMicros + (long) StrictMath.rint(since * driftPpm / 1e6);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Lane at(DarkSensor there, Scenario scenario) {
        return new SilentLane(this, there, scenario);
    }
}
