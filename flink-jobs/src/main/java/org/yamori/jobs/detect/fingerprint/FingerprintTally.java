package org.yamori.jobs.detect.fingerprint;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.Tool;

/**
 * Decides every source of a window and adds them up. A number that comes from a sample is multiplied by what the sample
 * is a part of.
 */
final class FingerprintTally {
    private final FingerprintLogic logic;
    private final FingerprintWindow window;
    private final SampledRows marked;
    private final SampledRows probes;
    private final TreeMap<Long, Sum> series = new TreeMap<>();
    private final TreeMap<String, Sum> signatures = new TreeMap<>();
    private long scanningSources;

    private static final class Sum {
        private long packets;
        private long sources;

        private void add(long morePackets, int level) {
            packets += morePackets << level;
            sources += 1L << level;
        }
    }

    FingerprintTally(FingerprintRules rules, FingerprintWindow window) {
        this.logic = new FingerprintLogic(rules);
        this.window = window;
        this.marked = window.marked().table();
        this.probes = window.probes().table();
    }

    void tell(FingerprintPartial partial) {
        marked.forEach((rows, at) ->
                add(Series.of(MarkedSources.label(rows, at, logic)), MarkedSources.packets(rows, at), marked.level()));
        probes.forEach(this::addProbes);
        window.pairs().table().forEach(this::addPair);
        partial.tools = window.tools().clone();
        partial.exact = marked.level() == 0
                && probes.level() == 0
                && window.pairs().table().level() == 0;
        partial.scanningSources = scanningSources;
        int next = 0;
        partial.series = new long[series.size()];
        partial.packets = new long[series.size()];
        partial.sources = new long[series.size()];
        for (Map.Entry<Long, Sum> entry : series.entrySet()) {
            partial.series[next] = entry.getKey();
            partial.packets[next] = entry.getValue().packets;
            partial.sources[next++] = entry.getValue().sources;
        }
        partial.signatures = signatures.keySet().toArray(new String[0]);
        partial.signaturePackets =
                signatures.values().stream().mapToLong(sum -> sum.packets).toArray();
        partial.signatureSources =
                signatures.values().stream().mapToLong(sum -> sum.sources).toArray();
        tellNetworks(partial);
    }

    private void add(long key, long packets, int level) {
        series.computeIfAbsent(key, unseen -> new Sum()).add(packets, level);
        if (!Series.hasPort(key)) {
            scanningSources += 1L << level;
        }
    }

    private void addProbes(long[] rows, int at) {
        if (isMirai(rows[at], rows[at + 1])) {
            return;
        }
        SourceLabel label = ProbeSources.label(rows, at, logic);
        long packets = ProbeSources.packets(rows, at, label);
        add(Series.of(label), packets, probes.level());
        if (label.isGroupedBySignature()) {
            String text = window.signatures().text(ProbeSources.signature(rows, at));
            if (text != null) {
                signatures.computeIfAbsent(text, unseen -> new Sum()).add(packets, probes.level());
            }
        }
    }

    /** One packet with Mirai's mark says what a source is, whatever else it sends. */
    private boolean isMirai(long high, long low) {
        return marked.find(SourceKeys.hash(high, low), high, low) >= 0;
    }

    /** A pair counts for its source's label, if that is known and of the pair's tool. */
    private void addPair(long[] rows, int at) {
        SampledRows pairs = window.pairs().table();
        boolean mirai = PortPairs.tool(rows, at) == Tool.MIRAI.ordinal();
        SampledRows decided = mirai ? marked : probes;
        int level = Math.max(pairs.level(), decided.level());
        long hash = SourceKeys.hash(rows[at], rows[at + 1]);
        int source = SampledRows.isSampled(hash, level) ? decided.find(hash, rows[at], rows[at + 1]) : -1;
        if (source < 0 || (!mirai && isMirai(rows[at], rows[at + 1]))) {
            return;
        }
        SourceLabel label = mirai
                ? MarkedSources.label(marked.rows(), source, logic)
                : ProbeSources.label(probes.rows(), source, logic);
        if (label.tool().equals(Tool.at(PortPairs.tool(rows, at)).word())) {
            add(Series.of(label, PortPairs.port(rows, at)), PortPairs.packets(rows, at), level);
        }
    }

    /** Networks without the mark are only counted: their share is nought. */
    private void tellNetworks(FingerprintPartial partial) {
        IntArrayList networks = new IntArrayList();
        LongArrayList packets = new LongArrayList();
        LongArrayList markedPackets = new LongArrayList();
        window.networks().forEach((network, all, withMark) -> {
            if (withMark > 0) {
                networks.add(network);
                packets.add(all);
                markedPackets.add(withMark);
            }
        });
        partial.networksSeen = window.networks().size();
        if (partial.resolution == Resolution.DAY.ordinal()) {
            partial.networks = networks.toIntArray();
            partial.networkPackets = packets.toLongArray();
            partial.networkMarked = markedPackets.toLongArray();
        }
    }
}
