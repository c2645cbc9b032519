package org.yamori.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yamori.cli.report.Ledger.Arrived;
import org.yamori.cli.report.Ledger.Entry;
import org.yamori.cli.report.Ledger.Gone;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {
    /** 100 + 2 + 3 + 4 + 5 + 6 + 7 + 8 = 135. */
    private static final Entry HOLDS = new Entry(new Arrived(135, 100, 2), new Gone(3, 4, 5, 6, 7, 8));

    @Test
    void sumOfAllRoads_isWhatWasCaptured() {
        assertThat(HOLDS.holds()).isTrue();
        assertThat(HOLDS.accountedFor()).isEqualTo(135);
    }

    @Test
    void onePacketTooMany_orTooFew_doesNotHold_andIsNamed() {
        Entry more = new Entry(new Arrived(134, 100, 2), HOLDS.gone());
        Entry less = new Entry(new Arrived(136, 100, 2), HOLDS.gone());
        // Together they would hold: each sensor has to.
        Ledger ledger = ledger(Map.of("s1", more, "s2", less, "s3", HOLDS));
        assertThat(ledger.inAll().holds()).isTrue();
        assertThat(ledger.holds()).isFalse();
        assertThat(ledger.contradictions())
                .containsExactly(
                        "sensor s1: captured 134, accounted for 135", "sensor s2: captured 136, accounted for 135");
    }

    @Test
    void json_saysEveryNumberPerSensorAndInAll() throws IOException {
        Ledger ledger =
                new Ledger(new TreeMap<>(Map.of("s1", HOLDS, "s\"2", HOLDS)), new TreeMap<>(Map.of("not IP", 6L)));
        JsonNode json = new ObjectMapper().readTree(ledger.json());
        assertThat(json.get("holds").asBoolean()).isTrue();
        assertThat(json.at("/refused_reasons/not IP").asLong()).isEqualTo(6);
        JsonNode one = json.at("/sensors/s\"2");
        assertThat(one.toString())
                .isEqualTo("{\"captured\":135,\"counted\":100,\"refused\":3,\"outside\":4,\"replies\":5,"
                        + "\"duplicates\":6,\"lost\":7,\"late\":2,\"dead_letters\":8,\"holds\":true}");
        assertThat(json.at("/in_all/captured").asLong()).isEqualTo(270);
        assertThat(json.at("/in_all/dead_letters").asLong()).isEqualTo(16);
    }

    @Test
    void noSensors_holdsAndIsStillJson() throws IOException {
        JsonNode json = new ObjectMapper().readTree(ledger(Map.of()).json());
        assertThat(json.get("holds").asBoolean()).isTrue();
        assertThat(json.get("sensors").isEmpty()).isTrue();
    }

    private static Ledger ledger(Map<String, Entry> sensors) {
        return new Ledger(new TreeMap<>(sensors), new TreeMap<>());
    }
}
