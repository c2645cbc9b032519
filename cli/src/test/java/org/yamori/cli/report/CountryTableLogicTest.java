package org.yamori.cli.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yamori.cli.report.CountryTableLogic.Line;

import static org.assertj.core.api.Assertions.assertThat;

class CountryTableLogicTest {
    @Test
    void printedTable2Of2016_comesBackWithAll22Shares() throws IOException {
        assertThat(printedLinesComeBack("2016-09-20")).isEqualTo(2_199_811);
        assertThat(printedLinesComeBack("2016-11-27")).isEqualTo(2_469_502);
    }

    /** N-10: the paper's two peak days, top-1 20.8 % against 48.9 %, top-4 52.6 % against 81.0 %. */
    @Test
    void sourcesOfTr069_areMoreConcentratedThanThoseOfTelnet() throws IOException {
        assertThat(CountryTableLogic.concentration(printed("2016-09-20")))
                .isEqualTo(new CountryTableLogic.Concentration(2_199_811, 208, 526));
        assertThat(CountryTableLogic.concentration(printed("2016-11-27")))
                .isEqualTo(new CountryTableLogic.Concentration(2_469_502, 489, 810));
        assertThat(CountryTableLogic.concentration(Map.of())).isEqualTo(new CountryTableLogic.Concentration(0, 0, 0));
    }

    private static Map<String, Long> printed(String date) throws IOException {
        Map<String, Long> sources = new HashMap<>();
        for (var row : Facts.table("004_table2_country_distribution.tsv")) {
            if (date.equals(row.get("peak_date"))) {
                String country = row.get("country_iso2");
                sources.put(
                        country.equals("OTHER") ? CountryTableLogic.UNKNOWN : country,
                        Long.parseLong(row.get("unique_source_ips")));
            }
        }
        return sources;
    }

    /** What the paper prints as others is spread over many made-up small countries first. */
    private static long printedLinesComeBack(String date) throws IOException {
        Map<String, Long> sources = new HashMap<>();
        List<Line> printed = new ArrayList<>();
        long total = 0;
        for (var row : Facts.table("004_table2_country_distribution.tsv")) {
            if (!date.equals(row.get("peak_date"))) {
                continue;
            }
            long count = Long.parseLong(row.get("unique_source_ips"));
            long percent = Long.parseLong(row.get("share_percent_approx"));
            total += count;
            if ("OTHER".equals(row.get("country_iso2"))) {
                printed.add(new Line("others", count, percent));
                for (int i = 0; count > 0; i++) {
                    long part = Math.min(count, 30_011);
                    sources.put("small-" + i, part);
                    count -= part;
                }
            } else {
                printed.add(new Line(String.valueOf(row.get("country_iso2")), count, percent));
                sources.put(row.get("country_iso2"), count);
            }
        }
        assertThat(printed).hasSize(11);
        assertThat(CountryTableLogic.lines(sources, 10)).isEqualTo(printed);
        return total;
    }

    /** 1 of 8 is 12.5 %, which rounds up to 13; 3 of 8 is 37.5 %, which rounds up to 38. */
    @Test
    void halfPercents_roundUp() {
        assertThat(CountryTableLogic.lines(Map.of("JP", 3L, "BR", 1L, "VN", 4L), 10))
                .containsExactly(new Line("VN", 4, 50), new Line("JP", 3, 38), new Line("BR", 1, 13));
    }

    @Test
    void equalCountries_areInTheOrderOfTheirCodes() {
        assertThat(CountryTableLogic.lines(Map.of("VN", 5L, "BR", 5L, "JP", 5L), 2))
                .containsExactly(new Line("BR", 5, 33), new Line("JP", 5, 33), new Line("others", 5, 33));
    }

    @Test
    void unknownCountry_takesNoRank_butCountsInTheTotal() {
        assertThat(CountryTableLogic.lines(Map.of("unknown", 90L, "JP", 10L), 1))
                .containsExactly(new Line("JP", 10, 10), new Line("unknown", 90, 90));
    }

    @Test
    void noSources_noLines() {
        assertThat(CountryTableLogic.lines(Map.of(), 10)).isEmpty();
        assertThat(CountryTableLogic.lines(Map.of("JP", 0L), 10)).isEmpty();
    }
}
