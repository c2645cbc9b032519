package org.yamori.kibana.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yamori.kibana.board.Board.Form;
import org.yamori.kibana.board.Board.Measure;
import org.yamori.kibana.board.Board.Panel;
import org.yamori.kibana.board.Board.Split;
import org.yamori.kibana.board.Board.Take;

import static org.yamori.kibana.board.SavedObject.kql;
import static org.yamori.kibana.board.SavedObject.object;

/**
 * Writes a panel in the form-based language of Lens, by value. Splits come before time, so that the largest values are
 * those of the whole period.
 */
final class LensPanel {
    static final String LAYER = "layer";
    /** By this name Lens refers to the data view of the layer. */
    static final String REFERENCE = "indexpattern-datasource-layer-" + LAYER;

    private static final String TIME = "time";

    private final Panel panel;
    private final String viewId;
    private final List<String> splits = new ArrayList<>();
    private final List<String> measures = new ArrayList<>();
    private final ObjectNode columns = object();

    LensPanel(Panel panel, String viewId) {
        this.panel = panel;
        this.viewId = viewId;
        for (Split split : panel.splits()) {
            String column = "split-" + (splits.size() + 1);
            splits.add(column);
            columns.set(column, split(split));
        }
        if (panel.draw().isOverTime()) {
            columns.set(TIME, time());
        }
        for (Measure measure : panel.measures()) {
            String column = "measure-" + (measures.size() + 1);
            measures.add(column);
            columns.set(column, measure(measure));
        }
    }

    ObjectNode attributes() {
        ObjectNode attributes = object();
        attributes.put("title", "").put("description", panel.note()).put("type", "lens");
        attributes.put("visualizationType", visualizationType());
        attributes.putArray("references").add(SavedObject.reference(REFERENCE, SavedObject.Type.DATA_VIEW, viewId));
        ObjectNode state = attributes.putObject("state");
        state.set("visualization", visualization());
        state.set("query", kql(panel.everything() ? "" : panel.where()));
        state.putArray("filters");
        state.putArray("internalReferences");
        state.putObject("adHocDataViews");
        ObjectNode layer = state.putObject("datasourceStates")
                .putObject("formBased")
                .putObject("layers")
                .putObject(LAYER);
        ArrayNode order = layer.putArray("columnOrder");
        columns.fieldNames().forEachRemaining(order::add);
        layer.set("columns", columns);
        layer.putObject("incompleteColumns");
        layer.put("sampling", 1);
        layer.put("ignoreGlobalFilters", panel.everything());
        return attributes;
    }

    private static ObjectNode time() {
        ObjectNode column = column("Time", "date", "date_histogram", true).put("sourceField", "@timestamp");
        column.putObject("params")
                .put("interval", "auto")
                .put("includeEmptyRows", true)
                .put("dropPartials", false);
        return column;
    }

    private ObjectNode split(Split split) {
        return split.top().isEmpty() ? filters(split) : terms(split);
    }

    private static ObjectNode filters(Split split) {
        ObjectNode column = column(split.label(), "string", "filters", true);
        ArrayNode filters = column.putObject("params").putArray("filters");
        split.each()
                .forEach((label, query) ->
                        filters.addObject().put("label", label).set("input", kql(query)));
        return column;
    }

    /** Ordered by the first measure; where that is a least one, the least come first. */
    private ObjectNode terms(Split split) {
        ObjectNode column =
                column(split.label(), dataType(split), "terms", true).put("sourceField", split.top());
        ObjectNode params = column.putObject("params");
        params.put("size", split.size());
        params.putObject("orderBy").put("type", "column").put("columnId", "measure-1");
        params.put("orderDirection", panel.measures().get(0).take() == Take.MIN ? "asc" : "desc");
        params.put("otherBucket", false).put("missingBucket", false);
        params.putObject("parentFormat").put("id", "terms");
        params.putArray("include");
        params.putArray("exclude");
        params.put("includeIsRegex", false).put("excludeIsRegex", false);
        return column;
    }

    /** By the names of the Elastic Common Schema, in which every address is called so. */
    private static String dataType(Split split) {
        return split.number() ? "number" : split.top().endsWith(".ip") ? "ip" : "string";
    }

    private ObjectNode measure(Measure measure) {
        ObjectNode column = column(measure.label(), "number", measure.take().operation(), false)
                .put("sourceField", measure.field());
        String where = where(measure);
        if (!where.isEmpty()) {
            column.set("filter", kql(where));
        }
        if (!measure.last().isEmpty()) {
            column.put("reducedTimeRange", measure.last());
        }
        ObjectNode params = column.putObject("params");
        if (measure.take() == Take.SUM || measure.take() == Take.UNIQUE) {
            // Missing is not zero; a count of nothing is.
            params.put("emptyAsNull", true);
        }
        if (measure.percent()) {
            params.putObject("format").put("id", "percent").putObject("params").put("decimals", 2);
        }
        return column;
    }

    /** Kibana lets a layer that ignores the controls ignore the panel's own query too, so it goes to each measure. */
    private String where(Measure measure) {
        String own = panel.everything() ? panel.where() : "";
        if (own.isEmpty() || measure.where().isEmpty()) {
            return own + measure.where();
        }
        return "(" + own + ") and (" + measure.where() + ")";
    }

    private static ObjectNode column(String label, String dataType, String operation, boolean bucketed) {
        return object().put("label", label)
                .put("customLabel", true)
                .put("dataType", dataType)
                .put("operationType", operation)
                .put("isBucketed", bucketed)
                .put("scale", bucketed ? (dataType.equals("date") ? "interval" : "ordinal") : "ratio");
    }

    private String visualizationType() {
        return switch (panel.draw()) {
            case NUMBER -> "lnsMetric";
            case LINES, AREAS, BARS -> "lnsXY";
            case DONUT -> "lnsPie";
            case TABLE -> "lnsDatatable";
            case HEATMAP -> "lnsHeatmap";
            case TEXT, LIST -> throw notLens();
        };
    }

    private IllegalStateException notLens() {
        return new IllegalStateException("a " + panel.draw().name().toLowerCase(Locale.ROOT) + " is not drawn by Lens");
    }

    private ObjectNode visualization() {
        return switch (panel.draw()) {
            case NUMBER -> layered(object()).put("metricAccessor", measures.get(0));
            case LINES, AREAS, BARS -> overTime();
            case DONUT -> donut();
            case TABLE -> table();
            case HEATMAP -> heatmap();
            case TEXT, LIST -> throw notLens();
        };
    }

    private static ObjectNode layered(ObjectNode target) {
        return target.put("layerId", LAYER).put("layerType", "data");
    }

    private ObjectNode overTime() {
        String series =
                panel.draw() == Form.LINES ? "line" : panel.draw() == Form.AREAS ? "area_stacked" : "bar_stacked";
        ObjectNode visualization = object();
        visualization
                .putObject("legend")
                .put("isVisible", splits.size() + measures.size() > 1)
                .put("position", "right");
        visualization.put("valueLabels", "hide");
        visualization.put("fittingFunction", "None");
        visualization
                .putObject("axisTitlesVisibilitySettings")
                .put("x", false)
                .put("yLeft", true)
                .put("yRight", true);
        visualization.put("preferredSeriesType", series);
        ObjectNode layer = layered(visualization.putArray("layers").addObject());
        layer.put("seriesType", series).put("xAccessor", TIME);
        if (!splits.isEmpty()) {
            layer.put("splitAccessor", splits.get(0));
        }
        measures.forEach(layer.putArray("accessors")::add);
        return visualization;
    }

    private ObjectNode donut() {
        ObjectNode visualization = object().put("shape", "donut");
        ObjectNode layer = layered(visualization.putArray("layers").addObject());
        splits.forEach(layer.putArray("primaryGroups")::add);
        measures.forEach(layer.putArray("metrics")::add);
        layer.put("numberDisplay", "percent")
                .put("categoryDisplay", "default")
                .put("legendDisplay", "default")
                .put("nestedLegend", false);
        return visualization;
    }

    private ObjectNode table() {
        ObjectNode visualization = layered(object());
        ArrayNode shown = visualization.putArray("columns");
        splits.forEach(column -> shown.addObject().put("columnId", column));
        measures.forEach(column -> shown.addObject().put("columnId", column));
        visualization.putObject("paging").put("size", 10).put("enabled", true);
        return visualization;
    }

    private ObjectNode heatmap() {
        ObjectNode visualization = layered(object()).put("shape", "heatmap");
        visualization.put("xAccessor", splits.get(0));
        visualization.put("yAccessor", splits.get(1));
        visualization.put("valueAccessor", measures.get(0));
        visualization
                .putObject("legend")
                .put("isVisible", true)
                .put("position", "right")
                .put("type", "heatmap_legend");
        visualization
                .putObject("gridConfig")
                .put("type", "heatmap_grid")
                .put("isCellLabelVisible", false)
                .put("isXAxisLabelVisible", true)
                .put("isXAxisTitleVisible", true)
                .put("isYAxisLabelVisible", true)
                .put("isYAxisTitleVisible", true);
        return visualization;
    }
}
