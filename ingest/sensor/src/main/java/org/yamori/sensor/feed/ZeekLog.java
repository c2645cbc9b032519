package org.yamori.sensor.feed;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Zeek's {@code conn.log} in its own tab-separated form, whose header names the fields; logs joined one behind the
 * other are read too. A row counts the packets of who began the connection; the other fields are left alone.
 */
final class ZeekLog implements FeedForm {
    /** What such a file begins with. */
    static final String MARK = "#separator";

    /** Fields that are read, by the names Zeek has for them; all of them must be there. */
    static final Map<String, FeedColumn> FIELDS = Map.of(
            "ts", FeedColumn.TIME,
            "id.orig_h", FeedColumn.SOURCE,
            "id.resp_h", FeedColumn.DESTINATION,
            "id.resp_p", FeedColumn.DESTINATION_PORT,
            "proto", FeedColumn.PROTOCOL,
            "orig_pkts", FeedColumn.COUNT);

    private final FeedText text;
    private Map<FeedColumn, Integer> places = Map.of();
    private int fields;
    private String unset = "-";

    ZeekLog(FeedText text) {
        this.text = text;
    }

    @Override
    public String word(FeedColumn column) {
        return wordOf(column);
    }

    static String wordOf(FeedColumn column) {
        return FIELDS.entrySet().stream()
                .filter(field -> field.getValue() == column)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(column.word());
    }

    @Override
    public boolean next(Map<FeedColumn, String> cells) throws IOException, FeedText.BadRowException {
        while (true) {
            @Nullable List<String> row = text.nextRow(false);
            if (row == null) {
                return false;
            }
            if (row.get(0).startsWith("#")) {
                header(row);
            } else {
                row(row, cells);
                return true;
            }
        }
    }

    private void header(List<String> row) throws FeedText.BadRowException {
        String value = row.size() > 1 ? row.get(1) : "";
        if (row.get(0).startsWith(MARK) && !row.get(0).endsWith(" \\x09")) {
            throw new FeedText.BadRowException("'" + row.get(0) + "'; allowed: " + MARK + " \\x09, a tab");
        }
        switch (row.get(0)) {
            case "#path" -> {
                if (!value.equals("conn")) {
                    throw new FeedText.BadRowException("log '" + value + "' of Zeek; allowed: conn");
                }
            }
            case "#unset_field" -> unset = value;
            case "#fields" -> fields(row.subList(1, row.size()));
            default -> {
                // types, times and separators of sets
            }
        }
    }

    private void fields(List<String> names) throws FeedText.BadRowException {
        Map<FeedColumn, Integer> found = new HashMap<>();
        for (Map.Entry<String, FeedColumn> field : FIELDS.entrySet()) {
            int place = names.indexOf(field.getKey());
            if (place < 0) {
                throw new FeedText.BadRowException("#fields has no " + field.getKey()
                        + "; needed: ts, id.orig_h, id.resp_h, id.resp_p, proto, orig_pkts");
            }
            found.put(field.getValue(), place);
        }
        places = found;
        fields = names.size();
    }

    private void row(List<String> row, Map<FeedColumn, String> cells) throws FeedText.BadRowException {
        if (places.isEmpty()) {
            throw new FeedText.BadRowException("row before #fields; allowed: behind it");
        }
        if (row.size() != fields) {
            throw new FeedText.BadRowException(
                    "row of " + row.size() + " fields; allowed: " + fields + ", as #fields says");
        }
        places.forEach((column, place) -> {
            String value = row.get(place);
            cells.put(column, value.equals(unset) ? "" : value);
        });
        polish(cells);
    }

    /** The names of protocols as a feed has them. */
    static void polish(Map<FeedColumn, String> cells) {
        String protocol = cells.getOrDefault(FeedColumn.PROTOCOL, "");
        if (protocol.equals("unknown_transport")) {
            cells.remove(FeedColumn.PROTOCOL);
        } else if (protocol.equals("icmp")
                && cells.getOrDefault(FeedColumn.SOURCE, "").contains(":")) {
            cells.put(FeedColumn.PROTOCOL, "icmpv6");
        }
        FeedForm.dropPortOfIcmp(cells);
    }
}
