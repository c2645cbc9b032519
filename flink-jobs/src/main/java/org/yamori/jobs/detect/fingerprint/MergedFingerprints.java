package org.yamori.jobs.detect.fingerprint;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.jobs.flow.Tool;

/** The shares of all shards in one window, added up. */
final class MergedFingerprints {
    private static final int PORTS_NAMED = 8;

    private final long[] tools = new long[Tool.count()];
    private final TreeMap<Long, Sum> series = new TreeMap<>();
    private final TreeMap<String, Sum> signatures = new TreeMap<>();
    private final TreeMap<Integer, Network> networks = new TreeMap<>(Integer::compareUnsigned);
    private long lateSlices;
    private long scanningSources;
    private long networksSeen;
    private boolean exact = true;

    /** Packets and distinct sources. */
    record Sum(long packets, long sources) {
        static final Sum NONE = new Sum(0, 0);

        Sum plus(Sum other) {
            return new Sum(packets + other.packets, sources + other.sources);
        }
    }

    /** Packets of a /16, and those with Mirai's mark. */
    record Network(long packets, long marked) {}

    void add(FingerprintPartial share) {
        lateSlices += share.lateSlices;
        scanningSources += share.scanningSources;
        networksSeen += share.networksSeen;
        exact &= share.exact;
        for (int tool = 0; tool < tools.length; tool++) {
            tools[tool] += share.tools[tool];
        }
        for (int i = 0; i < share.series.length; i++) {
            series.merge(share.series[i], new Sum(share.packets[i], share.sources[i]), Sum::plus);
        }
        for (int i = 0; i < share.signatures.length; i++) {
            Sum sum = new Sum(share.signaturePackets[i], share.signatureSources[i]);
            signatures.merge(share.signatures[i], sum, Sum::plus);
        }
        for (int i = 0; i < share.networks.length; i++) {
            networks.put(share.networks[i], new Network(share.networkPackets[i], share.networkMarked[i]));
        }
    }

    long lateSlices() {
        return lateSlices;
    }

    /** Packets of every kind. */
    long packets() {
        long sum = 0;
        for (long packets : tools) {
            sum += packets;
        }
        return sum;
    }

    /** Packets that bear a tool's mark, whoever sent them. */
    long marked(Tool tool) {
        return tools[tool.ordinal()];
    }

    long scanningSources() {
        return scanningSources;
    }

    long networksSeen() {
        return networksSeen;
    }

    boolean isExact() {
        return exact;
    }

    Map<Long, Sum> series() {
        return series;
    }

    Sum of(SourceLabel label) {
        return series.getOrDefault(Series.of(label), Sum.NONE);
    }

    /** Labels that are there, alone. */
    Map<SourceLabel, Sum> labels() {
        EnumMap<SourceLabel, Sum> labels = new EnumMap<>(SourceLabel.class);
        series.forEach((key, sum) -> {
            if (!Series.hasPort(key)) {
                labels.put(Series.label(key), sum);
            }
        });
        return labels;
    }

    /** Ports at which sources of a label were seen, those with most sources first; a few of them. */
    String[] ports(SourceLabel label) {
        return series.entrySet().stream()
                .filter(entry -> Series.hasPort(entry.getKey()) && Series.label(entry.getKey()) == label)
                .sorted(Comparator.comparingLong((Map.Entry<Long, Sum> entry) ->
                                -entry.getValue().sources())
                        .thenComparing(Map.Entry::getKey))
                .limit(PORTS_NAMED)
                .map(entry -> FingerprintDocuments.portText(entry.getKey()))
                .toArray(String[]::new);
    }

    Map<String, Sum> signatures() {
        return signatures;
    }

    Map<Integer, Network> networks() {
        return networks;
    }
}
