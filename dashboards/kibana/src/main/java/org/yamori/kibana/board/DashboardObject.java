package org.yamori.kibana.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.yamori.kibana.board.Board.Control;
import org.yamori.kibana.board.Board.Form;
import org.yamori.kibana.board.Board.Panel;

import static org.yamori.kibana.board.SavedObject.kql;
import static org.yamori.kibana.board.SavedObject.object;
import static org.yamori.kibana.board.SavedObject.text;

/** Writes a board as Kibana's dashboard, and its lists as searches. */
final class DashboardObject {
    /** Kibana's release that panels say they were made with. */
    private static final String PANEL_VERSION = "8.9.0";

    private final String prefix;
    private final Board board;
    private final SavedObject dashboard;
    private final List<SavedObject> searches = new ArrayList<>();

    DashboardObject(String prefix, Board board) {
        this.prefix = prefix;
        this.board = board;
        this.dashboard = new SavedObject(SavedObject.Type.DASHBOARD, id());
        write();
    }

    /** Searches first, because the dashboard refers to them. */
    List<SavedObject> objects() {
        List<SavedObject> objects = new ArrayList<>(searches);
        objects.add(dashboard);
        return objects;
    }

    private String id() {
        return prefix + "-" + board.id();
    }

    private String view(String word) {
        return prefix + "-" + word;
    }

    private void write() {
        ObjectNode attributes = dashboard.attributes();
        attributes.put("title", board.title() + " (" + prefix + ")");
        attributes.put("description", board.description());
        attributes.put("version", 1);
        attributes.put("timeRestore", true).put("timeFrom", board.from()).put("timeTo", board.to());
        attributes.putObject("refreshInterval").put("pause", false).put("value", board.refreshSeconds() * 1_000);
        attributes.put(
                "optionsJSON",
                text(object().put("useMargins", true)
                        .put("syncColors", true)
                        .put("syncCursor", true)
                        .put("syncTooltips", false)
                        .put("hidePanelTitles", false)));
        ObjectNode source = object();
        source.set("query", kql(""));
        source.putArray("filter");
        attributes.putObject("kibanaSavedObjectMeta").put("searchSourceJSON", text(source));
        attributes.set("controlGroupInput", controls());
        ArrayNode panels = object().putArray("panels");
        board.panels().forEach(panel -> panels.add(panel(panel)));
        attributes.put("panelsJSON", text(panels));
    }

    /** One choice does not narrow the next: no document knows a sensor and a port. */
    private ObjectNode controls() {
        ObjectNode panels = object();
        for (Control control : board.controls()) {
            ObjectNode panel = panels.putObject(control.id());
            panel.put("order", panels.size() - 1);
            panel.put("width", "medium").put("grow", true).put("type", "optionsListControl");
            ObjectNode input = panel.putObject("explicitInput");
            input.put("id", control.id()).put("fieldName", control.field()).put("title", control.title());
            input.putArray("selectedOptions");
            input.putObject("enhancements");
            dashboard.refer(
                    "controlGroup_" + control.id() + ":optionsListDataView",
                    SavedObject.Type.DATA_VIEW,
                    view(control.view()));
        }
        ObjectNode controls = object().put("chainingSystem", "NONE").put("controlStyle", "oneLine");
        controls.put(
                "ignoreParentSettingsJSON",
                text(object().put("ignoreFilters", false)
                        .put("ignoreQuery", false)
                        .put("ignoreTimerange", false)
                        .put("ignoreValidations", false)));
        return controls.put("panelsJSON", text(panels));
    }

    private ObjectNode panel(Panel panel) {
        ObjectNode json = object();
        json.put("type", panel.draw() == Form.TEXT ? "visualization" : panel.draw() == Form.LIST ? "search" : "lens");
        json.put("version", PANEL_VERSION);
        json.put("panelIndex", panel.id());
        json.put("title", panel.title());
        json.putObject("gridData")
                .put("x", panel.at().x())
                .put("y", panel.at().y())
                .put("w", panel.at().w())
                .put("h", panel.at().h())
                .put("i", panel.id());
        ObjectNode config = json.putObject("embeddableConfig");
        config.putObject("enhancements");
        config.put("hidePanelTitles", panel.title().isEmpty());
        switch (panel.draw()) {
            case TEXT -> config.set("savedVis", markdown(panel));
            case LIST -> {
                json.put("panelRefName", "panel_" + panel.id());
                dashboard.refer(panel.id() + ":panel_" + panel.id(), SavedObject.Type.SEARCH, search(panel));
            }
            default -> {
                config.set("attributes", new LensPanel(panel, view(panel.view())).attributes());
                dashboard.refer(panel.id() + ":" + LensPanel.REFERENCE, SavedObject.Type.DATA_VIEW, view(panel.view()));
            }
        }
        return json;
    }

    private ObjectNode markdown(Panel panel) {
        ObjectNode visualization =
                object().put("type", "markdown").put("title", "").put("description", "");
        visualization
                .putObject("params")
                .put("fontSize", 12)
                .put("openLinksInNewTab", false)
                .put("markdown", panel.text().replace("{prefix}", prefix));
        visualization.putObject("uiState");
        ObjectNode data = visualization.putObject("data");
        data.putArray("aggs");
        ObjectNode source = data.putObject("searchSource");
        source.set("query", kql(""));
        source.putArray("filter");
        return visualization;
    }

    private String search(Panel panel) {
        String id = id() + "-" + panel.id();
        SavedObject search = new SavedObject(SavedObject.Type.SEARCH, id);
        ObjectNode attributes = search.attributes();
        attributes.put("title", panel.title() + " (" + prefix + ")");
        attributes.put("description", panel.note());
        panel.columns().forEach(attributes.putArray("columns")::add);
        attributes.putArray("sort").addArray().add("@timestamp").add("desc");
        attributes.putObject("grid");
        attributes.put("hideChart", true);
        String name = "kibanaSavedObjectMeta.searchSourceJSON.index";
        ObjectNode source = object().put("highlightAll", false).put("version", true);
        source.set("query", kql(panel.where()));
        source.putArray("filter");
        source.put("indexRefName", name);
        attributes.putObject("kibanaSavedObjectMeta").put("searchSourceJSON", text(source));
        search.refer(name, SavedObject.Type.DATA_VIEW, view(panel.view()));
        searches.add(search);
        return id;
    }
}
