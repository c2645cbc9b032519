package org.yamori.kibana.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yamori.kibana.board.Board.Form;
import org.yamori.kibana.board.Board.Measure;
import org.yamori.kibana.board.Board.Panel;
import org.yamori.kibana.board.Board.Place;
import org.yamori.kibana.board.Board.Split;
import org.yamori.kibana.board.Board.Take;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BoardsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAGE = Path.of("..", "..", "docs", "20-dashboards.md");
    private static final String BEGIN = "<!-- panels: made from the boards";
    private static final String END = "<!-- end of panels -->";
    private static final Measure PACKETS = new Measure("Packets", Take.SUM, "yamori.packets", false, "", "");

    @Test
    void everyId_beginsWithThePrefix() throws IOException {
        for (String line : new Boards("study-x").ndjson().split("\n", 0)) {
            JsonNode saved = JSON.readTree(line);
            assertThat(saved.get("id").asText()).startsWith("study-x-");
            assertThat(line).doesNotContain("{prefix}");
        }
        assertThatThrownBy(() -> new Boards("No")).hasMessageContaining("'No'");
    }

    @Test
    void everythingThatIsNotFollowed_isFilteredInTheMeasure() throws IOException {
        JsonNode counted = layer("packets");
        assertThat(counted.get("ignoreGlobalFilters").asBoolean()).isTrue();
        assertThat(counted.at("/columns/measure-1/filter/query").asText())
                .isEqualTo("yamori.breakdown: total and yamori.window.resolution: minute");
        JsonNode followed = layer("top-ports");
        assertThat(followed.get("ignoreGlobalFilters").asBoolean()).isFalse();
        assertThat(followed.at("/columns/measure-1").has("filter")).isFalse();
    }

    @Test
    void largestValuesComeFirst_exceptWhereTheLeastMatters() throws IOException {
        assertThat(layer("top-ports")
                        .at("/columns/split-1/params/orderDirection")
                        .asText())
                .isEqualTo("desc");
        assertThat(layer("completeness-by-time")
                        .at("/columns/split-1/params/orderDirection")
                        .asText())
                .isEqualTo("asc");
    }

    @Test
    void measureOfItsOwn_isNarrowedByItsQueryAndItsTime() throws IOException {
        JsonNode now = layer("urgent-now").at("/columns/measure-1");
        assertThat(now.get("operationType").asText()).isEqualTo("count");
        assertThat(now.get("reducedTimeRange").asText()).isEqualTo("1h");
        assertThat(now.at("/params/emptyAsNull").asBoolean()).isFalse();
        JsonNode urgent = layer("organisations").at("/columns/measure-4");
        assertThat(urgent.at("/filter/query").asText()).isEqualTo("yamori.alert.kind: urgent");
        assertThat(layer("hosts").at("/columns/split-1/dataType").asText()).isEqualTo("ip");
        assertThat(lens(true, "yamori.breakdown: port", "yamori.packets > 5")
                        .at("/columns/measure-1/filter/query")
                        .asText())
                .isEqualTo("(yamori.breakdown: port) and (yamori.packets > 5)");
    }

    private static JsonNode lens(boolean everything, String where, String own) {
        Measure measure = new Measure("Packets", Take.SUM, "yamori.packets", false, own, "");
        Panel panel = new Panel(
                "p",
                "P",
                Form.NUMBER,
                new Place(0, 0, 1, 1),
                "traffic",
                where,
                everything,
                List.of(),
                List.of(measure),
                "",
                List.of(),
                "A note.");
        return new LensPanel(panel, "yamori-traffic").attributes().at("/state/datasourceStates/formBased/layers/layer");
    }

    /** The list behind a link is asked for the case alone, whenever it was. */
    @Test
    void caseOfAnAlert_leadsToAllItsAlerts() throws IOException {
        for (String line : new Boards("study-x").ndjson().split("\n", 0)) {
            JsonNode view = JSON.readTree(line);
            if (view.get("id").asText().equals("study-x-alert")) {
                JsonNode format = JSON.readTree(
                                view.at("/attributes/fieldFormatMap").asText())
                        .get("yamori.alert.case");
                assertThat(format.get("id").asText()).isEqualTo("url");
                assertThat(format.at("/params/urlTemplate").asText())
                        .isEqualTo("discover#/view/study-x-alerts-newest?_g=(time:(from:now-60y,to:now))"
                                + "&_a=(query:(language:kuery,query:'yamori.alert.case:{{value}}'))");
                assertThat(format.at("/params/labelTemplate").asText()).isEqualTo("{{value}}");
                return;
            }
        }
        throw new AssertionError("no data view of alerts");
    }

    @Test
    void panelThatCannotBe_isRefused() {
        Measure last = new Measure("Packets", Take.SUM, "yamori.packets", false, "", "1h");
        assertThatThrownBy(() -> panel(Form.BARS, "traffic", false, List.of(), List.of(last)))
                .hasMessage("panel p is over time and measures only the last of it; Kibana refuses that");
        assertThatThrownBy(() -> panel(Form.NUMBER, "traffic", false, List.of(), List.of()))
                .hasMessage("panel p needs measures");
        assertThatThrownBy(() -> panel(Form.TEXT, "traffic", false, List.of(), List.of()))
                .hasMessageContaining("needs text");
        assertThatThrownBy(() -> panel(Form.NUMBER, "", false, List.of(), List.of(PACKETS)))
                .hasMessage("panel p needs a view");
        Split top = new Split("Port", "yamori.key", 10, false, Map.of());
        assertThatThrownBy(() -> panel(Form.BARS, "traffic", true, List.of(top), List.of(PACKETS)))
                .hasMessageContaining("counts everything");
        assertThatThrownBy(() -> new Split("Port", "yamori.key", 0, false, Map.of()))
                .hasMessageContaining("'Port'");
    }

    /** {@code -Dyamori.docs.write=true} writes the list of panels anew. */
    @Test
    void thePage_listsEveryPanel() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf('\n', page.indexOf(BEGIN)) + 1;
        int end = page.indexOf(END);
        String expected = page.substring(0, begin) + "\n" + panels() + "\n" + page.substring(end);
        if (Boolean.getBoolean("yamori.docs.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/20-dashboards.md; write it anew with -Dyamori.docs.write=true")
                .isEqualTo(expected);
    }

    private static String panels() {
        StringBuilder text = new StringBuilder();
        for (Board board : Boards.list()) {
            text.append(text.isEmpty() ? "### " : "\n### ")
                    .append(board.title())
                    .append("\n\n");
            text.append(board.description()).append("\n\n");
            text.append("| panel | form | shows | reads | follows the controls |\n|---|---|---|---|---|\n");
            for (Panel panel : board.panels()) {
                text.append("| ").append(panel.title().isEmpty() ? "Navigation" : panel.title());
                text.append(" | ").append(JSON.convertValue(panel.draw(), String.class));
                text.append(" | ").append(panel.note());
                text.append(" | ").append(panel.where().isEmpty() ? "" : '`' + panel.where() + '`');
                text.append(" | ").append(panel.draw() == Form.TEXT ? "" : panel.everything() ? "no" : "yes");
                text.append(" |\n");
            }
        }
        return text.toString();
    }

    private static Panel panel(Form form, String view, boolean everything, List<Split> splits, List<Measure> measures) {
        return new Panel(
                "p",
                "P",
                form,
                new Place(0, 0, 1, 1),
                view,
                "",
                everything,
                splits,
                measures,
                "",
                List.of(),
                "A note.");
    }

    private static JsonNode layer(String panel) throws IOException {
        for (String line : new Boards("yamori").ndjson().split("\n", 0)) {
            for (JsonNode each : JSON.readTree(
                    JSON.readTree(line).at("/attributes/panelsJSON").asText("[]"))) {
                if (each.get("panelIndex").asText().equals(panel)) {
                    return each.at("/embeddableConfig/attributes/state/datasourceStates/formBased/layers/layer");
                }
            }
        }
        throw new AssertionError("no panel " + panel);
    }
}
