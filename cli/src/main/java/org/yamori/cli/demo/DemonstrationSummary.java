package org.yamori.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What was found against what was planted, thing by thing. It knows the labels, the findings and the words of the rooms
 * there are, and nothing else.
 *
 * <p>The rooms that count, traffic and sensor, are asked for their figures. The findings of all other rooms speak for
 * themselves: they belong to what was planted when they name one of its ports, sources or sensors at its time.
 */
public final class DemonstrationSummary {
    private static final String TRAFFIC = "traffic";
    private static final String SENSOR = "sensor";
    private static final String OF_TRAFFIC = "\"kind\":\"" + TRAFFIC + '"';
    private static final String BREAKDOWN = "\"breakdown\":\"";
    private static final String KEY = "\"key\":\"";
    private static final int MOST_STRANGERS = 10;
    private static final int MOST_OF_A_ROOM = 3;
    /** Windows are up to a day; a finding may begin with its window or end with it. */
    private static final Duration SLACK = Duration.ofHours(2);

    /** Rooms whose kinds of findings are called otherwise. */
    private static final Map<String, String> ROOM_OF_KIND = Map.of(
            "alert",
            "daedalus",
            "organisation",
            "daedalus",
            "attack",
            "backscatter",
            "storm",
            "backscatter",
            "news-match",
            "news");

    /** Who is expected to see what; the kinds are those of a scenario's actors. */
    private static final Map<String, List<String>> ASKED = Map.of(
            "mirai", List.of(TRAFFIC, "surge", "fingerprint", "campaign"),
            "storm", List.of(TRAFFIC, "backscatter"),
            "host", List.of("daedalus"),
            "outage", List.of(SENSOR, TRAFFIC),
            "backscatter", List.of("backscatter"),
            "survey", List.of("scan-system"));

    private final List<Planted> planted;
    private final Set<String> rooms;
    private final TrafficHistory traffic;
    private final SensorHistory sensors = new SensorHistory();
    private final List<Statement> statements = new ArrayList<>();
    private final Set<Statement> explained = new HashSet<>();
    private final Map<String, Function<Planted, Optional<String>>> figures = new LinkedHashMap<>();
    private final ObjectMapper json = new ObjectMapper();

    private DemonstrationSummary(List<Planted> planted, Set<String> rooms) {
        this.planted = planted;
        this.rooms = rooms;
        Set<String> series = new HashSet<>();
        for (Planted thing : planted) {
            thing.packetsByPort().keySet().forEach(port -> series.add(TrafficHistory.port(port)));
        }
        traffic = new TrafficHistory(series);
        Answers answers = new Answers(traffic, sensors);
        figures.put("mirai " + TRAFFIC, answers::risenSources);
        figures.put("storm " + TRAFFIC, answers::risenPackets);
        figures.put("outage " + TRAFFIC, answers::incompleteWindows);
        figures.put("outage " + SENSOR, answers::sensorsWord);
    }

    /**
     * Reads both files and compares.
     *
     * @param labels what was planted, as the simulator wrote it
     * @param findings one document a line, the last revision of each
     * @param rooms words of the rooms there are; of others nothing is expected yet
     */
    public static String of(Path labels, Path findings, Set<String> rooms) throws IOException {
        DemonstrationSummary summary = new DemonstrationSummary(Planted.read(labels), rooms);
        summary.read(findings);
        return summary.text();
    }

    private void read(Path findings) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(findings, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String series = series(line);
                if (series.isEmpty() || traffic.wants(series)) {
                    add(json.readTree(line));
                }
            }
        }
    }

    /** Breakdown and key of a document that counts traffic, without parsing it: most are of no interest here. */
    private static String series(String line) {
        int breakdown = line.indexOf(BREAKDOWN);
        int key = breakdown < 0 ? -1 : line.indexOf(KEY, breakdown);
        if (key < 0 || line.indexOf(OF_TRAFFIC) < 0) {
            return "";
        }
        return word(line, breakdown + BREAKDOWN.length()) + " " + word(line, key + KEY.length());
    }

    private static String word(String line, int from) {
        return line.substring(from, Math.max(from, line.indexOf('"', from)));
    }

    private void add(JsonNode finding) {
        String kind = finding.at("/yamori/finding/kind").asText();
        if (kind.equals(TRAFFIC)) {
            traffic.add(finding);
        } else if (kind.equals(SENSOR)
                && finding.at("/yamori/resolution").asText().equals("minute")) {
            sensors.add(finding);
        } else if (!finding.at("/event/kind").asText().equals("metric")) {
            statements.add(Statement.of(finding));
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int found = 0;
        int waiting = 0;
        int asked = 0;
        for (Planted thing : planted) {
            List<String> expected = ASKED.getOrDefault(thing.who().kind(), List.of());
            line(text, thing.who().actor(), introduction(thing));
            if (expected.isEmpty()) {
                continue;
            }
            asked++;
            boolean seen = false;
            for (String room : withOthers(expected, thing)) {
                Optional<String> answer = answer(thing, room);
                seen |= answer.isPresent();
                line(text, "  " + room, answer.map(words -> "found: " + words).orElse(unanswered(room)));
            }
            boolean anybody = expected.stream().anyMatch(rooms::contains);
            found += seen ? 1 : 0;
            waiting += !seen && !anybody ? 1 : 0;
        }
        line(
                text,
                "in all",
                found + " of " + asked + " found, " + (asked - found - waiting) + " not found, " + waiting
                        + " that no room looks for yet");
        strangers(text);
        return text.toString();
    }

    private String unanswered(String room) {
        return rooms.contains(room) ? "NOT FOUND" : "no room for this yet";
    }

    /** Those that are expected, and any other that has something to say. */
    private List<String> withOthers(List<String> expected, Planted thing) {
        List<String> all = new ArrayList<>(expected);
        statements.stream()
                .filter(statement -> belong(statement, thing))
                .map(DemonstrationSummary::room)
                .filter(room -> !all.contains(room))
                .distinct()
                .forEach(all::add);
        return all;
    }

    private Optional<String> answer(Planted thing, String room) {
        List<Statement> said = statements.stream()
                .filter(statement -> room(statement).equals(room) && belong(statement, thing))
                .sorted(Comparator.comparing(
                        (Statement statement) -> statement.span().from()))
                .toList();
        explained.addAll(said);
        List<String> words = new ArrayList<>();
        Function<Planted, Optional<String>> figure = figures.get(thing.who().kind() + " " + room);
        if (figure != null && rooms.contains(room)) {
            figure.apply(thing).ifPresent(words::add);
        }
        said.stream().limit(MOST_OF_A_ROOM).map(Statement::words).forEach(words::add);
        if (said.size() > MOST_OF_A_ROOM) {
            words.add((said.size() - MOST_OF_A_ROOM) + " more");
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
    }

    private static String room(Statement statement) {
        return ROOM_OF_KIND.getOrDefault(statement.kind(), statement.kind());
    }

    private static boolean belong(Statement statement, Planted thing) {
        if (!thing.span().widened(SLACK).overlaps(statement.span())) {
            return false;
        }
        boolean sensor =
                !thing.missed().fate().isEmpty() && thing.packetsBySensor().containsKey(statement.sensor());
        return sensor
                || statement.namesSourceOf(thing.sources())
                || statement.ports().stream().anyMatch(thing.packetsByPort()::containsKey);
    }

    private static String introduction(Planted thing) {
        StringBuilder text = new StringBuilder(thing.who().kind());
        if (!thing.sources().isEmpty()) {
            text.append(" ").append(String.join(" ", thing.sources()).replace("/32", ""));
        }
        if (!thing.ports().isEmpty()) {
            List<String> ports = thing.ports();
            text.append(" to ").append(String.join(" ", ports.subList(0, Math.min(5, ports.size()))));
        }
        text.append(", ").append(thing.span().words());
        if (thing.missed().fate().isEmpty()) {
            text.append(String.format(Locale.ROOT, ": %,d packets at ", thing.packets()))
                    .append(String.join(", ", thing.packetsBySensor().keySet()));
        } else {
            text.append(String.format(
                    Locale.ROOT,
                    ": %s down, %,d packets %s",
                    String.join(", ", thing.packetsBySensor().keySet()),
                    thing.missed().packets(),
                    thing.missed().fate()));
        }
        return text.toString();
    }

    /** What was found although nobody planted it. */
    private void strangers(StringBuilder text) {
        List<String> words = new ArrayList<>();
        statements.stream()
                .filter(statement -> !explained.contains(statement))
                .sorted(Comparator.comparingDouble(Statement::score)
                        .reversed()
                        .thenComparing(statement -> statement.span().from()))
                .map(Statement::words)
                .forEach(words::add);
        List<Span> outages = planted.stream()
                .filter(thing -> !thing.missed().fate().isEmpty())
                .map(thing -> thing.span().widened(Duration.ofMinutes(1)))
                .toList();
        sensors.gone()
                .forEach((sensor, minutes) -> minutes.forEach((minute, gone) -> {
                    if (!isIn(outages, minute)) {
                        words.add(String.format(
                                Locale.ROOT,
                                "sensor: %s, %s, %,d packets dropped and %,d lost",
                                sensor,
                                Span.words(minute),
                                gone.dropped(),
                                gone.lost()));
                    }
                }));
        traffic.minutes(TrafficHistory.TOTAL).forEach((minute, point) -> {
            if (point.completeness() < 1 && !isIn(outages, minute)) {
                words.add(String.format(
                        Locale.ROOT,
                        "traffic: minute %s is complete to %.4f only",
                        Span.words(minute),
                        point.completeness()));
            }
        });
        line(text, "not planted", words.isEmpty() ? "nothing else was found" : words.size() + " findings");
        words.stream().limit(MOST_STRANGERS).forEach(stranger -> line(text, "", stranger));
    }

    private static boolean isIn(List<Span> spans, Instant time) {
        return spans.stream().anyMatch(span -> span.holds(time));
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append(String.format(Locale.ROOT, "%-16s %s", what, value).stripTrailing())
                .append('\n');
    }
}
