package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One shard's minute of one group of ports, column by column: what leaves the tables. Partials of all shards add up,
 * because a source lives in one shard.
 */
public final class SurgePartial {
    public int shard;
    /** Number of the minute since 1970. */
    public long minute;
    /** The Flink key that carries the group to its home. */
    public int key;

    /** Ports, in no particular order. */
    public int[] series = {};

    public long[] packets = {};
    /** Destinations hashed to one of 64 bits. */
    public long[] destinations = {};
    /** Sensors hashed to one of 64 bits. */
    public long[] sensors = {};
    /** One source in two to the power of this is among the sightings. */
    public byte[] levels = {};
    /** {@link Sighting}s, in no particular order. */
    public long[] sightings = {};

    /** The port of each packet that may be shown, in no particular order. */
    public int[] sampledSeries = {};
    /** Those {@link SampledPacket}s. */
    public long[] sampledPackets = {};
    /** Their SYN signatures; empty where there is none. */
    public String[] sampledSignatures = {};

    static SurgePartial empty(int ports, int sources) {
        SurgePartial partial = new SurgePartial();
        partial.series = new int[ports];
        partial.packets = new long[ports];
        partial.destinations = new long[ports];
        partial.sensors = new long[ports];
        partial.levels = new byte[ports];
        partial.sightings = new long[sources];
        return partial;
    }

    /** Whether some sightings stand for several sources. */
    boolean isSample() {
        for (byte level : levels) {
            if (level > 0) {
                return true;
            }
        }
        return false;
    }

    int key() {
        return key;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(series.length);
        out.writeInt(sightings.length);
        out.writeInt(shard);
        out.writeLong(minute);
        out.writeInt(key);
        for (int i = 0; i < series.length; i++) {
            out.writeInt(series[i]);
            out.writeLong(packets[i]);
            out.writeLong(destinations[i]);
            out.writeLong(sensors[i]);
            out.writeByte(levels[i]);
        }
        for (long sighting : sightings) {
            out.writeLong(sighting);
        }
        out.writeInt(sampledSeries.length);
        for (int sampled : sampledSeries) {
            out.writeInt(sampled);
        }
        for (long part : sampledPackets) {
            out.writeLong(part);
        }
        for (String signature : sampledSignatures) {
            out.writeUTF(signature);
        }
    }

    static SurgePartial read(DataInput in) throws IOException {
        SurgePartial partial = empty(in.readInt(), in.readInt());
        partial.shard = in.readInt();
        partial.minute = in.readLong();
        partial.key = in.readInt();
        for (int i = 0; i < partial.series.length; i++) {
            partial.series[i] = in.readInt();
            partial.packets[i] = in.readLong();
            partial.destinations[i] = in.readLong();
            partial.sensors[i] = in.readLong();
            partial.levels[i] = in.readByte();
        }
        for (int i = 0; i < partial.sightings.length; i++) {
            partial.sightings[i] = in.readLong();
        }
        partial.sampledSeries = new int[in.readInt()];
        partial.sampledPackets = new long[partial.sampledSeries.length * SampledPacket.LONGS];
        for (int i = 0; i < partial.sampledSeries.length; i++) {
            partial.sampledSeries[i] = in.readInt();
        }
        for (int i = 0; i < partial.sampledPackets.length; i++) {
            partial.sampledPackets[i] = in.readLong();
        }
        partial.sampledSignatures = new String[partial.sampledSeries.length];
        for (int i = 0; i < partial.sampledSignatures.length; i++) {
            partial.sampledSignatures[i] = in.readUTF();
        }
        return partial;
    }
}
