package org.yamori.cli.dashboards;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yamori.cli.servers.ServerHome;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.SourceTally;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.feed.FeedFile;
import org.yamori.sensor.feed.FeedOptions;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.sensor.simulate.Simulation;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.IpAddress;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SensorKind;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A minute of the scenario {@code quick} with everything a board shows: one of two live sensors falls silent from its
 * tenth to its fiftieth second, a feed of the minute before names countries, and the survey and the victim are hosts of
 * organisations, who are mailed. What it holds is counted here, too.
 */
final class Darknet {
    private static final long SILENT_FROM_MICROS = 10_000_000;
    private static final long SILENT_TO_MICROS = 50_000_000;
    /**
     * A unit is longer than what is sent and ends once. Where two sensors share an input, packets may be late for
     * alerts, so what is urgent is so before.
     */
    static final String REGISTRY = """
            organisations:
              - {name: Example University, livenets: [141.212.120.0/28], darknets: [198.51.100.0/24], contacts: [soc@x.example]}
              - name: Example Corp
                livenets: [192.88.99.0/24]
                darknets: [203.0.113.0/25, 192.0.2.0/24]
                contacts: {urgent: [cert@y.example]}
                thresholds: {count: 100000}
                whitelist: {destinations: [203.0.113.0/26]}
            alerts: {unit: 10m, window: 1m, count: 60}
            """;

    private static final int UNIVERSITY = IpAddress.parse("141.212.120.0").ipv4();
    private static final int VICTIM = IpAddress.parse("192.88.99.7").ipv4();
    private static final int WHITELISTED = IpAddress.parse("203.0.113.0").ipv4();
    private static final int URGENT = 60;
    private static final int TCP = 6;
    private static final int UDP = 17;

    private static final String FEED = """
            time\tnetwork\tsource\tsource_country\tprotocol\tdestination_port\tcount
            2026-01-05T11:58:10Z\tnorse\t192.0.2.1\tJP\ttcp\t23\t7
            2026-01-05T11:58:20Z\tnorse\t192.0.2.2\tFR\ttcp\t23\t6
            2026-01-05T11:58:30Z\tnorse\t192.0.2.3\tFR\tudp\t5060\t5
            """;

    private final Simulation simulation;
    private final List<List<BlockRecord>> inputs = new ArrayList<>();
    private long packets;
    private final Set<Integer> sourcesOfTheMinute = new HashSet<>();
    private final Map<Integer, Integer> packetsOfHosts = new HashMap<>();
    private final Map<Integer, Integer> packetsBeforeTheEnd = new HashMap<>();
    private final Set<Integer> ports = new HashSet<>(Set.of(23, 5060));

    Darknet() throws IOException {
        Path scenario = ServerHome.find().root().resolve("docs/scenarios/quick.yaml");
        simulation = Simulation.of(Scenario.load(scenario));
        long start = simulation.startMicros();
        List<BlockRecord> untilSilent = sensor("osaka-1", start, start + SILENT_FROM_MICROS, Epoch.first(start), false);
        inputs.add(untilSilent);
        long last = untilSilent.get(untilSilent.size() - 1).header().position().block();
        long back = start + SILENT_TO_MICROS;
        // Event time waits for every input, so what comes after the silence shares one with the other sensor.
        List<BlockRecord> others = sensor("tokyo-1", start, Long.MAX_VALUE, Epoch.first(start), true);
        others.addAll(sensor("osaka-1", back, Long.MAX_VALUE, new Epoch(back, 0, start, last), true));
        others.sort(Comparator.comparingLong(record -> record.header().span().watermarkMicros()));
        inputs.add(others);
        inputs.add(feed());
    }

    /** What arrives, by the input it comes from. */
    List<List<BlockRecord>> inputs() {
        return inputs;
    }

    long packets() {
        return packets;
    }

    int sourcesOfTheMinute() {
        return sourcesOfTheMinute.size();
    }

    int ports() {
        return ports.size();
    }

    /** Hosts of organisations with a packet that alerts somebody: each has a new alert. */
    int hosts() {
        return packetsOfHosts.size();
    }

    /** Hosts that sent more than one: each has a continuing alert when the input ends. */
    int goingOn() {
        return (int) packetsOfHosts.values().stream().filter(sent -> sent > 1).count();
    }

    /** Hosts of the university that reached the threshold while one sensor was silent at the latest. */
    int urgent() {
        return (int) packetsBeforeTheEnd.values().stream()
                .filter(sent -> sent >= URGENT)
                .count();
    }

    private List<BlockRecord> sensor(String name, long fromMicros, long toMicros, Epoch epoch, boolean ends)
            throws IOException {
        SensorSettings settings = SensorSettings.blackhole(name, "nicter", Clock.LIVE);
        List<BlockRecord> records = new ArrayList<>();
        try (SensorRun run =
                new SensorRun(settings, new Period(simulation.packetsOf(name), fromMicros, toMicros), epoch)) {
            for (BlockRecord next = run.next(); next != null; next = run.next()) {
                records.add(next);
            }
        }
        // The last record says that the sensor ended on purpose.
        return ends ? records : records.subList(0, records.size() - 1);
    }

    private List<BlockRecord> feed() throws IOException {
        FeedFile feed = FeedFile.load("feed.tsv", new ByteArrayInputStream(FEED.getBytes(UTF_8)), FeedOptions.usual());
        packets += 7 + 6 + 5;
        SensorSettings settings = SensorSettings.blackhole(FeedFile.sensorName("norse"), "norse", Clock.FILE)
                .withKind(SensorKind.FEED);
        List<BlockRecord> records = new ArrayList<>();
        try (SensorRun run = new SensorRun(settings, feed.forNetwork("norse"), Epoch.first(1))) {
            for (BlockRecord next = run.next(); next != null; next = run.next()) {
                records.add(next);
            }
        }
        return records;
    }

    /** Packets of a time, counted as they pass. */
    private final class Period implements PacketSource {
        private final PacketSource source;
        private final long fromMicros;
        private final long toMicros;
        private long passed;

        Period(PacketSource source, long fromMicros, long toMicros) {
            this.source = source;
            this.fromMicros = fromMicros;
            this.toMicros = toMicros;
        }

        @Override
        public boolean next(PacketRow row) throws IOException {
            while (source.next(row)) {
                if (row.timeMicros >= fromMicros && row.timeMicros < toMicros) {
                    count(row);
                    return true;
                }
            }
            return false;
        }

        private void count(PacketRow row) {
            passed++;
            packets++;
            sourcesOfTheMinute.add(row.source);
            boolean whitelisted = (row.destination & 0xffffffc0) == WHITELISTED;
            boolean university = (row.source & 0xfffffff0) == UNIVERSITY;
            if (university || (row.source == VICTIM && !whitelisted)) {
                packetsOfHosts.merge(row.source, 1, Integer::sum);
            }
            if (university && row.timeMicros < simulation.startMicros() + SILENT_TO_MICROS) {
                packetsBeforeTheEnd.merge(row.source, 1, Integer::sum);
            }
            if (row.protocol == TCP || row.protocol == UDP) {
                ports.add(row.destinationPort);
            }
        }

        @Override
        public long watermarkMicros() {
            return Math.min(source.watermarkMicros(), toMicros);
        }

        @Override
        public SourceTally tally() {
            return new SourceTally(passed, passed, Map.of());
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
