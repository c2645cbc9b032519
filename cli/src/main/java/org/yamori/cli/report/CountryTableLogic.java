package org.yamori.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Distinct sources of one day and port group by country: the first ones, the others, whole percents (N-09). */
public final class CountryTableLogic {
    public static final String OTHERS = "others";
    /** What a source has whose country nobody knows; it never takes a rank. */
    public static final String UNKNOWN = "unknown";

    /** Countries whose sources together say how concentrated they are. */
    private static final int COMPARED = 4;

    private CountryTableLogic() {}

    /**
     * One line of the table.
     *
     * @param percent {@code round(100 · sources / total)}, halves up; lines need not sum to 100
     */
    public record Line(String country, long sources, long percent) {}

    /** Most sources first, then the others, then those of unknown country. */
    public static List<Line> lines(Map<String, Long> sourcesByCountry, int top) {
        long total =
                sourcesByCountry.values().stream().mapToLong(Long::longValue).sum();
        List<Map.Entry<String, Long>> countries = new ArrayList<>(sourcesByCountry.entrySet());
        countries.removeIf(country -> country.getKey().equals(UNKNOWN) || country.getValue() == 0);
        countries.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        List<Line> lines = new ArrayList<>();
        long others = 0;
        for (Map.Entry<String, Long> country : countries) {
            if (lines.size() < top) {
                lines.add(line(country.getKey(), country.getValue(), total));
            } else {
                others += country.getValue();
            }
        }
        if (others > 0) {
            lines.add(line(OTHERS, others, total));
        }
        long unknown = sourcesByCountry.getOrDefault(UNKNOWN, 0L);
        if (unknown > 0) {
            lines.add(line(UNKNOWN, unknown, total));
        }
        return lines;
    }

    /**
     * How concentrated the sources of one day and port group are (N-10).
     *
     * @param total sources, those of unknown country too
     * @param first share of the country with most sources, in tenths of a percent, halves up
     * @param firstFour share of the four with most sources, likewise
     */
    public record Concentration(long total, long first, long firstFour) {}

    /** Of sources of known country, as a share of all. */
    public static Concentration concentration(Map<String, Long> sourcesByCountry) {
        long total =
                sourcesByCountry.values().stream().mapToLong(Long::longValue).sum();
        List<Long> known = new ArrayList<>();
        sourcesByCountry.forEach((country, sources) -> {
            if (!country.equals(UNKNOWN)) {
                known.add(sources);
            }
        });
        known.sort(Comparator.reverseOrder());
        return new Concentration(total, tenths(known, 1, total), tenths(known, COMPARED, total));
    }

    private static long tenths(List<Long> descending, int number, long total) {
        long sum = descending.stream().limit(number).mapToLong(Long::longValue).sum();
        return total == 0 ? 0 : Math.floorDiv(2000 * sum + total, 2 * total);
    }

    private static Line line(String country, long sources, long total) {
        return new Line(country, sources, Math.floorDiv(200 * sources + total, 2 * total));
    }
}
