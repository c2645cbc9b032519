package org.yamori.cli.surges;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.yamori.wire.ProtocolPort;

/** A finding of kind {@code surge} with all its revisions. */
final class Surge {
    private final TreeMap<Long, JsonNode> revisions = new TreeMap<>();

    /** Refuses a document that lacks what every surge has. */
    static void requireSound(JsonNode document) {
        Surge alone = new Surge();
        alone.take(document);
        if (!alone.id().matches("[0-9a-f]{32}") || alone.revision() < 1) {
            throw new IllegalArgumentException(
                    "a surge has an id and a revision from 1, was '" + alone.id() + "' and " + alone.revision());
        }
        alone.anchor();
        alone.onset();
        alone.port();
    }

    /** Takes a revision; delivered twice it is the same. */
    void take(JsonNode document) {
        revisions.put(document.at("/yamori/finding/revision").asLong(), document);
    }

    JsonNode newest() {
        return Objects.requireNonNull(revisions.lastEntry()).getValue();
    }

    Collection<JsonNode> revisions() {
        return revisions.values();
    }

    int revision() {
        return newest().at("/yamori/finding/revision").asInt();
    }

    String id() {
        return newest().at("/yamori/finding/id").asText();
    }

    Instant anchor() {
        return Instant.parse(newest().at("/yamori/finding/anchor").asText());
    }

    Instant onset() {
        return Instant.parse(field("onset").asText());
    }

    ProtocolPort port() {
        return ProtocolPort.parse(newest().at("/destination/port").asInt() + "/"
                + newest().at("/network/transport").asText());
    }

    /** The port and, where it is a surge of a part of its sources only, that part. */
    String where() {
        return (port() + " " + field("part").asText()).stripTrailing();
    }

    /** A field under {@code yamori.surge}. */
    JsonNode field(String path) {
        return newest().at("/yamori/surge/" + path);
    }

    boolean isOpen() {
        String phase = field("phase").asText();
        return !phase.equals("end") && !phase.equals("withdrawn");
    }

    /** Whether any revision paged: nobody is un-paged. */
    boolean wasPaged() {
        for (Map.Entry<Long, JsonNode> revision : revisions.entrySet()) {
            if (revision.getValue().at("/yamori/disposition").asText().equals("paged")) {
                return true;
            }
        }
        return false;
    }
}
