package org.yamori.jobs.detect.sensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.yamori.jobs.detect.sensor.SensorState.Gap;
import org.yamori.jobs.detect.sensor.SensorState.MinuteCounts;
import org.yamori.jobs.detect.sensor.SensorState.PartitionState;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.jobs.flow.BlockFact.Fate;
import org.yamori.jobs.flow.SensorCoverage;

/** Reads a sensor's state from what became of its blocks: gaps, lost tails, silence, drops. */
final class SensorLogic {
    static final long MINUTE_MICROS = TimeUnit.MINUTES.toMicros(1);
    /** Behind this many newer blocks a missing one is given up, as the replay window of the intake forgets it. */
    private static final int PATIENCE_BLOCKS = 1024;

    private static final int KEPT_MINUTES = 120;

    private final SensorRules rules;

    SensorLogic(SensorRules rules) {
        this.rules = rules;
    }

    /** Takes in a fact; true if what the sensor covers has changed. */
    boolean on(BlockFact fact, SensorState state) {
        MinuteCounts minute = minuteOf(fact, state);
        if (!fact.fate.rowsCounted()) {
            switch (fact.fate) {
                case DUPLICATE -> minute.duplicates++;
                case BEHIND -> minute.behind++;
                case AHEAD -> minute.ahead++;
                case TOO_OLD -> minute.tooOld++;
                case COUNTED, LATE -> {}
            }
            minute.refusedRows += fact.fate == Fate.DUPLICATE ? 0 : fact.rows;
            return false;
        }
        state.network = fact.network;
        state.kind = fact.sensorKind;
        state.live = fact.live;
        minute.blocks += fact.heartbeat ? 0 : 1;
        minute.heartbeats += fact.heartbeat ? 1 : 0;
        minute.rows += fact.rows;
        minute.lateBlocks += fact.fate == Fate.LATE ? 1 : 0;
        minute.largestDelayMicros = Math.max(minute.largestDelayMicros, fact.appendMicros - fact.endMicros);
        PartitionState partition = state.partition(fact.partition);
        if (fact.epoch > partition.epoch) {
            beginEpoch(fact, partition, state, minute);
        }
        if (fact.epoch == partition.epoch) {
            proceed(fact, partition, state, minute);
        } else {
            fill(fact, state);
        }
        state.firstMicros = Math.min(state.firstMicros, fact.startMicros);
        state.ended = fact.last && state.partitions.stream().allMatch(each -> each.lastEndMicros <= fact.endMicros);
        state.version++;
        return true;
    }

    private static MinuteCounts minuteOf(BlockFact fact, SensorState state) {
        long micros = isTimeBelieved(fact) ? fact.endMicros : fact.appendMicros;
        long minute = Math.floorDiv(micros, MINUTE_MICROS) * MINUTE_MICROS;
        MinuteCounts counts =
                state.minutes.computeIfAbsent(Math.max(minute, state.oldestMinuteMicros), unseen -> new MinuteCounts());
        counts.changed = true;
        return counts;
    }

    /** A clock that is refused must not name the minute either: one in 2100 would make every other one old. */
    private static boolean isTimeBelieved(BlockFact fact) {
        return fact.fate != Fate.AHEAD && fact.fate != Fate.TOO_OLD;
    }

    /** A new run of the sensor: what it names as the last block of the run before must have come. */
    private void beginEpoch(BlockFact fact, PartitionState partition, SensorState state, MinuteCounts minute) {
        if (partition.epoch >= 0) {
            boolean tailLost = fact.previousEpoch == partition.epoch && fact.previousLastBlock > partition.largest;
            if (tailLost) {
                Gap tail = gap(
                        partition,
                        partition.largest + 1,
                        fact.previousLastBlock,
                        partition.lastEndMicros,
                        Math.max(fact.startMicros, partition.lastEndMicros));
                tail.lost = true;
                state.gaps.add(tail);
                minute.lostBlocks += fact.previousLastBlock - partition.largest;
            } else if (fact.previousEpoch > partition.epoch && fact.previousLastBlock >= 0) {
                Gap unseenRun = gap(
                        partition,
                        0,
                        fact.previousLastBlock,
                        partition.lastEndMicros,
                        Math.max(fact.startMicros, partition.lastEndMicros));
                unseenRun.lost = true;
                state.gaps.add(unseenRun);
                minute.lostBlocks += fact.previousLastBlock + 1;
            } else if (!state.ended && fact.startMicros > partition.lastEndMicros) {
                Gap pause = gap(partition, 0, -1, partition.lastEndMicros, fact.startMicros);
                pause.lost = true;
                state.gaps.add(pause);
            }
        }
        partition.epoch = fact.epoch;
        partition.largest = -1;
        partition.rowsEnd = 0;
        partition.captured = partition.refused = partition.outside = partition.replies = 0;
        partition.droppedByKernel = partition.droppedBySensor = 0;
        partition.lastEndMicros = fact.startMicros;
    }

    private static Gap gap(PartitionState partition, long fromBlock, long toBlock, long fromMicros, long toMicros) {
        Gap gap = new Gap();
        gap.partition = partition.partition;
        gap.epoch = partition.epoch;
        gap.fromBlock = fromBlock;
        gap.toBlock = toBlock;
        gap.fromMicros = fromMicros;
        gap.toMicros = toMicros;
        return gap;
    }

    private void proceed(BlockFact fact, PartitionState partition, SensorState state, MinuteCounts minute) {
        if (!fact.heartbeat && fact.block <= partition.largest) {
            fill(fact, state);
            return;
        }
        long expected = fact.heartbeat ? fact.block : fact.block - 1;
        if (expected > partition.largest) {
            Gap missing = gap(
                    partition,
                    partition.largest + 1,
                    expected,
                    partition.lastEndMicros,
                    fact.startMicros > partition.lastEndMicros ? fact.startMicros : fact.endMicros);
            missing.rows = Math.max(0, fact.rowsBefore - partition.rowsEnd);
            missing.rowsBefore = partition.rowsEnd;
            state.gaps.add(missing);
        }
        partition.largest = Math.max(partition.largest, fact.block);
        partition.rowsEnd = Math.max(partition.rowsEnd, fact.rowsBefore + fact.rows);
        partition.lastEndMicros = Math.max(partition.lastEndMicros, fact.endMicros);
        countTally(fact, partition, state, minute);
        giveUpOldGaps(partition, state, minute);
    }

    private static void countTally(BlockFact fact, PartitionState partition, SensorState state, MinuteCounts minute) {
        long drops = Math.max(0, fact.droppedByKernel - partition.droppedByKernel)
                + Math.max(0, fact.droppedBySensor - partition.droppedBySensor);
        minute.captured += Math.max(0, fact.captured - partition.captured);
        minute.refused += Math.max(0, fact.refused - partition.refused);
        minute.outside += Math.max(0, fact.outside - partition.outside);
        minute.replies += Math.max(0, fact.replies - partition.replies);
        minute.droppedByKernel += Math.max(0, fact.droppedByKernel - partition.droppedByKernel);
        minute.droppedBySensor += Math.max(0, fact.droppedBySensor - partition.droppedBySensor);
        if (drops > 0) {
            state.drops.merge(Math.floorDiv(fact.endMicros, MINUTE_MICROS) * MINUTE_MICROS, drops, Long::sum);
        }
        partition.captured = Math.max(partition.captured, fact.captured);
        partition.refused = Math.max(partition.refused, fact.refused);
        partition.outside = Math.max(partition.outside, fact.outside);
        partition.replies = Math.max(partition.replies, fact.replies);
        partition.droppedByKernel = Math.max(partition.droppedByKernel, fact.droppedByKernel);
        partition.droppedBySensor = Math.max(partition.droppedBySensor, fact.droppedBySensor);
    }

    /** A block that was missing has come after all: its gap closes, or splits in two. */
    private static void fill(BlockFact fact, SensorState state) {
        List<Gap> kept = new ArrayList<>();
        for (Gap gap : state.gaps) {
            boolean filled = !fact.heartbeat
                    && gap.partition == fact.partition
                    && gap.epoch == fact.epoch
                    && gap.fromBlock <= fact.block
                    && fact.block <= gap.toBlock
                    && !gap.lost;
            if (!filled) {
                kept.add(gap);
                continue;
            }
            if (gap.fromBlock < fact.block) {
                Gap before = part(gap, gap.fromBlock, fact.block - 1, gap.fromMicros, fact.startMicros);
                before.rowsBefore = gap.rowsBefore;
                before.rows = Math.max(0, fact.rowsBefore - gap.rowsBefore);
                kept.add(before);
            }
            if (fact.block < gap.toBlock) {
                Gap after = part(gap, fact.block + 1, gap.toBlock, fact.endMicros, gap.toMicros);
                after.rowsBefore = fact.rowsBefore + fact.rows;
                after.rows = Math.max(0, gap.rowsBefore + gap.rows - after.rowsBefore);
                kept.add(after);
            }
        }
        state.gaps = kept;
    }

    private static Gap part(Gap whole, long fromBlock, long toBlock, long fromMicros, long toMicros) {
        Gap part = new Gap();
        part.partition = whole.partition;
        part.epoch = whole.epoch;
        part.fromBlock = fromBlock;
        part.toBlock = toBlock;
        part.fromMicros = fromMicros;
        part.toMicros = Math.max(fromMicros, toMicros);
        return part;
    }

    private static void giveUpOldGaps(PartitionState partition, SensorState state, MinuteCounts minute) {
        for (Gap gap : state.gaps) {
            if (!gap.lost
                    && gap.partition == partition.partition
                    && (gap.epoch != partition.epoch || gap.toBlock <= partition.largest - PATIENCE_BLOCKS)) {
                gap.lost = true;
                minute.lostBlocks += gap.toBlock - gap.fromBlock + 1;
                minute.lostRows += gap.rows;
            }
        }
    }

    /** The end of everything that is read: blocks that are still missing will not come. */
    void giveUpAllGaps(SensorState state, long minuteMicros) {
        for (Gap gap : state.gaps) {
            if (!gap.lost) {
                gap.lost = true;
                MinuteCounts minute = state.minutes.computeIfAbsent(minuteMicros, unseen -> new MinuteCounts());
                minute.changed = true;
                minute.lostBlocks += gap.toBlock - gap.fromBlock + 1;
                minute.lostRows += gap.rows;
            }
        }
    }

    /** What the sensor covers, as every room may use it. */
    SensorCoverage coverage(String sensor, SensorState state) {
        forgetOld(state);
        SensorCoverage coverage = new SensorCoverage();
        coverage.sensor = sensor;
        coverage.network = state.network;
        coverage.version = state.version;
        coverage.firstMicros = state.firstMicros;
        coverage.lastMicros = state.lastMicros();
        coverage.ended = state.ended;
        coverage.holes = holes(state);
        coverage.dropMinutes = state.drops.keySet().stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        coverage.dropped = new long[coverage.dropMinutes.length];
        for (int i = 0; i < coverage.dropped.length; i++) {
            coverage.dropped[i] = state.drops.getOrDefault(coverage.dropMinutes[i], 0L);
        }
        return coverage;
    }

    /** Gaps in order of time, with overlapping ones joined. */
    private static long[] holes(SensorState state) {
        List<Gap> sorted = new ArrayList<>(state.gaps);
        sorted.sort(Comparator.comparingLong((Gap gap) -> gap.fromMicros).thenComparingLong(gap -> gap.toMicros));
        List<Long> ends = new ArrayList<>();
        for (Gap gap : sorted) {
            int last = ends.size() - 1;
            if (last > 0 && gap.fromMicros <= ends.get(last)) {
                ends.set(last, Math.max(ends.get(last), gap.toMicros));
            } else if (gap.toMicros > gap.fromMicros) {
                ends.add(gap.fromMicros);
                ends.add(gap.toMicros);
            }
        }
        return ends.stream().mapToLong(Long::longValue).toArray();
    }

    private void forgetOld(SensorState state) {
        long oldest = state.lastMicros() - rules.keep().toMillis() * 1000;
        state.gaps.removeIf(gap -> gap.lost && gap.toMicros < oldest);
        state.drops.keySet().removeIf(minute -> minute < oldest);
    }

    /** From when the sensor has been silent for longer than it may, or {@link Long#MIN_VALUE}. */
    long silentSince(SensorState state, long nowMicros) {
        long last = state.lastMicros();
        boolean silent =
                state.live && !state.ended && nowMicros - last > rules.silence().toMillis() * 1000;
        return silent ? last : Long.MIN_VALUE;
    }

    /** When event time reaches this, the minute is over. */
    static long overAtMillis(long minuteMicros) {
        return Math.floorDiv(minuteMicros + MINUTE_MICROS, 1000L) - 1;
    }

    /** Minutes that are over and have something new to tell, in order. Minutes told long ago are forgotten. */
    static List<Map.Entry<Long, MinuteCounts>> toTell(SensorState state, long watermarkMillis) {
        List<Map.Entry<Long, MinuteCounts>> over = new ArrayList<>();
        for (Map.Entry<Long, MinuteCounts> minute : state.minutes.entrySet()) {
            if (minute.getValue().changed && watermarkMillis >= overAtMillis(minute.getKey())) {
                minute.getValue().changed = false;
                minute.getValue().revision++;
                over.add(Map.entry(minute.getKey(), minute.getValue()));
            }
        }
        over.sort(Map.Entry.comparingByKey());
        return over;
    }

    /** Keeps the last two hours of minutes for what comes late. */
    static void forgetToldMinutes(SensorState state) {
        long newest =
                state.minutes.keySet().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE);
        long oldest = newest == Long.MIN_VALUE ? newest : newest - KEPT_MINUTES * MINUTE_MICROS;
        state.oldestMinuteMicros = Math.max(state.oldestMinuteMicros, oldest);
        state.minutes.entrySet().removeIf(minute -> minute.getKey() < oldest && !minute.getValue().changed);
    }
}
