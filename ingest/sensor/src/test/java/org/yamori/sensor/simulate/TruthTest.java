package org.yamori.sensor.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Series and expectations against counts and formulas of their own. */
class TruthTest {
    private static final String SCENARIO = """
            seed: 42
            start: 2026-01-05T12:00:30Z
            duration: 40m
            shuffle: 3s
            countries: {HK: [14.0.0.0/16]}
            sensors:
              - {name: tokyo-1, network: n, ranges: [198.51.100.0/24, 203.0.113.0/25]}
              - {name: osaka-1, network: n, kind: low-interaction, ranges: [192.0.2.0/25]}
            actors:
              - {name: noise, kind: background, packetsPerAddressPerMinute: 5, sources: 2000, zipf: 0}
              - {name: worm, kind: worm, ports: [23], scansPerMinute: 1, growth: {shape: ramp, from: 1, to: 301, lasts: 30m}}
              - {name: late, kind: mirai, ports: [5555], scansPerMinute: 1, growth: {shape: spike, from: 1, to: 99, at: +20m}}
              - {name: talk, kind: client, ports: [22], sources: 9, scansPerMinute: 9, roundTrip: 80ms}
              - {name: ahead, kind: clock, sensor: osaka-1, start: +10m, duration: 10m, offset: 5m}
              - {name: rain, kind: loss, sensor: tokyo-1, start: +5m, duration: 10m, share: 0.5}
              - {name: victim, kind: backscatter, victim: 192.88.99.7, port: 80, packetsPerMinute: 60}
            """;

    @TempDir
    private Path folder;

    private static Simulation simulation() throws BadScenarioException {
        return Simulation.of(Scenario.parse(SCENARIO, "truth.yaml"));
    }

    /** Minute, protocol and port with packets and distinct sources, counted with boxed collections. */
    private static Map<String, String> counted(Simulation simulation, int wanted) throws Exception {
        Map<String, Integer> packets = new TreeMap<>();
        Map<String, Set<Integer>> sources = new HashMap<>();
        simulation.forEach((sensor, row) -> {
            boolean reply = row.protocol == 6 && row.tcpFlags == 0x12 && row.sourcePort == 22;
            if ((wanted < 0 || wanted == sensor) && !reply) {
                String key = key(row);
                packets.merge(key, 1, Integer::sum);
                sources.computeIfAbsent(key, all -> new HashSet<>()).add(row.source);
            }
        });
        Map<String, String> lines = new TreeMap<>();
        packets.forEach((key, count) -> lines.put(
                key, count + "\t" + sources.getOrDefault(key, Set.of()).size()));
        return lines;
    }

    private static String key(PacketRow row) {
        String minute = Instant.EPOCH
                .plus(row.timeMicros, ChronoUnit.MICROS)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
        return minute
                + switch (row.protocol) {
                    case 1 -> "\ticmp\t" + row.sourcePort + "." + row.destinationPort;
                    case 6 -> "\ttcp\t" + row.destinationPort;
                    default -> "\tudp\t" + row.destinationPort;
                };
    }

    private static Map<String, String> read(Path file) throws Exception {
        Map<String, String> lines = new TreeMap<>();
        String before = "";
        for (String line : Files.readString(file).lines().skip(1).toList()) {
            String[] cells = line.split("\t", -1);
            assertThat(cells).hasSize(5);
            assertThat(cells[0]).isGreaterThanOrEqualTo(before);
            before = cells[0];
            lines.put(cells[0] + "\t" + cells[1] + "\t" + cells[2], cells[3] + "\t" + cells[4]);
        }
        return lines;
    }

    @Test
    void series_areWhatAnotherCountFinds() throws Exception {
        SeriesFolder series = new SeriesFolder(folder);
        long packets = series.write(simulation(), made -> {});

        assertThat(Files.readString(series.all())).startsWith("minute\tprotocol\tport\tpackets\tsources\n");
        assertThat(read(series.all())).isEqualTo(counted(simulation(), -1));
        assertThat(read(series.of("tokyo-1"))).isEqualTo(counted(simulation(), 0));
        assertThat(read(series.of("osaka-1"))).isEqualTo(counted(simulation(), 1));
        assertThat(packets)
                .isEqualTo(simulation().labels().all().stream()
                        .mapToLong(Label::packets)
                        .sum());
        assertThat(Files.readString(folder.resolve(Truth.COUNTRIES))).isEqualTo("# range\tcountry\n14.0.0.0/16\tHK\n");
        assertThat(Files.readString(folder.resolve(Truth.LABELS)))
                .isEqualTo(simulation().labels().toJsonLines());
    }

    @Test
    void expectations_sayWhoWhatAndWhen() throws Exception {
        new SeriesFolder(folder).write(simulation(), made -> {});
        Map<String, JsonNode> expected = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve(Truth.EXPECTED))) {
            JsonNode json = new ObjectMapper().readTree(line);
            expected.put(json.get("actor").asText(), json);
        }
        Labels labels = simulation().labels();

        assertThat(expected.keySet()).containsExactly("ahead", "late", "noise", "rain", "talk", "victim", "worm");
        JsonNode late = of(expected, "late");
        assertThat(late.get("kind").asText()).isEqualTo("mirai");
        assertThat(late.get("rooms").toString()).isEqualTo("[\"surge\",\"fingerprint\"]");
        assertThat(late.get("start").asText()).isEqualTo("2026-01-05T12:20:30Z");
        assertThat(late.get("peak").asText()).isEqualTo("2026-01-05T12:20:30Z");
        assertThat(late.get("end").asText()).isEqualTo("2026-01-05T12:21:30Z");
        assertThat(late.get("ports").toString()).isEqualTo("[\"tcp/5555\"]");
        assertThat(late.get("mostSources").asInt()).isEqualTo(99);
        assertThat(late.at("/sensors/tokyo-1").asLong())
                .isEqualTo(labels.of("late", "tokyo-1").packets());
        assertThat(late.at("/sensors/osaka-1").asLong())
                .isEqualTo(labels.of("late", "osaka-1").packets());
        assertThat(of(expected, "victim").get("victim").asText()).isEqualTo("192.88.99.7:80");
        assertThat(of(expected, "rain").get("missed").asLong())
                .isEqualTo(labels.of("rain", "tokyo-1").missed().orElseThrow().packets());
        assertThat(of(expected, "noise").has("t2")).isFalse();
    }

    private static JsonNode of(Map<String, JsonNode> expected, String actor) {
        JsonNode json = expected.get(actor);
        if (json == null) {
            throw new AssertionError("nothing is expected of " + actor);
        }
        return json;
    }

    /**
     * 2,000 equal sources send 2,560 packets a minute, 0.65 x 16 / 100.5 + 0.35 x 0.85 / 65,535 of them to 23/tcp,
     * which is 264.93: of 2,000 sources 2,000 (1 - e^-0.13246) = 248.1 are seen. Of the worm's hosts 1 - 1/e are. It
     * has 10 more every minute and never the 393 that would double them, so half of its most counts: 150.5 of 301. The
     * minute from 12:14 on has 141 in its middle, the next 151. With a fifth of the noise 53.0 packets come from 52.3
     * sources, for which it needs 82.8 hosts, 8.2 minutes after its start at 12:00:30. The minute from 12:08 on has 81
     * in its middle, the next 91.
     */
    @Test
    void doubling_isWhereTheFormulaSays() throws Exception {
        assertThat(doubling(SCENARIO)).isEqualTo("2026-01-05T12:15:00Z 248.1");
        assertThat(doubling(SCENARIO.replace("packetsPerAddressPerMinute: 5", "packetsPerAddressPerMinute: 1")))
                .isEqualTo("2026-01-05T12:09:00Z 52.3");
    }

    private static String doubling(String text) throws Exception {
        Scenario scenario = Scenario.parse(text, "truth.yaml");
        PacketRow row = new PacketRow();
        try (SimulatedPackets packets = Simulation.of(scenario).allPackets()) {
            boolean more = packets.next(row);
            while (more) {
                more = packets.next(row);
            }
            Expectation worm = Truth.of(packets, scenario).expectations().stream()
                    .filter(each -> each.actor().equals("worm"))
                    .findFirst()
                    .orElseThrow();
            Expectation.Doubling doubled = worm.when().doubled().get("tcp/23");
            return doubled == null
                    ? ""
                    : Instant.EPOCH.plus(doubled.micros(), ChronoUnit.MICROS) + " "
                            + String.format(Locale.ROOT, "%.1f", doubled.baseline());
        }
    }

    /** Draws of equal ranks: of n drawn m times n (1 - e^(-m / n)) are expected; of unequal ones fewer. */
    @Test
    void distinctRanks_areExpectedByFormula() {
        assertThat(new Zipf(1_000, 0).distinct(1_000)).isCloseTo(632.12, within(0.01));
        // two ranks with 2/3 and 1/3: 2 - e^-2 - e^-1
        assertThat(new Zipf(2, 1).distinct(3)).isCloseTo(1.49679, within(1e-5));
    }
}
