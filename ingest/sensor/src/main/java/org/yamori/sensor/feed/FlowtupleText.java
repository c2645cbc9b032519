package org.yamori.sensor.feed;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Flowtuples as text, as Corsaro's {@code cors2ascii} and, for files of Corsaro 3, {@code corsavro_ft2ascii.py} write
 * them: {@code source|destination|port|port|protocol|TTL|flags|length,packets} inside classes inside intervals. A row's
 * time is the start of its interval. A class with fewer rows than it announces, or an interval without end, is a
 * problem: the file was cut.
 */
final class FlowtupleText implements FeedForm {
    /** What such a file begins with. */
    static final String MARK = "# CORSARO_";

    private static final Pattern INTERVAL_START = Pattern.compile("# CORSARO_INTERVAL_START [0-9]+ ([0-9]+)");
    private static final Pattern INTERVAL_END = Pattern.compile("# CORSARO_INTERVAL_END [0-9]+ [0-9]+");
    private static final Pattern CLASS_START = Pattern.compile("START (flowtuple_[a-z]+) ([0-9]{1,18})");
    private static final Pattern CLASS_END = Pattern.compile("END (flowtuple_[a-z]+)");
    private static final int FIELDS = 8;
    private static final String ROW =
            "a row like src_ip|dst_ip|src_port|dst_port|protocol|ttl|tcp_flags|ip_len,packet_cnt";

    private final FeedText text;
    private @Nullable String interval;
    private String flowClass = "";
    private long announced;
    private long rows;

    FlowtupleText(FeedText text) {
        this.text = text;
    }

    @Override
    public String word(FeedColumn column) {
        return switch (column) {
            case SOURCE -> "src_ip";
            case DESTINATION -> "dst_ip";
            case DESTINATION_PORT -> "dst_port";
            case COUNT -> "packet_cnt";
            case TIME -> "interval";
            default -> column.word();
        };
    }

    @Override
    public boolean next(Map<FeedColumn, String> cells) throws IOException, FeedText.BadRowException {
        while (true) {
            String line = text.nextLine();
            if (line == null) {
                requireNothingOpen();
                return false;
            }
            String plain = line.strip();
            if (plain.startsWith("#")) {
                comment(plain);
            } else if (plain.startsWith("START ")) {
                startClass(plain);
            } else if (plain.startsWith("END ")) {
                endClass(plain);
            } else {
                row(plain, cells);
                return true;
            }
        }
    }

    private void requireNothingOpen() throws FeedText.BadRowException {
        if (interval != null) {
            String open = interval;
            interval = null;
            throw new FeedText.BadRowException("the file ends inside the interval of " + open + "; it was cut");
        }
    }

    private void comment(String line) throws FeedText.BadRowException {
        Matcher start = INTERVAL_START.matcher(line);
        if (start.matches()) {
            interval = start.group(1);
        } else if (INTERVAL_END.matcher(line).matches()) {
            interval = null;
        } else if (line.startsWith("# CORSARO_PLUGIN_DATA_START ") && !line.endsWith(" flowtuple")) {
            throw new FeedText.BadRowException("'" + line + "'; allowed: output of the plugin flowtuple alone");
        }
    }

    private void startClass(String line) throws FeedText.BadRowException {
        Matcher start = CLASS_START.matcher(line);
        if (!start.matches()) {
            throw new FeedText.BadRowException("'" + line + "'; allowed: START flowtuple_… and a number of rows");
        }
        flowClass = start.group(1);
        announced = Long.parseLong(start.group(2));
        rows = 0;
    }

    private void endClass(String line) throws FeedText.BadRowException {
        Matcher end = CLASS_END.matcher(line);
        if (!end.matches() || !end.group(1).equals(flowClass)) {
            throw new FeedText.BadRowException("'" + line + "'; allowed: END " + flowClass);
        }
        flowClass = "";
        // 0 is also said by who did not count
        if (announced > 0 && announced != rows) {
            throw new FeedText.BadRowException(
                    "class " + end.group(1) + " has " + rows + " rows; its START says " + announced);
        }
    }

    private void row(String line, Map<FeedColumn, String> cells) throws FeedText.BadRowException {
        rows++;
        List<String> fields = List.of(line.split("\\|", -1));
        String last = fields.get(fields.size() - 1);
        int comma = last.indexOf(',');
        if (fields.size() != FIELDS || comma < 0) {
            throw new FeedText.BadRowException("row of " + fields.size() + " fields; allowed: " + ROW);
        }
        if (interval == null) {
            throw new FeedText.BadRowException("row outside an interval; allowed: behind # CORSARO_INTERVAL_START");
        }
        cells.put(FeedColumn.TIME, interval);
        cells.put(FeedColumn.SOURCE, fields.get(0));
        cells.put(FeedColumn.DESTINATION, fields.get(1));
        cells.put(FeedColumn.DESTINATION_PORT, fields.get(3));
        cells.put(FeedColumn.PROTOCOL, fields.get(4));
        cells.put(FeedColumn.COUNT, last.substring(comma + 1));
        FeedForm.dropPortOfIcmp(cells);
    }
}
