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
import org.yamori.jobs.enrich.WatchList;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.Shards;

/**
 * Packets, bytes and distinct sources of every port, in one shard and window.
 *
 * <p>Runs of minutes are merged like those of a log-structured tree, each at least twice as long as the next: memory is
 * read and written in order, and a source costs some nanoseconds where a hash table would wait for memory.
 *
 * <p>A port with too many sources becomes a sketch. The pairs of source and port, each port counted up to a cap, may
 * not exceed a budget, or the cap falls to the next step; ports of the watch list have a budget, caps and sketches of
 * 4,096 registers of their own. Of the others, sketches are smaller the more of them there may be: at the last step
 * every port is one. Which ports are sketches depends on what was added and never on the order or on when runs were
 * merged: what is compared with limits only grows, and is compared again before it is told.
 */
final class PortSources {
    private static final int[] CAPS = {4096, 512, 64, 0};
    /** Of each step: 256 registers, standard error 4.9 %, to 16, which have 20 % of one shard and 5 % of 16. */
    private static final int[] PRECISIONS = {8, 8, 7, 4};

    /** At each step the cap of a watched port is an eighth of the one before. */
    private static final int WATCHED_STEP_BITS = 3;

    private static final int LAST_WATCHED_STEP = 4;

    private final WatchList watchList;
    private final int mostWatched;
    private final int mostTail;
    /** Long ones first. */
    private final List<KeptRun> runs = new ArrayList<>();

    private final Int2ObjectOpenHashMap<UltraLogLog> sketches = new Int2ObjectOpenHashMap<>();
    private int step;
    private int watchedStep;
    private boolean settled = true;

    /**
     * Of a window without packets.
     *
     * @param mostWatched pairs of source and watched port that are kept
     * @param mostTail pairs of source and any other port that are kept
     */
    PortSources(WatchList watchList, int mostWatched, int mostTail) {
        this.watchList = watchList;
        this.mostWatched = mostWatched;
        this.mostTail = mostTail;
    }

    /**
     * Bytes that sources make it take, at most. Of runs that were not merged yet each is half as long as the one
     * before: they hold up to half as much again as is kept. Unwatched ports take most when each of them is a sketch.
     */
    static long mostBytes(int mostWatched, int mostTail, int watchedPorts) {
        int last = CAPS.length - 2;
        return KeptRun.mostBytes(mostWatched) * 3 / 2
                + watchedPorts * sketchBytes(WindowTable.SKETCH_PRECISION)
                + mostTail / CAPS[last] * sketchBytes(PRECISIONS[last]);
    }

    /** Its registers, two objects and a place in a map. */
    private static long sketchBytes(int precision) {
        return (1L << precision) + 64;
    }

    void add(PortRun run) {
        PortRun merged = run;
        while (!runs.isEmpty() && runs.get(runs.size() - 1).length() < 2 * (merged.pairs() + merged.size())) {
            merged = merge(runs.remove(runs.size() - 1).run(), merged);
        }
        runs.add(KeptRun.of(merged));
        settled = false;
    }

    /** Adds all of another window. */
    void add(PortSources other) {
        fallTo(Math.max(step, other.step));
        watchedStep = Math.max(watchedStep, other.watchedStep);
        for (Int2ObjectMap.Entry<UltraLogLog> entry : other.sketches.int2ObjectEntrySet()) {
            sketchOf(entry.getIntKey()).add(entry.getValue());
        }
        other.runs.forEach(run -> add(run.run()));
    }

    private void fallTo(int nextStep) {
        if (PRECISIONS[nextStep] < PRECISIONS[step]) {
            sketches.int2ObjectEntrySet().forEach(entry -> {
                if (!isWatched(entry.getIntKey())) {
                    entry.setValue(entry.getValue().downsize(PRECISIONS[nextStep]));
                }
            });
        }
        step = nextStep;
    }

    private boolean isWatched(int port) {
        return watchList.contains(PortKey.protocol(port), PortKey.port(port));
    }

    private UltraLogLog sketchOf(int port) {
        UltraLogLog sketch = sketches.get(port);
        if (sketch == null) {
            sketch = UltraLogLog.create(isWatched(port) ? WindowTable.SKETCH_PRECISION : PRECISIONS[step]);
            sketches.put(port, sketch);
        }
        return sketch;
    }

    /** Both runs as one, with the ports that have too many sources in sketches. */
    private PortRun merge(PortRun left, PortRun right) {
        PortRun merged = new PortRun(left.size() + right.size(), left.pairs() + right.pairs());
        long tail = 0;
        long watched = 0;
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
            if (isWatched(port)) {
                watched += limited(merged, port, mostWatched >> (WATCHED_STEP_BITS * watchedStep));
            } else {
                tail += limited(merged, port, CAPS[step]);
            }
            i += leftHas ? 1 : 0;
            j += rightHas ? 1 : 0;
        }
        boolean tooManyTail = tail > mostTail && step < CAPS.length - 1;
        boolean tooManyWatched = watched > mostWatched && watchedStep < LAST_WATCHED_STEP;
        if (tooManyTail || tooManyWatched) {
            fallTo(tooManyTail ? step + 1 : step);
            watchedStep += tooManyWatched ? 1 : 0;
            return merge(merged, PortRun.EMPTY);
        }
        return merged;
    }

    /** Moves the last port's sources into a sketch if they are too many; returns what it takes of the budget. */
    private int limited(PortRun run, int port, int cap) {
        int at = run.size() - 1;
        int sources = run.sources(at);
        boolean sketched = sources > cap || (!sketches.isEmpty() && sketches.containsKey(port));
        if (sketched) {
            UltraLogLog sketch = sketchOf(port);
            for (int i = run.start(at); i < run.end(at); i++) {
                sketch.add(hash(run.members[i]));
            }
            run.dropMembers();
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
    private KeptRun settled() {
        if (!settled) {
            PortRun all = runs.remove(runs.size() - 1).run();
            do {
                all = merge(
                        runs.isEmpty()
                                ? PortRun.EMPTY
                                : runs.remove(runs.size() - 1).run(),
                        all);
            } while (!runs.isEmpty());
            runs.add(KeptRun.of(all));
            settled = true;
        }
        return runs.isEmpty() ? KeptRun.of(PortRun.EMPTY) : runs.get(0);
    }

    /**
     * Tells the ports, and counts the sources of watched ones by country.
     *
     * @param told has the packets of watched ports by country
     * @param inexact gets the series whose sources are estimates or not known
     */
    PortColumns tell(SeriesCounts told, LongOpenHashSet inexact) {
        PortRun run = settled().run();
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
        KeptRun run = settled();
        out.writeByte(step);
        out.writeByte(watchedStep);
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
        watchedStep = in.readByte();
        for (int n = in.readInt(); n > 0; n--) {
            int port = in.readInt();
            byte[] state = new byte[in.readInt()];
            in.readFully(state);
            sketches.put(port, UltraLogLog.wrap(state));
        }
        runs.add(KeptRun.of(PortRun.read(in)));
    }
}
