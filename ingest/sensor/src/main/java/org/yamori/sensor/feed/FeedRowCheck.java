package org.yamori.sensor.feed;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.parse.HeaderParser;
import org.yamori.wire.IpAddress;
import org.yamori.wire.PacketRow;

/** Makes a packet row of the cells of a feed's row, and says what is wrong with them. */
final class FeedRowCheck {
    private static final long MAX_COUNT = 1L << 53;
    private static final int MAX_LABEL = 200;
    private static final Pattern NETWORK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");
    /** Three dots between digits, seven colons or a double colon between hexadecimal digits. */
    private static final Pattern LIKE_AN_ADDRESS = Pattern.compile(
            "[0-9]+(\\.[0-9]*){3}|[0-9A-Fa-f]*(:[0-9A-Fa-f]*){7}|[0-9A-Fa-f]*(:[0-9A-Fa-f]+)*::[0-9A-Fa-f:]*");

    private final Map<FeedColumn, String> cells;
    private final String defaultNetwork;
    private final FeedClock clock;
    private final FeedProblems problems;
    private Function<FeedColumn, String> words = FeedColumn::word;
    private boolean foreign;

    /** @param cells of the current row, without what the feed has no column for */
    FeedRowCheck(Map<FeedColumn, String> cells, FeedOptions options, FeedProblems problems) {
        this.cells = cells;
        this.problems = problems;
        defaultNetwork = options.network();
        clock = new FeedClock(options.zone());
    }

    /** The rows are those of another program, which has its own names for columns and may write times in seconds. */
    void ofAnotherProgram(Function<FeedColumn, String> itsWords) {
        words = itsWords;
        foreign = true;
    }

    static boolean isNetwork(String name) {
        return NETWORK.matcher(name).matches();
    }

    /** Fills the row as far as nothing is wrong; returns the network. */
    String fill(PacketRow row) throws FeedProblems.TooManyException {
        row.clear();
        row.missing = PacketRow.NO_LENGTH;
        time(row);
        String network = network();
        addresses(row);
        row.sourceCountry = country(FeedColumn.SOURCE_COUNTRY);
        row.destinationCountry = country(FeedColumn.DESTINATION_COUNTRY);
        protocol(row);
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
        return network;
    }

    void problem(FeedColumn column, String value, String allowed) throws FeedProblems.TooManyException {
        problems.add("column " + words.apply(column) + ": " + FeedProblems.shown(value) + "; allowed: " + allowed);
    }

    private String cell(FeedColumn column) {
        return cells.getOrDefault(column, "");
    }

    private void time(PacketRow row) throws FeedProblems.TooManyException {
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
            boolean seconds = foreign && FeedClock.isSeconds(value);
            row.timeMicros = seconds
                    ? FeedClock.microsOfSeconds(value)
                    : column == FeedColumn.TIME ? clock.micros(value) : clock.micros(value, (int) hourNumber);
        } catch (FeedClock.BadTimeException bad) {
            problem(column, hour.isEmpty() ? value : value + " " + hour, String.valueOf(bad.getMessage()));
        }
    }

    private String network() throws FeedProblems.TooManyException {
        String network = cells.containsKey(FeedColumn.NETWORK) ? cell(FeedColumn.NETWORK) : defaultNetwork;
        if (!isNetwork(network)) {
            problem(FeedColumn.NETWORK, network, "1 to 100 letters, digits, '_', '.' or '-'");
        }
        return network;
    }

    private void addresses(PacketRow row) throws FeedProblems.TooManyException {
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

    private String country(FeedColumn column) throws FeedProblems.TooManyException {
        String country = cell(column);
        if (!country.isEmpty() && !COUNTRY.matcher(country).matches()) {
            problem(column, country, "two letters as in ISO 3166-1, or nothing");
        }
        return country.toUpperCase(Locale.ROOT);
    }

    private void protocol(PacketRow row) throws FeedProblems.TooManyException {
        String protocol = cell(FeedColumn.PROTOCOL);
        switch (protocol.toLowerCase(Locale.ROOT)) {
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

    private long number(FeedColumn column, String value, long most) throws FeedProblems.TooManyException {
        if (value.length() <= 16 && !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long number = Long.parseLong(value);
            if (number <= most) {
                return number;
            }
        }
        problem(column, value, "a whole number from 0 to " + most);
        return 0;
    }
}
