package org.yamori.sensor.simulate;

import org.jspecify.annotations.Nullable;

/**
 * What always arrives: zipf-distributed sources, popular ports and a random tail.
 *
 * @param zipf exponent of the sources' activity by rank
 * @param tail share of packets to uniformly random ports
 */
record Background(Role role, double packetsPerAddressPerMinute, int sources, double zipf, double tail)
        implements Actor {
    static final String KIND = "background";
    static final Limits RATE = Limits.real(
            "packetsPerAddressPerMinute", 0, 100_000, "packets at each dark address; 4.76 at a real telescope");
    static final Limits SOURCES = Limits.whole("sources", 1, 100_000_000, "how many hosts there are");
    static final Limits ZIPF =
            Limits.real("zipf", 0, 5, "the host on rank r sends in proportion to r to the power of minus this");
    static final Limits TAIL = Limits.real("tail", 0, 1, "share of the packets that go to uniformly random ports");

    Background {
        RATE.require(packetsPerAddressPerMinute);
        SOURCES.require(sources);
        ZIPF.require(zipf);
        TAIL.require(tail);
    }

    static @Nullable Actor read(Fields actor, Role role, Stage stage) {
        double rate = actor.number(RATE);
        int sources = actor.wholeNumber(SOURCES);
        double zipf = actor.number(ZIPF, 1.1);
        double tail = actor.number(TAIL, 0.35);
        return actor.made(true, () -> new Background(role, rate, sources, zipf, tail));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Lane at(DarkSensor sensor, Scenario scenario) {
        return new BackgroundLane(this, sensor, scenario);
    }

    @Override
    public long mostSources() {
        return sources;
    }

    @Override
    public double sourcesAMinute(Transport protocol, int port, int second, Scenario scenario) {
        double packets = packetsPerAddressPerMinute * scenario.addressesAt(second) * scenario.rhythm(role, second);
        return scenario.ranks(sources, zipf).distinct(packets * BackgroundLane.shareOf(protocol, port, tail));
    }

    @Override
    public double mostPerMinute(long addresses) {
        return packetsPerAddressPerMinute * addresses * role.rhythm().most();
    }
}
