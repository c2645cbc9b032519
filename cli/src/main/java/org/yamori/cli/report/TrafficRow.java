package org.yamori.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What the reports need of one traffic finding.
 *
 * @param window which time it counts
 * @param series what it counts
 * @param packets missing where nothing but missing cells was seen
 * @param sources distinct sources, where any row named one
 * @param completeness share of the window that was observed
 */
public record TrafficRow(Window window, Series series, Count packets, Optional<Sources> sources, double completeness) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Time as the calendar of the configured zone has it.
     *
     * @param resolution {@code minute}, {@code hour} or {@code day}
     */
    public record Window(String resolution, LocalDate date, int hour) {
        public boolean isDay() {
            return resolution.equals("day");
        }

        public boolean isHour() {
            return resolution.equals("hour");
        }
    }

    /**
     * One line through the traffic.
     *
     * @param breakdown for example {@code port}
     * @param key for example {@code tcp/23}
     * @param network empty where all networks are counted together
     * @param party who sent it, for the breakdowns by source
     */
    public record Series(String breakdown, String key, String network, Party party) {
        public boolean is(String word) {
            return breakdown.equals(word);
        }
    }

    /** A source by address or label, and the countries of both ends; empty where unknown. */
    public record Party(String source, String country, String destinationCountry) {}

    /** A number of distinct sources, and whether it is exact or an estimate. */
    public record Sources(long count, boolean exact) {
        public String mark() {
            return exact ? "exact" : "estimate";
        }
    }

    /** The row, or nothing when the document is a finding of another kind. */
    public static Optional<TrafficRow> parse(String json) throws IOException {
        Fields fields = new Fields();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("a finding is a JSON object, was " + clip(json));
            }
            fields.object(parser, "");
        }
        return fields.kind.equals("traffic") ? Optional.of(fields.row(json)) : Optional.empty();
    }

    private static String clip(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }

    /** The fields of one document as they come by, whatever their order. */
    private static final class Fields {
        private String kind = "";
        private String resolution = "";
        private String start = "";
        private String local = "";
        private String breakdown = "";
        private String key = "";
        private String network = "";
        private String sourceIp = "";
        private String sourceLabel = "";
        private String sourceCountry = "";
        private String destinationCountry = "";
        private long packets = -1;
        private long sources = -1;
        private boolean sourcesExact = true;
        private long missingCells;
        private double completeness = 1;

        void object(JsonParser parser, String path) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                String here = path.isEmpty() ? name : path + '.' + name;
                JsonToken value = parser.nextToken();
                if (value == JsonToken.START_OBJECT) {
                    object(parser, here);
                } else if (value == JsonToken.START_ARRAY) {
                    parser.skipChildren();
                } else if (value != JsonToken.VALUE_NULL) {
                    scalar(parser, here);
                }
            }
        }

        private void scalar(JsonParser parser, String path) throws IOException {
            switch (path) {
                case "yamori.finding.kind" -> kind = parser.getText();
                case "yamori.window.resolution" -> resolution = parser.getText();
                case "yamori.window.start" -> start = parser.getText();
                case "yamori.window.local" -> local = parser.getText();
                case "yamori.breakdown" -> breakdown = parser.getText();
                case "yamori.key" -> key = parser.getText();
                case "yamori.network" -> network = parser.getText();
                case "yamori.source_label" -> sourceLabel = parser.getText();
                case "source.ip" -> sourceIp = parser.getText();
                case "source.geo.country_iso_code" -> sourceCountry = parser.getText();
                case "destination.geo.country_iso_code" -> destinationCountry = parser.getText();
                case "yamori.packets" -> packets = parser.getLongValue();
                case "yamori.sources" -> sources = parser.getLongValue();
                case "yamori.sources_exact" -> sourcesExact = parser.getBooleanValue();
                case "yamori.missing_cells" -> missingCells = parser.getLongValue();
                case "yamori.completeness" -> completeness = parser.getDoubleValue();
                default -> {}
            }
        }

        TrafficRow row(String json) throws IOException {
            if (resolution.isEmpty() || breakdown.isEmpty() || (local.isEmpty() && start.isEmpty())) {
                throw new IOException(
                        "a traffic finding names yamori.window.resolution, yamori.window.local and yamori.breakdown: "
                                + clip(json));
            }
            OffsetDateTime time = OffsetDateTime.parse(local.isEmpty() ? start : local);
            Count count =
                    packets < 0 ? new Count(0, false, Math.max(1, missingCells)) : Count.atLeast(packets, missingCells);
            Party party = party();
            return new TrafficRow(
                    new Window(resolution, time.toLocalDate(), time.getHour()),
                    new Series(breakdown, key, network, party),
                    count,
                    sources < 0 ? Optional.empty() : Optional.of(new Sources(sources, sourcesExact)),
                    completeness);
        }

        /** Keys of the breakdowns by source are {@code network|source} and {@code network|source|country}. */
        private Party party() {
            String source = sourceLabel.isEmpty() ? sourceIp : sourceLabel;
            String country = destinationCountry;
            if (breakdown.startsWith("source") && key.indexOf('|') >= 0) {
                int first = key.indexOf('|');
                int last = breakdown.equals("source") ? key.length() : key.lastIndexOf('|');
                if (source.isEmpty() && last > first) {
                    source = key.substring(first + 1, last);
                }
                if (country.isEmpty() && last > first && last < key.length()) {
                    country = key.substring(last + 1);
                }
                if (network.isEmpty()) {
                    network = key.substring(0, first);
                }
            }
            return new Party(source, sourceCountry, country);
        }
    }
}
