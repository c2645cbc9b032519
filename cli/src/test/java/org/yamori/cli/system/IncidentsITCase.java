package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.report.Facts;
import org.yamori.wire.IpAddress;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The four incidents of organisation X and the one of NICT (paper 001, 5.2 and 6.1) as packets through the whole job.
 */
class IncidentsITCase {
    private static final Path PAGE = Path.of("..", "docs", "detectors", "daedalus.md");
    private static final int DARK = 4 * 256;

    @TempDir
    private Path folder;

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Map<String, String>> facts = new TreeMap<>();
    private final Map<String, Map<String, String>> expected = new TreeMap<>();

    private static int dark(int number) {
        return IpAddress.parse("172.20.1.0").ipv4() + (number / 256 * 512) + number % 256;
    }

    private static PacketRow packet(
            String time, double second, String source, int destination, int protocol, int port) {
        PacketRow row = new PacketRow();
        row.timeMicros = Instant.parse(time).getEpochSecond() * 1_000_000 + (long) (second * 1_000_000);
        row.source = IpAddress.parse(source).ipv4();
        row.destination = destination;
        row.protocol = protocol;
        row.sourcePort = protocol == 1 ? 8 : 1_025;
        row.destinationPort = port;
        row.tcpFlags = protocol == 6 ? 2 : 0;
        row.ttl = 120;
        row.totalLength = protocol == 6 ? 40 : 28;
        return row;
    }

    /** As the table of incidents has them; each as long as it takes to see all that the paper says. */
    private static List<PacketRow> packets() {
        List<PacketRow> rows = new ArrayList<>();
        Random random = new Random(2010);
        for (int i = 0; i < 3_600; i++) {
            rows.add(packet("2010-09-10T10:00:00Z", i * 3, "172.20.0.7", dark(i * 2 / 5 % DARK), 6, 445));
            rows.add(packet("2010-12-14T10:00:00Z", i * 3, "172.20.2.8", dark(random.nextInt(DARK)), 6, 445));
        }
        for (int i = 0; i < 93 * 70; i++) {
            rows.add(packet("2011-01-18T10:00:00Z", i / 93.0, "172.20.4.9", dark(i % DARK), 17, 137));
        }
        for (int i = 0; i < 56 * 70; i++) {
            rows.add(packet("2011-01-21T10:00:00Z", i / 56.0, "172.20.6.10", dark(i % DARK), 17, 137));
        }
        for (int i = 0; i < 8; i++) {
            rows.add(packet("2011-01-13T03:00:00Z", i * 39_600, "172.20.1.77", dark(77), 1, 0));
        }
        return rows;
    }

    /** The first block of the page in a language. */
    private static String block(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static List<String> words(List<JsonNode> alerts, String source) {
        return alerts.stream()
                .filter(alert -> alert.at("/source/ip").asText().equals(source))
                .map(alert -> alert.at("/yamori/alert/kind").asText() + " "
                        + alert.get("@timestamp").asText())
                .toList();
    }

    private static JsonNode last(List<JsonNode> alerts, String source) {
        List<JsonNode> of = alerts.stream()
                .filter(alert -> alert.at("/source/ip").asText().equals(source)
                        && !alert.at("/yamori/alert/state").asText().equals("closed"))
                .toList();
        return of.get(of.size() - 1).at("/yamori/alert");
    }

    private void read(Map<String, Map<String, String>> into, String table, String key, String value)
            throws IOException {
        for (Facts.Row row : Facts.table(table)) {
            into.computeIfAbsent(row.get("case"), unseen -> new TreeMap<>()).put(row.get(key), row.get(value));
        }
    }

    /** D-06, D-08, D-09, D-14, D-16, D-18, D-20. */
    @Test
    void incidents_areToldAsThePaperTellsThem() throws Exception {
        read(facts, "001_incident_cases.tsv", "attribute", "value");
        read(expected, "001_derived_case_expectations.tsv", "expectation", "value");
        List<JsonNode> alerts = Analysis.of(packets(), block("yaml"), folder).ofKind("alert");

        for (String scan : List.of("172.20.0.7", "172.20.2.8")) {
            String day = scan.endsWith("7") ? "2010-09-10" : "2010-12-14";
            assertThat(words(alerts, scan))
                    .as("X-1 and X-2")
                    .containsExactly(
                            "new " + day + "T10:00:00Z",
                            "continuing " + day + "T11:00:00Z",
                            "continuing " + day + "T12:00:00Z",
                            "continuing " + day + "T13:00:00Z");
            assertThat(last(alerts, scan).at("/unit/packets").asDouble())
                    .isEqualTo(number(expected, "X-1", "packets_per_hour"));
        }
        compare("X-1", last(alerts, "172.20.0.7"), 3);
        compare("X-2", last(alerts, "172.20.2.8"), 1.1);
        compare("X-3", last(alerts, "172.20.4.9"), 1);
        compare("X-4", last(alerts, "172.20.6.10"), 1);

        urgent("X-3", alerts, "172.20.4.9", "2011-01-18T10:00:00Z");
        urgent("X-4", alerts, "172.20.6.10", "2011-01-21T10:00:00Z");

        JsonNode forged = last(alerts, "172.20.1.77");
        assertThat(forged.get("class").asText()).isEqualTo("spoofed source");
        assertThat(forged.get("packets").asDouble()).isEqualTo(number(facts, "NICT-1", "observations"));
        assertThat(forged.get("first").asText()).startsWith(facts.get("NICT-1").get("first_day"));
        assertThat(forged.get("last").asText()).startsWith(facts.get("NICT-1").get("last_day"));
        assertThat(forged.get("suggestions").toString()).contains("ingress filter");

        assertThat(Math.min(points(alerts, "172.20.0.7"), points(alerts, "172.20.2.8")))
                .as("X-1 and X-2 are likelier malware than X-3 and X-4")
                .isGreaterThan(Math.max(points(alerts, "172.20.4.9"), points(alerts, "172.20.6.10")));

        JsonNode shown = json.readTree(block("json"));
        assertThat(alerts).as("the page shows an alert of this very run").contains(shown);
    }

    private static double number(Map<String, Map<String, String>> of, String incident, String key) {
        return Double.parseDouble(of.get(incident).get(key));
    }

    private static int points(List<JsonNode> alerts, String source) {
        return last(alerts, source).at("/likelihood/points").asInt();
    }

    /** Port, order, packets per destination, rate, verdict and suggestion of the table of incidents. */
    private void compare(String incident, JsonNode alert, double mostPerDestination) {
        Map<String, String> fact = facts.get(incident);
        JsonNode behaviour = alert.get("behaviour");
        assertThat(behaviour.at("/ports/0/port").asText()).as(incident).isEqualTo(fact.get("protocol_port"));
        assertThat(behaviour.get("order").asText()).as(incident).isEqualTo(fact.get("scan_order"));
        assertThat(behaviour.get("packets_per_destination").asDouble())
                .as(incident)
                .isBetween(
                        Double.parseDouble(fact.get("packets_per_destination").substring(0, 1)), mostPerDestination);
        assertThat(behaviour.get("packets_per_second").asDouble())
                .as(incident)
                .isCloseTo(number(facts, incident, "mean_rate"), org.assertj.core.data.Percentage.withPercentage(0.01));
        boolean infected = fact.get("verdict").equals("infected");
        assertThat(alert.get("class").asText()).as(incident).isEqualTo(infected ? "infected" : "known harmless cause");
        assertThat(alert.get("suggestions").toString().contains("Android")).isNotEqualTo(infected);
        assertThat(alert.get("suggestions").toString().contains("IP Scanner Pro"))
                .isNotEqualTo(infected);
    }

    private void urgent(String incident, List<JsonNode> alerts, String source, String first) {
        List<Instant> times = alerts.stream()
                .filter(alert -> alert.at("/source/ip").asText().equals(source)
                        && alert.at("/yamori/alert/kind").asText().equals("urgent"))
                .map(alert -> Instant.parse(alert.get("@timestamp").asText()))
                .toList();
        assertThat(times).as(incident).hasSize(1);
        double seconds =
                java.time.Duration.between(Instant.parse(first), times.get(0)).toNanos() / 1e9;
        assertThat(Math.round(seconds * 1000))
                .as("milliseconds until the thousandth packet")
                .isEqualTo(Math.round(1000 * number(expected, incident, "seconds_from_first_to_1000th_packet")));
    }
}
