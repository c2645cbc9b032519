package org.yamori.sensor.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One machine that was told a wrong address and keeps sending to it, from one port.
 *
 * @param payload bytes of a UDP packet or a ping
 */
record Misconfiguration(
        Role role,
        int source,
        int destination,
        Transport protocol,
        int port,
        int payload,
        double packetsPerMinute,
        boolean forged)
        implements Actor {
    static final String KIND = "misconfiguration";
    static final Word SOURCE = new Word("source", "who sends");
    static final Word DESTINATION = new Word("destination", "the dark address it was told");
    static final Word FORGED = new Word(
            "forged", "whether the source may be dark, even the destination itself, as without ingress filter");

    Misconfiguration {
        if (protocol != Transport.ICMP) {
            PORT.require(port);
        }
        PAYLOAD.require(payload);
        RATE.require(packetsPerMinute);
    }

    static @Nullable Actor read(Fields actor, Role role, Stage stage) {
        int source = actor.address(SOURCE);
        boolean forged = actor.flag(FORGED);
        if (!forged) {
            stage.requireNotDark(actor, SOURCE, new AddressRange(source, 32));
        }
        int destination = actor.address(DESTINATION);
        stage.requireDark(actor, DESTINATION, destination);
        Transport protocol = actor.choice(PROTOCOL, Transport.values(), Transport.UDP);
        int port = protocol == Transport.ICMP ? 0 : actor.wholeNumber(PORT);
        int payload = actor.wholeNumber(PAYLOAD, 0);
        double rate = actor.number(RATE);
        return actor.made(
                true, () -> new Misconfiguration(role, source, destination, protocol, port, payload, rate, forged));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean concerns(DarkSensor sensor) {
        return sensor.hears(destination);
    }

    @Override
    public Lane at(DarkSensor sensor, Scenario scenario) {
        return new MisconfigurationLane(this, sensor, scenario);
    }

    @Override
    public long mostSources() {
        return 1;
    }

    @Override
    public double sourcesAMinute(Transport with, int to, int second, Scenario scenario) {
        return with == protocol && to == port ? Actor.heard(1, packetsPerMinute * scenario.rhythm(role, second)) : 0;
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
        return List.of(forged ? "daedalus" : "traffic");
    }
}
