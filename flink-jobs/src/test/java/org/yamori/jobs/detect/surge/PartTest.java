package org.yamori.jobs.detect.surge;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.enrich.CountryTable;

import static org.assertj.core.api.Assertions.assertThat;

class PartTest {
    @Test
    void everyCountry_isAPartOfItsOwn() {
        BitSet seen = new BitSet();
        for (String country : Locale.getISOCountries()) {
            int part = Part.ofCountry(CountryTable.of(country));
            assertThat(Part.isCountry(part)).isTrue();
            assertThat(Part.text(part)).isEqualTo(country);
            seen.set(part);
        }
        assertThat(seen.cardinality()).isEqualTo(Locale.getISOCountries().length);
        assertThat(seen.length()).isLessThan(1 << Part.BITS);
    }

    @Test
    void whatIsNoCountry_isNoPart() {
        assertThat(Part.ofCountry((short) 0)).isEqualTo(Part.ALL);
        assertThat(Part.ofCountry((short) ('a' << 8 | 'b'))).isEqualTo(Part.ALL);
        assertThat(Part.text(Part.ALL)).isEmpty();
    }

    @Test
    void addressesOfANetwork_areOfOnePart_andNetworksSpreadOverAllParts() {
        assertThat(Part.ofNetwork(0xC0A80001)).isEqualTo(Part.ofNetwork(0xC0A8FFFF));
        int[] networks = new int[Part.NETWORK_PARTS];
        for (int network = 0; network < 1 << 16; network++) {
            int part = Part.ofNetwork(network << 16);
            assertThat(Part.isCountry(part)).isFalse();
            networks[part - Part.ofNetworks(0)]++;
        }
        // 1,024 expected in each, five standard deviations to either side
        assertThat(Arrays.stream(networks).boxed()).allMatch(count -> count >= 864 && count <= 1184);
        assertThat(Part.text(Part.ofNetworks(7))).isEqualTo("networks-07");
        assertThat(Part.ofNetworks(Part.NETWORK_PARTS - 1)).isLessThan(1 << Part.BITS);
    }
}
