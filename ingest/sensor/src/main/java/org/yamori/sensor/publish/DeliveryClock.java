package org.yamori.sensor.publish;

import java.time.Instant;

/** The time by which a {@link Delivery} waits, and that which it tells people. */
interface DeliveryClock {
    /** Never steps back. */
    long nanos();

    Instant instant();

    static DeliveryClock ofMachine() {
        return new DeliveryClock() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public Instant instant() {
                return Instant.now();
            }
        };
    }
}
