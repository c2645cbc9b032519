package org.yamori.sensor.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.PacketRow;

/** Text of a feed, whatever its form, to rows whose cells were checked. */
final class FeedReader {
    private static final int MAX_COLUMNS = 1000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String file;
    private final FeedText text;
    private final FeedOptions options;
    private final FeedRows rows = new FeedRows();
    private final FeedProblems problems;
    private final PacketRow row = new PacketRow();
    /** The cells of the current row; null where the feed has no such column. */
    private final Map<FeedColumn, String> cells = new EnumMap<>(FeedColumn.class);

    private final FeedRowCheck check;

    private boolean zeekJson;
    private boolean counts;

    FeedReader(String file, FeedText text, FeedOptions options) {
        this.file = file;
        this.text = text;
        this.options = options;
        problems = new FeedProblems(file, text);
        check = new FeedRowCheck(cells, options, problems);
    }

    FeedRows read() throws IOException {
        if (!options.network().isEmpty() && !FeedRowCheck.isNetwork(options.network())) {
            throw new FeedException(List.of(file + ": network '" + options.network()
                    + "'; allowed: 1 to 100 letters, digits, '_', '.' or '-'"));
        }
        try {
            int first = text.firstCharacter();
            if (first < 0) {
                throw new FeedException(List.of(file + ": the feed is empty; allowed: a header row and rows"));
            }
            if (first == '{') {
                zeekJson = text.firstLineHas("\"id.orig_h\"");
                counts = zeekJson;
                if (zeekJson) {
                    check.ofAnotherProgram(ZeekLog::wordOf);
                }
                readJsonLines();
            } else if (first == '#') {
                readForm(formOfComments());
            } else if (first == '[') {
                throw new FeedException(
                        List.of(file + ", line 1: a JSON array; allowed: one JSON object per line, or TSV, or CSV"));
            } else {
                readTable(!text.hasTabInFirstLine());
            }
        } catch (FeedProblems.TooManyException enough) {
            problems.stopHere();
        }
        if (problems.count() > 0) {
            throw new FeedException(problems.all());
        }
        if (!counts) {
            rows.countEachRowOnce();
        }
        return rows;
    }

    private FeedForm formOfComments() throws IOException {
        if (text.firstLineHas(ZeekLog.MARK)) {
            return new ZeekLog(text);
        }
        if (text.firstLineHas(FlowtupleText.MARK)) {
            return new FlowtupleText(text);
        }
        throw new FeedException(List.of(file + ", line 1: begins with '#'; allowed: a header row of a feed, "
                + FlowtupleText.MARK + "… of flowtuples, or " + ZeekLog.MARK + " of Zeek's conn.log"));
    }

    private void readForm(FeedForm other) throws IOException, FeedProblems.TooManyException {
        check.ofAnotherProgram(other::word);
        counts = true;
        boolean more = true;
        while (more) {
            cells.clear();
            try {
                more = other.next(cells);
                if (more) {
                    take();
                }
            } catch (FeedText.BadRowException bad) {
                problems.add(String.valueOf(bad.getMessage()));
            }
        }
    }

    private void readTable(boolean commas) throws IOException, FeedProblems.TooManyException {
        @Nullable List<@Nullable FeedColumn> header = null;
        while (true) {
            try {
                List<String> row = text.nextRow(commas);
                if (row == null) {
                    return;
                }
                if (header == null) {
                    header = header(row);
                    if (problems.count() > 0) {
                        return;
                    }
                } else if (row.size() != header.size()) {
                    problems.add("row of " + row.size() + " cells; allowed: " + header.size() + ", as in the header");
                } else {
                    cells.clear();
                    for (int i = 0; i < row.size(); i++) {
                        FeedColumn column = header.get(i);
                        if (column != null) {
                            cells.put(column, row.get(i).strip());
                        }
                    }
                    take();
                }
            } catch (FeedText.BadRowException bad) {
                problems.add(String.valueOf(bad.getMessage()));
                if (header == null || commas) {
                    // Behind a broken quote nobody knows where rows begin.
                    return;
                }
            }
        }
    }

    private List<@Nullable FeedColumn> header(List<String> names) throws FeedProblems.TooManyException {
        List<@Nullable FeedColumn> header = new ArrayList<>();
        if (names.size() > MAX_COLUMNS) {
            problems.add("header of " + names.size() + " columns; allowed: up to " + MAX_COLUMNS);
            return header;
        }
        for (String raw : names) {
            String name = raw.strip();
            @Nullable FeedColumn column = FeedColumn.of(name);
            if (options.ignoredColumns().contains(name)) {
                column = null;
            } else if (column == null) {
                problems.add(unknown(name));
            } else if (header.contains(column)) {
                problems.add("column '" + name + "' stands there twice; allowed: once");
            }
            header.add(column);
        }
        if (header.contains(FeedColumn.TIME) == header.contains(FeedColumn.DATE)) {
            problems.add("header needs either column time or column date (with or without hour), not both");
        }
        if (header.contains(FeedColumn.HOUR) && !header.contains(FeedColumn.DATE)) {
            problems.add("column hour; allowed: beside column date only");
        }
        if (!header.contains(FeedColumn.NETWORK) && options.network().isEmpty()) {
            problems.add("no column network and no network given as an option; one of them must name it");
        }
        counts = header.contains(FeedColumn.COUNT);
        return header;
    }

    private static String unknown(String name) {
        @Nullable FeedColumn nearest = FeedColumn.nearest(name);
        return "column " + FeedProblems.shown(name) + " is not known"
                + (nearest == null ? "" : "; did you mean " + nearest.word() + "?") + "; allowed: "
                + FeedColumn.allWords();
    }

    private void readJsonLines() throws IOException, FeedProblems.TooManyException {
        while (true) {
            try {
                @Nullable String line = text.nextLine();
                if (line == null) {
                    return;
                }
                int before = problems.count();
                readObject(line);
                if (problems.count() == before) {
                    take();
                }
            } catch (FeedText.BadRowException bad) {
                problems.add(String.valueOf(bad.getMessage()));
                return;
            } catch (JsonProcessingException notJson) {
                problems.add("is no JSON object: " + notJson.getOriginalMessage());
            }
        }
    }

    private void readObject(String line) throws IOException, FeedProblems.TooManyException {
        cells.clear();
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                problems.add(FeedProblems.shown(line) + "; allowed: one JSON object per line");
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (options.ignoredColumns().contains(name)) {
                    parser.skipChildren();
                    continue;
                }
                @Nullable FeedColumn column = zeekJson ? ZeekLog.FIELDS.get(name) : FeedColumn.of(name);
                if (column == null) {
                    if (!zeekJson) {
                        problems.add(unknown(name));
                    }
                    parser.skipChildren();
                } else if (zeekJson && value == JsonToken.VALUE_NUMBER_FLOAT) {
                    cells.put(column, parser.getText());
                } else if (value == JsonToken.VALUE_NULL) {
                    cells.put(column, "");
                } else if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                    cells.put(column, parser.getText().strip());
                } else {
                    check.problem(column, parser.getText(), "a text, a whole number or null");
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                problems.add("goes on behind the object; allowed: one JSON object per line");
            }
        }
        counts |= cells.containsKey(FeedColumn.COUNT);
        if (zeekJson) {
            ZeekLog.polish(cells);
        }
    }

    /** Keeps the row if nothing is wrong with its cells. */
    private void take() throws FeedProblems.TooManyException {
        if (rows.size() >= options.maxRows()) {
            problems.add("more than " + options.maxRows() + " rows; allowed: up to that, or a larger limit");
            throw new FeedProblems.TooManyException();
        }
        int before = problems.count();
        String network = check.fill(row);
        if (problems.count() == before
                && rows.networkIndex(network) < 0
                && rows.networks().size() == FeedRows.MAX_NETWORKS) {
            check.problem(FeedColumn.NETWORK, network, "up to " + FeedRows.MAX_NETWORKS + " different networks");
        }
        if (problems.count() == before) {
            rows.append(row, network);
        }
    }
}
