package org.yamori.sensor.simulate;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Somebody who sends packets in a scenario, or something that befalls a sensor; rates are of packets that arrive at the
 * dark addresses of all sensors.
 */
interface Actor {
    Word NAME = new Word("name", "who it is; random numbers depend on it");
    Word KIND = new Word("kind", "what it does");
    Word START = new Word("start", "when it begins");
    Word DURATION = new Word("duration", "how long it lasts");
    Limits RATE = Limits.real("packetsPerMinute", 0, 100_000_000, "packets at all dark addresses together");
    Limits PORT = Limits.whole("port", 1, 65_535, "port");
    Word PROTOCOL = new Word("protocol", "protocol of its packets");
    Limits PAYLOAD = Limits.whole("payload", 0, ZeroPayload.LONGEST, "bytes of payload of a UDP packet");

    /** Who acts, when, and at which hours more than at others; seconds after the start of the scenario. */
    record Role(String name, int startSecond, int endSecond, Rhythm rhythm) {
        public Role {
            if (startSecond < 0 || endSecond <= startSecond) {
                throw new IllegalArgumentException("actor " + name + " must end after its start, was from second "
                        + startSecond + " to " + endSecond);
            }
        }

        Role(String name, int startSecond, int endSecond) {
            this(name, startSecond, endSecond, Rhythm.STEADY);
        }

        int seconds() {
            return endSecond - startSecond;
        }
    }

    /** The order in which a host tries the dark addresses. */
    enum Order implements Fields.Named {
        SEQUENTIAL,
        RANDOM;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What becomes of the packets that do not get through. */
    enum Fate implements Fields.Named {
        /** Nobody knows of them. */
        LOST,
        /** The sensor says how many it could not take. */
        DROPPED;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Role role();

    /** The word of its kind. */
    String kind();

    /** What it does to a sensor. */
    Lane at(DarkSensor sensor, Scenario scenario);

    /** Whether it has anything to do with a sensor. */
    default boolean concerns(DarkSensor sensor) {
        return true;
    }

    /**
     * The most packets a minute it may send.
     *
     * @param addresses dark addresses of all sensors
     */
    double mostPerMinute(long addresses);

    /** What the labels say of it besides its packets. */
    default Label.Traits traits() {
        return Label.Traits.NONE;
    }

    /** Rooms that are expected to see it, by their words. */
    default List<String> rooms() {
        return List.of();
    }

    /** When something begins to be seen of it, or to change. */
    default int eventStart() {
        return role().startSecond();
    }

    /** When that is over. */
    default int eventEnd() {
        return role().endSecond();
    }

    /** The most sources it has at a time; 0 where that means nothing. */
    default long mostSources() {
        return 0;
    }

    /** How many of its sources are expected to reach a port within the minute around a second; 0 for few. */
    default double sourcesAMinute(Transport protocol, int port, int second, Scenario scenario) {
        return 0;
    }

    /** How many of so many sources are heard when they send so many packets together, at random. */
    static double heard(double sources, double packets) {
        return sources == 0 ? 0 : sources * (1 - StrictMath.exp(-packets / sources));
    }

    static void requireDistinct(List<Integer> ports) {
        Set<Integer> distinct = new HashSet<>(ports);
        if (ports.isEmpty() || distinct.size() < ports.size()) {
            throw new IllegalArgumentException("ports must name at least one port, each once, was " + ports);
        }
    }
}
