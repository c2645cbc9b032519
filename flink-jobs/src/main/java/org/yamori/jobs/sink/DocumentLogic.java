package org.yamori.jobs.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How bytes become a document: one pass over the JSON, which is checked to its end. */
final class DocumentLogic {
    /** Every index is a month, so the years that may be named bound the number of indices. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final JsonFactory JSON = new JsonFactory();

    private DocumentLogic() {}

    /** The bytes are no finding; the message says why. */
    static final class BadDocumentException extends Exception {
        BadDocumentException(String reason) {
            super(reason);
        }
    }

    static Document read(ReceivedRecord received) throws BadDocumentException {
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
        Identity identity = new Identity();
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
            }
            if (parser.nextToken() != null) {
                throw new BadDocumentException("something follows the JSON object at byte "
                        + parser.currentTokenLocation().getByteOffset());
            }
            return identity.document(received);
        } catch (JsonProcessingException broken) {
            throw new BadDocumentException("not JSON: " + broken.getOriginalMessage() + ", at byte "
                    + (broken.getLocation() == null
                            ? "?"
                            : String.valueOf(broken.getLocation().getByteOffset())));
        } catch (IOException | IllegalArgumentException wrong) {
            throw new BadDocumentException(String.valueOf(wrong.getMessage()));
        }
    }

    private static void readYamori(JsonParser parser, Identity identity) throws IOException, BadDocumentException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("finding")) {
                readFinding(parser, identity);
            } else {
                parser.skipChildren();
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

        Document document(ReceivedRecord received) throws BadDocumentException {
            return new Document(
                    present("id", id), present("kind", kind), revision, micros(present("anchor", anchor)), received);
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
}
