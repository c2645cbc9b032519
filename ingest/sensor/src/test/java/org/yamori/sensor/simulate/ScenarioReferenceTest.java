package org.yamori.sensor.simulate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reference of the scenario language is made of what the reader asks for: {@code -Dyamori.docs.write=true} writes
 * it anew. Every word of it occurs in the example that has everything.
 */
class ScenarioReferenceTest {
    private static final Stage NOTHING =
            new Stage(ScenarioReader.EARLIEST, ScenarioReader.MAX_DURATION, List.of(), Map.of(), true);
    private static final Actor.Role ROLE = new Actor.Role("", 0, (int) ScenarioReader.MAX_DURATION.toSeconds());

    private static final String INTRODUCTION = """
            # The words of a scenario

            What may stand in a scenario, group by group, in the order in which it is read. How the words are meant to be
            used, with examples, is told in [Simulate a darknet](20-simulate.md); `docs/scenarios/everything.yaml` uses
            every one of them. This page is made from the reader itself.

            Durations are written `90s`, `20m`, `6h`, `1d12h`, short ones `500ms`. Times are written as an offset from the
            start of the scenario, `+2h`, or as an instant, `2026-01-05T00:00:00Z`. Numbers may have underscores.
            """;

    private static Fields empty() {
        return new Fields("", "", new YamlNode.Mapping(1, Map.of()), new ArrayList<>());
    }

    /** The groups of keys with what is asked for in each. */
    private static Map<String, List<Fields.Asked>> groups() {
        Map<String, List<Fields.Asked>> groups = new LinkedHashMap<>();
        Fields scenario = empty();
        ScenarioReader.head(scenario);
        ScenarioReader.countries(scenario);
        new SensorReader(scenario, NOTHING).read();
        scenario.mappings(ScenarioReader.ACTORS, "a list of actors, see below");
        groups.put("A scenario", scenario.asked());
        Fields sensor = empty();
        new SensorReader(empty(), NOTHING).sensor(sensor, new HashSet<>());
        groups.put("A sensor", sensor.asked());
        Fields tenure = empty();
        new SensorReader(empty(), NOTHING).tenure(tenure);
        groups.put("A range of a sensor that it has not always", tenure.asked());
        Set<String> common = new TreeSet<>();
        for (ActorKind kind : ActorKind.values()) {
            Fields actor = empty();
            actor.name(Actor.NAME);
            actor.scalar(Actor.KIND, String.join(", ", ActorKind.words()), "", text -> text);
            kind.read(actor, "", NOTHING);
            if (groups.size() == 3) {
                List<Fields.Asked> shared = actor.asked().stream()
                        .filter(asked -> Set.of("name", "kind", "start", "duration", "daily", "weekly", "zone")
                                .contains(asked.word().key()))
                        .toList();
                shared.forEach(asked -> common.add(asked.word().key()));
                groups.put("Every actor; the last three only if it sends packets", shared);
            }
            groups.put(
                    "`kind: " + kind.word() + "`: " + kind.meaning(),
                    actor.asked().stream()
                            .filter(asked -> !common.contains(asked.word().key()))
                            .toList());
        }
        Fields growth = empty();
        Growth.read(growth, ROLE, NOTHING);
        groups.put("`growth`: how many sources there are", growth.asked());
        Fields replies = empty();
        Backscatter.Replies.read(replies);
        groups.put("`replies` of backscatter, 100 together", replies.asked());
        return groups;
    }

    private static String page() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        groups().forEach((title, asked) -> {
            page.append("\n## ")
                    .append(title)
                    .append("\n\n| key | meaning | allowed | if absent |\n|---|---|---|---|\n");
            for (Fields.Asked one : asked) {
                page.append("| `")
                        .append(one.word().key())
                        .append("` | ")
                        .append(one.word().meaning());
                page.append(" | ").append(one.allowed()).append(" | ");
                page.append(one.absent().isEmpty() ? "must be there" : one.absent())
                        .append(" |\n");
            }
        });
        return page.toString();
    }

    @Test
    void thePage_isWhatTheReaderAsksFor() throws Exception {
        Path file = SimulationTest.scenarioFile("quick.yaml").resolveSibling("../50-scenario.md");
        if (Boolean.getBoolean("yamori.docs.write")) {
            Files.writeString(file, page());
        }
        assertThat(Files.readString(file))
                .as("docs/50-scenario.md; write it anew with -Dyamori.docs.write=true")
                .isEqualTo(page());
    }

    @Test
    void everyWord_isExplained() {
        groups().values()
                .forEach(asked -> assertThat(asked).isNotEmpty().allSatisfy(one -> {
                    assertThat(one.word().meaning()).as(one.word().key()).hasSizeGreaterThan(3);
                    assertThat(one.allowed()).as(one.word().key()).isNotEmpty();
                }));
    }

    @Test
    void everyWord_occursInTheExampleThatHasEverything() throws Exception {
        Path file = SimulationTest.scenarioFile("everything.yaml");
        Set<String> written = new TreeSet<>();
        collect(YamlNode.read(Files.readString(file), file.toString()), written);
        Set<String> words = new TreeSet<>();
        groups().values()
                .forEach(asked -> asked.forEach(one -> words.add(one.word().key())));
        Stream.of(
                        ActorKind.values(),
                        Actor.Order.values(),
                        Actor.Fate.values(),
                        Transport.values(),
                        Scan.Version.values(),
                        Client.OperatingSystem.values(),
                        new Growth.Shape[] {
                            Growth.Shape.LOGISTIC, Growth.Shape.STEP, Growth.Shape.RAMP, Growth.Shape.SPIKE
                        })
                .flatMap(Stream::of)
                .forEach(value -> words.add(((Fields.Named) value).word()));
        words.addAll(List.of("blackhole", "low-interaction", "high-interaction", "true"));

        assertThat(words).hasSizeGreaterThan(90);
        assertThat(written).containsAll(words);
    }

    /** Everybody in it does something: sends, is answered, or keeps packets away; a clock shows in the times. */
    @Test
    void theExampleThatHasEverything_isPlayed() throws Exception {
        Scenario scenario = Scenario.load(SimulationTest.scenarioFile("everything.yaml"));
        long[] packets = new long[1];
        Labels labels = Simulation.of(scenario).forEach((sensor, row) -> packets[0]++);
        Map<String, Long> done = new LinkedHashMap<>();
        long told = 0;
        for (Label label : labels.all()) {
            long missed = label.missed().map(Label.Missed::packets).orElse(0L);
            done.merge(label.who().actor(), label.packets() + label.replies() + missed, Long::sum);
            told += label.packets() + label.replies();
        }

        assertThat(told).isEqualTo(packets[0]);
        assertThat(done).hasSize(scenario.actors().size());
        done.forEach((actor, count) -> assertThat(count)
                .as(actor)
                .matches(some -> some > 0 || Set.of("ahead", "behind").contains(actor)));
    }

    private static void collect(YamlNode node, Set<String> words) {
        if (node instanceof YamlNode.Scalar scalar) {
            words.add(scalar.text());
        } else if (node instanceof YamlNode.Sequence sequence) {
            sequence.items().forEach(item -> collect(item, words));
        } else if (node instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach((key, value) -> {
                words.add(key);
                collect(value, words);
            });
        }
    }

    /** The manual page explains every kind of actor, and its example can be played. */
    @Test
    void theManualPage_namesEveryKind_andItsExampleIsGood() throws Exception {
        String page = Files.readString(SimulationTest.document("20-simulate.md"));
        String example = page.substring(page.indexOf("```yaml") + 7, page.indexOf("```", page.indexOf("```yaml") + 7));

        assertThat(Scenario.parse(example, "20-simulate.md").actors())
                .extracting(Actor::kind)
                .containsExactly("background", "mirai", "backscatter", "survey", "storm", "host", "outage");
        for (ActorKind kind : ActorKind.values()) {
            assertThat(page).contains("`" + kind.word() + "`");
        }
    }
}
