package org.yamori.jobs.enrich;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.SharedFolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Expected values are in the source from which MaxMind made its test database, GeoLite2-ASN-Test.json. */
class AutonomousSystemsTest {
    private static final String TEST_DATA = "data/geo/maxmind-test/test-data/";

    @TempDir
    Path folder;

    private static AutonomousSystems.Lookup open(String file) throws Exception {
        return new AutonomousSystems(SharedFolder.file(TEST_DATA + file).toString()).open();
    }

    private static int ipv4(int a, int b, int c, int d) {
        return a << 24 | b << 16 | c << 8 | d;
    }

    @Test
    void systems_areNamed() throws Exception {
        AutonomousSystems.Lookup lookup = open("GeoLite2-ASN-Test.mmdb");

        assertThat(lookup.isKnown()).isTrue();
        assertThat(lookup.of(ipv4(1, 128, 0, 7))).isEqualTo("AS1221 Telstra Pty Ltd");
        assertThat(lookup.of(ipv4(12, 81, 92, 1))).isEqualTo("AS7018 AT&T Services");
        assertThat(lookup.of(ipv4(203, 0, 113, 1))).isEmpty();
    }

    @Test
    void withoutADatabase_nothingIsKnown() throws Exception {
        assertThat(AutonomousSystems.NONE.open().isKnown()).isFalse();
        assertThat(AutonomousSystems.NONE.open().of(ipv4(1, 128, 0, 7))).isEmpty();
    }

    @Test
    void aDatabaseOfCountries_isRefused() {
        assertThatThrownBy(() -> open("GeoLite2-Country-Test.mmdb"))
                .isInstanceOf(BadDatabaseException.class)
                .hasMessageStartingWith("database of autonomous systems ")
                .hasMessageContaining("'GeoLite2-Country' has no autonomous systems");
    }

    @Test
    void whatIsNoDatabase_isRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("list.txt"), "AS1221\n");

        assertThatThrownBy(() -> new AutonomousSystems(text.toString()).open())
                .isInstanceOf(BadDatabaseException.class)
                .hasMessageContaining("is no MaxMind DB file");
        assertThatThrownBy(
                        () -> new AutonomousSystems(folder.resolve("none.mmdb").toString()).open())
                .isInstanceOf(BadDatabaseException.class)
                .hasMessageContaining("there is no such file");
    }
}
