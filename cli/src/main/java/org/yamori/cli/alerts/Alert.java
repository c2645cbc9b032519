package org.yamori.cli.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.yamori.cli.decision.AskedWords;
import org.yamori.wire.AlertKind;
import org.yamori.wire.IpAddress;

/**
 * The newest revision of a finding of kind {@code alert}, as far as its case needs it.
 *
 * @param closes whether it says that the case is over
 * @param packets all of the case until it was told
 * @param unit the unit in which it was told
 */
record Alert(Identity identity, AlertKind kind, boolean closes, long packets, Unit unit) {
    private static final String ID = "[0-9a-f]{32}";

    /** Which finding it is. */
    record Identity(String id, long revision, Instant anchor) {}

    /**
     * What was counted in a unit.
     *
     * @param internal packets to the organisation's own darknets
     * @param destinations distinct addresses
     */
    record Unit(long number, long packets, long internal, long destinations) {}

    /** Refuses a document that lacks what every alert has. */
    static Alert of(JsonNode document) {
        JsonNode finding = document.at("/yamori/finding");
        JsonNode own = document.at("/yamori/alert");
        Identity identity = new Identity(
                finding.path("id").asText(),
                finding.path("revision").asLong(),
                Instant.parse(finding.path("anchor").asText()));
        if (!identity.id.matches(ID)
                || identity.revision < 1
                || !own.path("case").asText().matches(ID)) {
            throw new IllegalArgumentException("an alert has an id, a revision from 1 and a case, was '" + identity.id
                    + "', " + identity.revision + " and '" + own.path("case").asText() + "'");
        }
        if (document.at("/organization/name").asText().isEmpty()
                || own.path("class").asText().isEmpty()) {
            throw new IllegalArgumentException("an alert names an organisation and a class");
        }
        IpAddress.parse(document.at("/source/ip").asText());
        Instant.parse(own.path("first").asText());
        Instant.parse(own.path("last").asText());
        return new Alert(
                identity,
                AskedWords.choice(
                        "the kind of an alert",
                        AlertKind.class,
                        own.path("kind").asText()),
                own.path("state").asText().equals("closed"),
                own.path("packets").asLong(),
                new Unit(
                        own.at("/unit/number").asLong(),
                        own.at("/unit/packets").asLong(),
                        own.at("/unit/internal").asLong(),
                        own.at("/unit/destinations").asLong()));
    }

    /** Whether another alert of the case knows less of it. */
    boolean knowsMoreThan(Alert other) {
        if (packets != other.packets) {
            return packets > other.packets;
        }
        if (closes != other.closes) {
            return closes;
        }
        return !identity.anchor.isBefore(other.identity.anchor);
    }
}
