package org.yamori.sensor.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that want to talk: they open connections and complete them where a sensor answers.
 *
 * @param roundTripMicros from a sensor's SYN-ACK to the client's ACK, on average
 * @param jitterMicros standard deviation of it
 * @param unanswered share of the SYN-ACKs that no ACK follows
 */
record Client(
        Role role,
        Population population,
        List<PortWeight> ports,
        double scansPerMinute,
        OperatingSystem system,
        int roundTripMicros,
        int jitterMicros,
        double unanswered)
        implements Actor {
    /** What the clients run. */
    enum OperatingSystem implements Fields.Named {
        /** One of many, by host. */
        ANY,
        LINUX,
        WINDOWS;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        HostStack of(long host) {
            return switch (this) {
                case ANY -> HostStack.of(host);
                case LINUX -> HostStack.LINUX;
                case WINDOWS -> HostStack.WINDOWS;
            };
        }
    }

    static final String KIND = "client";
    static final Word SYSTEM = new Word("system", "operating system, as its TCP shows it");
    static final Word ROUND_TRIP =
            new Word("roundTrip", "from a sensor's SYN-ACK to the ACK, which a relay makes longer than a ping");
    static final Word JITTER = new Word("jitter", "standard deviation of the round trip");
    static final Limits UNANSWERED = Limits.real("unanswered", 0, 1, "share of the SYN-ACKs that no ACK follows");
    private static final Duration LONGEST = Duration.ofSeconds(60);

    Client {
        ports = List.copyOf(ports);
        Actor.requireDistinct(ports.stream().map(PortWeight::port).toList());
        Scan.SCANS.require(scansPerMinute);
        UNANSWERED.require(unanswered);
    }

    static @Nullable Actor read(Fields actor, Role role, Stage stage) {
        List<PortWeight> ports = new ArrayList<>(PortWeight.weighted(actor));
        @Nullable Population population = Population.read(actor, role, stage);
        double rate = actor.number(Scan.SCANS);
        OperatingSystem system = actor.choice(SYSTEM, OperatingSystem.values(), OperatingSystem.ANY);
        int roundTrip = micros(actor.duration(ROUND_TRIP, Duration.ofMillis(1), LONGEST, false));
        int jitter =
                micros(actor.duration(JITTER, Duration.ZERO, LONGEST, false, new Fields.Absent<>(Duration.ZERO, "0s")));
        double unanswered = actor.number(UNANSWERED, 0);
        if (population == null) {
            return null;
        }
        return actor.made(
                !ports.isEmpty(),
                () -> new Client(role, population, ports, rate, system, roundTrip, jitter, unanswered));
    }

    private static int micros(Duration duration) {
        return (int) (duration.toMillis() * 1_000);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Lane at(DarkSensor sensor, Scenario scenario) {
        return new ClientLane(this, sensor, scenario);
    }

    @Override
    public long mostSources() {
        return population.growth().most();
    }

    @Override
    public double sourcesAMinute(Transport protocol, int port, int second, Scenario scenario) {
        return protocol == Transport.TCP
                ? population.sourcesAMinute(ports, port, scansPerMinute * scenario.rhythm(role, second), second)
                : 0;
    }

    @Override
    public double mostPerMinute(long addresses) {
        return population.growth().most()
                * scansPerMinute
                * ClientLane.PACKETS
                * role.rhythm().most();
    }

    @Override
    public Label.Traits traits() {
        return new Label.Traits("", Survey.texts(population.ranges()));
    }

    @Override
    public List<String> rooms() {
        return List.of("stepping-stone");
    }
}
