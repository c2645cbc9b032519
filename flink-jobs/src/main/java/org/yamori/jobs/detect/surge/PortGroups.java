package org.yamori.jobs.detect.surge;

import java.io.Serializable;
import org.yamori.jobs.flow.ShardKeys;
import org.yamori.wire.Shards;

/** Which ports are scored together: as many groups as shards, each with a Flink key that leads to its own key group. */
record PortGroups(ShardKeys keys) implements Serializable {
    int count() {
        return keys.shards();
    }

    /** Ports are scattered, so that neighbours such as 23 and 22 do not share a group. */
    int of(int series) {
        return (int) Math.floorMod(Shards.mix(series), (long) count());
    }

    int key(int group) {
        return keys.keys()[group];
    }
}
