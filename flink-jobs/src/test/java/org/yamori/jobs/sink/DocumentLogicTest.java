package org.yamori.jobs.sink;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.jobs.sink.DocumentLogic.BadDocumentException;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DocumentLogicTest {
    private final DocumentLogic logic = new DocumentLogic();

    @Test
    void finding_isFoundAmongEverythingElse() throws BadDocumentException {
        ReceivedRecord received = Samples.received(9, """
                {"@timestamp":"x","finding":{"id":"no"},"yamori":{"tail":{"finding":{"id":"no"},"a":[1,[2,{"id":"no"}]]},
                 "finding":{"anchor":"2026-01-31T23:59:00.123456Z","x":[{}],"revision":12,"id":"a-B_9","kind":"co-observation"},
                 "packets":1},"last":null}
                """);
        assertThat(logic.read(received))
                .isEqualTo(new Document("a-B_9", "co-observation", 12, 1_769_903_940_123_456L, received));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the record is empty",
                "'   ' | this starts with null",
                "[] | a finding is a JSON object in UTF-8, this starts with byte 91",
                " null | a finding is a JSON object",
                "{} | there is no yamori.finding.id",
                "{\"yamori\":7} | there is no yamori.finding.id",
                "{\"yamori\":{\"finding\":[]}} | there is no yamori.finding.id",
                "{\"yamori\":{\"finding\":{\"id\":7}}} | yamori.finding.id must be a text",
                "{\"yamori\":{\"finding\":{\"revision\":\"7\"}}} | yamori.finding.revision must be a whole number",
                "{\"yamori\":{\"finding\":{\"revision\":1.5}}} | yamori.finding.revision must be a whole number",
                "{\"yamori\":{\"finding\":{\"revision\":99999999999999999999}}} | yamori.finding.revision is too large",
                "{\"a\":1} {\"a\":1} | something follows the JSON object",
                "{\"a\":1}, | not JSON",
                "{\"a\":1 | not JSON",
                "{\"a\":tru} | not JSON",
                "garbage | this starts with byte 103",
                "\ufeff{} | this starts with byte 239",
            })
    void bytesThatAreNoFinding_areRefusedWithTheReason(String json, String reason) {
        assertThatThrownBy(() -> logic.read(Samples.received(0, json)))
                .isInstanceOf(BadDocumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "'', surge, 1, 2026-01-01T00:00:00Z, yamori.finding.id must be",
        "a b, surge, 1, 2026-01-01T00:00:00Z, yamori.finding.id must be",
        "a, Surge, 1, 2026-01-01T00:00:00Z, yamori.finding.kind must match",
        "a, ../x, 1, 2026-01-01T00:00:00Z, yamori.finding.kind must match",
        "a, surge, 0, 2026-01-01T00:00:00Z, 'yamori.finding.revision must be at least 1, was 0'",
        "a, surge, -5, 2026-01-01T00:00:00Z, 'yamori.finding.revision must be at least 1, was -5'",
        "a, surge, 1, 2026-01-01, yamori.finding.anchor must be ISO 8601",
        "a, surge, 1, 1969-12-31T23:59:59Z, yamori.finding.anchor must lie between",
        "a, surge, 1, 2200-01-01T00:00:00Z, yamori.finding.anchor must lie between",
        "a, surge, 1, +999999999-01-01T00:00:00Z, yamori.finding.anchor must lie between",
    })
    void identityThatCannotBeIndexed_isRefusedWithTheValue(
            String id, String kind, long revision, String anchor, String reason) {
        String json = "{\"yamori\":{\"finding\":{\"id\":\"" + id + "\",\"kind\":\"" + kind + "\",\"revision\":"
                + revision + ",\"anchor\":\"" + anchor + "\"}}}";
        assertThatThrownBy(() -> logic.read(Samples.received(0, json)))
                .isInstanceOf(BadDocumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void otherEncodings_areRefusedThoughTheParserCouldGuessThem() {
        for (byte[] bytes : new byte[][] {
            Samples.json("a", 1).getBytes(UTF_16LE), Samples.json("a", 1).getBytes(UTF_16)
        }) {
            assertThatThrownBy(() -> logic.read(new ReceivedRecord("t", 0, 0, bytes)))
                    .isInstanceOf(BadDocumentException.class);
        }
    }

    /** Every document cut anywhere, and with any one byte changed, is read or refused, and nothing else happens. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedDocuments_areReadOrRefused(long seed) {
        Random random = new Random(seed);
        byte[] whole = Samples.json("abc", 1).getBytes(UTF_8);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(whole, i % 2 == 0 ? whole.length : random.nextInt(whole.length));
            for (int changes = random.nextInt(4); changes >= 0 && bytes.length > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                logic.read(new ReceivedRecord("t", 0, i, bytes));
            } catch (BadDocumentException expected) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(10_000);
    }

    @Test
    void identifying_readsNoFurtherThanTheIdentity() throws BadDocumentException {
        String broken = Samples.json("a", 5).replace("10}}", "1O}} ");
        ReceivedRecord received = Samples.received(4, broken);

        assertThat(logic.identify(received))
                .isEqualTo(new Document("a", "traffic", 5, Samples.JANUARY_MICROS, received));
        assertThatThrownBy(() -> logic.read(received)).isInstanceOf(BadDocumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"yamori\":{\"finding\":{\"id\":\"a\",\"kind\":\"surge\",\"revision\":1}}} | no yamori.finding.anchor",
                "{\"yamori\":{\"finding\":{\"id\":\"a\",\"kind\":\"surge\",\"revision\":0,\"anchor\":\"2026-01-31T23:59:00Z\"}}}"
                        + " | must be at least 1, was 0",
                "{\"yamori\":{\"finding\":{\"id\":\"a\",\"kind\":\"surge\",\"revision\":1,\"anchor\":\"2026-01-31T23:59:00Z\"}}"
                        + ",\"cut\":1 | ends with a brace",
            })
    void identifying_refusesWhatCannotBeIndexed(String json, String reason) {
        assertThatThrownBy(() -> logic.identify(Samples.received(0, json)))
                .isInstanceOf(BadDocumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anchors_areEachTheirOwn() throws BadDocumentException {
        String june = Samples.json("a", 1).replace("2026-01-31T23:59:00Z", "2026-06-30T00:00:00Z");

        assertThat(logic.identify(Samples.received(0, Samples.json("a", 1))).anchorMicros())
                .isEqualTo(Samples.JANUARY_MICROS);
        assertThat(logic.identify(Samples.received(1, june)).anchorMicros())
                .as("date -u -d 2026-06-30 +%%s")
                .isEqualTo(1_782_777_600_000_000L);
        assertThat(logic.identify(Samples.received(2, Samples.json("b", 1))).anchorMicros())
                .isEqualTo(Samples.JANUARY_MICROS);
    }

    @Test
    void deepNesting_isRefused() {
        String deep = "{\"a\":" + "[".repeat(100_000);
        assertThatThrownBy(() -> logic.read(Samples.received(0, deep)))
                .isInstanceOf(BadDocumentException.class)
                .hasMessageContaining("nesting depth");
    }
}
