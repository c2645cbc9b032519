package org.yamori.jobs.detect.fingerprint;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.ShardTable;
import org.yamori.jobs.flow.Slice;

/**
 * The fingerprints of one shard. Packets are counted into their hour; an hour goes into its day when it is over.
 *
 * <p>Late rows revise the hour if they were known within an hour of its end, and the day if within two hours. Which it
 * is follows from recorded times, so that a replay decides the same.
 */
final class FingerprintTable implements ShardTable<FingerprintPartial> {
    /** Event time is never ahead of what is known by more than a clock may be ahead. */
    private static final long SLACK_MICROS = 120_000_000;
    /** Known when the rows came on time. */
    private static final long ON_TIME = Long.MIN_VALUE;

    private static final int MOST_WAITING_ROWS = 8_192;
    private static final int MOST_WAITING_PIECES = 64;

    private final int shard;
    private final FingerprintRules rules;
    private final TreeMap<Long, Open> hours = new TreeMap<>();
    private final TreeMap<Long, Open> days = new TreeMap<>();
    private long watermarkMillis = Long.MIN_VALUE;
    /** The watermark up to which windows were told and let go; behind the other one only within a step of time. */
    private long settledMillis = Long.MIN_VALUE;

    /** Rows {@code from} to {@code to} (exclusive) of a slice. */
    private record Piece(LabelledSlice labelled, int from, int to) {}

    /**
     * A window that is open, or told and kept. Pieces of slices wait until they are many: sixteen shards take turns
     * with every block, and what counts for one of them pushes the others out of the processor's cache.
     */
    private static final class Open {
        private final FingerprintWindow counts;
        private final long endMicros;
        private final List<Piece> waiting = new ArrayList<>();
        private int waitingRows;
        private long lateSlices;
        private boolean told;
        private boolean changed;

        private Open(FingerprintWindow counts, long endMicros) {
            this.counts = counts;
            this.endMicros = endMicros;
        }

        private void add(Piece piece) {
            waiting.add(piece);
            waitingRows += piece.to - piece.from;
            if (waitingRows >= MOST_WAITING_ROWS || waiting.size() >= MOST_WAITING_PIECES) {
                countWaiting();
            }
        }

        private void countWaiting() {
            for (Piece piece : waiting) {
                counts.add(new SliceRows(piece.labelled), piece.from, piece.to);
            }
            waiting.clear();
            waitingRows = 0;
        }

        private FingerprintWindow counts() {
            countWaiting();
            return counts;
        }
    }

    FingerprintTable(int shard, FingerprintRules rules) {
        this.shard = shard;
        this.rules = rules;
    }

    @Override
    public void add(LabelledSlice labelled) {
        Slice slice = labelled.slice;
        if (slice.feed) {
            return;
        }
        int from = 0;
        while (from < slice.rows) {
            long start = Resolution.HOUR.start(slice.timeMicros(from), rules.zone());
            long end = start + Resolution.HOUR_MICROS;
            boolean inOneDay = isWithinOneDay(start);
            if (!inOneDay) {
                long day = Resolution.DAY.start(slice.timeMicros(from), rules.zone());
                end = Math.min(end, Resolution.DAY.end(day, rules.zone()));
            }
            int to = from + 1;
            while (to < slice.rows && slice.timeMicros(to) >= start && slice.timeMicros(to) < end) {
                to++;
            }
            add(new Piece(labelled, from, to), start, inOneDay);
            from = to;
        }
    }

    /** Rows that lie in one hour and in one day. */
    private void add(Piece piece, long start, boolean inOneDay) {
        Slice slice = piece.labelled.slice;
        boolean late = slice.late || Resolution.isOver(start + Resolution.HOUR_MICROS, watermarkMillis);
        long knownMicros = late ? slice.knownMicros : ON_TIME;
        Open hour = window(Resolution.HOUR, start, knownMicros);
        if (hour != null) {
            hour.add(piece);
            revise(hour, late);
        }
        boolean dayWaits = hour != null && !hour.told && inOneDay;
        if (dayWaits && !late) {
            return;
        }
        Open day = window(Resolution.DAY, slice.timeMicros(piece.from), knownMicros);
        if (day != null) {
            if (!dayWaits) {
                day.add(piece);
            }
            if (!dayWaits && hour != null) {
                day.counts().thinTo(hour.counts());
            }
            revise(day, late);
        }
    }

    private static void revise(Open window, boolean late) {
        if (late) {
            window.lateSlices++;
            window.changed = true;
        }
    }

    /** Whether the hour lies in one day, as nearly all do: some zones once moved their clocks by a part of an hour. */
    private boolean isWithinOneDay(long hourStart) {
        long last = Resolution.HOUR.end(hourStart, rules.zone()) - 1;
        return Resolution.DAY.start(hourStart, rules.zone()) == Resolution.DAY.start(last, rules.zone());
    }

    /** The window of a time, made on first use; null if it was let go, or if the rows were known too late. */
    private @Nullable Open window(Resolution resolution, long micros, long knownMicros) {
        long start = resolution.start(micros, rules.zone());
        long end = resolution.end(start, rules.zone());
        if (knownMicros > resolution.keptUntil(end)) {
            return null;
        }
        Map<Long, Open> windows = windows(resolution);
        Open window = windows.get(start);
        if (window == null && !isForgotten(resolution, end, settledMillis)) {
            window = new Open(new FingerprintWindow(rules), end);
            windows.put(start, window);
        }
        return window;
    }

    private static boolean isForgotten(Resolution resolution, long end, long millis) {
        return Resolution.isOver(resolution.keptUntil(end) + SLACK_MICROS, millis);
    }

    private Map<Long, Open> windows(Resolution resolution) {
        return resolution == Resolution.HOUR ? hours : days;
    }

    @Override
    public void advance(long millis, Consumer<FingerprintPartial> out) {
        watermarkMillis = Math.max(watermarkMillis, millis);
        close(Resolution.HOUR, out);
        close(Resolution.DAY, out);
        settledMillis = watermarkMillis;
    }

    private void close(Resolution resolution, Consumer<FingerprintPartial> out) {
        Iterator<Map.Entry<Long, Open>> oldest = windows(resolution).entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Long, Open> entry = oldest.next();
            long start = entry.getKey();
            Open window = entry.getValue();
            if (!Resolution.isOver(window.endMicros, watermarkMillis)) {
                return;
            }
            if (!window.told || window.changed) {
                out.accept(tell(resolution, start, window));
                if (resolution == Resolution.HOUR && !window.told && isWithinOneDay(start)) {
                    Open day = window(Resolution.DAY, start, ON_TIME);
                    if (day != null) {
                        day.counts().add(window.counts());
                    }
                }
                window.told = true;
                window.changed = false;
            }
            if (isForgotten(resolution, window.endMicros, watermarkMillis)) {
                oldest.remove();
            }
        }
    }

    private FingerprintPartial tell(Resolution resolution, long start, Open window) {
        FingerprintPartial partial = new FingerprintPartial();
        partial.shard = shard;
        partial.resolution = resolution.ordinal();
        partial.startMicros = start;
        partial.endMicros = window.endMicros;
        partial.lateSlices = window.lateSlices;
        new FingerprintTally(rules, window.counts()).tell(partial);
        return partial;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(watermarkMillis);
        for (Resolution resolution : Resolution.values()) {
            out.writeInt(windows(resolution).size());
            for (Map.Entry<Long, Open> entry : windows(resolution).entrySet()) {
                Open window = entry.getValue();
                out.writeLong(entry.getKey());
                out.writeLong(window.endMicros);
                out.writeLong(window.lateSlices);
                out.writeBoolean(window.told);
                out.writeBoolean(window.changed);
                window.counts().write(out);
            }
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        watermarkMillis = in.readLong();
        settledMillis = watermarkMillis;
        for (Resolution resolution : Resolution.values()) {
            for (int n = in.readInt(); n > 0; n--) {
                long start = in.readLong();
                Open window = new Open(new FingerprintWindow(rules), in.readLong());
                window.lateSlices = in.readLong();
                window.told = in.readBoolean();
                window.changed = in.readBoolean();
                window.counts.read(in);
                windows(resolution).put(start, window);
            }
        }
    }
}
