package org.yamori.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;

/**
 * Somebody who is told when one of their hosts misbehaves.
 *
 * @param livenets prefixes in use
 * @param darknets prefixes announced but unused
 * @param validity when the entry holds
 * @param parent name of the organisation in whose prefixes some of these lie, or empty
 * @param contacts who is told
 * @param whitelist addresses of which nobody is told
 * @param thresholds when packets are an alert, where the registry's own do not fit
 * @param language in which they are told
 * @param zone whose local time they are told
 */
public record Organisation(
        String name,
        List<Cidr> livenets,
        List<Cidr> darknets,
        Validity validity,
        String parent,
        Contacts contacts,
        Whitelist whitelist,
        AlertThresholds thresholds,
        Language language,
        ZoneId zone)
        implements Serializable {
    /** The time zone of who names none. */
    public static final ZoneId UTC = ZoneId.of("UTC");

    static final List<JsonKey> KEYS = List.of(
            JsonKey.required("name", "a text", "who it is; no other organisation has the name"),
            JsonKey.optional("livenets", "a list of prefixes", "addresses in use"),
            JsonKey.optional("darknets", "a list of prefixes", "addresses announced but unused"),
            JsonKey.optional("validFrom", "a time or a day", "first moment at which the entry holds"),
            JsonKey.optional("validTo", "a time or a day", "first moment at which it no longer holds"),
            JsonKey.optional("parent", "a name", "the organisation in whose prefixes some of these lie"),
            JsonKey.optional("contacts", "a list of mail addresses, or contacts", "who is told"),
            JsonKey.optional("whitelist", "a whitelist", "addresses of which nobody is told"),
            JsonKey.optional("thresholds", "alert thresholds", "where those of the registry do not fit"),
            JsonKey.optional("unit", "one of first-packet, clock", "short for `unitBegins` of the alert thresholds"),
            JsonKey.optional("language", "one of " + Names.words(Language.values()), "in which they are told; else en"),
            JsonKey.optional("timezone", "a time zone like Asia/Tokyo", "whose local time they are told; else UTC"));

    public Organisation {
        Names.line("an organisation's name", name);
        Names.lineOrEmpty("an organisation's name", parent);
        livenets = List.copyOf(livenets);
        darknets = List.copyOf(darknets);
    }

    /** One whose prefixes are all that is known of it. */
    public Organisation(String name, List<Cidr> livenets, List<Cidr> darknets, Validity validity) {
        this(
                name,
                livenets,
                darknets,
                validity,
                "",
                Contacts.NONE,
                Whitelist.NONE,
                AlertThresholds.NONE,
                Language.EN,
                UTC);
    }

    ObjectNode toNode() {
        ObjectNode node = Json.object().put("name", name);
        node.set("livenets", Json.texts(livenets));
        node.set("darknets", Json.texts(darknets));
        RegistryReader.putValidity(node, validity);
        if (!parent.isEmpty()) {
            node.put("parent", parent);
        }
        if (!contacts.isEmpty()) {
            node.set("contacts", contacts.toNode());
        }
        if (!whitelist.isEmpty()) {
            node.set("whitelist", whitelist.toNode());
        }
        if (!thresholds.isEmpty()) {
            node.set("thresholds", thresholds.toNode());
        }
        if (language != Language.EN) {
            node.put("language", language.word());
        }
        if (!zone.equals(UTC)) {
            node.put("timezone", zone.getId());
        }
        return node;
    }
}
