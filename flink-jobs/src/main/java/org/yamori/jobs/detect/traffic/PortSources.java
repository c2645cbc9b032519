package org.yamori.jobs.detect.traffic;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.Shards;

/**
 * Packets, bytes and distinct sources of every port, in one shard and window.
 *
 * <p>Runs of minutes are merged like those of a log-structured tree, each at least twice as long as the next: memory is
 * read and written in order, and a source costs some nanoseconds where a hash table would wait for memory.
 *
 * <p>A port with too many sources becomes a sketch. Ports of the watch list have a limit and sketches of their own
 * (4,096 registers); of all others the pairs of source and port, each port counted up to the cap, may not exceed a
 * budget, or the cap falls to the next step (256 registers, standard error 4.9 % of one shard, 1.2 % of the sum of 16).
 * Which ports are sketches depends on what was added and never on the order or on when runs were merged: what is
 * compared with limits only grows, and is compared again before it is told.
 */
final class PortSources {
    private static final int[] CAPS = {4096, 512, 64, 8, 0};
    private static final int TAIL_PRECISION = 8;

    private final TrafficRules rules;
    /** Long ones first. */
    private final List<PortRun> runs = new ArrayList<>();

    private final Int2ObjectOpenHashMap<UltraLogLog> sketches = new Int2ObjectOpenHashMap<>();
    private int step;
    private boolean settled = true;

    PortSources(TrafficRules rules) {
        this.rules = rules;
    }

    void add(PortRun run) {
        PortRun merged = run;
        while (!runs.isEmpty() && isShort(runs.get(runs.size() - 1), merged)) {
            merged = merge(runs.remove(runs.size() - 1), merged);
        }
        runs.add(merged);
        settled = false;
    }

    private static boolean isShort(PortRun last, PortRun next) {
        return last.pairs() + last.size() < 2 * (next.pairs() + next.size());
    }

    /** Adds all of another window. */
    void add(PortSources other) {
        step = Math.max(step, other.step);
        for (Int2ObjectMap.Entry<UltraLogLog> entry : other.sketches.int2ObjectEntrySet()) {
            sketchOf(entry.getIntKey()).add(entry.getValue());
        }
        other.runs.forEach(this::add);
    }

    private boolean isWatched(int port) {
        return rules.watchList().contains(PortKey.protocol(port), PortKey.port(port));
    }

    private UltraLogLog sketchOf(int port) {
        UltraLogLog sketch = sketches.get(port);
        if (sketch == null) {
            sketch = UltraLogLog.create(isWatched(port) ? WindowTable.SKETCH_PRECISION : TAIL_PRECISION);
            sketches.put(port, sketch);
        }
        return sketch;
    }

    /** Both runs as one, with the ports that have too many sources in sketches. */
    private PortRun merge(PortRun left, PortRun right) {
        PortRun merged = new PortRun(left.size() + right.size(), left.pairs() + right.pairs());
        long charged = 0;
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            int ours = i < left.size() ? left.ports[i] : Integer.MAX_VALUE;
            int theirs = j < right.size() ? right.ports[j] : Integer.MAX_VALUE;
            boolean leftHas = ours <= theirs;
            boolean rightHas = theirs <= ours;
            int port = Math.min(ours, theirs);
            merged.begin(port);
            if (leftHas) {
                merged.count(left.packets[i], left.bytes[i], left.missing[i]);
            }
            if (rightHas) {
                merged.count(right.packets[j], right.bytes[j], right.missing[j]);
            }
            if (leftHas && rightHas) {
                merged.addMerged(left, i, right, j);
            } else if (leftHas) {
                merged.addAll(left, left.start(i), left.end(i));
            } else {
                merged.addAll(right, right.start(j), right.end(j));
            }
            charged += limited(merged, port);
            i += leftHas ? 1 : 0;
            j += rightHas ? 1 : 0;
        }
        if (charged > rules.tailPairsPerShard() && step < CAPS.length - 1) {
            step++;
            return merge(merged, PortRun.EMPTY);
        }
        return merged.trimmed();
    }

    /** Moves the last port's sources into a sketch if they are too many; returns what it takes of the budget. */
    private int limited(PortRun run, int port) {
        int at = run.size() - 1;
        int sources = run.sources(at);
        boolean watched = isWatched(port);
        int cap = watched ? rules.watchedSources() : CAPS[step];
        boolean sketched = sources > cap || (!sketches.isEmpty() && sketches.containsKey(port));
        if (sketched) {
            UltraLogLog sketch = sketchOf(port);
            for (int i = run.start(at); i < run.end(at); i++) {
                sketch.add(hash(run.members[i]));
            }
            run.dropMembers();
        }
        if (watched) {
            return 0;
        }
        return sketched ? cap : sources;
    }

    /** A sketch picks registers by the top bits, so all must be mixed. */
    private static long hash(long member) {
        return member >= 0
                ? SourceKeys.hash(0, SourceKeys.lowOfIpv4((int) (member >>> 16)))
                : Shards.mix(member | 0xffffL);
    }

    /** Everything in one run, whose limits were looked at. */
    private PortRun settle() {
        if (!settled) {
            PortRun all = runs.remove(runs.size() - 1);
            do {
                all = merge(runs.isEmpty() ? PortRun.EMPTY : runs.remove(runs.size() - 1), all);
            } while (!runs.isEmpty());
            runs.add(all);
            settled = true;
        }
        return runs.isEmpty() ? PortRun.EMPTY : runs.get(0);
    }

    /**
     * Tells the ports, and counts the sources of watched ones by country.
     *
     * @param told has the packets of watched ports by country
     * @param inexact gets the series whose sources are estimates or not known
     */
    PortColumns tell(SeriesCounts told, LongOpenHashSet inexact) {
        PortRun run = settle();
        long[] sources = new long[run.size()];
        for (int at = 0; at < run.size(); at++) {
            int port = run.ports[at];
            UltraLogLog sketch = sketches.get(port);
            sources[at] = sketch == null ? run.sources(at) : Math.round(sketch.getDistinctCountEstimate());
            if (sketch != null) {
                inexact.add(Breakdown.PORT.series(port));
            } else if (isWatched(port)) {
                for (int i = run.start(at); i < run.end(at); i++) {
                    long country = PortRun.country(run.members[i]) & 0xffff;
                    told.addSources(Breakdown.PORT_COUNTRY.series((long) port << 16 | country), 1);
                }
            }
        }
        for (int i = 0; i < told.size(); i++) {
            long series = told.series(i);
            if (Breakdown.of(series) == Breakdown.PORT_COUNTRY
                    && sketches.containsKey((int) (Breakdown.key(series) >>> 16))) {
                inexact.add(series);
            }
        }
        return new PortColumns(run, sources);
    }

    void write(DataOutput out) throws IOException {
        PortRun run = settle();
        out.writeByte(step);
        out.writeInt(sketches.size());
        for (Int2ObjectMap.Entry<UltraLogLog> entry : sketches.int2ObjectEntrySet()) {
            out.writeInt(entry.getIntKey());
            out.writeInt(entry.getValue().getState().length);
            out.write(entry.getValue().getState());
        }
        run.write(out);
    }

    void read(DataInput in) throws IOException {
        step = in.readByte();
        for (int n = in.readInt(); n > 0; n--) {
            int port = in.readInt();
            byte[] state = new byte[in.readInt()];
            in.readFully(state);
            sketches.put(port, UltraLogLog.wrap(state));
        }
        runs.add(PortRun.read(in));
    }
}
