package org.yamori.jobs.detect.traffic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.yamori.jobs.enrich.CountryTable;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.jobs.flow.Completeness;
import org.yamori.jobs.flow.Observed;
import org.yamori.jobs.flow.TrafficKind;
import org.yamori.wire.DistinctSources;
import org.yamori.wire.Finding;

/** Writes the documents of a merged window. Equal windows give equal bytes. */
final class TrafficDocuments {
    static final String KIND = "traffic";
    private static final JsonFactory JSON = new JsonFactory();
    private static final SerializedString EVENT =
            object("kind", "metric", "module", "yamori", "dataset", "yamori.traffic");
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final TrafficRules rules;
    private final PortKnowledge ports;
    private final WatchList watchList;
    private final GeoStamp geo;
    private final SerializedString rulesVersion;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

    /** Which database named the countries; both empty without one. */
    record GeoStamp(String name, String date) {
        static final GeoStamp NONE = new GeoStamp("", "");
    }

    TrafficDocuments(TrafficRules rules, GeoStamp geo) {
        this.rules = rules;
        this.ports = rules.ports();
        this.watchList = rules.watchList();
        this.geo = geo;
        this.rulesVersion = object("version", rules.version());
    }

    /** Of a feed's series: whose it is and from where; of others nothing. */
    private record FeedSource(FeedSeries series, short country) {
        static final FeedSource NONE = new FeedSource(new FeedSeries("", false, "", ""), (short) 0);
    }

    /** One numbered or named series, ready to be written. */
    private record Row(
            Breakdown breakdown,
            String key,
            long packets,
            long bytes,
            long missing,
            long sources,
            boolean exact,
            long completeness,
            FeedSource feed) {
        Row(
                Breakdown breakdown,
                String key,
                long packets,
                long bytes,
                long missing,
                long sources,
                boolean exact,
                long completeness) {
            this(breakdown, key, packets, bytes, missing, sources, exact, completeness, FeedSource.NONE);
        }
    }

    /** Adds what only some breakdowns say. */
    private interface More {
        void write(JsonGenerator out) throws IOException;
    }

    /** A window that is being written, and what each of its documents says in the same words. */
    private record Frame(
            Resolution resolution,
            long startMicros,
            long revision,
            String start,
            String anchor,
            SerializedString window,
            Consumer<Finding> out) {}

    private Frame frame(TrafficPartial window, long revision, Consumer<Finding> out) {
        Instant start = instant(window.startMicros);
        Resolution resolution = Resolution.at(window.resolution);
        String local = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(start.atZone(rules.zone()));
        return new Frame(
                resolution,
                window.startMicros,
                revision,
                start.toString(),
                MICROS.format(start),
                object(
                        "resolution",
                        resolution.word(),
                        "start",
                        start.toString(),
                        "end",
                        instant(window.endMicros).toString(),
                        "local",
                        local),
                out);
    }

    /** An object as it will be written: what is the same in every document of a window is put into words once. */
    private static SerializedString object(String... namesAndTexts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                out.writeStringField(namesAndTexts[i], namesAndTexts[i + 1]);
            }
            out.writeEndObject();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new SerializedString(text.toString());
    }

    void write(TrafficPartial window, MergedWindow merged, Observed observed, Consumer<Finding> out) {
        Resolution resolution = Resolution.at(window.resolution);
        Frame frame = frame(window, 1 + merged.lateSlices(), out);
        Completeness completeness = observed.completeness();
        SortedCounts counts = merged.numbered();
        long packets = 0;
        for (int at = 0; at < counts.size(); at++) {
            packets += Breakdown.of(counts.series(at)) == Breakdown.TOTAL ? counts.packets(at) : 0;
        }
        long ofAll = completeness.ofAll(packets);
        Tail portTail = new Tail();
        Tail countryTail = new Tail();
        for (int at = 0; at < counts.size(); at++) {
            long series = counts.series(at);
            Breakdown breakdown = Breakdown.of(series);
            if (breakdown == Breakdown.PORT || breakdown == Breakdown.COUNTRY) {
                boolean watched = breakdown == Breakdown.PORT && isWatched((int) Breakdown.key(series));
                if (!TrafficLogic.hasOwnDocument(resolution, watched, counts.packets(at), counts.missing(at), rules)) {
                    (breakdown == Breakdown.PORT ? portTail : countryTail).add(counts, at, merged.isExact(series));
                    continue;
                }
            }
            Row row = row(counts, at, merged.isExact(series), ofAll);
            switch (row.breakdown) {
                case PORT_COUNTRY, GROUP_COUNTRY -> {
                    if (resolution != Resolution.MINUTE) {
                        tell(frame, row, generator -> {});
                    }
                }
                case KIND -> tell(frame, row, generator -> writeVictims(generator, row, merged.victims()));
                case TOTAL ->
                    tell(frame, row, generator -> {
                        writeDistinctSources(generator, row, merged);
                        writeObserved(generator, observed);
                    });
                default -> tell(frame, row, generator -> {});
            }
        }
        withdrawMisconfiguration(frame, counts, ofAll);
        tellTail(frame, Breakdown.PORT, portTail, ofAll);
        tellTail(frame, Breakdown.COUNTRY, countryTail, ofAll);
        tellNamed(frame, Breakdown.NETWORK, merged.networks(), completeness);
        tellNamed(frame, Breakdown.SENSOR, merged.sensors(), completeness);
        if (resolution != Resolution.MINUTE) {
            tellFeed(frame, merged, completeness);
        }
    }

    private boolean isWatched(int port) {
        return watchList.contains(PortKey.protocol(port), PortKey.port(port));
    }

    /** Late packets to further addresses make a scan of what was told as a misconfiguration. */
    private void withdrawMisconfiguration(Frame frame, SortedCounts counts, long completeness) {
        TrafficKind kind = TrafficKind.MISCONFIGURATION;
        boolean perhapsToldBefore = frame.resolution != Resolution.MINUTE && frame.revision > 1;
        if (perhapsToldBefore && !counts.contains(Breakdown.KIND.series(kind.ordinal()))) {
            tell(frame, new Row(Breakdown.KIND, kind.word(), 0, 0, 0, 0, true, completeness), generator -> {});
        }
    }

    /** The rows of one late block whose minute nobody keeps any more: one document that revises by addition. */
    void writeLateBlock(TrafficPartial share, Consumer<Finding> out) {
        Frame frame = frame(share, 1, out);
        MergedWindow merged = new MergedWindow();
        merged.add(share);
        SortedCounts counts = merged.numbered();
        Tail tail = new Tail();
        long packets = 0;
        long bytesInAll = 0;
        long missing = 0;
        for (int at = 0; at < counts.size(); at++) {
            switch (Breakdown.of(counts.series(at))) {
                case TOTAL -> {
                    packets += counts.packets(at);
                    bytesInAll += counts.bytes(at);
                    missing += counts.missing(at);
                }
                case PORT -> tail.add(counts, at, merged.isExact(counts.series(at)));
                default -> {}
            }
        }
        Row row = new Row(
                Breakdown.TOTAL, share.lateBlock + "/" + share.shard, packets, bytesInAll, missing, 0, tail.exact, 0);
        tell(frame, row, "late-block", generator -> tail.write(generator, Breakdown.PORT));
    }

    private Row row(SortedCounts counts, int at, boolean exact, long completeness) {
        long series = counts.series(at);
        Breakdown breakdown = Breakdown.of(series);
        return new Row(
                breakdown,
                keyText(breakdown, Breakdown.key(series)),
                counts.packets(at),
                counts.bytes(at),
                counts.missing(at),
                counts.sources(at),
                exact,
                completeness);
    }

    private String keyText(Breakdown breakdown, long key) {
        return switch (breakdown) {
            case TOTAL -> "all";
            case PROTOCOL -> PortKey.protocolClassWord((int) key);
            case PORT -> PortKey.text((int) key);
            case PORT_GROUP -> ports.name((int) key);
            case COUNTRY -> countryText((int) key);
            case KIND -> TrafficKind.at((int) key).word();
            case PORT_COUNTRY -> PortKey.text((int) (key >>> 16)) + '|' + countryText((int) key & 0xffff);
            case GROUP_COUNTRY -> ports.name((int) (key >>> 16)) + '|' + countryText((int) key & 0xffff);
            case NETWORK, SENSOR, SOURCE, SOURCE_DESTINATION_COUNTRY ->
                throw new IllegalArgumentException(breakdown + " has no numbers for keys");
        };
    }

    private static String countryText(int packed) {
        return packed == 0 ? "unknown" : CountryTable.text((short) packed);
    }

    private void tellNamed(
            Frame frame, Breakdown breakdown, Map<String, MergedWindow.Sum> sums, Completeness completeness) {
        sums.forEach((name, sum) -> {
            long complete = breakdown == Breakdown.SENSOR
                    ? completeness.ofSensor(name, sum.packets)
                    : completeness.ofNetwork(name, sum.packets);
            tell(
                    frame,
                    new Row(breakdown, name, sum.packets, sum.bytes, sum.missing, sum.sources, !sum.inexact, complete),
                    generator -> {});
        });
    }

    private void tellFeed(Frame frame, MergedWindow merged, Completeness completeness) {
        merged.feed().forEach((packed, sum) -> {
            FeedSeries series = FeedSeries.of(packed);
            Breakdown breakdown = series.towards().isEmpty() ? Breakdown.SOURCE : Breakdown.SOURCE_DESTINATION_COUNTRY;
            long complete = completeness.ofNetwork(series.network(), sum.packets);
            Row row = new Row(
                    breakdown,
                    series.key(),
                    sum.packets,
                    0,
                    sum.missing,
                    0,
                    true,
                    complete,
                    new FeedSource(series, sum.country));
            tell(frame, row, generator -> {
                generator.writeStringField("network", series.network());
                if (!series.address()) {
                    generator.writeStringField("source_label", series.source());
                }
            });
        });
    }

    /** Days can be added by it: who comes on two of them counts once. */
    private static void writeDistinctSources(JsonGenerator out, Row row, MergedWindow merged) throws IOException {
        Optional<DistinctSources> sources = merged.distinctSources();
        if (row.sources > 0 && sources.isPresent()) {
            out.writeStringField("sources_sketch", sources.get().text());
        }
    }

    /** What the registry says was watched; nothing where it says nothing. */
    private static void writeObserved(JsonGenerator out, Observed observed) throws IOException {
        if (observed.registered()) {
            out.writeObjectFieldStart("observed");
            out.writeNumberField("addresses", observed.addresses());
            out.writeNumberField("sensors", observed.sensors());
            out.writeEndObject();
        }
    }

    private static void writeVictims(JsonGenerator out, Row row, List<MergedWindow.Victim> victims) throws IOException {
        if (!row.key.equals(TrafficKind.BACKSCATTER.word()) || victims.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("victims");
        for (MergedWindow.Victim victim : victims) {
            out.writeStartObject();
            out.writeStringField("ip", victim.source());
            out.writeNumberField("packets", victim.packets());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void tell(Frame frame, Row row, More more) {
        tell(frame, row, row.breakdown.word(), more);
    }

    private void tell(Frame frame, Row row, String breakdown, More more) {
        String id = Finding.id(KIND, breakdown + '|' + row.key, frame.resolution.word(), frame.startMicros);
        bytes.reset();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("@timestamp", frame.start);
            out.writeFieldName("event");
            out.writeRawValue(EVENT);
            writeEcs(out, row);
            out.writeObjectFieldStart("yamori");
            writeIdentity(out, frame, id);
            out.writeStringField("breakdown", breakdown);
            out.writeStringField("key", row.key);
            writeCounts(out, row);
            more.write(out);
            if (!geo.name.isEmpty() && mentionsCountry(row.breakdown)) {
                out.writeObjectFieldStart("geo");
                out.writeStringField("database", geo.name);
                out.writeStringField("date", geo.date);
                out.writeEndObject();
            }
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        frame.out.accept(new Finding(KIND, id, frame.revision, frame.startMicros, bytes.toByteArray()));
    }

    private static boolean mentionsCountry(Breakdown breakdown) {
        return breakdown == Breakdown.COUNTRY
                || breakdown == Breakdown.PORT_COUNTRY
                || breakdown == Breakdown.GROUP_COUNTRY;
    }

    /** What the Elastic Common Schema has a name for. */
    private void writeEcs(JsonGenerator out, Row row) throws IOException {
        String[] words = row.key.indexOf('|') < 0 ? new String[] {row.key} : row.key.split("\\|", -1);
        switch (row.breakdown) {
            case PROTOCOL -> writeTransport(out, row.key);
            case PORT, PORT_COUNTRY -> {
                int slash = words[0].indexOf('/');
                String protocol = words[0].substring(0, slash);
                if (protocol.equals("tcp") || protocol.equals("udp")) {
                    writeTransport(out, protocol);
                    out.writeObjectFieldStart("destination");
                    out.writeNumberField("port", Integer.parseInt(words[0].substring(slash + 1)));
                    out.writeEndObject();
                } else {
                    writeTransport(out, protocol);
                }
                if (row.breakdown == Breakdown.PORT_COUNTRY) {
                    writeSourceCountry(out, words[1]);
                }
            }
            case COUNTRY -> writeSourceCountry(out, row.key);
            case GROUP_COUNTRY -> writeSourceCountry(out, words[1]);
            case SENSOR -> {
                out.writeObjectFieldStart("observer");
                out.writeStringField("name", row.key);
                out.writeEndObject();
            }
            case SOURCE, SOURCE_DESTINATION_COUNTRY -> writeFeedEcs(out, row.feed);
            default -> {}
        }
    }

    private static void writeFeedEcs(JsonGenerator out, FeedSource feed) throws IOException {
        FeedSeries series = feed.series;
        if (series.address() || feed.country != 0) {
            out.writeObjectFieldStart("source");
            if (series.address()) {
                out.writeStringField("ip", series.source());
            }
            if (feed.country != 0) {
                writeCountry(out, CountryTable.text(feed.country));
            }
            out.writeEndObject();
        }
        if (!series.towards().isEmpty()) {
            out.writeObjectFieldStart("destination");
            writeCountry(out, series.towards());
            out.writeEndObject();
        }
    }

    private static void writeCountry(JsonGenerator out, String country) throws IOException {
        out.writeObjectFieldStart("geo");
        out.writeStringField("country_iso_code", country);
        out.writeEndObject();
    }

    private static void writeTransport(JsonGenerator out, String protocol) throws IOException {
        out.writeObjectFieldStart("network");
        out.writeStringField("transport", protocol);
        out.writeEndObject();
    }

    private static void writeSourceCountry(JsonGenerator out, String country) throws IOException {
        if (!country.equals("unknown")) {
            out.writeObjectFieldStart("source");
            writeCountry(out, country);
            out.writeEndObject();
        }
    }

    private void writeIdentity(JsonGenerator out, Frame frame, String id) throws IOException {
        out.writeObjectFieldStart("finding");
        out.writeStringField("kind", KIND);
        out.writeStringField("id", id);
        out.writeNumberField("revision", frame.revision);
        out.writeStringField("anchor", frame.anchor);
        out.writeEndObject();
        out.writeFieldName("rules");
        out.writeRawValue(rulesVersion);
        out.writeFieldName("window");
        out.writeRawValue(frame.window);
    }

    /** A number that is not known is left out: missing is never zero. */
    private static void writeCounts(JsonGenerator out, Row row) throws IOException {
        if (row.packets > 0 || row.missing == 0) {
            out.writeNumberField("packets", row.packets);
        }
        if (row.bytes > 0) {
            out.writeNumberField("bytes", row.bytes);
        }
        if (row.sources > 0) {
            out.writeNumberField("sources", row.sources);
            out.writeBooleanField("sources_exact", row.exact);
        }
        if (row.missing > 0) {
            out.writeNumberField("missing_cells", row.missing);
        }
        out.writeNumberField(
                "completeness", BigDecimal.valueOf(row.completeness, 6).stripTrailingZeros());
    }

    private void tellTail(Frame frame, Breakdown breakdown, Tail tail, long completeness) {
        boolean perhapsToldBefore = rules.ownDocument(frame.resolution) > 1 && frame.revision > 1;
        if (tail.rows > 0 || perhapsToldBefore) {
            Row row = new Row(
                    Breakdown.TOTAL, "tail", tail.packetsInAll, tail.bytesInAll, 0, 0, tail.exact, completeness);
            tell(frame, row, breakdown.word() + "-tail", generator -> tail.write(generator, breakdown));
        }
    }

    /** The rows that have no document of their own, column by column. */
    private static final class Tail {
        private int rows;
        private int[] keys = new int[256];
        private long[] packets = new long[256];
        private long[] bytes = new long[256];
        private long[] sources = new long[256];
        private long packetsInAll;
        private long bytesInAll;
        /** Every number of sources is. */
        private boolean exact = true;

        void add(SortedCounts counts, int at, boolean exactHere) {
            exact &= exactHere;
            if (rows == keys.length) {
                keys = Arrays.copyOf(keys, rows * 2);
                packets = Arrays.copyOf(packets, rows * 2);
                bytes = Arrays.copyOf(bytes, rows * 2);
                sources = Arrays.copyOf(sources, rows * 2);
            }
            keys[rows] = (int) Breakdown.key(counts.series(at));
            packets[rows] = counts.packets(at);
            bytes[rows] = counts.bytes(at);
            sources[rows++] = counts.sources(at);
            packetsInAll += counts.packets(at);
            bytesInAll += counts.bytes(at);
        }

        void write(JsonGenerator out, Breakdown breakdown) throws IOException {
            out.writeObjectFieldStart("tail");
            if (breakdown == Breakdown.PORT) {
                out.writeFieldName("protocol");
                out.writeArray(
                        Arrays.stream(keys, 0, rows).map(PortKey::protocol).toArray(), 0, rows);
                out.writeFieldName("port");
                out.writeArray(Arrays.stream(keys, 0, rows).map(PortKey::port).toArray(), 0, rows);
            } else {
                out.writeFieldName("country");
                out.writeArray(
                        Arrays.stream(keys, 0, rows)
                                .mapToObj(TrafficDocuments::countryText)
                                .toArray(String[]::new),
                        0,
                        rows);
            }
            out.writeFieldName("packets");
            out.writeArray(packets, 0, rows);
            out.writeFieldName("bytes");
            out.writeArray(bytes, 0, rows);
            out.writeFieldName("sources");
            out.writeArray(sources, 0, rows);
            out.writeEndObject();
            out.writeBooleanField("sources_exact", exact);
        }
    }

    private static Instant instant(long micros) {
        return TrafficLogic.instant(micros);
    }
}
