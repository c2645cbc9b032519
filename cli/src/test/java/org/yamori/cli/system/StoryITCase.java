package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.report.Facts;

import static org.assertj.core.api.Assertions.assertThat;

/** NICTER's story of 2016, at a thousandth through the whole job. */
class StoryITCase {
    private static final String CAMPAIGNS = "\"dataset\":\"yamori.campaign\"";

    @TempDir
    private Path folder;

    /** What the paper says of a port (004_port_events.tsv). */
    private static String event(String port, String event) throws IOException {
        return Facts.table("004_port_events.tsv").stream()
                .filter(row -> row.get("port").equals(port) && row.get("event").equals(event))
                .findFirst()
                .orElseThrow()
                .get("value");
    }

    private static String firstObserved(String version) throws IOException {
        return Facts.table("004_mirai_fingerprint.tsv").stream()
                .filter(row ->
                        row.get("version").equals(version) && row.get("feature").equals("first_observed"))
                .findFirst()
                .orElseThrow()
                .get("value");
    }

    @Test
    void july_netisIsSearchedFor_andMiraiComes() throws Exception {
        Path result = analyze("july");
        List<JsonNode> surges = findings(result, "\"dataset\":\"yamori.surge\"");

        assertThat(ports(surges)).containsOnly("udp/53413", "tcp/23");
        assertThat(onsets(surges, "udp/53413").first()).isEqualTo(LocalDate.parse(event("53413/udp", "increase_from")));
        assertThat(event("23/tcp", "jump_of_sources")).isEqualTo("beginning of August 2016");
        assertThat(onsets(surges, "tcp/23").first()).isEqualTo(LocalDate.parse("2016-08-01"));
        assertThat(firstObserved("earlier")).startsWith("beginning of August 2016");
        assertThat(versions(result)).containsExactly("version-first earlier 2016-08-01");
        assertThat(findings(result, CAMPAIGNS)).isEmpty();
    }

    @Test
    void september_miraiComesTo2323_andChangesItsVersion() throws Exception {
        Path result = analyze("september");
        List<JsonNode> surges = findings(result, "\"dataset\":\"yamori.surge\"");
        List<JsonNode> campaigns = findings(result, CAMPAIGNS);

        assertThat(ports(surges)).containsOnly("tcp/23", "tcp/2323");
        assertThat(onsets(surges, "tcp/2323").first()).isEqualTo(LocalDate.parse(event("2323/tcp", "first_observed")));
        assertThat(busiestDay(result, "tcp/23")).isEqualTo(event("23/tcp", "peak_date"));
        assertThat(busiestDay(result, "tcp/2323")).isEqualTo(event("2323/tcp", "peak_date"));
        assertThat(versions(result))
                .contains("version-first leaked " + firstObserved("leaked"))
                .filteredOn(text -> text.startsWith("version-change leaked"))
                .hasSize(1);
        assertThat(campaigns).hasSize(1);
        JsonNode telnet = campaigns.get(0).at("/yamori/campaign");
        assertThat(telnet.get("ports").toString()).isEqualTo("[\"tcp/23\",\"tcp/2323\"]");
        assertThat(telnet.get("groups").toString()).isEqualTo("[\"telnet\"]");
        assertThat(telnet.at("/overlaps/0/containment").asDouble()).isGreaterThan(0.7);
        // the paper's shares; sources are drawn by its weights: five standard errors of a sample of 1,024
        assertThat(telnet.at("/countries/0/top_1_share").asDouble()).isCloseTo(0.208, Offset.offset(0.063));
        assertThat(telnet.at("/countries/0/top_4_share").asDouble()).isCloseTo(0.526, Offset.offset(0.078));
    }

    @Test
    void november_miraiComesToTr069_andIsConcentratedInFewerCountries() throws Exception {
        Path result = analyze("november");
        List<JsonNode> surges = findings(result, "\"dataset\":\"yamori.surge\"");
        List<JsonNode> campaigns = findings(result, CAMPAIGNS);

        assertThat(ports(surges)).containsOnly("tcp/7547", "tcp/5555");
        for (String port : List.of("7547", "5555")) {
            assertThat(event(port + "/tcp", "surge")).isEqualTo("second half of November 2016");
            assertThat(onsets(surges, "tcp/" + port)).allMatch(day -> day.isAfter(LocalDate.parse("2016-11-15")));
            assertThat(busiestDay(result, "tcp/" + port)).isEqualTo(event(port + "/tcp", "peak_date"));
        }
        assertThat(campaigns).hasSize(1);
        JsonNode tr069 = campaigns.get(0).at("/yamori/campaign");
        assertThat(tr069.get("ports").toString()).isEqualTo("[\"tcp/5555\",\"tcp/7547\"]");
        assertThat(tr069.get("groups").toString()).isEqualTo("[\"tr-069\"]");
        assertThat(day(tr069.at("/peak/at"))).isEqualTo("2016-11-27");
        assertThat(tr069.at("/overlaps/0/containment").asDouble()).isGreaterThan(0.7);
        assertThat(tr069.at("/overlaps/0/correlation").asDouble()).isGreaterThan(0.8);
        assertThat(tr069.at("/countries/0/top_1_share").asDouble()).isCloseTo(0.489, Offset.offset(0.078));
        assertThat(tr069.at("/countries/0/top_4_share").asDouble()).isCloseTo(0.810, Offset.offset(0.061));
        assertThat(tr069.at("/countries/0/first"))
                .extracting(country -> country.get("name").asText())
                .startsWith("BR", "IR", "GB", "TR");
    }

    private Path analyze(String act) throws IOException, InterruptedException {
        Path scenario = Path.of("..", "docs", "scenarios", "story2016-" + act + ".yaml");
        Path result = folder.resolve(act);
        YamoriProcess.run(
                List.of(
                        "analyze",
                        scenario.toString(),
                        "--out",
                        result.toString(),
                        "--countries",
                        CountryFile.ofScenario(folder.resolve("countries.mmdb"), scenario)
                                .toString(),
                        "--set",
                        "yamori.detect.surge.learning-days=3"),
                folder);
        return result;
    }

    private static List<String> ports(List<JsonNode> surges) {
        return surges.stream()
                .map(surge -> surge.at("/yamori/surge/port").asText())
                .toList();
    }

    private static List<String> versions(Path result) throws IOException {
        return findings(result, "\"action\":\"version-").stream()
                .map(node -> node.at("/event/action").asText() + " "
                        + node.at("/yamori/version").asText() + " "
                        + node.at("/yamori/date").asText())
                .toList();
    }

    private static String day(JsonNode instant) {
        return Instant.parse(instant.asText()).minusSeconds(1).toString().substring(0, 10);
    }

    private static SortedSet<LocalDate> onsets(List<JsonNode> surges, String port) {
        TreeSet<LocalDate> days = new TreeSet<>();
        for (JsonNode surge : surges) {
            if (surge.at("/yamori/surge/port").asText().equals(port)) {
                days.add(
                        LocalDate.parse(surge.at("/yamori/surge/onset").asText().substring(0, 10)));
            }
        }
        return days;
    }

    private static List<JsonNode> findings(Path result, String with) throws IOException {
        return new Analysis(result).findings(line -> line.contains(with));
    }

    /** The day with most distinct sources of a port, as the room traffic counted them. */
    private static String busiestDay(Path result, String port) throws IOException {
        String day = "";
        long most = 0;
        for (JsonNode node : findings(result, "\"breakdown\":\"port\",\"key\":\"" + port + '"')) {
            boolean whole = node.at("/yamori/window/resolution").asText().equals("day");
            long sources = node.at("/yamori/sources").asLong();
            if (whole && sources > most) {
                most = sources;
                day = node.get("@timestamp").asText().substring(0, 10);
            }
        }
        return day;
    }
}
