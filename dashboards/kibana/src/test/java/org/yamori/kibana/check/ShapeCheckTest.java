package org.yamori.kibana.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.yamori.kibana.board.Boards;

import static org.assertj.core.api.Assertions.assertThat;

/** Faults that need no server to be seen. */
class ShapeCheckTest {
    private static final String BOARDS = new Boards("yamori").ndjson();
    private static final String BOARD = "yamori-overview";
    private static final String PLACE = "b.ndjson: dashboard yamori-overview ";

    @Test
    void boards_haveNoFault() {
        assertThat(BoardCheck.shape("b.ndjson", BOARDS)).isEmpty();
    }

    @Test
    void newerAndMissingVersions_areFaults() {
        assertFault(
                object(json -> json.put("typeMigrationVersion", "10.2.0")),
                "has typeMigrationVersion 10.2.0; it must be 8.9.0, because an older Kibana refuses a newer one");
        assertFault(
                object(json -> json.remove("coreMigrationVersion")),
                "has no coreMigrationVersion, without which the import fails; it must be 8.8.0");
        assertFault(
                panel("packets", json -> json.put("version", "8.19.0")),
                "panel 'packets' has version 8.19.0; it must be 8.9.0");
    }

    @Test
    void referencesThatDoNotMeet_areFaults() {
        assertFault(
                object(json -> ((ObjectNode) json.withArray("references").get(0)).put("id", "yamori-sensors")),
                "refers by 'controlGroup_sensor:optionsListDataView' to index-pattern yamori-sensors,"
                        + " which is not in the file");
        assertThat(BoardCheck.shape(
                        "b.ndjson", object(json -> json.withArray("references").remove(0))))
                .containsExactly(PLACE + "control 'sensor' has no reference 'controlGroup_sensor:optionsListDataView'");
        assertFault(
                object(json -> json.withArray("references")
                        .addObject()
                        .put("name", "old:panel_old")
                        .put("type", "search")
                        .put("id", "yamori-overview-findings")),
                "has a reference 'old:panel_old' that no panel and no control uses");
        assertFault(
                panel(
                        "packets",
                        json -> ((ObjectNode) json.at("/embeddableConfig/attributes/references/0"))
                                .put("id", "yamori-sensor")),
                "panel 'packets' refers by 'indexpattern-datasource-layer-layer' to index-pattern yamori-sensor,"
                        + " but its dashboard to index-pattern yamori-traffic");
        assertFault(
                panel(
                        "navigation",
                        json -> ((ObjectNode) json.at("/embeddableConfig/savedVis/params"))
                                .put("markdown", "[gone](#/view/yamori-gone)")),
                "panel 'navigation' links to dashboard yamori-gone, which is not in the file");
    }

    @Test
    void placesOnTheGridThatCannotBe_areFaults() {
        assertFault(place("sources", "x", 7), "panel 'sources' overlaps panel 'packets'");
        assertFault(place("completeness", "x", 41), "panel 'completeness' lies in columns 41 to 49; the grid has 48");
        assertFault(
                place("findings", "h", 0), "panel 'findings' has no place from row 0 on with a height of 1 or more");
        assertThat(BoardCheck.shape(
                        "b.ndjson", panel("findings", json -> ((ObjectNode) json.get("gridData")).put("i", "x"))))
                .containsExactly(PLACE + "panel 'findings' is called 'x' on the grid");
    }

    @Test
    void columnsInTheWrongOrder_areFaults() {
        assertFault(
                order("ports-by-time", "time", "split-1", "measure-1"),
                "panel 'ports-by-time' orders column 'split-1' behind time, so that every moment has its own largest"
                        + " values");
        assertFault(
                order("top-ports", "measure-1", "split-1", "measure-2", "measure-3"),
                "panel 'top-ports' orders column 'split-1', which splits, behind one that measures");
        assertFault(
                order("top-ports", "split-1", "measure-1", "measure-2"),
                "panel 'top-ports' orders the columns [split-1, measure-1, measure-2] but has"
                        + " [split-1, measure-1, measure-2, measure-3]");
        assertThat(BoardCheck.shape(
                        "b.ndjson",
                        panel(
                                "packets",
                                json -> ((ObjectNode) json.at("/embeddableConfig/attributes/state/visualization"))
                                        .put("metricAccessor", "measure-9"))))
                .containsExactly(
                        PLACE + "panel 'packets' has a column 'measure-1' that it does not draw",
                        PLACE + "panel 'packets' draws a column 'measure-9' that it does not have");
    }

    @Test
    void valuesThatLeadNowhere_areFaults() {
        String place = "b.ndjson: index-pattern yamori-alert ";
        assertThat(BoardCheck.shape("b.ndjson", led("yamori-alerts-newest", "yamori-alerts-oldest")))
                .containsExactly(place + "links to search yamori-alerts-oldest, which is not in the file");
        assertThat(BoardCheck.shape("b.ndjson", led("discover#", "app/discover#")))
                .singleElement()
                .asString()
                .startsWith(place + "leads from field yamori.alert.case to app/discover#/view/yamori-alerts-newest")
                .endsWith("; that is no board and no list that knows the value");
        assertThat(BoardCheck.shape("b.ndjson", led(":{{value}}", "")))
                .singleElement()
                .asString()
                .endsWith("; that is no board and no list that knows the value");
    }

    private static String led(String from, String to) {
        return PlantedFault.inObject(BOARDS, "yamori-alert", json -> {
            ObjectNode attributes = (ObjectNode) json.get("attributes");
            attributes.put(
                    "fieldFormatMap", attributes.get("fieldFormatMap").asText().replace(from, to));
        });
    }

    @Test
    void objectTwiceAndBrokenLine_areFaults() {
        assertThat(BoardCheck.shape(
                        "b.ndjson", BOARDS + BOARDS.lines().findFirst().orElse("")))
                .containsExactly("b.ndjson: index-pattern yamori-traffic is in the file twice");
        assertThat(BoardCheck.shape("b.ndjson", BOARDS + "{\"type\":"))
                .singleElement()
                .asString()
                .startsWith("b.ndjson: line 15 is no JSON: ");
    }

    private static void assertFault(String ndjson, String words) {
        assertThat(BoardCheck.shape("b.ndjson", ndjson)).containsExactly(PLACE + words);
    }

    private static String object(Consumer<ObjectNode> change) {
        return PlantedFault.inObject(BOARDS, BOARD, change);
    }

    private static String panel(String id, Consumer<ObjectNode> change) {
        return PlantedFault.inPanel(BOARDS, BOARD, id, change);
    }

    private static String place(String id, String field, int value) {
        return panel(id, json -> ((ObjectNode) json.get("gridData")).put(field, value));
    }

    private static String order(String id, String... columns) {
        return panel(id, json -> {
            ArrayNode order = PlantedFault.layer(json).putArray("columnOrder");
            for (String column : columns) {
                order.add(column);
            }
        });
    }
}
