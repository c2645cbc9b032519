package org.yamori.jobs.correlate.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.enrich.CountryTable;
import org.yamori.jobs.flow.SourceSketch;
import org.yamori.wire.SharedFolder;

import static org.assertj.core.api.Assertions.assertThat;

class ConcentrationTest {
    /** The printed table of 2016; what it calls others has no country of its own. */
    private static Concentration of(String date) throws IOException {
        TreeMap<String, Integer> counts = new TreeMap<>();
        int total = 0;
        for (String line : Files.readAllLines(SharedFolder.file("spec/facts/004_table2_country_distribution.tsv"))) {
            String[] cells = line.split("\t", -1);
            if (cells[0].equals(date)) {
                int sources = Integer.parseInt(cells[5]);
                total += sources;
                if (!cells[4].equals("OTHER")) {
                    counts.put(cells[4], sources);
                }
            }
        }
        return Concentration.of(counts, total);
    }

    /** Requirement N-10: top-1 20.8 % against 48.9 %, top-4 52.6 % against 81.0 %. */
    @Test
    void tr069Of2016_isMoreConcentratedThanTelnet() throws IOException {
        Concentration telnet = of("2016-09-20");
        Concentration tr069 = of("2016-11-27");

        assertThat(telnet.topShare(1)).isCloseTo(0.208, Offset.offset(0.0005));
        assertThat(tr069.topShare(1)).isCloseTo(0.489, Offset.offset(0.0005));
        assertThat(telnet.topShare(4)).isCloseTo(0.526, Offset.offset(0.0005));
        assertThat(tr069.topShare(4)).isCloseTo(0.810, Offset.offset(0.0005));
        assertThat(tr069.names(4)).containsExactly("BR", "IR", "GB", "TR");
    }

    @Test
    void sourcesOfUnknownCountry_haveNoPlaceButCount() {
        Concentration nobody = Concentration.of(SourceSketch.of(16, 1L << 32, 1L << 34), CountryTable.NONE);

        assertThat(nobody.sources()).isEqualTo(2);
        assertThat(nobody.countries()).isEmpty();
        assertThat(nobody.topShare(4)).isZero();
    }
}
