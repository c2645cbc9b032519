package org.yamori.sensor.simulate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.Cidr;
import org.yamori.wire.Organisation;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DemonstrationTest {
    private static final int SEEDS = 400;
    private static final int WEEKS_3 = 21;

    @TempDir
    private Path folder;

    private static Scenario scenario(long seed, int days) throws BadScenarioException {
        return Scenario.parse(Demonstration.draw(seed, days).scenario(), "seed " + seed);
    }

    private static <T extends Actor> T only(Scenario scenario, Class<T> kind) {
        List<T> found = scenario.actors().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
        assertThat(found).as(scenario.name() + " " + kind.getSimpleName()).hasSize(1);
        return found.get(0);
    }

    @Test
    void sameSeed_drawsTheSameTexts() {
        assertThat(Demonstration.draw(7, WEEKS_3)).isEqualTo(Demonstration.draw(7, WEEKS_3));
        assertThat(Demonstration.draw(7, WEEKS_3).scenario())
                .isNotEqualTo(Demonstration.draw(8, WEEKS_3).scenario());
    }

    @Test
    void everySeed_drawsADarknetOf512Addresses_andEachThingOnce() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            Scenario scenario = scenario(seed, WEEKS_3);
            assertThat(scenario.sensors().stream()
                            .mapToInt(DarkSensor::addresses)
                            .sum())
                    .as("seed " + seed)
                    .isEqualTo(512);
            assertThat(scenario.sensors()).as("seed " + seed).hasSizeBetween(2, 4);
            assertThat(scenario.duration().toDays()).isEqualTo(WEEKS_3);
            assertThat(scenario.actors()).hasSize(5);
            assertThat(only(scenario, Background.class).packetsPerAddressPerMinute())
                    .isEqualTo(4.76);
            Scan worm = only(scenario, Scan.class);
            Storm storm = only(scenario, Storm.class);
            assertThat(worm.ports()).extracting(PortWeight::port).doesNotContain(storm.port());
            only(scenario, Host.class);
            only(scenario, Outage.class);
        }
    }

    /** 512 x 4.76 x 60 x 24 x 21 = 73.7 million, and what happens besides. */
    @Test
    void threeWeeks_areAbout74MillionPackets() throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            long packets = Simulation.of(scenario(seed, WEEKS_3)).expectedPackets();
            assertThat((double) packets).as("seed " + seed).isCloseTo(75e6, within(4e6));
        }
    }

    /** What happens begins after a quiet time, and the loud part of each is over before the next begins. */
    @Test
    void events_neverHideEachOther() throws Exception {
        for (int days : new int[] {2, 3, WEEKS_3, 60}) {
            for (long seed = 0; seed < SEEDS; seed++) {
                Scenario scenario = scenario(seed, days);
                List<int[]> loud = new ArrayList<>();
                for (Actor actor : scenario.actors()) {
                    if (actor instanceof Scan worm) {
                        loud.add(new int[] {worm.role().startSecond(), secondOf95Percent(worm)});
                        assertThat(worm.role().endSecond()).isEqualTo(scenario.seconds());
                    } else if (!(actor instanceof Background)) {
                        loud.add(new int[] {
                            actor.role().startSecond(), actor.role().endSecond()
                        });
                    }
                }
                loud.sort(Comparator.comparingInt(span -> span[0]));
                assertThat(loud).hasSize(4);
                assertThat(loud.get(0)[0]).as("seed " + seed).isGreaterThan(scenario.seconds() / 5);
                for (int i = 1; i < 4; i++) {
                    assertThat(loud.get(i)[0])
                            .as("seed " + seed + ", " + days + " days")
                            .isGreaterThan(loud.get(i - 1)[1]);
                }
                assertThat(loud.get(3)[1]).as("seed " + seed).isLessThan(scenario.seconds());
            }
        }
    }

    /** Where the logistic curve of the manual page passes 95 %. */
    private static int secondOf95Percent(Scan worm) {
        Growth growth = worm.population().growth();
        double minutes =
                (Math.log((double) growth.to() / growth.from() - 1) + Math.log(0.95 / 0.05)) / growth.perMinute();
        return worm.role().startSecond() + (int) Math.ceil(minutes * 60);
    }

    /** With drawn numbers some are alike by chance; here each kind of them is alike in few of 79,800 pairs of seeds. */
    @Test
    void seeds_differInEverythingThatIsDrawn() throws Exception {
        Map<String, Function<Scenario, Object>> drawn = new HashMap<>();
        drawn.put("start", Scenario::start);
        drawn.put("darknet", Scenario::sensors);
        drawn.put("noise", scenario -> only(scenario, Background.class));
        drawn.put("worm", scenario -> only(scenario, Scan.class));
        drawn.put("when the worm begins", scenario -> only(scenario, Scan.class).role());
        drawn.put("storm", scenario -> only(scenario, Storm.class));
        drawn.put("port of the storm", scenario -> only(scenario, Storm.class).port());
        drawn.put("host", scenario -> only(scenario, Host.class).source());
        drawn.put("when the host begins", scenario -> only(scenario, Host.class).role());
        drawn.put("outage", scenario -> only(scenario, Outage.class).role());
        List<Scenario> scenarios = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            scenarios.add(scenario(seed, WEEKS_3));
        }
        drawn.forEach((name, part) -> {
            Set<Object> different = new HashSet<>();
            scenarios.forEach(scenario -> different.add(part.apply(scenario)));
            assertThat(different).as(name).hasSizeGreaterThan(SEEDS * 3 / 4);
        });
        assertThat(LongStream.range(0, SEEDS)
                        .mapToObj(seed -> {
                            Scan worm = only(scenarios.get((int) seed), Scan.class);
                            return worm.ports().get(0).port();
                        })
                        .distinct()
                        .count())
                .isGreaterThan(SEEDS / 3);
    }

    @Test
    void registry_namesTheSensors_andTheOwnerOfTheHost() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            Demonstration demonstration = Demonstration.draw(seed, 3);
            Scenario scenario = Scenario.parse(demonstration.scenario(), "seed " + seed);
            Registry registry =
                    RegistryFile.read(Files.writeString(folder.resolve("registry.yaml"), demonstration.registry()));

            assertThat(registry.sensors()).hasSameSizeAs(scenario.sensors());
            for (int i = 0; i < registry.sensors().size(); i++) {
                DarkSensor sensor = scenario.sensors().get(i);
                assertThat(registry.sensors().get(i).name()).isEqualTo(sensor.name());
                assertThat(registry.sensors().get(i).network()).isEqualTo(sensor.network());
                assertThat(registry.sensors().get(i).ranges())
                        .extracting(Cidr::toString)
                        .containsExactlyElementsOf(
                                sensor.ranges().stream().map(String::valueOf).toList());
            }
            int host = only(scenario, Host.class).source();
            List<Organisation> owners = registry.organisations().stream()
                    .filter(organisation -> organisation.livenets().stream()
                            .anyMatch(net -> AddressRange.parse(net.toString()).contains(host)))
                    .toList();
            assertThat(owners).as("seed " + seed).hasSize(1);
            assertThat(demonstration.scenario())
                    .contains("# a host of " + owners.get(0).name());
        }
    }

    /** At 14:00 on a day of the middle of the week a rate of 2,437 a minute is up to 1.8 times as high. */
    @Test
    void storm_isTenTimesWhatIsUsualThen() throws Exception {
        for (long seed = 0; seed < 50; seed++) {
            Scenario scenario = scenario(seed, WEEKS_3);
            Storm storm = only(scenario, Storm.class);
            Background noise = only(scenario, Background.class);
            long second = scenario.start().getEpochSecond() + storm.role().startSecond();
            // the sines of the manual page: zero and rising at 08:00, and on Monday 1970-01-05 at 00:00
            double day = 1 + noise.role().rhythm().daily() * Math.sin(2 * Math.PI * (second - 8 * 3_600) / 86_400.0);
            double week =
                    1 + noise.role().rhythm().weekly() * Math.sin(2 * Math.PI * (second - 4 * 86_400) / 604_800.0);
            assertThat(storm.packetsPerMinute() / (512 * 4.76 * day * week))
                    .as("seed " + seed)
                    .isCloseTo(9, within(0.01));
        }
    }

    @Test
    void tooShort_orTooLong_isRefused() {
        assertThatThrownBy(() -> Demonstration.draw(1, 1)).hasMessage("a demonstration lasts 2 to 60 days, was 1");
        assertThatThrownBy(() -> Demonstration.draw(1, 61)).hasMessage("a demonstration lasts 2 to 60 days, was 61");
    }
}
