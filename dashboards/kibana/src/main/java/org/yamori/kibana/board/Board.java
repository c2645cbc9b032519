package org.yamori.kibana.board;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * A board as people write it: what stands where, what it reads and what it adds up.
 *
 * @param id last word of the saved object's id
 * @param from begin of the period that is shown first
 * @param refreshSeconds how often it looks again
 */
public record Board(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String description,
        @JsonProperty(required = true) String from,
        @JsonProperty(required = true) String to,
        @JsonProperty(required = true) int refreshSeconds,
        List<Control> controls,
        @JsonProperty(required = true) List<Panel> panels) {
    public Board {
        controls = List.copyOf(controls);
        panels = List.copyOf(panels);
    }

    /** A list of values to choose from. */
    public record Control(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String view,
            @JsonProperty(required = true) String field) {}

    /** What a panel looks like. */
    public enum Form {
        @JsonProperty("text")
        TEXT,
        @JsonProperty("list")
        LIST,
        @JsonProperty("number")
        NUMBER,
        @JsonProperty("lines")
        LINES,
        @JsonProperty("areas")
        AREAS,
        @JsonProperty("bars")
        BARS,
        @JsonProperty("donut")
        DONUT,
        @JsonProperty("table")
        TABLE,
        @JsonProperty("heatmap")
        HEATMAP;

        boolean isOverTime() {
            return this == LINES || this == AREAS || this == BARS;
        }
    }

    /**
     * One rectangle of the board.
     *
     * @param view what it reads; nothing for a text
     * @param where KQL that its documents fulfil
     * @param everything whether it counts everything, whatever is chosen in the controls
     * @param text Markdown of a text
     * @param columns fields of a list
     * @param note what it shows, in a sentence
     */
    public record Panel(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) Form draw,
            @JsonProperty(required = true) Place at,
            String view,
            String where,
            boolean everything,
            List<Split> splits,
            List<Measure> measures,
            String text,
            List<String> columns,
            @JsonProperty(required = true) String note) {
        public Panel {
            splits = List.copyOf(splits);
            measures = List.copyOf(measures);
            columns = List.copyOf(columns);
            requireOnly(id, "text", !text.isEmpty(), draw == Form.TEXT);
            requireOnly(id, "columns", !columns.isEmpty(), draw == Form.LIST);
            requireOnly(id, "measures", !measures.isEmpty(), draw != Form.TEXT && draw != Form.LIST);
            requireOnly(id, "a view", !view.isEmpty(), draw != Form.TEXT);
            if (everything && splits.stream().anyMatch(split -> split.each.isEmpty())) {
                throw new IllegalArgumentException("panel " + id + " counts everything and splits by the largest values"
                        + " of a field; Kibana would then split what 'where' leaves out, too");
            }
            if (draw.isOverTime() && measures.stream().anyMatch(measure -> !measure.last.isEmpty())) {
                throw new IllegalArgumentException(
                        "panel " + id + " is over time and measures only the last of it; Kibana refuses that");
            }
        }

        private static void requireOnly(String id, String what, boolean given, boolean wanted) {
            if (given != wanted) {
                throw new IllegalArgumentException(
                        "panel " + id + (wanted ? " needs " : " is of a form that has no use for ") + what);
            }
        }
    }

    /** Where a panel is, on a grid of 48 columns. */
    public record Place(
            @JsonProperty(required = true) int x,
            @JsonProperty(required = true) int y,
            @JsonProperty(required = true) int w,
            @JsonProperty(required = true) int h) {}

    /**
     * Parts of the documents.
     *
     * @param top a field, of which the largest values are shown; or nothing
     * @param size how many values
     * @param number whether the values are numbers
     * @param each KQL by label, one part each; or nothing
     */
    public record Split(
            @JsonProperty(required = true) String label,
            String top,
            int size,
            boolean number,
            Map<String, String> each) {
        public Split {
            if (top.isEmpty() == each.isEmpty() || top.isEmpty() != (size == 0)) {
                throw new IllegalArgumentException(
                        "the split '" + label + "' needs 'top' and 'size', or 'each', and not both");
            }
        }
    }

    /**
     * A number that is taken of the documents.
     *
     * @param where KQL that the documents fulfil besides the panel's; or nothing
     * @param last only the end of the period that is shown, such as {@code 1h}; or nothing
     */
    public record Measure(
            @JsonProperty(required = true) String label,
            @JsonProperty(required = true) Take take,
            @JsonProperty(required = true) String field,
            boolean percent,
            String where,
            String last) {}

    /** How a number is taken. */
    public enum Take {
        @JsonProperty("count")
        COUNT("count"),
        @JsonProperty("sum")
        SUM("sum"),
        @JsonProperty("max")
        MAX("max"),
        @JsonProperty("min")
        MIN("min"),
        @JsonProperty("unique")
        UNIQUE("unique_count");

        private final String operation;

        Take(String operation) {
            this.operation = operation;
        }

        /** What Lens calls it. */
        String operation() {
            return operation;
        }
    }
}
