package org.yamori.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Mail addresses of who is told about an organisation's hosts, for each kind of alert.
 *
 * @param addresses at least one for each kind that is here; of the others nobody is told
 */
public record Contacts(Map<AlertKind, List<String>> addresses) implements Serializable {
    public static final Contacts NONE = new Contacts(Map.of());

    static final List<JsonKey> KEYS = List.of(
            JsonKey.optional("new", "a list of mail addresses", "who is told that a host began"),
            JsonKey.optional("continuing", "a list of mail addresses", "who is told that it goes on"),
            JsonKey.optional("urgent", "a list of mail addresses", "who is told that it became much"));

    /** What every mail server takes; no quotes, no comments, other letters than these as xn--. */
    private static final Pattern MAIL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    private static final int MOST_LETTERS = 254;
    private static final int MOST_BEFORE_AT = 64;

    public Contacts {
        Map<AlertKind, List<String>> copy = new EnumMap<>(AlertKind.class);
        addresses.forEach((kind, mails) -> {
            if (mails.isEmpty()) {
                throw new IllegalArgumentException("contacts for " + kind.word() + " have no mail address");
            }
            Set<String> once = new HashSet<>();
            mails.forEach(mail -> requireOther(mail(mail), once));
            copy.put(kind, List.copyOf(mails));
        });
        addresses = Map.copyOf(copy);
    }

    /** The same people for every kind. */
    public static Contacts ofAll(List<String> mails) {
        Map<AlertKind, List<String>> addresses = new EnumMap<>(AlertKind.class);
        for (AlertKind kind : AlertKind.values()) {
            addresses.put(kind, mails);
        }
        return new Contacts(addresses);
    }

    /** Who is told of a kind; empty for nobody. */
    public List<String> of(AlertKind kind) {
        return addresses.getOrDefault(kind, List.of());
    }

    public boolean isEmpty() {
        return addresses.isEmpty();
    }

    static String mail(String text) {
        if (text.length() > MOST_LETTERS
                || text.indexOf('@') > MOST_BEFORE_AT
                || !MAIL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a mail address is like soc@example.jp, in ASCII, was '" + BlockHeader.clip(text) + "'");
        }
        return text;
    }

    private static String requireOther(String mail, Set<String> before) {
        if (!before.add(mail)) {
            throw new IllegalArgumentException("'" + mail + "' stands here twice");
        }
        return mail;
    }

    /** A plain list where everybody is told everything. */
    JsonNode toNode() {
        if (addresses.size() == AlertKind.values().length
                && addresses.values().stream().distinct().count() == 1) {
            return Json.texts(of(AlertKind.NEW));
        }
        ObjectNode node = Json.object();
        for (AlertKind kind : AlertKind.values()) {
            if (addresses.containsKey(kind)) {
                node.set(kind.word(), Json.texts(of(kind)));
            }
        }
        return node;
    }

    static @Nullable Contacts read(Located value, String path, Problems problems) {
        if (!(value instanceof Located.Members members)) {
            List<String> mails = mails(value, path, problems);
            return mails.isEmpty() ? null : ofAll(mails);
        }
        Fields fields = new Fields(value, path, problems, KEYS);
        Map<AlertKind, List<String>> addresses = new EnumMap<>(AlertKind.class);
        for (AlertKind kind : AlertKind.values()) {
            @Nullable List<String> mails = fields.object(kind.word(), Contacts::mails);
            if (mails != null && !mails.isEmpty()) {
                addresses.put(kind, mails);
            }
        }
        if (members.members().isEmpty()) {
            problems.add(value.line(), path, "", "names nobody; give new, continuing or urgent, or leave the key out");
        }
        return fields.build(() -> new Contacts(addresses));
    }

    /** One mail address or a list of them; empty after saying why. */
    private static List<String> mails(Located value, String path, Problems problems) {
        long before = problems.count();
        Set<String> once = new HashSet<>();
        List<String> mails = Fields.elements(
                value,
                path,
                problems,
                (item, where, all) -> Fields.parsed(item, where, all, text -> requireOther(mail(text), once)));
        if (mails.isEmpty() && problems.count() == before) {
            problems.add(value.line(), path, "", "names nobody; give a mail address or leave the key out");
        }
        return mails;
    }
}
