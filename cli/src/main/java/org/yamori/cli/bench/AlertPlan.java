package org.yamori.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yamori.wire.AlertThresholds;
import org.yamori.wire.Cidr;
import org.yamori.wire.Contacts;
import org.yamori.wire.IpAddress;
import org.yamori.wire.Language;
import org.yamori.wire.Organisation;
import org.yamori.wire.Registry;
import org.yamori.wire.Validity;
import org.yamori.wire.Whitelist;

/**
 * Who sends what and when in a bench of alerts, known beforehand to the microsecond. Before a background that belongs
 * to nobody, hosts of a hundred organisations send a packet each ten milliseconds, to each reporting sensor in turn;
 * the thousandth packets of all hosts of a phase lie evenly in it, each at another fraction of a second.
 *
 * @param sensors how many watch
 * @param packetsPerSecond of the background at all of them together
 * @param course how long what lasts
 */
record AlertPlan(int sensors, int packetsPerSecond, Course course) {
    /** Packets within a minute that are urgent, as it is when nobody sets something else. */
    static final int URGENT = 1_000;
    /** A host goes on for a while. */
    static final int PACKETS_OF_A_HOST = 1_100;

    private static final long MICROS_BETWEEN_PACKETS = 10_000;
    private static final long SECOND_MICROS = 1_000_000;
    /** A host's first thousand packets take ten seconds, which must not lie in the phase before. */
    private static final int SECONDS_BETWEEN_PHASES = 12;

    private static final int ORGANISATIONS = 100;
    private static final int FIRST_LIVENET = 10 << 24;
    private static final int FIRST_DARKNET = (100 << 24) | (66 << 16);
    private static final int DARKNET_BITS = 16;

    /**
     * How long what lasts.
     *
     * @param warmUp seconds of background before the first phase; the servers' code is compiled meanwhile
     * @param seconds of each phase
     * @param alerts in each phase
     * @param index whether there is an Elasticsearch, to be stopped in a phase of its own
     */
    record Course(int warmUp, int seconds, int alerts, boolean index) {}

    /** What is different from when all is well. */
    enum Phase {
        WELL("all sensors report"),
        SILENT("one sensor is silent"),
        UNINDEXED("Elasticsearch is stopped");

        private final String words;

        Phase(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Phases that are played. */
    List<Phase> played() {
        return course.index ? List.of(Phase.values()) : List.of(Phase.WELL, Phase.SILENT);
    }

    int beginSeconds(Phase phase) {
        return course.warmUp + phase.ordinal() * (course.seconds + SECONDS_BETWEEN_PHASES);
    }

    int endSeconds() {
        return course.warmUp + played().size() * (course.seconds + SECONDS_BETWEEN_PHASES);
    }

    int hosts() {
        return played().size() * course.alerts;
    }

    Phase phaseOf(int host) {
        return Phase.values()[host / course.alerts];
    }

    /** Sensors to which a host of the phase sends: the first ones. */
    int reporting(Phase phase) {
        return phase == Phase.SILENT ? sensors - 1 : sensors;
    }

    /** Whether a sensor delivers nothing then. */
    boolean isSilent(int sensor, long micros) {
        long begin = beginSeconds(Phase.SILENT) * SECOND_MICROS;
        return sensor == sensors - 1 && micros >= begin && micros < begin + course.seconds * SECOND_MICROS;
    }

    /** When a host sends a packet, after the start; packets count from 0. */
    long timeMicros(int host, int packet) {
        long between = course.seconds * SECOND_MICROS / course.alerts;
        int place = host % course.alerts;
        long urgent = beginSeconds(phaseOf(host)) * SECOND_MICROS + (place * between) + (place * 7_919L) % between;
        return urgent + (packet - (URGENT - 1)) * MICROS_BETWEEN_PACKETS;
    }

    /** When a host sends its thousandth packet, after the start. */
    long urgentMicros(int host) {
        return timeMicros(host, URGENT - 1);
    }

    int source(int host) {
        return FIRST_LIVENET | ((host % ORGANISATIONS) << 16) | (host / ORGANISATIONS + 1);
    }

    /** An address that a sensor watches. */
    int destination(int sensor, int number) {
        return FIRST_DARKNET + (sensor << DARKNET_BITS) + (number & ((1 << DARKNET_BITS) - 1));
    }

    static String sensor(int number) {
        return "telescope-" + (number + 1);
    }

    Cidr watched(int sensor) {
        return new Cidr(IpAddress.ofIpv4(destination(sensor, 0)), 32 - DARKNET_BITS);
    }

    /** A hundred organisations in whose livenets the hosts are, of which the first has what sensors watch. */
    Registry registry() {
        List<Organisation> all = new ArrayList<>();
        for (int i = 0; i < ORGANISATIONS; i++) {
            List<Cidr> darknets = new ArrayList<>();
            for (int sensor = 0; i == 0 && sensor < sensors; sensor++) {
                darknets.add(watched(sensor));
            }
            String name = "organisation-" + i;
            all.add(new Organisation(
                    name,
                    List.of(new Cidr(IpAddress.ofIpv4(FIRST_LIVENET | (i << 16)), 16)),
                    darknets,
                    Validity.ALWAYS,
                    "",
                    Contacts.ofAll(List.of("soc@" + name + ".example")),
                    Whitelist.NONE,
                    AlertThresholds.NONE,
                    Language.EN,
                    Organisation.UTC));
        }
        return new Registry(all, List.of());
    }

    /** The background, as a scenario. */
    String scenario() {
        StringBuilder text = new StringBuilder();
        text.append("name: alerts\nseed: 20261121\nstart: 2026-01-06T00:00:00Z\nduration: ")
                .append(endSeconds())
                .append("s\nsensors:\n");
        for (int sensor = 0; sensor < sensors; sensor++) {
            text.append(String.format(
                    Locale.ROOT, "  - {name: %s, network: bench, ranges: [%s]}%n", sensor(sensor), watched(sensor)));
        }
        text.append(String.format(
                Locale.ROOT,
                "actors:%n  - {name: noise, kind: background, packetsPerAddressPerMinute: %.6f, sources: 2000000,"
                        + " zipf: 1.1, tail: 0.35}%n",
                packetsPerSecond * 60.0 / ((long) sensors << DARKNET_BITS)));
        text.append(String.format(
                Locale.ROOT,
                "  - {name: silence, kind: outage, start: +%ds, duration: %ds, sensor: %s, packets: lost}%n",
                beginSeconds(Phase.SILENT),
                course.seconds,
                sensor(sensors - 1)));
        return text.toString();
    }

    /** As words of a command line. */
    List<String> words() {
        return List.of(
                String.valueOf(sensors),
                String.valueOf(packetsPerSecond),
                String.valueOf(course.warmUp),
                String.valueOf(course.seconds),
                String.valueOf(course.alerts),
                String.valueOf(course.index));
    }

    static AlertPlan ofWords(List<String> words) {
        return new AlertPlan(
                Integer.parseInt(words.get(0)),
                Integer.parseInt(words.get(1)),
                new Course(
                        Integer.parseInt(words.get(2)),
                        Integer.parseInt(words.get(3)),
                        Integer.parseInt(words.get(4)),
                        Boolean.parseBoolean(words.get(5))));
    }
}
