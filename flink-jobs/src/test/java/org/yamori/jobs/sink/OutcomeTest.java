package org.yamori.jobs.sink;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomeTest {
    @ParameterizedTest
    @CsvSource({
        "200, DONE",
        "201, DONE",
        "409, STALE",
        "429, RETRY",
        "408, RETRY",
        "500, RETRY",
        "503, RETRY",
        "599, RETRY",
        "400, REFUSED",
        "404, REFUSED",
        "413, REFUSED",
        "301, REFUSED",
        "600, REFUSED",
        "401, FATAL",
        "403, FATAL"
    })
    void itemStatus_meansWhatTheDocumentMayExpect(int status, Outcome outcome) {
        assertThat(Outcome.ofItem(status)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "200, DONE",
        "429, RETRY",
        "408, RETRY",
        "500, RETRY",
        "502, RETRY",
        "503, RETRY",
        "504, RETRY",
        "413, SPLIT",
        "400, SPLIT",
        "401, FATAL",
        "403, FATAL",
        "404, FATAL",
        "405, FATAL",
        "302, FATAL"
    })
    void requestStatus_meansWhatTheBulkMayExpect(int status, Outcome outcome) {
        assertThat(Outcome.ofRequest(status)).isEqualTo(outcome);
    }
}
