package org.yamori.sensor.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One machine that begins to scan: an infected host of somebody whose address is known.
 *
 * @param payload bytes of a UDP packet
 * @param packetsPerDestination how often it tries a port of an address before it goes on
 */
record Host(
        Role role,
        int source,
        Order order,
        List<Integer> ports,
        double packetsPerMinute,
        Transport protocol,
        int payload,
        int packetsPerDestination)
        implements Actor {
    static final String KIND = "host";
    static final Word SOURCE = new Word("source", "its address");
    static final Word ORDER = new Word("order", "in which order it tries the addresses of all sensors");
    static final Limits TIMES = Limits.whole(
            "packetsPerDestination", 1, 1_000, "how often it tries a port of an address before it goes on");
    private static final Limits MOST =
            Limits.real("packetsPerMinute", 0, 1_000_000, RATE.word().meaning());

    Host {
        ports = List.copyOf(ports);
        Actor.requireDistinct(ports);
        ports.forEach(PortWeight.PORT::require);
        MOST.require(packetsPerMinute);
        TIMES.require(packetsPerDestination);
    }

    static @Nullable Actor read(Fields actor, Role role, Stage stage) {
        int source = actor.address(SOURCE);
        stage.requireNotDark(actor, SOURCE, new AddressRange(source, 32));
        Order order = actor.choice(ORDER, Order.values(), Order.RANDOM);
        List<Integer> ports = PortWeight.ports(actor, PortWeight.PORT.word());
        double rate = actor.number(MOST);
        Transport protocol = actor.choice(PROTOCOL, Transport.WITH_PORTS, Transport.TCP);
        int payload = actor.wholeNumber(PAYLOAD, 0);
        int times = actor.wholeNumber(TIMES, 1);
        return actor.made(
                PortWeight.complete(ports), () -> new Host(role, source, order, ports, rate, protocol, payload, times));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Lane at(DarkSensor sensor, Scenario scenario) {
        return new HostLane(this, sensor, scenario);
    }

    @Override
    public long mostSources() {
        return 1;
    }

    @Override
    public double sourcesAMinute(Transport with, int port, int second, Scenario scenario) {
        return with == protocol && ports.contains(port)
                ? Actor.heard(1, packetsPerMinute * scenario.rhythm(role, second) / ports.size())
                : 0;
    }

    @Override
    public double mostPerMinute(long addresses) {
        return packetsPerMinute * role.rhythm().most();
    }

    @Override
    public Label.Traits traits() {
        return new Label.Traits("", List.of(new AddressRange(source, 32).toString()));
    }

    @Override
    public List<String> rooms() {
        return List.of("daedalus");
    }
}
