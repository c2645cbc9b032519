package org.yamori.jobs.sink;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IndexNamesTest {
    /** Seconds from {@code date -u +%s}. */
    @ParameterizedTest
    @CsvSource({
        "0, yamori-scan-system-1970.01",
        "1769903999999999, yamori-scan-system-2026.01",
        "1769904000000000, yamori-scan-system-2026.02",
        "1767225599999999, yamori-scan-system-2025.12",
        "4102444800000000, yamori-scan-system-2100.01",
    })
    void index_isTheMonthOfTheAnchorInUtc(long anchorMicros, String index) {
        assertThat(new IndexNames("yamori").of("scan-system", anchorMicros)).isEqualTo(index);
    }

    @Test
    void prefixThatElasticsearchWouldRefuse_isRefused() {
        assertThatThrownBy(() -> new IndexNames("_yamori")).hasMessageContaining("'_yamori'");
    }
}
