package org.yamori.sensor.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ScenarioTest {
    private static final String HEAD = """
            name: demo
            seed: 42
            start: 2026-01-05T00:00:00Z
            duration: 6h
            sensors:
              - {name: tokyo-1, network: nicter, ranges: [198.51.100.0/24, 203.0.113.0/25]}
              - {name: osaka-1, network: nicter, ranges: [192.0.2.0/24]}
            actors:
            """;

    private static List<String> problems(String text) {
        BadScenarioException bad =
                catchThrowableOfType(BadScenarioException.class, () -> Scenario.parse(text, "demo.yaml"));
        assertThat(bad).isNotNull();
        return bad.problems();
    }

    private static String withActor(String actor) {
        return HEAD + "  - " + actor + "\n";
    }

    @Test
    void everyKindOfActor_isRead() throws Exception {
        Scenario scenario = Scenario.parse(HEAD + """
                  - {name: noise, kind: background, packetsPerAddressPerMinute: 4.76, sources: 200_000, zipf: 1.1, daily: 0.3, weekly: 0.1, tail: 0.35}
                  - {name: worm, kind: mirai, start: +2h, ports: [23: 0.9, 2323: 0.1], growth: {shape: logistic, from: 10, to: 4000, perMinute: 0.05}, scansPerMinute: 2.0}
                  - {name: victim, kind: backscatter, start: +1h, duration: 20m, victim: 192.88.99.7, port: 80, packetsPerMinute: 600}
                  - {name: census, kind: survey, start: "2026-01-05T05:59:00Z", sources: [141.212.120.0/28], ports: [22, 80], packetsPerMinute: 300}
                  - {name: flood, kind: storm, start: +3h, duration: 10m, port: 4444, packetsPerMinute: 24_000}
                  - {name: guest, kind: host, start: +4h, source: 198.18.5.7, order: sequential, ports: [445], packetsPerMinute: 20}
                  - {name: silence, kind: outage, start: +5h, duration: 30m, sensor: osaka-1, packets: dropped}
                  - {name: pause, kind: outage, start: +5h, duration: 30m, sensor: tokyo-1}
                """, "demo.yaml");

        assertThat(scenario.name()).isEqualTo("demo");
        assertThat(scenario.seed()).isEqualTo(42);
        assertThat(scenario.start()).isEqualTo(Instant.parse("2026-01-05T00:00:00Z"));
        assertThat(scenario.duration()).isEqualTo(Duration.ofHours(6));
        assertThat(scenario.shuffle()).isEqualTo(Duration.ZERO);
        assertThat(scenario.sensors())
                .containsExactly(
                        new DarkSensor(
                                "tokyo-1",
                                "nicter",
                                List.of(new AddressRange(0xc6336400, 24), new AddressRange(0xcb007100, 25))),
                        new DarkSensor("osaka-1", "nicter", List.of(new AddressRange(0xc0000200, 24))));
        assertThat(scenario.actors())
                .containsExactly(
                        new Background(
                                new Actor.Role("noise", 0, 21_600, Rhythm.utc(0.3, 0.1)), 4.76, 200_000, 1.1, 0.35),
                        new Scan(
                                new Actor.Role("worm", 7_200, 21_600),
                                Scan.Tool.MIRAI,
                                new Population(
                                        new Growth(Growth.Shape.LOGISTIC, 10, 4_000, 0.05, 7_200, 0),
                                        List.of(),
                                        List.of(),
                                        0,
                                        Population.NEVER),
                                List.of(new PortWeight(23, 0.9), new PortWeight(2323, 0.1)),
                                2,
                                Scan.Probe.SYN,
                                Scan.Version.NEW,
                                Population.NEVER),
                        new Backscatter(
                                new Actor.Role("victim", 3_600, 4_800),
                                0xc0586307,
                                80,
                                600,
                                0,
                                4_294_967_296.0,
                                new Backscatter.Replies(70, 15, 10, 5, 0, 0, 0)),
                        new Survey(
                                new Actor.Role("census", 21_540, 21_600),
                                List.of(new AddressRange(0x8dd47800, 28)),
                                Map.of(Survey.ALWAYS, List.of(22, 80)),
                                300,
                                1),
                        new Storm(new Actor.Role("flood", 10_800, 11_400), 4444, 24_000, 0, 1, 0),
                        new Host(
                                new Actor.Role("guest", 14_400, 21_600),
                                0xc6120507,
                                Actor.Order.SEQUENTIAL,
                                List.of(445),
                                20,
                                Transport.TCP,
                                0,
                                1),
                        new Outage(new Actor.Role("silence", 18_000, 19_800), "osaka-1", Actor.Fate.DROPPED),
                        new Outage(new Actor.Role("pause", 18_000, 19_800), "tokyo-1", Actor.Fate.LOST));
    }

    @Test
    void unknownKey_isNamedWithItsLineAndTheNearestKey() {
        assertThat(problems(withActor("{name: worm, kind: mirai, ports: [23], sources: 9, scansPerMinut: 1,"
                        + " scansPerMinute: 1}")))
                .containsExactly("demo.yaml:9: the key 'actors[0].scansPerMinut' is not known, its value is '1'; did"
                        + " you mean 'scansPerMinute'?; allowed: changes, countries, daily, duration, growth, kind,"
                        + " lease, name, ports, renumbered, scansPerMinute, sources, start, version, weekly, zone");
    }

    @Test
    void allProblems_areReportedAtOnce() {
        assertThat(problems("""
                seed: forty-two
                start: yesterday
                duration: 0s
                shufle: 500ms
                sensors:
                  - name: tokyo 1
                    network: nicter
                    ranges: [198.51.100.1/24]
                actors:
                  - name: noise
                    kind: backgrund
                  - name: noise
                    kind: background
                    packetsPerAddressPerMinute: many
                    sources: 0.5
                """))
                .containsExactly(
                        "demo.yaml:1: seed is 'forty-two'; allowed: a whole number of 64 bits such as 42",
                        "demo.yaml:2: start is 'yesterday'; allowed: an instant from 1970 to 2099 such as"
                                + " 2026-01-05T00:00:00Z",
                        "demo.yaml:3: duration is '0s'; allowed: a duration in whole seconds such as 90s, 20m, 6h or"
                                + " 1d12h, from 1s to 366d",
                        "demo.yaml:4: the key 'shufle' is not known, its value is '500ms'; did you mean 'shuffle'?;"
                                + " allowed: actors, countries, duration, name, seed, sensors, shuffle, start",
                        "demo.yaml:6: sensors[0].name is 'tokyo 1'; allowed: 1 to 100 letters, digits, '_', '.' or"
                                + " '-', a letter or digit first",
                        "demo.yaml:8: sensors[0].ranges[0] is '198.51.100.1/24'; allowed: an IPv4 range such as"
                                + " 198.51.100.0/24, its host bits zero",
                        "demo.yaml:11: actors[0].kind is 'backgrund'; did you mean 'background'?; allowed: background,"
                                + " worm, mirai, zmap, masscan, nmap, survey, backscatter, storm, host, misconfiguration,"
                                + " client, outage, loss, clock",
                        "demo.yaml:12: actors[1].name is 'noise' a second time; allowed: once",
                        "demo.yaml:14: actors[1].packetsPerAddressPerMinute is 'many'; allowed: a number from 0 to"
                                + " 100000",
                        "demo.yaml:15: actors[1].sources is '0.5'; allowed: a whole number from 1 to 100000000");
    }

    @Test
    void missingKey_isNamedWithWhatWasWanted() {
        assertThat(problems(withActor("{name: victim, kind: backscatter, victim: 192.88.99.7, port: 80}")))
                .containsExactly(
                        "demo.yaml:9: actors[0]: the key 'packetsPerMinute' is missing; wanted: a number from 0"
                                + " to 100000000");
        assertThat(problems("seed: 1\nstart: 2026-01-05T00:00:00Z\nduration: 1m\nactors: []\n"))
                .containsExactly(
                        "demo.yaml:1: the key 'sensors' is missing; wanted: a list of sensors with name, network and"
                                + " ranges",
                        "demo.yaml:4: actors is a list of 0; allowed: a list of actors with name and kind");
    }

    @Test
    void valuesOutOfBounds_areRefused() {
        assertThat(problems(
                        withActor("{name: v, kind: backscatter, victim: 1.2.3.256, port: 0, packetsPerMinute: -1}")))
                .containsExactly(
                        "demo.yaml:9: actors[0].victim is '1.2.3.256'; allowed: an IPv4 address such as 192.88.99.7",
                        "demo.yaml:9: actors[0].port is '0'; allowed: a whole number from 1 to 65535",
                        "demo.yaml:9: actors[0].packetsPerMinute is '-1'; allowed: a number from 0 to 100000000");
        assertThat(
                        problems(
                                withActor(
                                        "{name: w, kind: mirai, ports: [23: 0.9, 70000: 0.1], growth: {shape: logistic, perMinute: 1, from: 9, to: 8}, scansPerMinute: 1}")))
                .containsExactly(
                        "demo.yaml:9: actors[0].ports[1] is '70000'; allowed: a whole number from 1 to 65535",
                        "demo.yaml:9: actors[0].growth: to must be at least from, which is 9, was 8");
        assertThat(problems(withActor(
                        "{name: s, kind: survey, sources: [10.0.0.0/7], ports: [22, 22], packetsPerMinute: 1}")))
                .containsExactly("demo.yaml:9: actors[0]: ports must name at least one port, each once, was [22, 22]");
    }

    @Test
    void actorOutsideTheScenario_isRefusedNotClipped() {
        String census = "{name: census, kind: survey, sources: [141.212.120.0/28], ports: [22], packetsPerMinute: 3, ";
        assertThat(problems(withActor(census + "start: +6h}")))
                .containsExactly("demo.yaml:9: actors[0].start is '+6h'; allowed: a time within the scenario's 6h in"
                        + " whole seconds, such as +2h, or an instant from 1970 to 2099 such as 2026-01-05T00:00:00Z");
        assertThat(problems(withActor(census + "start: +5h30m, duration: 31m}")))
                .containsExactly(
                        "demo.yaml:9: actors[0].duration is '31m'; allowed: a duration in whole seconds such as"
                                + " 90s, 20m, 6h or 1d12h, from 1s to 30m");
    }

    @Test
    void darkAddresses_belongToOneSensorAndSendNothing() {
        assertThat(problems("""
                seed: 1
                start: 2026-01-05T00:00:00Z
                duration: 1m
                sensors:
                  - {name: a, network: n, ranges: [198.51.0.0/16]}
                  - {name: b, network: n, ranges: [198.51.100.0/24]}
                  - {name: c, network: n, ranges: [10.0.0.0/7]}
                actors:
                  - {name: v, kind: backscatter, victim: 198.51.100.7, port: 80, packetsPerMinute: 1}
                """))
                .containsExactly(
                        "demo.yaml:6: sensors[1].ranges has 198.51.100.0/24, which overlaps 198.51.0.0/16 of a;"
                                + " allowed: every address at one sensor only",
                        "demo.yaml:7: sensors[2]: sensor c may hear 16777216 addresses, has 33554432",
                        "demo.yaml:9: actors[0].victim is 198.51.100.7/32, which lies in 198.51.0.0/16 of sensor a;"
                                + " allowed: addresses that are not dark",
                        "demo.yaml:9: actors[0].victim is 198.51.100.7/32, which lies in 198.51.100.0/24 of sensor b;"
                                + " allowed: addresses that are not dark");
    }

    @Test
    void tooManyPacketsForASecondInMemory_areRefused() {
        // 640 addresses x 100,000 x (1 + 1) x (1 + 1) / 60 = 4,266,667
        assertThat(
                        problems(
                                withActor(
                                        "{name: n, kind: background, packetsPerAddressPerMinute: 100000, sources: 10, daily: 1, weekly: 1}")))
                .containsExactly(
                        "demo.yaml:9: actors send up to 4266667 packets a second together; allowed: at most 4000000");
    }

    @Test
    void tooManyPairsOfSensorAndActor_areRefused() {
        StringBuilder actors = new StringBuilder(HEAD);
        for (int i = 0; i < 1_001; i++) {
            actors.append("  - {name: a").append(i).append(", kind: backscatter, victim: 1.1.1.1, port: 80,");
            actors.append(" packetsPerMinute: 1}\n");
        }
        assertThat(problems(actors.toString()))
                .containsExactly("demo.yaml:9: actors lists 1001; allowed: at most 1000");
        String three =
                actors.toString().replace("actors:", "  - {name: x, network: n, ranges: [10.0.0.0/24]}\nactors:");
        assertThat(problems(three.substring(0, three.lastIndexOf("  - {name: a1000"))))
                .containsExactly(
                        "demo.yaml:10: there are 3 sensors and 1000 actors; allowed: a product of at most 2000");
    }

    @Test
    void whatIsNoScenario_isSaidSo(@TempDir Path folder) throws Exception {
        assertThat(problems(""))
                .containsExactly(
                        "demo.yaml:1: the file is empty; wanted: a scenario with seed, start, duration, sensors, actors");
        assertThat(problems("- 1\n- 2\n"))
                .containsExactly("demo.yaml:1: the file is a list of 2; wanted: keys with values, such as 'seed: 42'");
        assertThat(problems("seed: 1\nseed: 2\n"))
                .containsExactly("demo.yaml:2: 'seed' stands twice in one place; allowed: once");
        assertThat(problems("seed: [1\n"))
                .singleElement()
                .asString()
                .startsWith("demo.yaml:1: this is no YAML: ")
                .contains("expected ',' or ']', but got <stream end>");
        assertThat(problems("seed: &one 1\nname: *one\n"))
                .containsExactly("demo.yaml:2: '*one' is an alias; allowed: values written out");
        assertThat(problems("[".repeat(50))).singleElement().asString().contains("nested deeper than 20 levels");
        assertThat(problems("seed: 1\n---\nseed: 2\n"))
                .singleElement()
                .asString()
                .contains("a second document begins here; allowed: one scenario per file");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2});
        assertThatThrownBy(() -> Scenario.load(binary))
                .isInstanceOf(BadScenarioException.class)
                .hasMessage(binary + ": this is no text in UTF-8; wanted: YAML");
        assertThatThrownBy(() -> Scenario.load(folder))
                .hasMessage(folder + ": this is a directory; wanted: a scenario file");
        assertThatThrownBy(() -> Scenario.load(folder.resolve("absent.yaml")))
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("absent.yaml") + ": there is no such file, or it may not be read");
    }
}
