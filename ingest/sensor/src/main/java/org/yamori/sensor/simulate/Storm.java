package org.yamori.sensor.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flood of connection attempts to one port from forged addresses.
 *
 * @param networks of how many /24 the addresses are forged; 0 for all there are, each address once
 * @param ttls how many TTLs are seen
 * @param pairs how many pairs of IP id and window are seen; 0 for any IP id and one window
 */
record Storm(Role role, int port, double packetsPerMinute, int networks, int ttls, int pairs) implements Actor {
    static final String KIND = "storm";
    static final Limits NETWORKS = Limits.whole("networks", 0, 4_096, "of how many /24 the addresses are forged");
    static final Limits TTLS = Limits.whole("ttls", 1, 80, "how many TTLs are seen, from 120 up where more than one");
    static final Limits PAIRS = Limits.whole("pairs", 0, 1_000, "how many pairs of IP id and window are seen");
    /** Every source is counted as a bit. */
    static final long MAX_PACKETS = 200_000_000;

    Storm {
        PORT.require(port);
        RATE.require(packetsPerMinute);
        NETWORKS.require(networks);
        TTLS.require(ttls);
        PAIRS.require(pairs);
        double packets = packetsPerMinute / 60 * role.seconds();
        if (packets > MAX_PACKETS) {
            throw new IllegalArgumentException("a storm may send " + MAX_PACKETS + " packets, would send "
                    + StrictMath.round(packets) + "; let it end earlier or send less");
        }
    }

    static @Nullable Actor read(Fields actor, Role role, Stage stage) {
        int port = actor.wholeNumber(PORT);
        double rate = actor.number(RATE);
        int networks = (int) actor.number(NETWORKS, 0, "0: all addresses, each once");
        int ttls = actor.wholeNumber(TTLS, 1);
        int pairs = (int) actor.number(PAIRS, 0, "0: any IP id and one window");
        return actor.made(true, () -> new Storm(role, port, rate, networks, ttls, pairs));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Lane at(DarkSensor sensor, Scenario scenario) {
        return new StormLane(this, sensor, scenario);
    }

    @Override
    public double sourcesAMinute(Transport protocol, int to, int second, Scenario scenario) {
        double packets = packetsPerMinute * scenario.rhythm(role, second);
        if (protocol != Transport.TCP || to != port) {
            return 0;
        }
        return networks == 0 ? packets : Actor.heard(networks * 256.0, packets);
    }

    @Override
    public double mostPerMinute(long addresses) {
        return packetsPerMinute * role.rhythm().most();
    }

    @Override
    public List<String> rooms() {
        return List.of("backscatter");
    }
}
