package org.yamori.cli.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yamori.cli.report.TrafficRow.Party;

/**
 * Day totals of sources that are known from elsewhere, for example from another table of a paper: they are counted
 * nowhere and only let a single missing cell be derived.
 */
final class KnownTotals {
    private static final List<String> HEADER = List.of("date", "network", "source", "count");

    private record Key(LocalDate date, String network, String source) {}

    private final Map<Key, Count> totals = new HashMap<>();

    static KnownTotals none() {
        return new KnownTotals();
    }

    /** Tab separated, with the header {@code date network source count}. */
    static KnownTotals read(Path file) throws IOException {
        KnownTotals known = new KnownTotals();
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.isEmpty() || !Arrays.asList(lines.get(0).split("\t", -1)).equals(HEADER)) {
            throw new IOException(
                    file + ": the header of known totals is " + String.join(" ", HEADER) + ", parted by tabs"
                            + (lines.isEmpty() ? ", but the file is empty" : ", was '" + lines.get(0) + "'"));
        }
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split("\t", -1);
            try {
                if (cells.length != HEADER.size()) {
                    throw new IOException("a row has " + HEADER.size() + " cells, was " + cells.length);
                }
                known.totals.put(
                        new Key(LocalDate.parse(cells[0]), cells[1], cells[2]), Count.of(Long.parseLong(cells[3])));
            } catch (IOException | IllegalArgumentException | DateTimeParseException wrong) {
                throw new IOException(file + " line " + (i + 1) + ": " + wrong.getMessage(), wrong);
            }
        }
        return known;
    }

    /** What follows for the only cell that is not exact; cells that follow from nothing stay as they are. */
    <K> Map<K, Cell> cells(LocalDate date, String network, Party party, Map<K, Count> seen) {
        Optional<Count> total = Optional.ofNullable(totals.get(new Key(date, network, party.source())));
        Map<K, Cell> cells = new TreeMap<>();
        seen.forEach((key, count) -> cells.put(key, new Cell(count.text(), count.mark())));
        total.map(known -> MissingCellLogic.derived(known, List.copyOf(seen.values())))
                .ifPresent(derived -> derived.ifPresent(value -> seen.forEach((key, count) -> {
                    if (!count.exact()) {
                        cells.put(key, new Cell(Long.toString(value), "derived"));
                    }
                })));
        return cells;
    }

    /** A printed number and what it is worth. */
    record Cell(String text, String mark) {}
}
