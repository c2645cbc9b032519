package org.yamori.cli.bench.detection;

import java.util.ArrayList;
import java.util.List;
import org.yamori.sensor.simulate.Expectation;

/**
 * A surge that a scenario has at one port; minutes are counted from the scenario's start.
 *
 * @param end the last minute in which there is anything of it
 * @param noticeable the minute in which its expectation is twice the ordinary, or half way to its most; -1 if there is
 *     none
 * @param baseline sources a minute that are expected then, without it
 */
record PlantedSurge(String actor, String port, int start, int end, int noticeable, double baseline) {
    /** How long after it was noticeable a finding still counts. */
    static final int PATIENCE = 48 * 60;

    /** What is over sooner is a burst, which nobody should find. */
    private static final long LEAST_MICROS = 5 * 60_000_000L;

    private static final long MINUTE_MICROS = 60_000_000;
    private static final String ROOM = "surge";

    static List<PlantedSurge> of(List<Expectation> expectations, long startMicros) {
        List<PlantedSurge> planted = new ArrayList<>();
        for (Expectation expectation : expectations) {
            Expectation.When when = expectation.when();
            boolean ordinary =
                    when.startMicros() <= startMicros && when.doubled().isEmpty();
            boolean lasts = when.endMicros() - when.startMicros() >= LEAST_MICROS;
            if (expectation.rooms().contains(ROOM) && !ordinary && lasts) {
                for (String port : expectation.packetsByPort().keySet()) {
                    planted.add(of(expectation, port, startMicros));
                }
            }
        }
        return planted;
    }

    private static PlantedSurge of(Expectation expectation, String port, long startMicros) {
        Expectation.Doubling doubled = expectation.when().doubled().get(port);
        return new PlantedSurge(
                expectation.actor(),
                port,
                minute(expectation.when().startMicros(), startMicros),
                minute(expectation.when().endMicros(), startMicros),
                doubled == null ? -1 : minute(doubled.micros(), startMicros),
                doubled == null ? 0 : doubled.baseline());
    }

    static int minute(long micros, long startMicros) {
        return (int) Math.floorDiv(micros - startMicros, MINUTE_MICROS);
    }

    boolean isNoticeable() {
        return noticeable >= 0;
    }

    String name() {
        return actor + " " + port;
    }

    /** Whether an onset at this port and minute is this surge's. */
    boolean holds(String somePort, int minute) {
        return port.equals(somePort) && minute >= start && minute <= Math.max(end, noticeable + PATIENCE);
    }

    /** Minutes from when it was noticeable to its first onset; nothing where one was open before it began. */
    double delay(int onset, boolean open) {
        return onset < 0 || open ? Delays.MISSED : onset - noticeable;
    }
}
