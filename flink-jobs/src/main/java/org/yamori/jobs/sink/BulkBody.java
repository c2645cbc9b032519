package org.yamori.jobs.sink;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * The body of a bulk request, grown document by document: for each a line that says where it goes, and a line that is
 * the document with {@code event.ingested} spliced in. Written as bytes: the JSON is never built again.
 */
final class BulkBody {
    private static final int FIRST_BYTES = 64 << 10;

    /** What the two lines have besides the document: names of at most 250 bytes and the words around them. */
    private static final int MOST_AROUND = 640;

    private final IndexNames indices;
    private final List<Document> documents = new ArrayList<>();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /* Documents that follow each other mostly share index and moment; spelling both anew took a quarter longer. */
    private String index = "";
    private String indexKind = "";
    private long indexAnchorMicros;
    private String arrival = "";
    private Instant arrivalMoment = Instant.MIN;

    BulkBody(IndexNames indices) {
        this.indices = indices;
    }

    /** All documents again, in a body of their own. */
    static BulkBody of(List<Document> documents, IndexNames indices, Instant ingested) {
        BulkBody body = new BulkBody(indices);
        for (Document document : documents) {
            body.add(document, ingested);
        }
        return body;
    }

    void add(Document document, Instant ingested) {
        byte[] json = document.json();
        long needed = (long) length + json.length + MOST_AROUND;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(needed, 2L * bytes.length)));
        }
        put("{\"index\":{\"_index\":\"");
        put(indexOf(document));
        put("\",\"_id\":\"");
        put(document.id());
        put("\",\"version\":");
        put(Long.toString(document.revision()));
        put(",\"version_type\":\"external_gte\"}}\n");
        int close = lastBrace(json);
        putOnOneLine(json, close);
        put(",\"event.ingested\":\"");
        put(textOf(ingested));
        put("\"}\n");
        documents.add(document);
    }

    private String indexOf(Document document) {
        if (document.anchorMicros() != indexAnchorMicros || !document.kind().equals(indexKind)) {
            indexAnchorMicros = document.anchorMicros();
            indexKind = document.kind();
            index = indices.of(indexKind, indexAnchorMicros);
        }
        return index;
    }

    private String textOf(Instant ingested) {
        if (!ingested.equals(arrivalMoment)) {
            arrivalMoment = ingested;
            arrival = ingested.toString();
        }
        return arrival;
    }

    List<Document> documents() {
        return documents;
    }

    boolean isEmpty() {
        return documents.isEmpty();
    }

    /** The body is the first {@link #length()} bytes of these. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** A document was checked to end with a brace, so only white space follows the last one. */
    private static int lastBrace(byte[] json) {
        int at = json.length - 1;
        while (json[at] != '}') {
            at--;
        }
        return at;
    }

    /** A line feed in valid JSON is white space, but in a bulk it would end the document. */
    private void putOnOneLine(byte[] json, int end) {
        int to = length;
        for (int i = 0; i < end; i++) {
            byte b = json[i];
            bytes[to++] = b == '\n' || b == '\r' ? (byte) ' ' : b;
        }
        length = to;
    }

    private void put(String ascii) {
        byte[] text = ascii.getBytes(ISO_8859_1);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }
}
