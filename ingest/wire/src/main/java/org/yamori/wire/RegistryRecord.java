package org.yamori.wire;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of the registry as it stands in its topic: the whole registry, not a difference.
 *
 * <p>Whole versions were chosen over records per entry because a change then is one record that takes effect at one
 * moment, never half; no rule says how records merge, so replay needs none; and a reader that wants the registry of a
 * time reads one record. The price is size: 10,000 organisations with 200,000 prefixes take 4 MB a version, which is
 * little for something people change a few times a day. The topic must let messages of that size pass.
 *
 * @param revision counts the versions, from 1
 * @param effectiveFromMicros when the version takes effect, see {@link RegistryHistory}
 * @param author who changed it
 * @param reason why
 */
public record RegistryRecord(long revision, long effectiveFromMicros, String author, String reason, Registry registry)
        implements Serializable {
    /** No record is larger; the topic's and the producer's limits must be at least this. */
    public static final int MOST_BYTES = Json.MOST_BYTES;

    static final List<JsonKey> KEYS = List.of(
            JsonKey.required("revision", "a whole number", "counts the versions, from 1"),
            JsonKey.required("effectiveFrom", "a time", "takes effect then, or two seconds after it was written"),
            JsonKey.required("author", "a text", "who changed it"),
            JsonKey.required("reason", "a text", "why"),
            JsonKey.required("registry", "a registry", "the whole registry"));

    public RegistryRecord {
        Names.revision(revision);
        Micros.require(effectiveFromMicros);
        Names.line("author", author);
        Names.line("reason", reason);
    }

    public byte[] toJson() {
        var node = Json.object()
                .put("revision", revision)
                .put("effectiveFrom", Micros.text(effectiveFromMicros))
                .put("author", author)
                .put("reason", reason);
        node.set("registry", registry.toNode());
        return Json.bytes(node);
    }

    public static RegistryRecord fromJson(byte[] json) throws BadRecordException {
        return Json.read(json, RegistryRecord::read);
    }

    /** An old version that is written again behind a newer one counts for nothing. */
    public static RegistryRecord fromJson(byte[] json, long newestRevision) throws BadRecordException {
        return fromJson(json).requireNotBehind(newestRevision);
    }

    /** This record, unless a newer revision was written before it. */
    public RegistryRecord requireNotBehind(long newestRevision) throws BadRecordException {
        if (revision < newestRevision) {
            throw new BadRecordException(List.of(new Problem(
                    "",
                    1,
                    "revision",
                    Long.toString(revision),
                    revision + " is behind revision " + newestRevision + ", which was written before")));
        }
        return this;
    }

    private static @Nullable RegistryRecord read(Located value, String path, Problems problems) {
        Fields fields = new Fields(value, path, problems, KEYS);
        long revision = fields.wholeNumber("revision", 1, 1);
        long effectiveFrom = fields.parsed("effectiveFrom", 0L, Micros::parse);
        String author = fields.text("author");
        String reason = fields.text("reason");
        @Nullable Registry registry = fields.object("registry", RegistryReader::registry);
        return registry == null
                ? null
                : fields.build(() -> new RegistryRecord(revision, effectiveFrom, author, reason, registry));
    }
}
