package org.yamori.jobs.detect.traffic;

import it.unimi.dsi.fastutil.io.FastByteArrayInputStream;
import it.unimi.dsi.fastutil.io.FastByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PortRun} as a window keeps it: a long one in the bytes in which it is written, where a member is told by its
 * distance from the one before. Of a million sources of one port and shard each takes two bytes then, four of IPv6, in
 * place of eight.
 */
final class KeptRun {
    /** Longer runs are packed: merging short ones is faster as they are. */
    static final int MOST_UNPACKED = 1 << 16;

    private final int size;
    private final int pairs;
    private final @Nullable PortRun run;
    private final byte[] packed;

    private KeptRun(PortRun run, boolean isPacked) {
        this.size = run.size();
        this.pairs = run.pairs();
        this.run = isPacked ? null : run.trimmed();
        this.packed = isPacked ? bytesOf(run) : new byte[0];
    }

    static KeptRun of(PortRun run) {
        return new KeptRun(run, run.pairs() + run.size() > MOST_UNPACKED);
    }

    /**
     * Bytes of so many sources of IPv4 at one port, at most. The networks of a shard have 2^28 addresses, so that not
     * more than 2^21 sources can be 127 apart from each other, and take a second byte.
     */
    static long mostBytes(int sources) {
        return sources + Math.min(sources, (1L << 28) / 127);
    }

    private static byte[] bytesOf(PortRun run) {
        try {
            FastByteArrayOutputStream bytes = new FastByteArrayOutputStream(2 * run.pairs());
            run.write(new DataOutputStream(bytes));
            return Arrays.copyOf(bytes.array, bytes.length);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    PortRun run() {
        if (run != null) {
            return run;
        }
        try {
            return PortRun.read(new DataInputStream(new FastByteArrayInputStream(packed)));
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    /** Pairs of a port and a source, and ports: how long it takes to merge it. */
    int length() {
        return pairs + size;
    }

    void write(DataOutput out) throws IOException {
        if (run != null) {
            run.write(out);
        } else {
            out.write(packed);
        }
    }
}
