package org.yamori.sensor.simulate;

import java.util.List;

/** An actor that is something wrong with one sensor, and sends nothing. */
interface SensorFault extends Actor {
    /** Which one. */
    String sensor();

    @Override
    default boolean concerns(DarkSensor other) {
        return other.name().equals(sensor());
    }

    @Override
    default double mostPerMinute(long addresses) {
        return 0;
    }

    @Override
    default List<String> rooms() {
        return List.of("sensor");
    }
}
