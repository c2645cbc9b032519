package org.yamori.jobs.detect.fingerprint;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.jobs.flow.Tool;
import org.yamori.jobs.flow.TrafficKind;
import org.yamori.wire.ProtocolPort;

/**
 * What one shard knows of the programs behind the probes of an hour or a day. Counts, smallest and largest values and
 * bits only: packets may come in any order, and two windows become one by adding.
 */
final class FingerprintWindow {
    private final WatchList watchList;
    private final MarkedSources marked;
    private final ProbeSources probes;
    private final PortPairs pairs;
    private final NetworkCounts networks = new NetworkCounts();
    private final SignatureTexts signatures;
    /** Packets by {@link Tool}. */
    private final long[] tools = new long[Tool.count()];
    /** Nobody reads it; without it the compiler would leave out what only brings memory near. */
    long touched;

    FingerprintWindow(FingerprintRules rules) {
        watchList = rules.watchList();
        marked = new MarkedSources(rules.limits().sources());
        probes = new ProbeSources(rules.limits().sources());
        pairs = new PortPairs(rules.limits().pairs());
        signatures = new SignatureTexts(rules.limits().signatures());
    }

    MarkedSources marked() {
        return marked;
    }

    ProbeSources probes() {
        return probes;
    }

    PortPairs pairs() {
        return pairs;
    }

    NetworkCounts networks() {
        return networks;
    }

    SignatureTexts signatures() {
        return signatures;
    }

    long[] tools() {
        return tools;
    }

    /**
     * Counts rows {@code from} to {@code to} (exclusive). The table is larger than any cache, and each row of a slice
     * is at another place of it: places are read first, one after the other without waiting, and then written.
     */
    void add(SliceRows slice, int from, int to) {
        for (int row = from; row < to; row++) {
            SampledRows table = slice.tools[row] == Tool.MIRAI.ordinal() ? marked.table() : probes.table();
            touched += table.touch(slice.sourceHashes[row]);
        }
        for (int row = from; row < to; row++) {
            int tool = slice.tools[row];
            tools[tool]++;
            if (!slice.ipv6) {
                networks.add(slice.ipv4Source(row) >>> 16, 1, tool == Tool.MIRAI.ordinal() ? 1 : 0);
            }
            if (tool == Tool.NONE.ordinal() && !isProbe(slice.kinds[row])) {
                continue;
            }
            long hash = slice.sourceHashes[row];
            long high = slice.sourceHigh(row);
            long low = slice.sourceLow(row);
            if (tool == Tool.MIRAI.ordinal()) {
                marked.add(slice, row, hash, low);
            } else {
                probes.add(slice, row, tool, hash, high, low);
            }
            if (tool >= Tool.MIRAI.ordinal() && tool <= Tool.NMAP.ordinal()) {
                addPair(slice, row, tool, hash, high, low);
            }
        }
        nameSignatures(slice, from, to);
    }

    private static boolean isProbe(int kind) {
        return kind == TrafficKind.SCAN.ordinal() || kind == TrafficKind.REFLECTION.ordinal();
    }

    /** Mirai is told at every port, since a new one is news; scanners of all ports at the watched ones. */
    private void addPair(SliceRows slice, int row, int tool, long hash, long high, long low) {
        int protocol = slice.protocol(row);
        if (protocol == ProtocolPort.TCP || protocol == ProtocolPort.UDP) {
            int port = slice.port(row);
            if (tool == Tool.MIRAI.ordinal() || watchList.contains(protocol, port)) {
                pairs.add(tool, protocol, port, hash, high, low);
            }
        }
    }

    /** Remembers the texts of signatures that rows without a tool's mark have. */
    private void nameSignatures(SliceRows slice, int from, int to) {
        if (slice.signatures.length < 2) {
            return;
        }
        boolean[] named = new boolean[slice.signatures.length];
        named[0] = true;
        for (int row = from; row < to; row++) {
            if (slice.tools[row] >= Tool.IRREGULAR.ordinal()) {
                int number = slice.signature(row);
                if (!named[number]) {
                    named[number] = true;
                    signatures.add(slice.hashes[number], slice.signatures[number]);
                }
            }
        }
    }

    /** Adds another window's counts. */
    void add(FingerprintWindow other) {
        for (int tool = 0; tool < tools.length; tool++) {
            tools[tool] += other.tools[tool];
        }
        networks.add(other.networks);
        signatures.add(other.signatures);
        marked.add(other.marked);
        probes.add(other.probes);
        pairs.add(other.pairs);
    }

    /** A sample cannot become larger again: what the other window has let go is missing here, too. */
    void thinTo(FingerprintWindow other) {
        marked.table().thinTo(other.marked.table().level());
        probes.table().thinTo(other.probes.table().level());
        pairs.table().thinTo(other.pairs.table().level());
    }

    void write(DataOutput out) throws IOException {
        for (long packets : tools) {
            out.writeLong(packets);
        }
        networks.write(out);
        signatures.write(out);
        marked.write(out);
        probes.write(out);
        pairs.write(out);
    }

    void read(DataInput in) throws IOException {
        for (int tool = 0; tool < tools.length; tool++) {
            tools[tool] = in.readLong();
        }
        networks.read(in);
        signatures.read(in);
        marked.read(in);
        probes.read(in);
        pairs.read(in);
    }
}
