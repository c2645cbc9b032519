package org.yamori.console;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Values as the Fetch standard and Fetch Metadata define them. */
class FormOriginTest {
    private static final String OWN = "alerts.example.org";

    @Test
    void siteThatTheBrowserNames_decides() {
        assertThat(new FormOrigin("cross-site", null, OWN).isElsewhere()).isTrue();
        assertThat(new FormOrigin("same-site", "https://alerts.example.org", OWN).isElsewhere())
                .isTrue();
        assertThat(new FormOrigin("same-origin", "null", OWN).isElsewhere()).isFalse();
        assertThat(new FormOrigin("none", null, OWN).isElsewhere()).isFalse();
        // Behind a proxy that asks by an address of its own.
        assertThat(new FormOrigin("same-origin", "https://alerts.example.org", "127.0.0.1:8470").isElsewhere())
                .isFalse();
        assertThat(new FormOrigin("cross-site", "https://alerts.example.org", OWN).isElsewhere())
                .isTrue();
    }

    @Test
    void withoutIt_theOriginMustBeThisServer() {
        assertThat(new FormOrigin(null, "https://evil.example", OWN).isElsewhere())
                .isTrue();
        assertThat(new FormOrigin(null, "https://alerts.example.org.evil.example", OWN).isElsewhere())
                .isTrue();
        assertThat(new FormOrigin(null, "https://alerts.example.org", null).isElsewhere())
                .isTrue();
        assertThat(new FormOrigin(null, "https://Alerts.example.org:8443", "alerts.example.org:80").isElsewhere())
                .isFalse();
        assertThat(new FormOrigin(null, "http://[::1]:8470", "[::1]:8470").isElsewhere())
                .isFalse();
    }

    @Test
    void browserThatNamesNothing_isNotElsewhere() {
        assertThat(new FormOrigin(null, null, OWN).isElsewhere()).isFalse();
        assertThat(new FormOrigin(null, "null", OWN).isElsewhere()).isFalse();
    }
}
