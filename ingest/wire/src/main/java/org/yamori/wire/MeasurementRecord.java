package org.yamori.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the measurement database: how long a source took to answer a darknet address that replied to it, and how
 * long it took to answer when it was asked itself. The passive half is revision 1; active results come as a later one.
 *
 * @param id what stays the same over all revisions
 * @param revision grows from 1; readers keep the largest
 * @param timeMicros when the handshake was completed
 * @param sensor who measured
 * @param source whose answers were measured
 * @param destination the darknet address it had connected to
 */
public record MeasurementRecord(
        String id,
        long revision,
        long timeMicros,
        String sensor,
        IpAddress source,
        IpAddress destination,
        Answer passive,
        Ping ping,
        Answer active)
        implements Serializable {
    /** Stands for a time that was not measured; 0 is a time. */
    public static final long MISSING = -1;

    /** In the order of the paper's database, between what identifies a record and what the paper adds elsewhere. */
    static final List<JsonKey> KEYS = List.of(
            JsonKey.required("id", "a text", "what stays the same over all revisions"),
            JsonKey.required("revision", "a whole number", "grows from 1; readers keep the largest"),
            JsonKey.required("sensor", "a text", "who measured"),
            JsonKey.required("t", "a time", "when the handshake was completed"),
            JsonKey.required("src", "an address", "whose answers were measured"),
            JsonKey.required("dst", "an address", "the darknet address it had connected to"),
            JsonKey.optional("T_p", "microseconds", "passive answer time, from SYN-ACK to ACK"),
            JsonKey.optional("ping_min", "microseconds", "shortest answer to an ICMP echo"),
            JsonKey.optional("ping_avg", "microseconds", "mean answer to an ICMP echo"),
            JsonKey.optional("ping_max", "microseconds", "longest answer to an ICMP echo"),
            JsonKey.optional("ping_var", "microseconds squared", "variance of the answers to ICMP echoes"),
            JsonKey.optional("F_p", "a text", "operating system seen in the source's own packets"),
            JsonKey.optional("F_p_from", "a text", "which of its packets showed it: `syn`, or `ack` as second choice"),
            JsonKey.optional("F_a", "a text", "operating system seen in its answer to a SYN"),
            JsonKey.optional("T_a_syn", "microseconds", "active answer time, from SYN to SYN-ACK or RST"));

    /**
     * How a handshake was answered.
     *
     * @param answerMicros how long it took, or {@link #MISSING}
     * @param system operating system that the answer shows, or empty
     * @param systemFrom which packet shows it, where that is a question: {@link #SYN}, {@link #ACK} or empty
     */
    public record Answer(long answerMicros, String system, String systemFrom) implements Serializable {
        public static final String SYN = "syn";
        public static final String ACK = "ack";
        public static final Answer NONE = new Answer(MISSING, "");

        public Answer(long answerMicros, String system) {
            this(answerMicros, system, "");
        }

        public Answer {
            if (!systemFrom.isEmpty() && (system.isEmpty() || !(systemFrom.equals(SYN) || systemFrom.equals(ACK)))) {
                throw new IllegalArgumentException("the packet that shows an operating system is syn or ack, was '"
                        + systemFrom + "' for '" + system + "'");
            }
            if (answerMicros < MISSING) {
                throw new IllegalArgumentException(
                        "an answer takes at least 0 microseconds, or -1 where it is missing, was " + answerMicros);
            }
            Names.lineOrEmpty("operating system", system);
        }
    }

    /**
     * Answers to several ICMP echoes; all four figures or none.
     *
     * @param varianceMicros2 in microseconds squared
     */
    public record Ping(long minMicros, double meanMicros, long maxMicros, double varianceMicros2)
            implements Serializable {
        public static final Ping NONE = new Ping(MISSING, MISSING, MISSING, MISSING);

        public Ping {
            boolean none =
                    minMicros == MISSING && meanMicros == MISSING && maxMicros == MISSING && varianceMicros2 == MISSING;
            boolean sound =
                    minMicros >= 0 && meanMicros >= minMicros && maxMicros >= meanMicros && varianceMicros2 >= 0;
            if (!none && !(sound && Double.isFinite(varianceMicros2))) {
                throw new IllegalArgumentException("a ping has 0 <= min <= mean <= max and variance >= 0, or none of"
                        + " them, was " + minMicros + ", " + meanMicros + ", " + maxMicros + ", " + varianceMicros2);
            }
        }

        public boolean measured() {
            return minMicros != MISSING;
        }
    }

    public MeasurementRecord {
        Names.id("id", id);
        Names.revision(revision);
        Micros.require(timeMicros);
        Names.word("sensor", sensor);
        if (source.ipv6() != destination.ipv6()) {
            throw new IllegalArgumentException(
                    "src and dst must be of one family, were " + source + " and " + destination);
        }
    }

    public byte[] toJson() {
        ObjectNode node = Json.object()
                .put("id", id)
                .put("revision", revision)
                .put("sensor", sensor)
                .put("t", Micros.text(timeMicros))
                .put("src", source.toString())
                .put("dst", destination.toString());
        put(node, "T_p", passive.answerMicros);
        if (ping.measured()) {
            node.put("ping_min", ping.minMicros)
                    .put("ping_avg", ping.meanMicros)
                    .put("ping_max", ping.maxMicros)
                    .put("ping_var", ping.varianceMicros2);
        }
        put(node, "F_p", passive.system);
        put(node, "F_p_from", passive.systemFrom);
        put(node, "F_a", active.system);
        put(node, "T_a_syn", active.answerMicros);
        return Json.bytes(node);
    }

    private static void put(ObjectNode node, String key, long micros) {
        if (micros != MISSING) {
            node.put(key, micros);
        }
    }

    private static void put(ObjectNode node, String key, String system) {
        if (!system.isEmpty()) {
            node.put(key, system);
        }
    }

    public static MeasurementRecord fromJson(byte[] json) throws BadRecordException {
        return Json.read(json, MeasurementRecord::read);
    }

    private static @Nullable MeasurementRecord read(Located value, String path, Problems problems) {
        Fields fields = new Fields(value, path, problems, KEYS);
        String id = fields.parsed("id", "", text -> Names.id("id", text));
        long revision = fields.wholeNumber("revision", 1, 1);
        String sensor = fields.parsed("sensor", "", text -> Names.word("sensor", text));
        long time = fields.parsed("t", 0L, Micros::parse);
        IpAddress nowhere = IpAddress.ofIpv4(0);
        IpAddress source = fields.parsed("src", nowhere, IpAddress::parse);
        IpAddress destination = fields.parsed("dst", nowhere, IpAddress::parse);
        long passiveMicros = fields.wholeNumber("T_p", 0, MISSING);
        long min = fields.wholeNumber("ping_min", 0, MISSING);
        double mean = fields.number("ping_avg", 0, MISSING);
        long max = fields.wholeNumber("ping_max", 0, MISSING);
        double variance = fields.number("ping_var", 0, MISSING);
        String passiveSystem = fields.text("F_p");
        String passiveFrom = fields.text("F_p_from");
        String activeSystem = fields.text("F_a");
        long activeMicros = fields.wholeNumber("T_a_syn", 0, MISSING);
        return fields.build(() -> new MeasurementRecord(
                id,
                revision,
                time,
                sensor,
                source,
                destination,
                new Answer(passiveMicros, passiveSystem, passiveFrom),
                new Ping(min, mean, max, variance),
                new Answer(activeMicros, activeSystem)));
    }
}
