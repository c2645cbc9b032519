package org.yamori.jobs.detect.traffic;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.Shards;

/**
 * Distinct sources of every port that is not on the watch list, in one shard and window.
 *
 * <p>All (source, port) pairs share one table. A port with more sources than the cap becomes a sketch of 256 registers
 * (standard error 4.9 % of one shard, 1.2 % of the sum of 16). When the pairs of all ports, each port counted up to the
 * cap, exceed the budget, the cap falls to the next step. The cap that is reached, and so which ports are sketches,
 * depends on what was added and never on the order: what is compared with the budget only grows.
 */
final class TailSources {
    private static final int[] CAPS = {4096, 512, 64, 8, 0};
    private static final int PRECISION = 8;
    private static final int FIRST_ENTRIES = 1024;

    private final int budget;
    private int step;
    private long charged;
    private final Int2IntOpenHashMap counts = new Int2IntOpenHashMap();
    private final Int2ObjectOpenHashMap<UltraLogLog> sketches = new Int2ObjectOpenHashMap<>();
    private boolean unsettled;

    private long[] sources = new long[FIRST_ENTRIES];
    /** Port plus one, so that 0 is an empty place. */
    private int[] ports = new int[FIRST_ENTRIES];

    private int entries;

    TailSources(int budget) {
        this.budget = budget;
    }

    /** Adds a source; true if it is certain that it was here already. */
    boolean add(int port, long high, long low) {
        UltraLogLog sketch = sketches.isEmpty() ? null : sketches.get(port);
        if (sketch != null) {
            sketch.add(hashOf(identity(high, low)));
            return false;
        }
        if (!insert(port, identity(high, low))) {
            return true;
        }
        charge(port);
        return false;
    }

    /** The IPv4 address itself; of others a hash with the top bit set. */
    private static long identity(long high, long low) {
        return SourceKeys.isIpv4(high, low) ? low & 0xffffffffL : SourceKeys.hash(high, low) | Long.MIN_VALUE;
    }

    /** What a sketch is given, now or when the cap falls. It picks registers by the top bits, so all must be mixed. */
    private static long hashOf(long identity) {
        return identity >= 0 ? SourceKeys.hash(0, SourceKeys.lowOfIpv4((int) identity)) : Shards.mix(identity);
    }

    private boolean insert(int port, long identity) {
        int mask = sources.length - 1;
        int at = place(port, identity) & mask;
        while (ports[at] != 0) {
            if (ports[at] == port + 1 && sources[at] == identity) {
                return false;
            }
            at = (at + 1) & mask;
        }
        ports[at] = port + 1;
        sources[at] = identity;
        if (++entries * 3 > sources.length * 2) {
            rehash(sources.length * 2);
        }
        return true;
    }

    private void charge(int port) {
        int count = counts.addTo(port, 1) + 1;
        if (count > CAPS[step]) {
            sketches.put(port, UltraLogLog.create(PRECISION));
            unsettled = true;
            return;
        }
        charged++;
        while (charged > budget && step < CAPS.length - 1) {
            lowerTheCap();
        }
    }

    private void lowerTheCap() {
        int cap = CAPS[++step];
        charged = 0;
        for (Int2IntMap.Entry entry : counts.int2IntEntrySet()) {
            charged += Math.min(entry.getIntValue(), cap);
            if (entry.getIntValue() > cap && !sketches.containsKey(entry.getIntKey())) {
                sketches.put(entry.getIntKey(), UltraLogLog.create(PRECISION));
            }
        }
        settle();
    }

    /** Moves what the table still holds of sketched ports into their sketches. */
    private void settle() {
        unsettled = false;
        rehash(sources.length);
    }

    private void rehash(int capacity) {
        long[] oldSources = sources;
        int[] oldPorts = ports;
        sources = new long[capacity];
        ports = new int[capacity];
        entries = 0;
        unsettled = false;
        int mask = capacity - 1;
        for (int i = 0; i < oldPorts.length; i++) {
            if (oldPorts[i] == 0) {
                continue;
            }
            UltraLogLog sketch = sketches.isEmpty() ? null : sketches.get(oldPorts[i] - 1);
            if (sketch != null) {
                sketch.add(hashOf(oldSources[i]));
                continue;
            }
            int at = place(oldPorts[i] - 1, oldSources[i]) & mask;
            while (ports[at] != 0) {
                at = (at + 1) & mask;
            }
            ports[at] = oldPorts[i];
            sources[at] = oldSources[i];
            entries++;
        }
    }

    private static int place(int port, long identity) {
        return (int) Shards.mix(identity + ((long) port << 39));
    }

    /** Adds the number of sources of each port to its series; true for each port that is exact. */
    void count(SeriesCounts into, Inexact inexact) {
        if (unsettled) {
            settle();
        }
        for (Int2IntMap.Entry entry : counts.int2IntEntrySet()) {
            long series = Breakdown.PORT.series(entry.getIntKey());
            UltraLogLog sketch = sketches.get(entry.getIntKey());
            if (sketch == null) {
                into.addSources(series, entry.getIntValue());
            } else {
                into.addSources(series, Math.round(sketch.getDistinctCountEstimate()));
                inexact.say(series);
            }
        }
    }

    /** Told about each series whose count is an estimate. */
    interface Inexact {
        void say(long series);
    }

    void write(DataOutput out) throws IOException {
        if (unsettled) {
            settle();
        }
        out.writeByte(step);
        out.writeLong(charged);
        out.writeInt(counts.size());
        for (Int2IntMap.Entry entry : counts.int2IntEntrySet()) {
            out.writeInt(entry.getIntKey());
            out.writeInt(entry.getIntValue());
        }
        out.writeInt(sketches.size());
        for (Int2ObjectMap.Entry<UltraLogLog> entry : sketches.int2ObjectEntrySet()) {
            out.writeInt(entry.getIntKey());
            out.write(entry.getValue().getState());
        }
        out.writeInt(entries);
        for (int i = 0; i < ports.length; i++) {
            if (ports[i] != 0) {
                out.writeInt(ports[i] - 1);
                out.writeLong(sources[i]);
            }
        }
    }

    void read(DataInput in) throws IOException {
        step = in.readByte();
        charged = in.readLong();
        for (int n = in.readInt(); n > 0; n--) {
            counts.put(in.readInt(), in.readInt());
        }
        for (int n = in.readInt(); n > 0; n--) {
            int port = in.readInt();
            byte[] state = new byte[1 << PRECISION];
            in.readFully(state);
            sketches.put(port, UltraLogLog.wrap(state));
        }
        for (int n = in.readInt(); n > 0; n--) {
            insert(in.readInt(), in.readLong());
        }
    }
}
