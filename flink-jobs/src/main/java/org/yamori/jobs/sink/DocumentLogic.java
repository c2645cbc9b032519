package org.yamori.jobs.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How bytes become a document: one pass over the JSON, to its end or only as far as its identity. */
final class DocumentLogic {
    /** Every index is a month, so the years that may be named bound the number of indices. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final JsonFactory JSON = new JsonFactory();

    /** Documents of a window stand together and share their anchor; parsing it each time took two fifths of all. */
    private String lastAnchor = "";

    private long lastAnchorMicros;

    /** The bytes are no finding; the message says why. */
    static final class BadDocumentException extends Exception {
        BadDocumentException(String reason) {
            super(reason);
        }
    }

    /** The document, checked to its end. */
    Document read(ReceivedRecord received) throws BadDocumentException {
        return read(received, true);
    }

    /** The document, read until its identity is known; who takes it judges the rest. */
    Document identify(ReceivedRecord received) throws BadDocumentException {
        return read(received, false);
    }

    private Document read(ReceivedRecord received, boolean toItsEnd) throws BadDocumentException {
        byte[] bytes = received.value();
        if (bytes.length == 0) {
            throw new BadDocumentException("the record is empty; a finding as a JSON object was expected");
        }
        // The parser would guess UTF-16 and UTF-32 and skip a byte order mark; Elasticsearch would not.
        byte first = bytes[0];
        boolean white = first == ' ' || first == '\t' || first == '\n' || first == '\r';
        if ((first != '{' && !white) || (bytes.length > 1 && bytes[1] == 0)) {
            throw new BadDocumentException(
                    "a finding is a JSON object in UTF-8, this starts with byte " + Byte.toUnsignedInt(first));
        }
        Identity identity = new Identity(toItsEnd);
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadDocumentException(
                        "a finding is a JSON object in UTF-8, this starts with " + parser.currentToken());
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("yamori")) {
                    readYamori(parser, identity);
                } else {
                    parser.skipChildren();
                }
                if (identity.isEnough()) {
                    requireEnd(bytes);
                    return document(identity, received);
                }
            }
            if (parser.nextToken() != null) {
                throw new BadDocumentException("something follows the JSON object at byte "
                        + parser.currentTokenLocation().getByteOffset());
            }
            return document(identity, received);
        } catch (JsonProcessingException broken) {
            throw new BadDocumentException("not JSON: " + broken.getOriginalMessage() + ", at byte "
                    + (broken.getLocation() == null
                            ? "?"
                            : String.valueOf(broken.getLocation().getByteOffset())));
        } catch (IOException | IllegalArgumentException wrong) {
            throw new BadDocumentException(String.valueOf(wrong.getMessage()));
        }
    }

    /** What follows the last brace would be lost when a time is spliced in before it. */
    private static void requireEnd(byte[] bytes) throws BadDocumentException {
        int at = bytes.length - 1;
        while (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r') {
            at--;
        }
        if (bytes[at] != '}') {
            throw new BadDocumentException(
                    "not JSON: a finding ends with a brace, this with byte " + Byte.toUnsignedInt(bytes[at]));
        }
    }

    private static void readYamori(JsonParser parser, Identity identity) throws IOException, BadDocumentException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("finding")) {
                readFinding(parser, identity);
            } else {
                parser.skipChildren();
            }
            if (identity.isEnough()) {
                return;
            }
        }
    }

    private static void readFinding(JsonParser parser, Identity identity) throws IOException, BadDocumentException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "id" -> identity.id = text(name, token, parser);
                case "kind" -> identity.kind = text(name, token, parser);
                case "anchor" -> identity.anchor = text(name, token, parser);
                case "revision" -> {
                    if (token != JsonToken.VALUE_NUMBER_INT) {
                        throw new BadDocumentException("yamori.finding.revision must be a whole number, was " + token);
                    }
                    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                        throw new BadDocumentException("yamori.finding.revision is too large");
                    }
                    identity.revision = parser.getLongValue();
                }
                default -> parser.skipChildren();
            }
        }
    }

    private static String text(String name, JsonToken token, JsonParser parser)
            throws IOException, BadDocumentException {
        if (token != JsonToken.VALUE_STRING) {
            throw new BadDocumentException("yamori.finding." + name + " must be a text, was " + token);
        }
        return parser.getText();
    }

    private static final class Identity {
        @Nullable
        String id;

        @Nullable
        String kind;

        @Nullable
        String anchor;

        long revision;

        private final boolean neverEnough;

        Identity(boolean neverEnough) {
            this.neverEnough = neverEnough;
        }

        boolean isEnough() {
            return !neverEnough && id != null && kind != null && anchor != null && revision != 0;
        }
    }

    private Document document(Identity identity, ReceivedRecord received) throws BadDocumentException {
        String id = present("id", identity.id);
        String kind = present("kind", identity.kind);
        String anchor = present("anchor", identity.anchor);
        if (!anchor.equals(lastAnchor)) {
            lastAnchorMicros = micros(anchor);
            lastAnchor = anchor;
        }
        return new Document(id, kind, identity.revision, lastAnchorMicros, received);
    }

    private static String present(String name, @Nullable String value) throws BadDocumentException {
        if (value == null) {
            throw new BadDocumentException("there is no yamori.finding." + name);
        }
        return value;
    }

    private static long micros(String anchor) throws BadDocumentException {
        Instant at;
        try {
            at = Instant.parse(anchor);
        } catch (DateTimeException wrong) {
            throw new BadDocumentException("yamori.finding.anchor must be ISO 8601 in UTC such as"
                    + " 2026-01-31T00:00:00Z, was " + Document.clip(anchor));
        }
        if (at.isBefore(EARLIEST) || !at.isBefore(LATEST)) {
            throw new BadDocumentException("yamori.finding.anchor must lie between " + EARLIEST + " and " + LATEST
                    + ", was " + Document.clip(anchor));
        }
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
    }
}
