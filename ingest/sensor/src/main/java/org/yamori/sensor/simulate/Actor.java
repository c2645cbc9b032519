package org.yamori.sensor.simulate;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Somebody who sends packets in a scenario, or something that befalls a sensor; rates are of packets that arrive at the
 * dark addresses of all sensors.
 */
sealed interface Actor {
    /** Who acts, and when: seconds after the start of the scenario. */
    record Role(String name, int startSecond, int endSecond) {
        public Role {
            if (startSecond < 0 || endSecond <= startSecond) {
                throw new IllegalArgumentException("actor " + name + " must end after its start, was from second "
                        + startSecond + " to " + endSecond);
            }
        }
    }

    Role role();

    String kind();

    /**
     * What always arrives: zipf-distributed sources, popular ports and a random tail, day and week.
     *
     * @param zipf exponent of the sources' activity by rank
     * @param daily by which share the rate rises above its mean at the best hour of a day
     * @param weekly the same for a week
     * @param tail share of packets to uniformly random ports
     */
    record Background(
            Role role,
            double packetsPerAddressPerMinute,
            int sources,
            double zipf,
            double daily,
            double weekly,
            double tail)
            implements Actor {
        static final String KIND = "background";
        static final Limits RATE = Limits.real("packetsPerAddressPerMinute", 0, 100_000);
        static final Limits SOURCES = Limits.whole("sources", 1, 100_000_000);
        static final Limits ZIPF = Limits.real("zipf", 0, 5);
        static final Limits DAILY = Limits.real("daily", 0, 1);
        static final Limits WEEKLY = Limits.real("weekly", 0, 1);
        static final Limits TAIL = Limits.real("tail", 0, 1);

        public Background {
            RATE.require(packetsPerAddressPerMinute);
            SOURCES.require(sources);
            ZIPF.require(zipf);
            DAILY.require(daily);
            WEEKLY.require(weekly);
            TAIL.require(tail);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** A port with the share of packets that go to it. */
    record PortWeight(int port, double weight) {
        static final Limits PORT = Limits.whole("ports", 1, 65_535);
        static final Limits WEIGHT = Limits.real("ports", 1e-6, 1e6);

        public PortWeight {
            PORT.require(port);
            WEIGHT.require(weight);
        }
    }

    /** A worm: infected hosts grow from {@code from} towards {@code to} on a logistic curve, and each of them scans. */
    record Mirai(Role role, List<PortWeight> ports, double growthPerMinute, int from, int to, double scansPerMinute)
            implements Actor {
        static final String KIND = "mirai";
        static final Limits GROWTH = Limits.real("growthPerMinute", 0, 100);
        static final Limits FROM = Limits.whole("from", 1, 5_000_000);
        static final Limits TO = Limits.whole("to", 1, 5_000_000);
        static final Limits RATE = Limits.real("scansPerMinute", 0, 100_000);

        public Mirai {
            ports = List.copyOf(ports);
            requireDistinct(ports.stream().map(PortWeight::port).toList());
            GROWTH.require(growthPerMinute);
            FROM.require(from);
            TO.require(to);
            RATE.require(scansPerMinute);
            if (to < from) {
                throw new IllegalArgumentException("to must be at least from, which is " + from + ", was " + to);
            }
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** Replies of somebody who is flooded from spoofed addresses, some of which are dark. */
    record Backscatter(Role role, int victim, int port, double packetsPerMinute) implements Actor {
        static final String KIND = "backscatter";
        static final Limits PORT = Limits.whole("port", 1, 65_535);
        static final Limits RATE = Limits.real("packetsPerMinute", 0, 100_000_000);

        public Backscatter {
            PORT.require(port);
            RATE.require(packetsPerMinute);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** A scanner that says who it is by always coming from the same ranges, and walks over addresses and ports. */
    record Survey(Role role, List<AddressRange> sources, List<Integer> ports, double packetsPerMinute)
            implements Actor {
        static final String KIND = "survey";
        static final Limits RATE = Limits.real("packetsPerMinute", 0, 100_000_000);
        static final long MAX_SOURCES = 1 << 24;

        public Survey {
            sources = List.copyOf(sources);
            ports = List.copyOf(ports);
            requireDistinct(ports);
            ports.forEach(PortWeight.PORT::require);
            RATE.require(packetsPerMinute);
            long addresses = sources.stream().mapToLong(AddressRange::size).sum();
            if (addresses < 1 || addresses > MAX_SOURCES) {
                throw new IllegalArgumentException(
                        "sources must be 1 to " + MAX_SOURCES + " addresses together, was " + addresses);
            }
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** A flood of connection attempts to one port, each from another forged address. */
    record Storm(Role role, int port, double packetsPerMinute) implements Actor {
        static final String KIND = "storm";
        static final Limits PORT = Limits.whole("port", 1, 65_535);
        static final Limits RATE = Limits.real("packetsPerMinute", 0, 100_000_000);
        /** Every source is counted as a bit. */
        static final long MAX_PACKETS = 200_000_000;

        public Storm {
            PORT.require(port);
            RATE.require(packetsPerMinute);
            double packets = packetsPerMinute / 60 * (role.endSecond() - role.startSecond());
            if (packets > MAX_PACKETS) {
                throw new IllegalArgumentException("a storm may send " + MAX_PACKETS + " packets, would send "
                        + StrictMath.round(packets) + "; let it end earlier or send less");
            }
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** The order in which a host tries the dark addresses. */
    enum Order {
        SEQUENTIAL,
        RANDOM;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One machine that begins to scan: an infected host of somebody whose address is known. */
    record Host(Role role, int source, Order order, List<Integer> ports, double packetsPerMinute) implements Actor {
        static final String KIND = "host";
        static final Limits RATE = Limits.real("packetsPerMinute", 0, 1_000_000);

        public Host {
            ports = List.copyOf(ports);
            requireDistinct(ports);
            ports.forEach(PortWeight.PORT::require);
            RATE.require(packetsPerMinute);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** What becomes of the packets that reach a sensor while it is down. */
    enum Fate {
        /** The sensor's program is not running: nobody knows of them. */
        LOST,
        /** The program runs and says how many it could not take. */
        DROPPED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A time in which a sensor delivers nothing. */
    record Outage(Role role, String sensor, Fate packets) implements Actor {
        static final String KIND = "outage";

        @Override
        public String kind() {
            return KIND;
        }
    }

    private static void requireDistinct(List<Integer> ports) {
        Set<Integer> distinct = new HashSet<>(ports);
        if (ports.isEmpty() || distinct.size() < ports.size()) {
            throw new IllegalArgumentException("ports must name at least one port, each once, was " + ports);
        }
    }
}
