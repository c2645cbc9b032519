package org.yamori.jobs.flow;

import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.util.Collector;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.Lists;
import org.yamori.jobs.enrich.Registries;
import org.yamori.wire.PacketBlock;

/** Where blocks become labelled slices: the way from the source to the rooms. */
public final class Slices {
    private Slices() {}

    /** Cuts a block into one slice per shard that has rows in it. */
    public static void of(PacketBlock block, boolean late, long knownMicros, ShardKeys keys, Collector<Slice> out) {
        int[] offsets = block.header().shardOffsets();
        for (int shard = 0; shard < keys.shards(); shard++) {
            if (offsets[shard + 1] > offsets[shard]) {
                out.collect(Slice.of(block, shard, late, knownMicros, keys.keys()[shard]));
            }
        }
    }

    /** Sends each slice to the home of its shard and labels it there; rooms that follow run in the same chain. */
    public static KeyedStream<LabelledSlice, Integer> label(
            DataStream<Slice> slices, Countries countries, Lists lists, Registries registries) {
        DataStream<LabelledSlice> labelled = slices.keyBy(new SliceKey())
                .map(new Labeller(countries, lists, registries))
                .uid("label")
                .name("Label");
        return DataStreamUtils.reinterpretAsKeyedStream(labelled, new LabelledKey());
    }

    private static final class SliceKey implements KeySelector<Slice, Integer> {
        @Override
        public Integer getKey(Slice slice) {
            return slice.key;
        }
    }

    private static final class LabelledKey implements KeySelector<LabelledSlice, Integer> {
        @Override
        public Integer getKey(LabelledSlice labelled) {
            return labelled.key();
        }
    }
}
