package org.yamori.cli.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yamori.cli.Refusal;
import org.yamori.wire.AlertKind;
import org.yamori.wire.Decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CasesTest {
    private static final String NEW = alert("new", 'a', 1, "09:00:00", "open", 1, "unclear");
    private static final String CLOSING = alert("new", 'a', 2, "09:00:00", "closed", 70, "infected");
    private static final String FIRST = alert("continuing", 'b', 1, "10:00:00", "open", 40, "misconfiguration");
    private static final String SECOND = alert("continuing", 'c', 1, "11:00:00", "open", 70, "unclear");

    private final Cases cases = new Cases();

    private static String alert(
            String kind, char id, int revision, String anchor, String state, int packets, String hostClass) {
        return """
            {"organization":{"name":"X"},"source":{"ip":"192.0.2.1"},"yamori":{"alert":{"kind":"%s","case":"%s",\
            "state":"%s",%s"class":"%s","first":"2026-01-14T09:00:00Z","last":"2026-01-14T10:30:00Z","packets":%d,\
            "unit":{"number":2,"packets":30},"behaviour":{"ports":[{"port":"445/tcp","packets":9}]}},\
            "finding":{"id":"%s","revision":%d,"anchor":"2026-01-14T%s.000000Z"}}}\
            """.formatted(
                        kind,
                        "0".repeat(32),
                        state,
                        state.equals("closed") ? "\"closed\":\"2026-01-14T11:30:00Z\"," : "",
                        hostClass,
                        packets,
                        String.valueOf(id).repeat(32),
                        revision,
                        anchor);
    }

    private void take(String document) throws IOException {
        JsonNode read = new ObjectMapper().readTree(document);
        cases.take(read, document.getBytes(UTF_8));
    }

    @Test
    void alertsInAnyOrderAndTwice_areOneCase_thatKnowsMost() throws IOException {
        for (String document : List.of(CLOSING, SECOND, NEW, FIRST, CLOSING, NEW, SECOND)) {
            take(document);
        }
        assertThat(cases.all()).singleElement().satisfies(of -> {
            assertThat(of.count(AlertKind.NEW)).isEqualTo(1);
            assertThat(of.count(AlertKind.CONTINUING)).isEqualTo(2);
            assertThat(of.count(AlertKind.URGENT)).isZero();
            assertThat(of.isOpen()).isFalse();
            assertThat(of.packets()).isEqualTo(70);
            assertThat(of.summary().hostClass()).isEqualTo("infected");
            assertThat(of.summary().last()).isEqualTo(Instant.parse("2026-01-14T10:30:00Z"));
            assertThat(of.alerts())
                    .extracting(alert -> alert.identity().id().charAt(0))
                    .containsExactly('a', 'b', 'c');
        });
    }

    @Test
    void newestAlert_isThatWithMostPackets_whateverCameLast() throws IOException {
        take(SECOND);
        take(FIRST);
        assertThat(cases.all()).singleElement().satisfies(of -> {
            assertThat(of.isOpen()).isTrue();
            assertThat(of.summary().hostClass()).isEqualTo("unclear");
        });
    }

    /** D-13. */
    @Test
    void D13_subject_isTheNewAlert_alsoWhenItIsNotThere() throws IOException {
        take(SECOND);
        // printf 'alert\nX\n192.0.2.1\nnew\n1768381200000000' | sha256sum | cut -c 1-32
        assertThat(cases.named("c").subject())
                .isEqualTo(
                        new Decision.Subject("1bcc2571f51e6050120263a97aea75ec", "alert", 1_768_381_200_000_000L, "X"));
        assertThat(cases.key("1bcc2571f51e6050120263a97aea75ec")).isEqualTo("0".repeat(32));
        assertThat(cases.key("c".repeat(32))).isEqualTo("0".repeat(32));
        assertThat(cases.key("d".repeat(32))).isEqualTo("d".repeat(32));
        assertThat(cases.named("00").id()).isEqualTo("0".repeat(32));
        assertThatThrownBy(() -> cases.named("d")).isInstanceOf(Refusal.class);
    }

    @Test
    void documentThatIsNoAlert_isRefused() {
        refused(NEW.replace("a".repeat(32), "a"), "an alert has an id, a revision from 1 and a case, was 'a', 1");
        refused(NEW.replace("\"X\"", "\"\""), "an alert names an organisation and a class");
        refused(NEW.replace("192.0.2.1", "192.0.2"), "192.0.2");
        refused(NEW.replace("\"new\"", "\"old\""), "the kind of an alert is new, continuing or urgent, was 'old'");
        assertThat(cases.size()).isZero();
    }

    private void refused(String document, String words) {
        assertThatThrownBy(() -> take(document))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
