package org.yamori.kibana.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yamori.kibana.check.ObjectFile.Panel;
import org.yamori.kibana.check.ObjectFile.Reference;
import org.yamori.kibana.check.ObjectFile.Saved;

/** What can be seen without a server: versions, ids, references, the grid and the order of columns. */
final class ShapeCheck {
    private static final int GRID_COLUMNS = 48;
    private static final String CORE_VERSION = "8.8.0";
    private static final String PANEL_VERSION = "8.9.0";
    private static final Map<String, String> TYPE_VERSIONS =
            Map.of("dashboard", "8.9.0", "index-pattern", "8.0.0", "search", "7.9.3");
    private static final Set<String> CHARTS =
            Set.of("lnsXY", "lnsMetric", "lnsDatatable", "lnsPie", "lnsTagcloud", "lnsHeatmap");
    private static final Pattern LINK = Pattern.compile("\\((discover|dashboards)?#/view/([^)]+)\\)");

    private static final Pattern ADDRESS = Pattern.compile("(discover|dashboards)#/view/([^?]+)(\\?.*)?");

    private final ObjectFile file;

    ShapeCheck(ObjectFile file) {
        this.file = file;
    }

    void run() {
        Set<String> seen = new HashSet<>();
        for (Saved saved : file.objects()) {
            if (!TYPE_VERSIONS.containsKey(saved.type())) {
                saved.problem("is of a type that boards do not use; they use "
                        + String.join(
                                ", ", TYPE_VERSIONS.keySet().stream().sorted().toList()));
                continue;
            }
            if (!seen.add(saved.type() + " " + saved.id())) {
                saved.problem("is in the file twice");
            }
            checkVersion(saved, "coreMigrationVersion", CORE_VERSION);
            checkVersion(saved, "typeMigrationVersion", TYPE_VERSIONS.getOrDefault(saved.type(), ""));
            checkTargets(saved);
            if (saved.type().equals("dashboard")) {
                checkDashboard(saved);
            } else if (saved.type().equals("search")) {
                checkSearch(saved);
            } else {
                checkView(saved);
            }
        }
    }

    /** Where the values of its fields lead. */
    private void checkView(Saved view) {
        view.inner(view.attributes(), "fieldFormatMap").properties().forEach(format -> {
            String address = format.getValue().at("/params/urlTemplate").asText();
            if (!address.isEmpty()) {
                Matcher link = ADDRESS.matcher(address);
                if (!link.matches() || !address.contains("{{value}}")) {
                    view.problem("leads from field " + format.getKey() + " to " + address
                            + "; that is no board and no list that knows the value");
                } else {
                    checkLink(link.group(1), link.group(2), view::problem);
                }
            }
        });
    }

    private void checkLink(String app, String id, Consumer<String> problem) {
        String type = app.equals("discover") ? "search" : "dashboard";
        if (file.find(type, id) == null) {
            problem.accept("links to " + type + " " + id + ", which is not in the file");
        }
    }

    private static void checkVersion(Saved saved, String field, String wanted) {
        JsonNode given = saved.json().path(field);
        if (given.isMissingNode()) {
            saved.problem("has no " + field + ", without which the import fails; it must be " + wanted);
        } else if (!given.asText().equals(wanted)) {
            saved.problem("has " + field + " " + given.asText() + "; it must be " + wanted
                    + ", because an older Kibana refuses a newer one");
        }
    }

    private void checkTargets(Saved saved) {
        saved.references().forEach((name, target) -> {
            if (file.find(target.type(), target.id()) == null) {
                saved.problem("refers by '" + name + "' to " + target + ", which is not in the file");
            }
        });
    }

    private static void checkSearch(Saved search) {
        String name = search.searchSource().path("indexRefName").asText();
        if (!search.references().containsKey(name)) {
            search.problem("names its data view '" + name + "', which is none of its references");
        }
    }

    private void checkDashboard(Saved dashboard) {
        Set<String> used = new LinkedHashSet<>();
        List<Panel> placed = new ArrayList<>();
        for (Panel panel : dashboard.panels()) {
            checkPlace(panel, placed);
            placed.add(panel);
            if (!panel.json().path("version").asText().equals(PANEL_VERSION)) {
                panel.problem("has version " + panel.json().path("version").asText() + "; it must be " + PANEL_VERSION);
            }
            switch (panel.type()) {
                case "lens" -> checkLens(panel, used);
                case "search" -> {
                    String name =
                            panel.id() + ":" + panel.json().path("panelRefName").asText();
                    requireReference(panel, name, used);
                }
                case "visualization" -> checkMarkdown(panel);
                default -> panel.problem("is of type " + panel.type() + "; boards use lens, search and visualization");
            }
        }
        dashboard.controls().forEach((id, control) -> {
            String name = "controlGroup_" + id + ":optionsListDataView";
            used.add(name);
            if (!dashboard.references().containsKey(name)) {
                dashboard.problem("control '" + id + "' has no reference '" + name + "'");
            }
            if (!control.path("type").asText().equals("optionsListControl")) {
                dashboard.problem("control '" + id + "' is of type "
                        + control.path("type").asText() + "; boards use optionsListControl");
            }
            if (!control.at("/explicitInput/id").asText().equals(id)) {
                dashboard.problem("control '" + id + "' calls itself '"
                        + control.at("/explicitInput/id").asText() + "'");
            }
        });
        for (String name : dashboard.references().keySet()) {
            if (!used.contains(name)) {
                dashboard.problem("has a reference '" + name + "' that no panel and no control uses");
            }
        }
    }

    private static void checkPlace(Panel panel, List<Panel> placed) {
        JsonNode place = panel.json().path("gridData");
        if (!place.path("i").asText().equals(panel.id())) {
            panel.problem("is called '" + place.path("i").asText() + "' on the grid");
        }
        int x = place.path("x").asInt(-1);
        int w = place.path("w").asInt(0);
        if (x < 0 || w < 1 || x + w > GRID_COLUMNS) {
            panel.problem("lies in columns " + x + " to " + (x + w) + "; the grid has " + GRID_COLUMNS);
        }
        if (place.path("y").asInt(-1) < 0 || place.path("h").asInt(0) < 1) {
            panel.problem("has no place from row 0 on with a height of 1 or more");
        }
        for (Panel other : placed) {
            if (other.id().equals(panel.id())) {
                panel.problem("has the id of another panel");
            } else if (overlap(place, other.json().path("gridData"))) {
                panel.problem("overlaps panel '" + other.id() + "'");
            }
        }
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return meet(one, other, "x", "w") && meet(one, other, "y", "h");
    }

    private static boolean meet(JsonNode one, JsonNode other, String from, String length) {
        return one.path(from).asInt()
                        < other.path(from).asInt() + other.path(length).asInt()
                && other.path(from).asInt()
                        < one.path(from).asInt() + one.path(length).asInt();
    }

    private static void requireReference(Panel panel, String name, Set<String> used) {
        used.add(name);
        if (!panel.dashboard().references().containsKey(name)) {
            panel.problem("has no reference '" + name + "' on its dashboard");
        }
    }

    private static void checkLens(Panel panel, Set<String> used) {
        Map<String, Reference> own = Saved.references(panel.lens().path("references"));
        own.forEach((name, target) -> {
            requireReference(panel, panel.id() + ":" + name, used);
            Reference outer = panel.dashboard().references().get(panel.id() + ":" + name);
            if (outer != null && !outer.equals(target)) {
                panel.problem("refers by '" + name + "' to " + target + ", but its dashboard to " + outer);
            }
        });
        String chart = panel.lens().path("visualizationType").asText();
        if (!CHARTS.contains(chart)) {
            panel.problem("is a " + chart + "; boards use "
                    + String.join(", ", CHARTS.stream().sorted().toList()));
        }
        if (panel.layers().isEmpty()) {
            panel.problem("has no form-based layer");
        }
        Set<String> named = new HashSet<>();
        collectColumns(panel.lens().at("/state/visualization"), named);
        panel.layers().forEach((id, layer) -> {
            if (!own.containsKey("indexpattern-datasource-layer-" + id)) {
                panel.problem("has a layer '" + id + "' without a data view");
            }
            checkColumns(panel, layer, named);
        });
    }

    /** Names of columns that the drawing speaks of. */
    private static void collectColumns(JsonNode drawing, Set<String> named) {
        drawing.properties().forEach(field -> {
            String key = field.getKey();
            JsonNode value = field.getValue();
            if (key.equals("columnId") || (key.matches("[a-z]*[aA]ccessor") && value.isTextual())) {
                named.add(value.asText());
            } else if (key.equals("accessors") || key.equals("primaryGroups") || key.equals("metrics")) {
                value.forEach(name -> named.add(name.asText()));
            } else {
                collectColumns(value, named);
            }
        });
        if (drawing.isArray()) {
            drawing.forEach(element -> collectColumns(element, named));
        }
    }

    private static void checkColumns(Panel panel, JsonNode layer, Set<String> named) {
        Set<String> columns = new LinkedHashSet<>();
        layer.path("columns").fieldNames().forEachRemaining(columns::add);
        List<String> order = new ArrayList<>();
        layer.path("columnOrder").forEach(name -> order.add(name.asText()));
        if (order.size() != columns.size() || !columns.containsAll(order)) {
            panel.problem("orders the columns " + order + " but has " + columns);
            return;
        }
        boolean measured = false;
        boolean timed = false;
        for (String name : order) {
            JsonNode column = layer.path("columns").path(name);
            boolean bucketed = column.path("isBucketed").asBoolean();
            String operation = column.path("operationType").asText();
            if (bucketed && measured) {
                panel.problem("orders column '" + name + "', which splits, behind one that measures");
            }
            if (operation.equals("terms") && timed) {
                panel.problem(
                        "orders column '" + name + "' behind time, so that every moment has its own largest values");
            }
            measured |= !bucketed;
            timed |= operation.equals("date_histogram");
            String by = column.at("/params/orderBy/columnId").asText(name);
            if (!columns.contains(by)) {
                panel.problem("sorts column '" + name + "' by '" + by + "', which it does not have");
            }
            if (!named.contains(name)) {
                panel.problem("has a column '" + name + "' that it does not draw");
            }
        }
        for (String name : named) {
            if (!columns.contains(name)) {
                panel.problem("draws a column '" + name + "' that it does not have");
            }
        }
    }

    private void checkMarkdown(Panel panel) {
        JsonNode visualization = panel.json().at("/embeddableConfig/savedVis");
        if (!visualization.path("type").asText().equals("markdown")) {
            panel.problem("is an aggregation-based visualisation; boards use Lens");
        }
        Matcher link = LINK.matcher(visualization.at("/params/markdown").asText());
        while (link.find()) {
            checkLink(String.valueOf(link.group(1)), link.group(2), panel::problem);
        }
    }
}
