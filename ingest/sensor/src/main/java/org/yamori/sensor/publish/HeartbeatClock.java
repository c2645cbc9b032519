package org.yamori.sensor.publish;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** The clock by which live blocks and heartbeats go out. */
public interface HeartbeatClock {
    long nowMicros();

    /** Returns at this time, or at once when it has passed. */
    void waitUntil(long micros) throws InterruptedException;

    /** The machine's clock. */
    static HeartbeatClock ofMachine() {
        return new HeartbeatClock() {
            @Override
            public long nowMicros() {
                return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            }

            @Override
            public void waitUntil(long micros) throws InterruptedException {
                for (long left = micros - nowMicros(); left > 0; left = micros - nowMicros()) {
                    TimeUnit.MICROSECONDS.sleep(left);
                }
            }
        };
    }
}
