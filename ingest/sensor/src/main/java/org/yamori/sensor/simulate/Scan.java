package org.yamori.sensor.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A population of hosts that scan with one tool, each at the same rate.
 *
 * @param ports where they try, and how often
 * @param probe what they send
 * @param version which version of the tool they run
 * @param changesSecond when they change from the old version to the new one; {@link Population#NEVER} for never
 */
record Scan(
        Role role,
        Tool tool,
        Population population,
        List<PortWeight> ports,
        double scansPerMinute,
        Probe probe,
        Version version,
        int changesSecond)
        implements Actor {

    /** What the hosts run. */
    enum Tool implements Fields.Named {
        /** Any malware, with the TCP of the infected host. */
        WORM,
        /** Sequence number equal to the destination. */
        MIRAI,
        /** A fixed IP id. */
        ZMAP,
        /** An IP id made of destination, port and sequence number. */
        MASSCAN,
        /** Few windows, one option, probes twice. */
        NMAP;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which version of a tool that left other marks before. */
    enum Version implements Fields.Named {
        OLD,
        NEW;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a worm sends.
     *
     * @param payload bytes of a UDP packet
     * @param tries how often Nmap tries a port that does not answer
     */
    record Probe(Transport protocol, int payload, int tries) {
        static final Probe SYN = new Probe(Transport.TCP, 0, 2);
    }

    static final Limits SCANS =
            Limits.real("scansPerMinute", 0, 100_000, "packets of one source at all dark addresses together");
    static final Word VERSION = new Word("version", "marks of which version its packets carry");
    static final Word CHANGES = new Word("changes", "when the old version becomes the new one");
    static final Limits TRIES = Limits.whole("tries", 1, 11, "how often a port is tried that does not answer");

    Scan {
        ports = List.copyOf(ports);
        Actor.requireDistinct(ports.stream().map(PortWeight::port).toList());
        SCANS.require(scansPerMinute);
    }

    static @Nullable Actor readWorm(Fields actor, Role role, Stage stage) {
        Transport protocol = actor.choice(PROTOCOL, Transport.WITH_PORTS, Transport.TCP);
        int payload = actor.wholeNumber(PAYLOAD, 0);
        Probe probe = new Probe(protocol, payload, 1);
        return read(actor, role, stage, Tool.WORM, probe, Version.NEW, Population.NEVER);
    }

    static @Nullable Actor readMirai(Fields actor, Role role, Stage stage) {
        Version version = actor.choice(VERSION, Version.values(), Version.NEW);
        return read(actor, role, stage, Tool.MIRAI, Probe.SYN, version, changes(actor, stage, version));
    }

    static @Nullable Actor readZmap(Fields actor, Role role, Stage stage) {
        Version version = actor.choice(VERSION, Version.values(), Version.OLD);
        return read(actor, role, stage, Tool.ZMAP, Probe.SYN, version, changes(actor, stage, version));
    }

    static @Nullable Actor readMasscan(Fields actor, Role role, Stage stage) {
        return read(actor, role, stage, Tool.MASSCAN, Probe.SYN, Version.NEW, Population.NEVER);
    }

    static @Nullable Actor readNmap(Fields actor, Role role, Stage stage) {
        Probe probe = new Probe(Transport.TCP, 0, actor.wholeNumber(TRIES, Probe.SYN.tries()));
        return read(actor, role, stage, Tool.NMAP, probe, Version.NEW, Population.NEVER);
    }

    private static int changes(Fields actor, Stage stage, Version version) {
        int changes = stage.moment(actor, CHANGES, Population.NEVER, "never");
        if (changes != Population.NEVER && version == Version.NEW) {
            actor.problem(
                    actor.lineOf(CHANGES.key()),
                    actor.path(CHANGES.key()) + " goes only with version: old, which then becomes the new one");
        }
        return changes;
    }

    private static @Nullable Actor read(
            Fields actor, Role role, Stage stage, Tool tool, Probe probe, Version version, int changes) {
        boolean weighted = tool == Tool.MIRAI || tool == Tool.WORM;
        List<PortWeight> ports = new ArrayList<>();
        if (weighted) {
            ports.addAll(PortWeight.weighted(actor));
        } else {
            PortWeight.ports(actor, PortWeight.PORT.word()).stream()
                    .filter(port -> port != 0)
                    .forEach(port -> ports.add(new PortWeight(port, 1)));
        }
        @Nullable Population population = Population.read(actor, role, stage);
        double rate = actor.number(SCANS);
        if (population == null) {
            return null;
        }
        return actor.made(
                !ports.isEmpty(), () -> new Scan(role, tool, population, ports, rate, probe, version, changes));
    }

    /** Whether packets carry the marks of the new version. */
    boolean isNew(int second) {
        return version == Version.NEW || second >= changesSecond;
    }

    @Override
    public String kind() {
        return tool.word();
    }

    @Override
    public Lane at(DarkSensor sensor, Scenario scenario) {
        return switch (tool) {
            case WORM -> new WormLane(this, sensor, scenario);
            case MIRAI -> new MiraiLane(this, sensor, scenario);
            case ZMAP -> new ZmapLane(this, sensor, scenario);
            case MASSCAN -> new MasscanLane(this, sensor, scenario);
            case NMAP -> new NmapLane(this, sensor, scenario);
        };
    }

    @Override
    public int eventStart() {
        return population.growth().isSteady()
                ? role.startSecond()
                : population.growth().atSecond();
    }

    @Override
    public int eventEnd() {
        Growth growth = population.growth();
        return growth.shape() == Growth.Shape.SPIKE ? growth.atSecond() + growth.lastsSeconds() : role.endSecond();
    }

    @Override
    public long mostSources() {
        return population.growth().most();
    }

    @Override
    public double sourcesAMinute(Transport protocol, int port, int second, Scenario scenario) {
        return protocol == probe.protocol()
                ? population.sourcesAMinute(ports, port, scansPerMinute * scenario.rhythm(role, second), second)
                : 0;
    }

    @Override
    public double mostPerMinute(long addresses) {
        return population.growth().most() * scansPerMinute * role.rhythm().most();
    }

    @Override
    public Label.Traits traits() {
        return new Label.Traits("", Survey.texts(population.ranges()));
    }

    @Override
    public List<String> rooms() {
        return tool == Tool.WORM ? List.of("surge") : List.of("surge", "fingerprint");
    }
}
