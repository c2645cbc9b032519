package org.yamori.jobs.correlate.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.jobs.enrich.CountryTable;
import org.yamori.jobs.flow.SourceSketch;

/**
 * How sources are spread over countries (requirement N-10). Those of unknown country have no place, but count in all.
 *
 * @param sources that were looked at
 * @param countries with their sources, those with most first
 */
record Concentration(int sources, List<Map.Entry<String, Integer>> countries) {
    private static final long IPV4 = 1L << 32;
    private static final int ADDRESS_BITS = 32;

    static Concentration of(SourceSketch sketch, CountryTable table) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        long[] sources = sketch.sources();
        for (long source : sources) {
            if (source >>> ADDRESS_BITS == IPV4 >>> ADDRESS_BITS) {
                String country = CountryTable.text(table.countryOf((int) source));
                if (!country.isEmpty()) {
                    counts.merge(country, 1, Integer::sum);
                }
            }
        }
        return of(counts, sources.length);
    }

    static Concentration of(Map<String, Integer> counts, int sources) {
        List<Map.Entry<String, Integer>> countries = new ArrayList<>(counts.entrySet());
        countries.sort(Comparator.comparing(Map.Entry<String, Integer>::getValue)
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()));
        return new Concentration(sources, List.copyOf(countries));
    }

    /** Share of the countries with most sources together. */
    double topShare(int number) {
        long sum = 0;
        for (Map.Entry<String, Integer> country : top(number)) {
            sum += country.getValue();
        }
        return sources == 0 ? 0 : (double) sum / sources;
    }

    List<Map.Entry<String, Integer>> top(int number) {
        return countries.subList(0, Math.min(number, countries.size()));
    }

    List<String> names(int number) {
        return top(number).stream().map(Map.Entry::getKey).toList();
    }
}
