package org.yamori.sensor.simulate;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A scanner that says who it is by always coming from the same ranges, and walks over addresses and ports.
 *
 * @param ports the ports of every month; without months under {@link #ALWAYS}
 * @param coverage the share of a sensor's addresses that it tries
 */
record Survey(
        Role role,
        List<AddressRange> sources,
        Map<YearMonth, List<Integer>> ports,
        double packetsPerMinute,
        double coverage)
        implements Actor {
    static final String KIND = "survey";
    /** Stands for every month. */
    static final YearMonth ALWAYS = YearMonth.of(0, 1);

    static final Word SOURCES = new Word("sources", "ranges from which it comes");
    static final Word PORTS =
            new Word("ports", "ports it tries at each address; in other months none, where months are named");
    static final Limits COVERAGE = Limits.real("coverage", 0, 1, "share of each sensor's addresses that it tries");
    static final long MAX_SOURCES = 1 << 24;
    private static final String ALLOWED =
            "a list of ports such as [22, 80], or months with ports such as {2026-01: [22]}";

    Survey {
        sources = List.copyOf(sources);
        ports = Map.copyOf(ports);
        ports.values().forEach(month -> {
            Actor.requireDistinct(month);
            month.forEach(PortWeight.PORT::require);
        });
        RATE.require(packetsPerMinute);
        COVERAGE.require(coverage);
        long addresses = sources.stream().mapToLong(AddressRange::size).sum();
        if (addresses < 1 || addresses > MAX_SOURCES) {
            throw new IllegalArgumentException(
                    "sources must be 1 to " + MAX_SOURCES + " addresses together, was " + addresses);
        }
    }

    static @Nullable Actor read(Fields actor, Role role, Stage stage) {
        List<AddressRange> sources = actor.ranges(SOURCES);
        sources.forEach(range -> stage.requireNotDark(actor, SOURCES, range));
        Map<YearMonth, List<Integer>> ports = new TreeMap<>();
        if (actor.has(PORTS, ALLOWED, "") && !actor.isList(PORTS)) {
            Fields months = actor.block(PORTS, ALLOWED);
            if (months != null) {
                byMonth(months, ports);
            }
        } else {
            ports.put(ALWAYS, PortWeight.ports(actor, PORTS));
        }
        double rate = actor.number(RATE);
        double coverage = actor.number(COVERAGE, 1);
        boolean complete = !sources.isEmpty()
                && !ports.isEmpty()
                && ports.values().stream().allMatch(PortWeight::complete);
        return actor.made(complete, () -> new Survey(role, sources, ports, rate, coverage));
    }

    private static void byMonth(Fields months, Map<YearMonth, List<Integer>> ports) {
        months.entries().forEach((text, node) -> {
            List<YamlNode> items = node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of();
            if (items.isEmpty()) {
                months.wrong(text, node, "a list of ports such as [22, 80]");
                return;
            }
            try {
                ports.put(YearMonth.parse(text), PortWeight.ports(months, text, items));
            } catch (DateTimeException refused) {
                months.problem(node.line(), months.path(text) + " is no month; allowed: months such as 2026-01");
            }
        });
    }

    /** The ports of a month, or none. */
    List<Integer> portsIn(YearMonth month) {
        List<Integer> always = ports.get(ALWAYS);
        return always != null ? always : ports.getOrDefault(month, List.of());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Lane at(DarkSensor sensor, Scenario scenario) {
        return new SurveyLane(this, sensor, scenario);
    }

    @Override
    public long mostSources() {
        return sources.stream().mapToLong(AddressRange::size).sum();
    }

    @Override
    public double sourcesAMinute(Transport protocol, int port, int second, Scenario scenario) {
        List<Integer> now = portsIn(YearMonth.from(
                scenario.start().plusSeconds(second).atZone(role.rhythm().zone())));
        return protocol == Transport.TCP && now.contains(port)
                ? Actor.heard((double) mostSources(), packetsPerMinute * scenario.rhythm(role, second) / now.size())
                : 0;
    }

    @Override
    public double mostPerMinute(long addresses) {
        return packetsPerMinute * role.rhythm().most();
    }

    @Override
    public Label.Traits traits() {
        return new Label.Traits("", texts(sources));
    }

    @Override
    public List<String> rooms() {
        return List.of("scan-system", "fingerprint");
    }

    static List<String> texts(List<AddressRange> ranges) {
        List<String> texts = new ArrayList<>();
        ranges.forEach(range -> texts.add(range.toString()));
        return texts;
    }
}
