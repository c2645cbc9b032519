package org.yamori.sensor.simulate;

import java.util.List;

/** What a sensor's clock shows, in microseconds after the start of the scenario; mostly the truth. */
final class SensorClock {
    private final WrongClock[] times;

    SensorClock(DarkSensor sensor, List<Actor> actors) {
        times = actors.stream()
                .filter(WrongClock.class::isInstance)
                .map(WrongClock.class::cast)
                .filter(clock -> clock.concerns(sensor))
                .toArray(WrongClock[]::new);
    }

    /** What it shows at a time. */
    long shown(long micros) {
        for (WrongClock time : times) {
            if (micros >= time.role().startSecond() * 1_000_000L
                    && micros < time.role().endSecond() * 1_000_000L) {
                return micros + time.ahead(micros);
            }
        }
        return micros;
    }

    /** The earliest that it will show from this time on: it goes back where a time ends that was ahead. */
    long earliestFrom(long micros) {
        long earliest = shown(micros);
        for (WrongClock time : times) {
            earliest = earliestOf(earliest, micros, time.role().startSecond() * 1_000_000L);
            earliest = earliestOf(earliest, micros, time.role().endSecond() * 1_000_000L);
        }
        return earliest;
    }

    private long earliestOf(long earliest, long micros, long change) {
        return change >= micros ? Math.min(earliest, shown(change)) : earliest;
    }
}
