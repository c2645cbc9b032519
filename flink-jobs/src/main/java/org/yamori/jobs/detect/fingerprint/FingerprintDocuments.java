package org.yamori.jobs.detect.fingerprint;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.yamori.jobs.detect.fingerprint.MergedFingerprints.Network;
import org.yamori.jobs.detect.fingerprint.MergedFingerprints.Sum;
import org.yamori.jobs.flow.Document;
import org.yamori.jobs.flow.Tool;
import org.yamori.wire.Finding;
import org.yamori.wire.ProtocolPort;

/** Writes the documents of a merged window. Equal windows give equal bytes. */
final class FingerprintDocuments {
    private final FingerprintRules rules;
    private final DocumentFrame frame;

    FingerprintDocuments(FingerprintRules rules) {
        this.rules = rules;
        this.frame = new DocumentFrame(rules);
    }

    /** A window that is being written. */
    private record Page(
            Resolution resolution,
            long startMicros,
            long endMicros,
            MergedFingerprints merged,
            long completeness,
            BiConsumer<String, Finding> out) {

        DocumentFrame.Subject subject(String breakdown, String key) {
            return new DocumentFrame.Subject(
                    resolution, startMicros, endMicros, 1 + merged.lateSlices(), false, breakdown, key);
        }
    }

    /**
     * Hands over every document with its breakdown and key.
     *
     * @param window any share of it
     * @param completeness in millionths
     */
    void write(
            FingerprintPartial window, MergedFingerprints merged, long completeness, BiConsumer<String, Finding> out) {
        Page page = new Page(
                Resolution.at(window.resolution), window.startMicros, window.endMicros, merged, completeness, out);
        writeTotal(page);
        writeTools(page);
        merged.series().forEach((series, sum) -> writeSeries(page, series, sum));
        merged.signatures().forEach((signature, sum) -> {
            if (sum.sources() >= rules.telling().ownDocumentSources()) {
                tell(page, "signature", signature, nothing(), more -> {
                    more.writeStringField("signature", signature);
                    writeCounts(more, page, sum);
                });
            }
        });
        merged.networks().forEach((network, counts) -> writeNetwork(page, network, counts));
    }

    /** A document that was told and of whose counts late packets left nothing. */
    Finding withdrawn(FingerprintPartial window, MergedFingerprints merged, String breakdownAndKey) {
        int space = breakdownAndKey.indexOf(' ');
        DocumentFrame.Subject subject = new DocumentFrame.Subject(
                Resolution.at(window.resolution),
                window.startMicros,
                window.endMicros,
                1 + merged.lateSlices(),
                false,
                breakdownAndKey.substring(0, space),
                breakdownAndKey.substring(space + 1));
        return frame.finding(subject, nothing(), out -> {
            out.writeNumberField("packets", 0);
            out.writeNumberField("sources", 0);
        });
    }

    private static Document.Part nothing() {
        return out -> {};
    }

    private void tell(Page page, String breakdown, String key, Document.Part ecs, Document.Part ours) {
        Finding finding = frame.finding(page.subject(breakdown, key), ecs, out -> {
            ours.write(out);
            out.writeNumberField("completeness", BigDecimal.valueOf(page.completeness, 6));
        });
        page.out.accept(breakdown + ' ' + key, finding);
    }

    private void writeTotal(Page page) {
        MergedFingerprints merged = page.merged;
        tell(page, "window", "all", nothing(), out -> {
            out.writeNumberField("packets", merged.packets());
            out.writeNumberField("sources", merged.scanningSources());
            out.writeBooleanField("sources_exact", merged.isExact());
            out.writeObjectFieldStart("marks");
            for (int tool = Tool.MIRAI.ordinal(); tool < Tool.count(); tool++) {
                out.writeNumberField(Tool.at(tool).word(), merged.marked(Tool.at(tool)));
            }
            out.writeEndObject();
            if (page.resolution == Resolution.DAY) {
                out.writeObjectFieldStart("networks");
                out.writeNumberField("seen", merged.networksSeen());
                out.writeNumberField("marked", merged.networks().size());
                out.writeNumberField(
                        "warned",
                        merged.networks().values().stream()
                                .filter(this::isWarned)
                                .count());
                out.writeEndObject();
            }
        });
    }

    /** Tools by all their versions together. */
    private void writeTools(Page page) {
        TreeMap<String, Sum> tools = new TreeMap<>();
        page.merged.labels().forEach((label, sum) -> {
            if (label != SourceLabel.NONE) {
                tools.merge(label.tool(), sum, Sum::plus);
            }
        });
        tools.forEach((tool, sum) -> tell(page, "tool", tool, nothing(), out -> {
            out.writeStringField("tool", tool);
            writeCounts(out, page, sum);
        }));
        TreeMap<String, Sum> ports = new TreeMap<>();
        page.merged.series().forEach((series, sum) -> {
            if (Series.hasPort(series)) {
                ports.merge(Series.label(series).tool() + '|' + portText(series), sum, Sum::plus);
            }
        });
        ports.entrySet().removeIf(port -> !isTold(port.getKey(), port.getValue()));
        ports.forEach((key, sum) -> tell(page, "tool-port", key, port(key), out -> {
            out.writeStringField("tool", key.substring(0, key.indexOf('|')));
            writeCounts(out, page, sum);
        }));
    }

    /** Versions of a tool, alone and by port. */
    private void writeSeries(Page page, long series, Sum sum) {
        SourceLabel label = Series.label(series);
        if (label.version().isEmpty()) {
            return;
        }
        String version = label.tool() + '-' + label.version();
        String key = Series.hasPort(series) ? version + '|' + portText(series) : version;
        if (Series.hasPort(series) && !isTold(key, sum)) {
            return;
        }
        Document.Part ecs = Series.hasPort(series) ? port(key) : nothing();
        tell(page, Series.hasPort(series) ? "version-port" : "version", key, ecs, out -> {
            out.writeStringField("tool", label.tool());
            out.writeStringField("version", label.version());
            writeCounts(out, page, sum);
            if (!Series.hasPort(series)) {
                out.writeNumberField("tool_share", DocumentFrame.share(sum.sources(), mirai(page.merged)));
            }
        });
    }

    private static long mirai(MergedFingerprints merged) {
        long sources = 0;
        for (Map.Entry<SourceLabel, Sum> label : merged.labels().entrySet()) {
            sources += label.getKey().isMirai() ? label.getValue().sources() : 0;
        }
        return sources;
    }

    private static void writeCounts(JsonGenerator out, Page page, Sum sum) throws IOException {
        MergedFingerprints merged = page.merged;
        out.writeNumberField("packets", sum.packets());
        out.writeNumberField("sources", sum.sources());
        out.writeBooleanField("sources_exact", merged.isExact());
        out.writeNumberField("packets_share", DocumentFrame.share(sum.packets(), merged.packets()));
        out.writeNumberField("sources_share", DocumentFrame.share(sum.sources(), merged.scanningSources()));
    }

    /** Requirement S-13. */
    private void writeNetwork(Page page, int network, Network counts) {
        if (counts.packets() < rules.telling().networkPackets()) {
            return;
        }
        String range = (network >>> 8) + "." + (network & 0xff) + ".0.0/16";
        Document.Part ecs = out -> {
            out.writeObjectFieldStart("source");
            out.writeStringField("address", range);
            out.writeEndObject();
        };
        tell(page, "source-network", range, ecs, out -> {
            out.writeStringField("tool", SourceLabel.MIRAI_LEAKED.tool());
            out.writeNumberField("packets", counts.packets());
            out.writeNumberField("marked_packets", counts.marked());
            out.writeNumberField("marked_share", DocumentFrame.share(counts.marked(), counts.packets()));
            out.writeBooleanField("warned", isWarned(counts));
        });
    }

    private boolean isWarned(Network counts) {
        return counts.packets() >= rules.telling().networkPackets()
                && counts.marked() * 100.0 >= rules.telling().networkPercent() * counts.packets();
    }

    /** Whether a port has a document; {@code key} ends with {@code |tcp/23}. */
    private boolean isTold(String key, Sum sum) {
        int protocol = protocolText(key).equals("tcp") ? ProtocolPort.TCP : ProtocolPort.UDP;
        return rules.watchList().contains(protocol, portNumber(key))
                || sum.sources() >= rules.telling().ownDocumentSources();
    }

    static String portText(long series) {
        return (Series.protocol(series) == ProtocolPort.TCP ? "tcp/" : "udp/") + Series.port(series);
    }

    private static String protocolText(String key) {
        return key.substring(key.lastIndexOf('|') + 1, key.lastIndexOf('/'));
    }

    private static int portNumber(String key) {
        return Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
    }

    /** Protocol and port of a key that ends with {@code |tcp/23}. */
    private static Document.Part port(String key) {
        return out -> {
            out.writeObjectFieldStart("network");
            out.writeStringField("transport", protocolText(key));
            out.writeEndObject();
            out.writeObjectFieldStart("destination");
            out.writeNumberField("port", portNumber(key));
            out.writeEndObject();
        };
    }
}
