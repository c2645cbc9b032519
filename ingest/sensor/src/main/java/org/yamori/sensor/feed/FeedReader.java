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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.parse.HeaderParser;
import org.yamori.wire.IpAddress;
import org.yamori.wire.PacketRow;

/** Text of a feed to checked rows; collects up to 20 problems before it gives up. */
final class FeedReader {
    private static final int MAX_PROBLEMS = 20;
    private static final int MAX_COLUMNS = 1000;
    private static final int MAX_SHOWN = 60;
    private static final long MAX_COUNT = 1L << 53;
    private static final int MAX_LABEL = 200;
    private static final Pattern NETWORK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");
    /** Three dots between digits, seven colons or a double colon between hexadecimal digits. */
    private static final Pattern LIKE_AN_ADDRESS = Pattern.compile(
            "[0-9]+(\\.[0-9]*){3}|[0-9A-Fa-f]*(:[0-9A-Fa-f]*){7}|[0-9A-Fa-f]*(:[0-9A-Fa-f]+)*::[0-9A-Fa-f:]*");

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String file;
    private final FeedText text;
    private final FeedOptions options;
    private final FeedClock clock;
    private final FeedRows rows = new FeedRows();
    private final List<String> problems = new ArrayList<>();
    private final PacketRow row = new PacketRow();
    /** The cells of the current row; null where the feed has no such column. */
    private final Map<FeedColumn, String> cells = new EnumMap<>(FeedColumn.class);

    /** The table of another program that is read, or null for a feed. */
    private @Nullable FeedForm form;

    private boolean zeekJson;
    private boolean counts;
    private boolean good;

    FeedReader(String file, FeedText text, FeedOptions options) {
        this.file = file;
        this.text = text;
        this.options = options;
        clock = new FeedClock(options.zone());
    }

    /** Stops the reading at the 20th problem. */
    private static final class TooManyProblemsException extends Exception {}

    FeedRows read() throws IOException {
        if (!options.network().isEmpty() && !NETWORK.matcher(options.network()).matches()) {
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
                readJsonLines();
            } else if (first == '#') {
                readForm(formOfComments());
            } else if (first == '[') {
                throw new FeedException(
                        List.of(file + ", line 1: a JSON array; allowed: one JSON object per line, or TSV, or CSV"));
            } else {
                readTable(!text.hasTabInFirstLine());
            }
        } catch (TooManyProblemsException enough) {
            problems.set(problems.size() - 1, problems.get(problems.size() - 1) + " (reading stopped here)");
        }
        if (!problems.isEmpty()) {
            throw new FeedException(problems);
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

    private void readForm(FeedForm other) throws IOException, TooManyProblemsException {
        form = other;
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
                problem(String.valueOf(bad.getMessage()));
            }
        }
    }

    private void readTable(boolean commas) throws IOException, TooManyProblemsException {
        @Nullable List<@Nullable FeedColumn> header = null;
        while (true) {
            try {
                List<String> row = text.nextRow(commas);
                if (row == null) {
                    return;
                }
                if (header == null) {
                    header = header(row);
                    if (!problems.isEmpty()) {
                        return;
                    }
                } else if (row.size() != header.size()) {
                    problem("row of " + row.size() + " cells; allowed: " + header.size() + ", as in the header");
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
                problem(String.valueOf(bad.getMessage()));
                if (header == null || commas) {
                    // Behind a broken quote nobody knows where rows begin.
                    return;
                }
            }
        }
    }

    private List<@Nullable FeedColumn> header(List<String> names) throws TooManyProblemsException {
        List<@Nullable FeedColumn> header = new ArrayList<>();
        if (names.size() > MAX_COLUMNS) {
            problem("header of " + names.size() + " columns; allowed: up to " + MAX_COLUMNS);
            return header;
        }
        for (String raw : names) {
            String name = raw.strip();
            @Nullable FeedColumn column = FeedColumn.of(name);
            if (options.ignoredColumns().contains(name)) {
                column = null;
            } else if (column == null) {
                problem(unknown(name));
            } else if (header.contains(column)) {
                problem("column '" + name + "' stands there twice; allowed: once");
            }
            header.add(column);
        }
        if (header.contains(FeedColumn.TIME) == header.contains(FeedColumn.DATE)) {
            problem("header needs either column time or column date (with or without hour), not both");
        }
        if (header.contains(FeedColumn.HOUR) && !header.contains(FeedColumn.DATE)) {
            problem("column hour; allowed: beside column date only");
        }
        if (!header.contains(FeedColumn.NETWORK) && options.network().isEmpty()) {
            problem("no column network and no network given as an option; one of them must name it");
        }
        counts = header.contains(FeedColumn.COUNT);
        return header;
    }

    private static String unknown(String name) {
        @Nullable FeedColumn nearest = FeedColumn.nearest(name);
        return "column " + shown(name) + " is not known"
                + (nearest == null ? "" : "; did you mean " + nearest.word() + "?") + "; allowed: "
                + FeedColumn.allWords();
    }

    private void readJsonLines() throws IOException, TooManyProblemsException {
        while (true) {
            try {
                @Nullable String line = text.nextLine();
                if (line == null) {
                    return;
                }
                good = true;
                readObject(line);
                if (good) {
                    take();
                }
            } catch (FeedText.BadRowException bad) {
                problem(String.valueOf(bad.getMessage()));
                return;
            } catch (JsonProcessingException notJson) {
                problem("is no JSON object: " + notJson.getOriginalMessage());
            }
        }
    }

    private void readObject(String line) throws IOException, TooManyProblemsException {
        cells.clear();
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                problem(shown(line) + "; allowed: one JSON object per line");
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
                        problem(unknown(name));
                    }
                    parser.skipChildren();
                } else if (zeekJson && value == JsonToken.VALUE_NUMBER_FLOAT) {
                    cells.put(column, parser.getText());
                } else if (value == JsonToken.VALUE_NULL) {
                    cells.put(column, "");
                } else if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                    cells.put(column, parser.getText().strip());
                } else {
                    problem(column, parser.getText(), "a text, a whole number or null");
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                problem("goes on behind the object; allowed: one JSON object per line");
            }
        }
        counts |= cells.containsKey(FeedColumn.COUNT);
        if (zeekJson) {
            ZeekLog.polish(cells);
        }
    }

    /** Checks the cells and keeps the row if nothing is wrong with it. */
    private void take() throws TooManyProblemsException {
        if (rows.size() >= options.maxRows()) {
            problem("more than " + options.maxRows() + " rows; allowed: up to that, or a larger limit");
            throw new TooManyProblemsException();
        }
        good = true;
        row.clear();
        row.missing = PacketRow.NO_LENGTH;
        time();
        String network = network();
        addresses();
        row.sourceCountry = country(FeedColumn.SOURCE_COUNTRY);
        row.destinationCountry = country(FeedColumn.DESTINATION_COUNTRY);
        protocol();
        String port = cell(FeedColumn.DESTINATION_PORT);
        if (port.isEmpty()) {
            row.missing |= PacketRow.NO_PORT;
        } else {
            row.destinationPort = (int) number(FeedColumn.DESTINATION_PORT, port, 0xffff);
        }
        String count = cell(FeedColumn.COUNT);
        if (count.isEmpty()) {
            row.missing |= PacketRow.NO_COUNT;
            row.weight = 0;
        } else {
            row.weight = number(FeedColumn.COUNT, count, MAX_COUNT);
        }
        if (good && rows.networkIndex(network) < 0 && rows.networks().size() == FeedRows.MAX_NETWORKS) {
            problem(FeedColumn.NETWORK, network, "up to " + FeedRows.MAX_NETWORKS + " different networks");
        }
        if (good) {
            rows.append(row, network);
        }
    }

    private String cell(FeedColumn column) {
        return cells.getOrDefault(column, "");
    }

    private void time() throws TooManyProblemsException {
        FeedColumn column = cells.containsKey(FeedColumn.DATE) ? FeedColumn.DATE : FeedColumn.TIME;
        if (column == FeedColumn.DATE && cells.containsKey(FeedColumn.TIME)) {
            problem(FeedColumn.TIME, cell(FeedColumn.TIME), "either time or date, not both");
            return;
        }
        String value = cell(column);
        String hour = cell(FeedColumn.HOUR);
        if (column == FeedColumn.TIME && cells.containsKey(FeedColumn.HOUR)) {
            problem(FeedColumn.HOUR, hour, "beside column date only");
            return;
        }
        if (cells.containsKey(FeedColumn.HOUR) && hour.isEmpty()) {
            problem(FeedColumn.HOUR, hour, "a whole number from 0 to 23");
            return;
        }
        long hourNumber = hour.isEmpty() ? 0 : number(FeedColumn.HOUR, hour, 23);
        try {
            if (column == FeedColumn.DATE && value.length() != 10) {
                throw new FeedClock.BadTimeException("a date like 2014-10-21, from 1970 to 9999");
            }
            boolean seconds = (form != null || zeekJson) && FeedClock.isSeconds(value);
            row.timeMicros = seconds
                    ? FeedClock.microsOfSeconds(value)
                    : column == FeedColumn.TIME ? clock.micros(value) : clock.micros(value, (int) hourNumber);
        } catch (FeedClock.BadTimeException bad) {
            problem(column, hour.isEmpty() ? value : value + " " + hour, String.valueOf(bad.getMessage()));
        }
    }

    private String network() throws TooManyProblemsException {
        String network = cells.containsKey(FeedColumn.NETWORK) ? cell(FeedColumn.NETWORK) : options.network();
        if (!NETWORK.matcher(network).matches()) {
            problem(FeedColumn.NETWORK, network, "1 to 100 letters, digits, '_', '.' or '-'");
        }
        return network;
    }

    private void addresses() throws TooManyProblemsException {
        String source = cell(FeedColumn.SOURCE);
        @Nullable IpAddress from = IpAddress.find(source).orElse(null);
        if (from != null) {
            FeedRows.setSource(row, from);
        } else {
            row.missing |= PacketRow.NO_SOURCE;
            row.sourceLabel = source;
            if (LIKE_AN_ADDRESS.matcher(source).matches() || source.length() > MAX_LABEL) {
                problem(
                        FeedColumn.SOURCE,
                        source,
                        "an IP address, or a name of up to " + MAX_LABEL + " characters that does not look like one");
            }
        }
        String destination = cell(FeedColumn.DESTINATION);
        @Nullable IpAddress to = IpAddress.find(destination).orElse(null);
        if (to != null) {
            if (from != null && from.ipv6() != to.ipv6()) {
                problem(FeedColumn.DESTINATION, destination, "an address of the same family as the source");
            }
            FeedRows.setDestination(row, to);
        } else {
            row.missing |= PacketRow.NO_DESTINATION;
            if (!destination.isEmpty()) {
                problem(FeedColumn.DESTINATION, destination, "an IP address, or nothing");
            }
        }
    }

    private String country(FeedColumn column) throws TooManyProblemsException {
        String country = cell(column);
        if (!country.isEmpty() && !COUNTRY.matcher(country).matches()) {
            problem(column, country, "two letters as in ISO 3166-1, or nothing");
        }
        return country.toUpperCase(java.util.Locale.ROOT);
    }

    private void protocol() throws TooManyProblemsException {
        String protocol = cell(FeedColumn.PROTOCOL);
        switch (protocol.toLowerCase(java.util.Locale.ROOT)) {
            case "" -> row.missing |= PacketRow.NO_PROTOCOL;
            case "tcp" -> row.protocol = HeaderParser.TCP;
            case "udp" -> row.protocol = HeaderParser.UDP;
            case "icmp" -> row.protocol = HeaderParser.ICMP;
            case "icmpv6" -> row.protocol = HeaderParser.ICMPV6;
            default -> {
                if (!protocol.matches("[0-9]{1,3}") || Integer.parseInt(protocol) > 255) {
                    problem(
                            FeedColumn.PROTOCOL,
                            protocol,
                            "tcp, udp, icmp, icmpv6, a number from 0 to 255, or nothing");
                } else {
                    row.protocol = Integer.parseInt(protocol);
                }
            }
        }
    }

    private long number(FeedColumn column, String value, long most) throws TooManyProblemsException {
        if (value.length() <= 16 && !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long number = Long.parseLong(value);
            if (number <= most) {
                return number;
            }
        }
        problem(column, value, "a whole number from 0 to " + most);
        return 0;
    }

    private void problem(FeedColumn column, String value, String allowed) throws TooManyProblemsException {
        String word = form != null ? form.word(column) : zeekJson ? ZeekLog.wordOf(column) : column.word();
        problem("column " + word + ": " + shown(value) + "; allowed: " + allowed);
    }

    private void problem(String what) throws TooManyProblemsException {
        good = false;
        problems.add(file + ", line " + text.line() + ": " + what);
        if (problems.size() >= MAX_PROBLEMS) {
            throw new TooManyProblemsException();
        }
    }

    private static String shown(String value) {
        return "'" + (value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "…") + "'";
    }
}
