package org.yamori.jobs.detect.traffic;

import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.ShardTable;
import org.yamori.jobs.flow.Slice;

/**
 * The traffic of one shard: open minutes, and the hours and days that closed minutes go into. What packets touch is the
 * minute alone.
 *
 * <p>Late rows are counted into a minute of their own first. It revises the minute it belongs to while that is kept,
 * and every hour and day that is kept; where the minute is gone, it is told as a share of its own, so that nothing is
 * lost.
 */
final class TrafficTable implements ShardTable<TrafficPartial> {
    private static final int SPARE_TABLES = 4;
    private static final long SLACK_MICROS = 2 * TrafficLogic.MINUTE_MICROS;
    /** Known when the rows came on time. */
    private static final long ON_TIME = Long.MIN_VALUE;

    private final int shard;
    private final TrafficRules rules;
    private final PortKnowledge ports;
    private final WatchList watchList;
    private final SensorNames names = new SensorNames();
    private final TreeMap<Long, Minute> minutes = new TreeMap<>();
    private final TreeMap<Long, Window> hours = new TreeMap<>();
    private final TreeMap<Long, Window> days = new TreeMap<>();
    private final List<TrafficPartial> lateShares = new ArrayList<>();
    /** Used for one minute after the other. */
    private final SeriesCounts minuteCounts = new SeriesCounts();

    private final ArrayDeque<MinuteTable> spare = new ArrayDeque<>();
    private long watermarkMillis = Long.MIN_VALUE;
    /** The watermark up to which windows were told and let go; behind the other one only within a step of time. */
    private long settledMillis = Long.MIN_VALUE;

    /** A minute that is open, or closed and kept. */
    private static final class Minute {
        MinuteTable table;
        /** Where the minute goes when it outgrows its table. */
        @Nullable
        WindowTable large;

        long lateSlices;
        boolean told;
        boolean changed;

        Minute(MinuteTable table) {
            this.table = table;
        }
    }

    /** An hour or a day. */
    private static final class Window {
        final WindowTable table;
        final long endMicros;
        long lateSlices;
        boolean told;
        boolean changed;

        Window(WindowTable table, long endMicros) {
            this.table = table;
            this.endMicros = endMicros;
        }
    }

    TrafficTable(int shard, TrafficRules rules) {
        this.shard = shard;
        this.rules = rules;
        this.ports = rules.ports();
        this.watchList = rules.watchList();
    }

    @Override
    public void add(LabelledSlice labelled) {
        Slice slice = labelled.slice;
        int sensor = names.sensor(slice.sensor, slice.network);
        int from = 0;
        long lastHour = Long.MIN_VALUE;
        while (from < slice.rows) {
            long minute = TrafficLogic.startOfMinute(slice.timeMicros(from));
            int to = from + 1;
            while (to < slice.rows && slice.timeMicros(to) - minute < TrafficLogic.MINUTE_MICROS) {
                to++;
            }
            if (slice.late || TrafficLogic.isOver(minute + TrafficLogic.MINUTE_MICROS, watermarkMillis)) {
                lastHour = addLate(labelled, from, to, sensor, minute, lastHour);
            } else {
                addOnTime(labelled, from, to, sensor, minute);
            }
            from = to;
        }
    }

    private void addOnTime(LabelledSlice labelled, int from, int to, int sensor, long start) {
        Minute minute = minutes.get(start);
        if (minute == null) {
            minute = new Minute(emptyTable());
            minutes.put(start, minute);
        }
        minute.table.add(labelled, from, to, sensor, ports);
        if (minute.table.sources().size() > TrafficRules.MINUTE_SOURCES
                || minute.table.pairs().size() > TrafficRules.MINUTE_PAIRS) {
            fold(start, minute);
        }
    }

    /** Returns the hour that was revised, so that one slice revises it once. */
    private long addLate(LabelledSlice labelled, int from, int to, int sensor, long start, long lastHour) {
        MinuteTable delta = emptyTable();
        delta.add(labelled, from, to, sensor, ports);
        SeriesCounts counts = new SeriesCounts();
        delta.count(counts, names, ports, watchList);
        Minute minute = minutes.get(start);
        long end = start + TrafficLogic.MINUTE_MICROS;
        boolean late = labelled.slice.late || TrafficLogic.isOver(end, watermarkMillis);
        long knownMicros = labelled.slice.knownMicros;
        boolean revises = knownMicros <= end + rules.keepMinutes() * TrafficLogic.MINUTE_MICROS;
        if (minute == null && revises && !isForgotten(end)) {
            minute = new Minute(emptyTable());
            minutes.put(start, minute);
        }
        if (minute != null && revises) {
            minute.lateSlices += late ? 1 : 0;
            minute.changed = true;
            WindowTable large = minute.large;
            if (!minute.told) {
                minute.table.merge(delta);
                reviseHourAndDay(start, knownMicros, late && lastHour != hourOf(start));
            } else {
                if (large == null) {
                    minute.table.merge(delta);
                } else {
                    large.add(delta, counts, names, watchList);
                }
                addToHourAndDay(start, knownMicros, delta, counts, late && lastHour != hourOf(start));
            }
        } else {
            addToHourAndDay(start, knownMicros, delta, counts, late && lastHour != hourOf(start));
            lateShares.add(shareOfLateBlock(labelled.slice, start, delta, counts));
        }
        recycle(delta);
        return hourOf(start);
    }

    /**
     * Windows are kept by event time, and revised by when a late block was known, which a replay finds the same. Event
     * time is never ahead of what is known by more than a clock may be ahead; that is the slack.
     */
    private boolean isForgotten(long minuteEnd) {
        return TrafficLogic.isOver(
                minuteEnd + rules.keepMinutes() * TrafficLogic.MINUTE_MICROS + SLACK_MICROS, watermarkMillis);
    }

    private TrafficPartial shareOfLateBlock(Slice slice, long start, MinuteTable delta, SeriesCounts counts) {
        new SourceTally(delta.sources(), names, delta.furtherSensors()).count(counts, new Int2LongOpenHashMap());
        TrafficPartial share = partial(Resolution.MINUTE, start, start + TrafficLogic.MINUTE_MICROS);
        share.lateBlock = slice.identity();
        share.take(counts, new LongOpenHashSet(), names);
        return share;
    }

    private long hourOf(long micros) {
        return TrafficLogic.startOfHour(micros, rules.zone());
    }

    private @Nullable Window hour(long minuteStart, long knownMicros) {
        long start = hourOf(minuteStart);
        return window(Resolution.HOUR, start, start + TrafficLogic.HOUR_MICROS, knownMicros);
    }

    private @Nullable Window day(long minuteStart, long knownMicros) {
        long start = TrafficLogic.startOfDay(minuteStart, rules.zone());
        return window(Resolution.DAY, start, TrafficLogic.endOfDay(start, rules.zone()), knownMicros);
    }

    /**
     * The window, made on first use; null if it was let go, or if the rows were known too late to revise it. A step of
     * time may end it and its minutes at once.
     */
    private @Nullable Window window(Resolution resolution, long start, long end, long knownMicros) {
        if (knownMicros > keptUntil(resolution, end)) {
            return null;
        }
        Map<Long, Window> windows = resolution == Resolution.HOUR ? hours : days;
        Window window = windows.get(start);
        if (window == null && !TrafficLogic.isOver(keptUntil(resolution, end) + SLACK_MICROS, settledMillis)) {
            window = new Window(new WindowTable(rules), end);
            windows.put(start, window);
        }
        return window;
    }

    private void reviseHourAndDay(long start, long knownMicros, boolean late) {
        for (Window window : new @Nullable Window[] {hour(start, knownMicros), day(start, knownMicros)}) {
            if (window != null) {
                window.lateSlices += late ? 1 : 0;
                window.changed = true;
            }
        }
    }

    private void addToHourAndDay(long start, long knownMicros, MinuteTable minute, SeriesCounts counts, boolean late) {
        Window hour = hour(start, knownMicros);
        Window day = day(start, knownMicros);
        if (hour != null && day != null && isWithinOneDay(start)) {
            hour.table.addHereAndAround(day.table, minute, counts, names, watchList);
        } else {
            for (Window window : new @Nullable Window[] {hour, day}) {
                if (window != null) {
                    window.table.add(minute, counts, names, watchList);
                }
            }
        }
        reviseHourAndDay(start, knownMicros, late);
    }

    /** Whether the hour lies in one day, as nearly all do: some zones once moved their clocks by a part of an hour. */
    private boolean isWithinOneDay(long minuteStart) {
        long hour = hourOf(minuteStart);
        long day = TrafficLogic.startOfDay(minuteStart, rules.zone());
        return day == TrafficLogic.startOfDay(hour, rules.zone())
                && day == TrafficLogic.startOfDay(hour + TrafficLogic.HOUR_MICROS - 1, rules.zone());
    }

    /** Empties a minute's own table into its larger one, its hour and its day. */
    private void fold(long start, Minute minute) {
        SeriesCounts counts = new SeriesCounts();
        minute.table.count(counts, names, ports, watchList);
        if (minute.large == null) {
            minute.large = new WindowTable(rules);
        }
        minute.large.add(minute.table, counts, names, watchList);
        addToHourAndDay(start, ON_TIME, minute.table, counts, false);
        minute.table.clear();
    }

    @Override
    public void advance(long millis, Consumer<TrafficPartial> out) {
        watermarkMillis = Math.max(watermarkMillis, millis);
        lateShares.forEach(out);
        lateShares.clear();
        closeMinutes(out);
        closeWindows(Resolution.HOUR, hours, out);
        closeWindows(Resolution.DAY, days, out);
        settledMillis = watermarkMillis;
    }

    private void closeMinutes(Consumer<TrafficPartial> out) {
        Iterator<Map.Entry<Long, Minute>> oldest = minutes.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Long, Minute> entry = oldest.next();
            long start = entry.getKey();
            long end = start + TrafficLogic.MINUTE_MICROS;
            if (!TrafficLogic.isOver(end, watermarkMillis)) {
                return;
            }
            Minute minute = entry.getValue();
            if (!minute.told || minute.changed) {
                tell(start, minute, out);
            }
            if (isForgotten(end)) {
                recycle(minute.table);
                oldest.remove();
            }
        }
    }

    private void tell(long start, Minute minute, Consumer<TrafficPartial> out) {
        TrafficPartial partial = partial(Resolution.MINUTE, start, start + TrafficLogic.MINUTE_MICROS);
        partial.lateSlices = minute.lateSlices;
        if (minute.large != null) {
            if (!minute.told) {
                fold(start, minute);
            }
            minute.large.tell(partial, names, List.of());
        } else {
            SeriesCounts counts = minuteCounts;
            counts.clear();
            minute.table.count(counts, names, ports, watchList);
            if (!minute.told) {
                addToHourAndDay(start, ON_TIME, minute.table, counts, false);
            }
            new SourceTally(minute.table.sources(), names, minute.table.furtherSensors())
                    .count(counts, new Int2LongOpenHashMap());
            partial.take(counts, new LongOpenHashSet(), names);
        }
        minute.told = true;
        minute.changed = false;
        out.accept(partial);
    }

    private void closeWindows(Resolution resolution, Map<Long, Window> windows, Consumer<TrafficPartial> out) {
        Iterator<Map.Entry<Long, Window>> oldest = windows.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Long, Window> entry = oldest.next();
            Window window = entry.getValue();
            if (!TrafficLogic.isOver(window.endMicros, watermarkMillis)) {
                return;
            }
            if (!window.told || window.changed) {
                TrafficPartial partial = partial(resolution, entry.getKey(), window.endMicros);
                partial.lateSlices = window.lateSlices;
                window.table.tell(partial, names, unsettledHours(resolution, entry.getKey(), window));
                window.told = true;
                window.changed = false;
                out.accept(partial);
            }
            if (TrafficLogic.isOver(keptUntil(resolution, window.endMicros) + SLACK_MICROS, watermarkMillis)) {
                if (resolution == Resolution.HOUR) {
                    settle(entry.getKey(), window);
                }
                oldest.remove();
            }
        }
    }

    /** Hours and days are kept one more hour for late blocks. */
    private static long keptUntil(Resolution resolution, long endMicros) {
        return endMicros + (resolution == Resolution.HOUR ? TrafficLogic.HOUR_MICROS : 2 * TrafficLogic.HOUR_MICROS);
    }

    private List<WindowTable> unsettledHours(Resolution resolution, long start, Window window) {
        if (resolution == Resolution.HOUR) {
            return List.of(window.table);
        }
        return hours.subMap(start, window.endMicros).values().stream()
                .map(hour -> hour.table)
                .toList();
    }

    private void settle(long hourStart, Window hour) {
        Window day = days.get(TrafficLogic.startOfDay(hourStart, rules.zone()));
        if (day != null) {
            day.table.settleMisconfigured(hour.table);
        }
    }

    private TrafficPartial partial(Resolution resolution, long start, long end) {
        TrafficPartial partial = new TrafficPartial();
        partial.shard = shard;
        partial.resolution = resolution.ordinal();
        partial.startMicros = start;
        partial.endMicros = end;
        return partial;
    }

    private MinuteTable emptyTable() {
        MinuteTable table = spare.poll();
        return table == null ? new MinuteTable(rules.fewDestinations()) : table;
    }

    private void recycle(MinuteTable table) {
        if (spare.size() < SPARE_TABLES) {
            table.clear();
            spare.add(table);
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(watermarkMillis);
        names.write(out);
        out.writeInt(minutes.size());
        for (Map.Entry<Long, Minute> entry : minutes.entrySet()) {
            Minute minute = entry.getValue();
            out.writeLong(entry.getKey());
            out.writeLong(minute.lateSlices);
            out.writeBoolean(minute.told);
            out.writeBoolean(minute.changed);
            minute.table.write(out);
            out.writeBoolean(minute.large != null);
            if (minute.large != null) {
                minute.large.write(out);
            }
        }
        for (TreeMap<Long, Window> windows : List.of(hours, days)) {
            out.writeInt(windows.size());
            for (Map.Entry<Long, Window> entry : windows.entrySet()) {
                out.writeLong(entry.getKey());
                out.writeLong(entry.getValue().endMicros);
                out.writeLong(entry.getValue().lateSlices);
                out.writeBoolean(entry.getValue().told);
                out.writeBoolean(entry.getValue().changed);
                entry.getValue().table.write(out);
            }
        }
        out.writeInt(lateShares.size());
        for (TrafficPartial share : lateShares) {
            share.write(out);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        watermarkMillis = in.readLong();
        settledMillis = watermarkMillis;
        names.read(in);
        for (int n = in.readInt(); n > 0; n--) {
            long start = in.readLong();
            Minute minute = new Minute(new MinuteTable(rules.fewDestinations()));
            minute.lateSlices = in.readLong();
            minute.told = in.readBoolean();
            minute.changed = in.readBoolean();
            minute.table.read(in);
            if (in.readBoolean()) {
                minute.large = new WindowTable(rules);
                minute.large.read(in);
            }
            minutes.put(start, minute);
        }
        for (TreeMap<Long, Window> windows : List.of(hours, days)) {
            for (int n = in.readInt(); n > 0; n--) {
                long start = in.readLong();
                Window window = new Window(new WindowTable(rules), in.readLong());
                window.lateSlices = in.readLong();
                window.told = in.readBoolean();
                window.changed = in.readBoolean();
                window.table.read(in);
                windows.put(start, window);
            }
        }
        for (int n = in.readInt(); n > 0; n--) {
            lateShares.add(TrafficPartial.read(in));
        }
    }
}
