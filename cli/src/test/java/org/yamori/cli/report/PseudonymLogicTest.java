package org.yamori.cli.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PseudonymLogicTest {
    @Test
    void leadingZeros_changeNoNumber() {
        List<String> names = new ArrayList<>(List.of("a1", "a00", "a0", "a007b", "a7a", "a10", "a0010"));
        names.sort(PseudonymLogic.NATURAL);
        assertThat(names).containsExactly("a0", "a00", "a1", "a7a", "a007b", "a0010", "a10");
    }

    @Test
    void printedTable3_relabelledByNicterTotals_keepsItsNames() throws IOException {
        Map<String, Long> totals = new LinkedHashMap<>();
        NavigableSet<String> sources = new TreeSet<>(PseudonymLogic.NATURAL);
        for (var row : Facts.table("000_table3_source_hour.tsv")) {
            sources.add(String.valueOf(row.get("source")));
            if ("NICTER".equals(row.get("network"))) {
                totals.merge(String.valueOf(row.get("source")), Long.parseLong(row.get("count")), Long::sum);
            }
        }
        Map<String, String> labels = PseudonymLogic.labels(sources, totals);
        assertThat(labels).hasSize(41);
        assertThat(labels).allSatisfy((source, label) -> assertThat(label).isEqualTo(source));
        assertThat(new ArrayList<>(labels.keySet()).subList(0, 3)).containsExactly("domain1", "domain2", "domain3");
    }

    @Test
    void largestTotal_isDomain1_andTiesKeepTheirOrder() {
        assertThat(PseudonymLogic.labels(
                        List.of("192.0.2.9", "192.0.2.7", "192.0.2.8", "192.0.2.1"),
                        Map.of("192.0.2.8", 5L, "192.0.2.7", 9L, "192.0.2.9", 5L)))
                .containsExactly(
                        Map.entry("192.0.2.7", "domain1"),
                        Map.entry("192.0.2.9", "domain2"),
                        Map.entry("192.0.2.8", "domain3"),
                        Map.entry("192.0.2.1", "domain4"));
    }

    @Test
    void namesSortAsPeopleCount() {
        List<String> names =
                new ArrayList<>(List.of("domain10", "domain9", "192.0.2.10", "192.0.2.9", "192.0.2", "domain09", "a"));
        names.sort(PseudonymLogic.NATURAL);
        assertThat(names).containsExactly("192.0.2", "192.0.2.9", "192.0.2.10", "a", "domain09", "domain9", "domain10");
    }
}
