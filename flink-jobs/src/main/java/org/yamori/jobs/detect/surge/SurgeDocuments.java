package org.yamori.jobs.detect.surge;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.yamori.jobs.flow.Document;
import org.yamori.jobs.flow.SourceSketch;
import org.yamori.jobs.flow.Tool;
import org.yamori.wire.Finding;
import org.yamori.wire.IpAddress;
import org.yamori.wire.ProtocolPort;

/** Writes the surge card: one finding of kind {@code surge} with a revision for each word of its {@link Episode}. */
final class SurgeDocuments {
    static final String KIND = "surge";

    private static final int MOST_ADDRESSES = 20;
    private static final int MOST_SENSORS_NAMED = 100;

    private final SurgeSetup setup;
    private final SourceShares shares;

    SurgeDocuments(SurgeSetup setup, SourceShares shares) {
        this.setup = setup;
        this.shares = shares;
    }

    static String id(int port, int part, long onsetMinute) {
        return Finding.id(KIND, key(port, part), "episode", Minutes.startMicros(onsetMinute));
    }

    /** What tells series apart: {@code tcp/23} or {@code tcp/23/JP}. */
    static String key(int port, int part) {
        return PortSeries.text(port) + (part == Part.ALL ? "" : '/' + Part.text(part));
    }

    Finding surge(SurgeCard card, ScoredMinute minute, Episode.Revision revision) {
        Episode episode = card.episode;
        Document document = new Document(
                KIND,
                id(minute.port, minute.part, episode.onsetMinute),
                revision.number(),
                Minutes.startMicros(episode.onsetMinute));
        return document.write("alert", out -> port(out, minute), out -> {
            document.writeIdentity(out, card.rulesVersion);
            out.writeNumberField("completeness", completeness(minute));
            out.writeNumberField("score", hundredths(card.scores[episode.scale]));
            out.writeNumberField("threshold", card.thresholds[episode.scale]);
            out.writeNumberField("destinations", card.destinations);
            out.writeStringField(
                    "disposition", episode.gate == Gate.PAGE ? "paged" : "not paged: " + episode.gate.word());
            out.writeObjectFieldStart("surge");
            course(out, card, minute, revision);
            windows(out, card, minute.longest());
            sample(out, card, minute.port);
            past(out, card, minute.port);
            out.writeEndObject();
        });
    }

    /** What the Elastic Common Schema says of a port and, where it is of one country, of the sources. */
    static void port(JsonGenerator out, ScoredMinute minute) throws IOException {
        out.writeObjectFieldStart("network");
        out.writeStringField("transport", PortSeries.transport(minute.port));
        out.writeEndObject();
        if (Part.isCountry(minute.part)) {
            out.writeObjectFieldStart("source");
            out.writeObjectFieldStart("geo");
            out.writeStringField("country_iso_code", Part.text(minute.part));
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeObjectFieldStart("destination");
        out.writeNumberField("port", PortSeries.port(minute.port));
        out.writeEndObject();
    }

    /** Of a port as a whole nothing is said. */
    static void part(JsonGenerator out, ScoredMinute minute) throws IOException {
        if (minute.part != Part.ALL) {
            out.writeStringField("part", Part.text(minute.part));
        }
    }

    /** Share of the usual that was watched in the minute, at most all. */
    static double completeness(ScoredMinute minute) {
        return Math.rint(Math.min(1, minute.observed) * 1e6) / 1e6;
    }

    private void course(JsonGenerator out, SurgeCard card, ScoredMinute minute, Episode.Revision revision)
            throws IOException {
        Episode episode = card.episode;
        int scale = episode.scale;
        out.writeStringField("phase", revision.word().name().toLowerCase(Locale.ROOT));
        if (!revision.reason().isEmpty()) {
            out.writeStringField("reason", revision.reason());
        }
        out.writeStringField("gate", episode.gate.word());
        out.writeStringField("port", PortSeries.text(minute.port));
        part(out, minute);
        meaning(out, minute.port);
        out.writeBooleanField("watched", setup.isWatched(minute.port));
        out.writeStringField("hot_since", Document.time(Minutes.startMicros(episode.firstMinute)));
        out.writeStringField("onset", Document.time(Minutes.endMicros(episode.onsetMinute)));
        out.writeStringField("told", Document.time(Minutes.endMicros(minute.minute)));
        out.writeNumberField("window_minutes", SurgeScales.minutes(scale));
        out.writeNumberField("sources", minute.sources[scale]);
        out.writeNumberField("expected", card.expected[scale]);
        if (card.expected[scale] > 0) {
            out.writeNumberField("growth", hundredths(minute.sources[scale] / card.expected[scale]));
        }
        out.writeNumberField("probability", NormalTail.above(card.scores[scale]));
        out.writeObjectFieldStart("peak");
        out.writeNumberField("sources", episode.peakSources);
        out.writeStringField("at", Document.time(Minutes.endMicros(episode.peakMinute)));
        out.writeEndObject();
        out.writeNumberField("packets", card.packets);
        if (card.sightings > 0) {
            out.writeNumberField("packets_per_source", hundredths((double) card.packets / card.sightings));
            out.writeNumberField("first_seen_share", hundredths((double) card.newcomers / card.sightings));
        }
        seenBy(out, card);
    }

    private static void windows(JsonGenerator out, SurgeCard card, int longest) throws IOException {
        out.writeArrayFieldStart("windows");
        for (int scale = 0; scale <= longest; scale++) {
            out.writeStartObject();
            out.writeNumberField("minutes", SurgeScales.minutes(scale));
            out.writeNumberField("sources", card.sources[scale]);
            out.writeNumberField("expected", card.expected[scale]);
            out.writeNumberField("score", hundredths(card.scores[scale]));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void meaning(JsonGenerator out, int series) throws IOException {
        int protocol = PortSeries.protocol(series);
        int port = PortSeries.port(series);
        String service = setup.watchList().service(protocol, port);
        if (!service.isEmpty()) {
            out.writeStringField("service", service);
        }
        int groups = setup.ports().groupMask(protocol, port);
        out.writeArrayFieldStart("groups");
        for (String group : setup.ports().names(groups)) {
            out.writeString(group);
        }
        out.writeEndArray();
        if (groups != 0) {
            out.writeStringField(
                    "meaning",
                    setup.ports()
                            .groups()
                            .get(Integer.numberOfTrailingZeros(groups))
                            .meaning());
        }
    }

    /** Whose sources they are, of a sample chosen by hash, and who came with the surge. */
    private void sample(JsonGenerator out, SurgeCard card, int series) throws IOException {
        long[] sources = card.sampledSources();
        out.writeObjectFieldStart("sample");
        out.writeNumberField("sources", sources.length);
        out.writeNumberField(
                "first_seen",
                Arrays.stream(card.sample).filter(Sighting::isNewcomer).count());
        out.writeNumberField(
                "estimated",
                SourceSketch.of(setup.rules().sampleSources(), sources).estimate());
        shares.writeAll(out, sources);
        addresses(out, card.sample);
        packets(out, series, card.packetSample);
        marks(out, card);
        out.writeEndObject();
        double expected = card.expected[card.episode.scale];
        int most = card.episode.peakSources;
        out.writeObjectFieldStart("rise");
        out.writeNumberField("sources", Math.max(0, hundredths(most - expected)));
        out.writeNumberField("sources_before", card.before.length);
        if (most > expected) {
            shares.writeRise(out, sources, card.before, most, expected);
        }
        out.writeEndObject();
    }

    /** Of IPv4: of a source of IPv6 only a hash is known here. */
    private static void addresses(JsonGenerator out, long[] sightings) throws IOException {
        out.writeArrayFieldStart("addresses");
        int shown = 0;
        for (int i = 0; i < sightings.length && shown < MOST_ADDRESSES; i++) {
            long pair = Sighting.pair(sightings[i]);
            if (Sighting.isIpv4(pair)) {
                out.writeString(IpAddress.text(Sighting.ipv4(pair)));
                shown++;
            }
        }
        out.writeEndArray();
    }

    private static void packets(JsonGenerator out, int series, long[] packets) throws IOException {
        out.writeArrayFieldStart("packets");
        for (int at = 0; at < packets.length; at += SampledPacket.LONGS) {
            SampledPacket.tell(packets, at, PortSeries.protocol(series) == ProtocolPort.TCP, out);
        }
        out.writeEndArray();
    }

    /** What made the packets, as shares of those that were looked at. */
    private static void marks(JsonGenerator out, SurgeCard card) throws IOException {
        int packets = Arrays.stream(card.tools).sum();
        out.writeNumberField("marked_packets", packets);
        List<SourceShares.Share> tools = new ArrayList<>();
        for (int tool = 0; tool < card.tools.length; tool++) {
            if (card.tools[tool] > 0) {
                tools.add(new SourceShares.Share(Tool.at(tool).word(), (double) card.tools[tool] / packets));
            }
        }
        SourceShares.write(out, "tools", tools);
        List<SourceShares.Share> signatures = new ArrayList<>();
        for (int i = 0; i < card.signatures.length; i++) {
            signatures.add(new SourceShares.Share(card.signatures[i], (double) card.ofSignatures[i] / packets));
        }
        SourceShares.write(out, "signatures", signatures);
    }

    private static void past(JsonGenerator out, SurgeCard card, int series) throws IOException {
        out.writeArrayFieldStart("past");
        for (PastSurge surge : card.past) {
            out.writeStartObject();
            out.writeStringField("id", id(series, Part.ALL, surge.onsetMinute));
            out.writeStringField("onset", Document.time(Minutes.endMicros(surge.onsetMinute)));
            out.writeStringField("end", Document.time(Minutes.endMicros(surge.endMinute)));
            out.writeNumberField("peak_sources", surge.peakSources);
            out.writeNumberField("window_minutes", surge.windowMinutes);
            out.writeBooleanField("paged", surge.paged);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void seenBy(JsonGenerator out, SurgeCard card) throws IOException {
        out.writeNumberField("sensors", card.sensors);
        out.writeArrayFieldStart("seen_by");
        for (int i = 0; i < Math.min(MOST_SENSORS_NAMED, card.sensorNames.length); i++) {
            out.writeString(card.sensorNames[i]);
        }
        out.writeEndArray();
        out.writeNumberField("watching", card.watchingSensors);
        if (!card.reach().isEmpty()) {
            out.writeStringField("reach", card.reach());
        }
    }

    static double hundredths(double value) {
        return Math.rint(value * 100) / 100;
    }
}
