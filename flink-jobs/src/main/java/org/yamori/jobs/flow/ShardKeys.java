package org.yamori.jobs.flow;

import java.io.Serializable;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * For each shard a key that Flink sends to the key group of the same number, so that the largest parallelism is the
 * number of shards, key groups and shards are the same thing, and shards spread evenly at any parallelism.
 *
 * @param keys a key per shard
 */
public record ShardKeys(int[] keys) implements Serializable {
    public static ShardKeys of(int shards) {
        int[] keys = new int[shards];
        boolean[] found = new boolean[shards];
        int missing = shards;
        for (int candidate = 0; missing > 0; candidate++) {
            int group = KeyGroupRangeAssignment.assignToKeyGroup(candidate, shards);
            if (!found[group]) {
                found[group] = true;
                keys[group] = candidate;
                missing--;
            }
        }
        return new ShardKeys(keys);
    }

    public int shards() {
        return keys.length;
    }
}
