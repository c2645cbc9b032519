package org.yamori.jobs.detect.sensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is remembered about one sensor: a window of block numbers per partition, its holes, and its open minutes. Some
 * kilobytes: gaps are bounded by the replay window, holes and minutes by their age.
 */
public final class SensorState {
    public String network = "";
    public String kind = "";
    public boolean live;
    public long version;
    public long firstMicros = Long.MAX_VALUE;
    public boolean ended;
    public long silentSinceMicros = Long.MIN_VALUE;
    /** Minutes up to here were told; what comes later for older ones goes to the oldest that is kept. */
    public long oldestMinuteMicros = Long.MIN_VALUE;

    public List<PartitionState> partitions = new ArrayList<>();
    /** From and to of lost times that nothing will fill any more or that still may be filled. */
    public List<Gap> gaps = new ArrayList<>();

    public ClockState clock = new ClockState();

    public Map<Long, MinuteCounts> minutes = new TreeMap<>();
    public Map<Long, Long> drops = new TreeMap<>();

    /** One partition of the sensor's topic, in its newest epoch. */
    public static final class PartitionState {
        public int partition;
        public long epoch = -1;
        public long largest = -1;
        public long lastEndMicros = Long.MIN_VALUE;
        public long rowsEnd;
        public long captured;
        public long refused;
        public long outside;
        public long replies;
        public long droppedByKernel;
        public long droppedBySensor;
    }

    /** The sensor's clock against the brokers', in half minutes of their time. */
    public static final class ClockState {
        public long span = Long.MIN_VALUE;
        public int records;
        public long leastDelayMicros = Long.MAX_VALUE;
        public long spanBefore = Long.MIN_VALUE;
        public long leastDelayBeforeMicros;
        public boolean wrong;
        public long sinceMicros;
        public long untilMicros;
        /** As it was last told; ahead is above zero. */
        public long skewMicros;

        public long largestSkewMicros;
        public long revision;
    }

    /** Blocks that did not come, and the time they would have told about. */
    public static final class Gap {
        public int partition;
        public long epoch;
        public long fromBlock;
        public long toBlock;
        public long fromMicros;
        public long toMicros;
        public long rows;
        /** Rows of all blocks before the gap, which tells how the rows of a gap split. */
        public long rowsBefore;
        /** The blocks are given up: counted as lost. */
        public boolean lost;
    }

    /** What came in one minute of event time, by the end of each block. */
    public static final class MinuteCounts {
        public long blocks;
        public long heartbeats;
        public long rows;
        public long lateBlocks;
        public long duplicates;
        public long behind;
        public long ahead;
        public long tooOld;
        public long refusedRows;
        public long lostBlocks;
        public long lostRows;
        public long captured;
        public long refused;
        public long outside;
        public long replies;
        public long droppedByKernel;
        public long droppedBySensor;
        public long largestDelayMicros = Long.MIN_VALUE;
        public long revision;
        public boolean changed;
    }

    PartitionState partition(int number) {
        for (PartitionState partition : partitions) {
            if (partition.partition == number) {
                return partition;
            }
        }
        PartitionState added = new PartitionState();
        added.partition = number;
        partitions.add(added);
        return added;
    }

    /** Up to here every partition has spoken. */
    long lastMicros() {
        long last = Long.MAX_VALUE;
        for (PartitionState partition : partitions) {
            last = Math.min(last, partition.lastEndMicros);
        }
        return partitions.isEmpty() ? Long.MIN_VALUE : last;
    }
}
