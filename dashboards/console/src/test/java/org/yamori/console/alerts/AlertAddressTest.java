package org.yamori.console.alerts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AlertAddressTest {
    private static final String TOKEN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ01234-_";
    private static final String CASE = "0123456789abcdef0123456789abcdef";

    @Test
    void pageAndItsForm_haveAnAddress() {
        assertThat(AlertAddress.of("/alerts/" + TOKEN + "/" + CASE)).hasValue(new AlertAddress(TOKEN, CASE, false));
        assertThat(AlertAddress.of("/alerts/" + TOKEN + "/" + CASE + "/outcome"))
                .hasValue(new AlertAddress(TOKEN, CASE, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/alerts/",
                "/alerts/T",
                "/alerts/T/",
                "/alerts/T/C/",
                "/alerts/T/C.html",
                "/alerts/T/C.json",
                "/alerts/T/C/outcome/",
                "/alerts/T/C/outcome/x",
                "/alerts//T/C",
                "/alerts/T//C",
                "/x/../alerts/T/C",
                "/alerts/../T/C",
                "/alerts/T/../C",
                "/alerts/T/%2e%2e%2fC",
                "/alerts/T/C%00",
                "/alerts/T/C;x",
                "/alerts/T/C\n",
                "/ALERTS/T/C",
                "/alerts/T=/C",
                "/alerts/xT/C",
                "/alerts/T/Cx",
                "/alerts/T/ABCDEF6789abcdef0123456789abcdef"
            })
    void anythingElse_hasNot(String path) {
        assertThat(AlertAddress.of(path.replace("T", TOKEN).replaceFirst("C(?!DEF)", CASE)))
                .isEmpty();
    }
}
