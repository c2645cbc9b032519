package org.yamori.sensor.parse;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SynOptionsTest {
    private final SynOptions options = new SynOptions();

    @Test
    void timeStamps_buildNoTextOfTheirOwn() {
        String first = text("020405b4 0402 080a 00000001 00000000 01 030307");
        String second = text("020405b4 0402 080a a1b2c3d4 00000009 01 030307");

        assertThat(first).isEqualTo("2.4.8.1.3/1460/7");
        assertThat(second).isSameAs(first);
    }

    @Test
    void whatIsSpelledDifferently_isKeptApart() {
        assertThat(text("020405b4")).isEqualTo("2/1460/-");
        assertThat(text("020405b5")).isEqualTo("2/1461/-");
        assertThat(text("020405b4 01010101")).isEqualTo("2.1.1.1.1/1460/-");
        assertThat(text("020405b4 00")).isEqualTo("2.0/1460/-");
        assertThat(text("020405b4 00000000")).isEqualTo("2.0/1460/-");
        assertThat(text("020405b4 03")).isEqualTo("2.3!/1460/-");
        assertThat(text("020405b4 030300")).isEqualTo("2.3/1460/0");
        assertThat(text("020405b4 0303ff")).isEqualTo("2.3/1460/255");
        assertThat(text("02040000 0303ff")).isEqualTo("2.3/0/255");
        assertThat(text("fe02")).isEqualTo("254/-/-");
    }

    @Test
    void moreCombinationsThanPlaces_areAllSpelled() {
        for (int round = 0; round < 2; round++) {
            for (int segmentSize = 0; segmentSize < 0x10000; segmentSize += 3) {
                assertThat(text(String.format("0204%04x", segmentSize))).isEqualTo("2/" + segmentSize + "/-");
            }
        }
    }

    private String text(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return options.text(bytes, 0, bytes.length, bytes.length);
    }
}
