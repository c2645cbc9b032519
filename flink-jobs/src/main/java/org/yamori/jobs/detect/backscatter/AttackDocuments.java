package org.yamori.jobs.detect.backscatter;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import org.yamori.jobs.detect.backscatter.AttackRules.RatePlace;
import org.yamori.jobs.enrich.CountryTable;
import org.yamori.jobs.flow.Document;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.Finding;

/** Writes what is told of attacks. Equal attacks give equal bytes. */
final class AttackDocuments {
    static final String KIND = "attack";
    private static final long MINUTE_MICROS = 60_000_000;

    private final FindingDocument document;

    /** Where an attack stands. */
    enum State {
        ONSET,
        GROWTH,
        END
    }

    AttackDocuments(BackscatterRules rules) {
        document = new FindingDocument(rules.version());
    }

    static long startOfMinute(long micros) {
        return Math.floorDiv(micros, MINUTE_MICROS) * MINUTE_MICROS;
    }

    Finding attack(Attack attack, State state, long decidedMicros, long addresses, RatePlace place) {
        String victim = SourceKeys.text(attack.high, attack.low);
        FindingDocument.Identity identity = new FindingDocument.Identity(
                KIND, victim, "attack", attack.startMicros, attack.lastMicros, attack.revision);
        return document.write(
                identity,
                out -> {
                    out.writeObjectFieldStart("source");
                    out.writeStringField("ip", victim);
                    if (attack.country != 0) {
                        out.writeObjectFieldStart("geo");
                        out.writeStringField("country_iso_code", CountryTable.text(attack.country));
                        out.writeEndObject();
                    }
                    out.writeEndObject();
                },
                out -> {
                    out.writeStringField("disposition", "not paged: an attack on a host of others is indexed");
                    out.writeObjectFieldStart(KIND);
                    out.writeStringField("state", state.name().toLowerCase(Locale.ROOT));
                    out.writeStringField("kind", kind(attack.counts.most()));
                    out.writeStringField("since", Document.time(attack.startMicros));
                    out.writeStringField("until", Document.time(attack.lastMicros));
                    out.writeStringField("decided", Document.time(decidedMicros));
                    out.writeNumberField("packets", attack.packets);
                    writeRates(out, attack, addresses, place);
                    writeAnswers(out, attack.counts);
                    writePorts(out, attack.counts);
                    out.writeNumberField("spoofed_addresses", attack.counts.addresses());
                    out.writeEndObject();
                });
    }

    /** What the victim was flooded with, as its commonest answer tells. */
    private static String kind(Answer most) {
        return switch (most) {
            case SYN_ACK -> "syn flood, answered";
            case RST -> "tcp flood, reset";
            case DNS -> "dns flood";
            case ECHO_REPLY -> "ping flood";
            case UNREACHABLE -> "flood, unreachable";
            case TIME_EXCEEDED, OTHER_ICMP -> "flood, other errors";
        };
    }

    private static void writeRates(JsonGenerator out, Attack attack, long addresses, RatePlace place)
            throws IOException {
        out.writeObjectFieldStart("rate");
        out.writeNumberField("darknet_packets_per_minute", attack.mostInAMinute);
        if (AttackLogic.hasVictimRate(attack, addresses)) {
            out.writeNumberField(
                    "victim_packets_per_second", StrictMath.round(AttackLogic.victimRate(attack, addresses)));
            out.writeNumberField("addresses", addresses);
        }
        out.writeStringField("threshold_at", place.name().toLowerCase(Locale.ROOT));
        out.writeEndObject();
    }

    private static void writeAnswers(JsonGenerator out, AnswerCounts counts) throws IOException {
        out.writeObjectFieldStart("answers");
        for (Answer answer : Answer.values()) {
            if (counts.answers(answer) > 0) {
                out.writeNumberField(answer.word(), counts.answers(answer));
            }
        }
        out.writeEndObject();
    }

    private static void writePorts(JsonGenerator out, AnswerCounts counts) throws IOException {
        out.writeArrayFieldStart("ports");
        for (int at : counts.portsByPackets()) {
            out.writeStartObject();
            out.writeStringField("port", Answer.portText(counts.port(at)));
            out.writeNumberField("packets", counts.packets(at));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeBooleanField("further_ports", counts.furtherPorts());
    }

    /** What a shard could not follow in a minute. */
    Finding overflow(int shard, VictimTable.Overflow overflow) {
        FindingDocument.Identity identity = new FindingDocument.Identity(
                KIND,
                FindingDocument.COUNT + shard,
                "minute",
                overflow.minuteMicros,
                overflow.minuteMicros + MINUTE_MICROS,
                1);
        return document.write(identity, out -> {}, out -> {
            out.writeStringField("disposition", "not paged: a limit was reached");
            out.writeObjectFieldStart(KIND);
            out.writeStringField("state", "overflow");
            out.writeNumberField("shard", shard);
            out.writeNumberField("packets_left_out", overflow.packets);
            out.writeNumberField("victims_let_go", overflow.victims);
            out.writeNumberField("packets_let_go", overflow.victimPackets);
            out.writeEndObject();
        });
    }
}
