package org.yamori.jobs.sink;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class BulkBodyTest {
    private static final Instant INGESTED = Instant.parse("2026-02-01T00:00:05.250Z");

    private final BulkBody body = new BulkBody(new IndexNames("study-x"));

    @Test
    void document_isTwoLinesWithItsIdentityAndItsArrival() {
        body.add(Samples.document("abc", 4), INGESTED);
        assertThat(text()).isEqualTo("""
                        {"index":{"_index":"study-x-traffic-2026.01","_id":"abc","version":4,"version_type":"external_gte"}}
                        {"yamori":{"finding":{"kind":"traffic","id":"abc","revision":4,"anchor":"2026-01-31T23:59:00Z"},\
                        "packets":10},"event.ingested":"2026-02-01T00:00:05.250Z"}
                        """);
    }

    @Test
    void documentOnManyLines_becomesOneLine() {
        ReceivedRecord received = Samples.received(0, "{\n \"a\" :\r\n 1\n}\n\n");
        body.add(new Document("x", "surge", 1, 0, received), INGESTED);
        assertThat(text().lines().skip(1))
                .containsExactly("{  \"a\" :   1 ,\"event.ingested\":\"2026-02-01T00:00:05.250Z\"}");
    }

    @Test
    void bytesBeyondAscii_stayAsTheyAre() {
        ReceivedRecord received = Samples.received(0, "{\"a\":\"闇守\"}");
        body.add(new Document("x", "surge", 1, 0, received), INGESTED);
        assertThat(text()).contains("{\"a\":\"闇守\",\"event.ingested\"");
    }

    @Test
    void largeDocuments_growTheBody() {
        ReceivedRecord large = Samples.received(0, "{\"a\":\"" + "x".repeat(300_000) + "\"}");
        body.add(new Document("x", "surge", 1, 0, large), INGESTED);
        body.add(new Document("y", "surge", 1, 0, large), INGESTED);
        assertThat(text().lines()).hasSize(4);
        assertThat(body.documents()).extracting(Document::id).containsExactly("x", "y");
    }

    @Test
    void longestNames_fit() {
        BulkBody full = new BulkBody(new IndexNames("p".repeat(60)));
        Document longest =
                new Document("i".repeat(128), "k".repeat(41), Long.MAX_VALUE, 0, Samples.received(0, "{\"a\":1}"));
        for (int i = 0; i < 1_000; i++) {
            full.add(longest, Instant.parse("2026-02-01T00:00:05.123456789Z"));
        }
        assertThat(new String(full.bytes(), 0, full.length(), UTF_8).lines()).hasSize(2_000);
    }

    @Test
    void bodyOfDocuments_isTheSameAsOneGrown() {
        List<Document> documents = List.of(Samples.document("a", 1), Samples.document("b", 2));
        documents.forEach(document -> body.add(document, INGESTED));
        BulkBody again = BulkBody.of(documents, new IndexNames("study-x"), INGESTED);
        assertThat(new String(again.bytes(), 0, again.length(), UTF_8)).isEqualTo(text());
    }

    private String text() {
        return new String(body.bytes(), 0, body.length(), UTF_8);
    }
}
