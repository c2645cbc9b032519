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
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.ShardTable;
import org.yamori.jobs.flow.Slice;

/**
 * The traffic of one shard. Packets are written down minute by minute; a minute is counted when it is over and goes
 * into its hour, an hour into its day.
 *
 * <p>Late rows are counted into a minute of their own first. It revises the minute it belongs to while that is kept,
 * and every hour and day that is kept; where the minute is gone, it is told as a share of its own, so that nothing is
 * lost.
 */
final class TrafficTable implements ShardTable<TrafficPartial> {
    private static final int SPARE_ROWS = 2;
    private static final long SLACK_MICROS = 2 * TrafficLogic.MINUTE_MICROS;
    /** Known when the rows came on time. */
    private static final long ON_TIME = Long.MIN_VALUE;

    private final int shard;
    private final TrafficRules rules;
    private final Scratch scratch;
    private final SensorNames names = new SensorNames();
    private final TreeMap<Long, Minute> minutes = new TreeMap<>();
    private final TreeMap<Long, Window> hours = new TreeMap<>();
    private final TreeMap<Long, Window> days = new TreeMap<>();
    private final List<TrafficPartial> lateShares = new ArrayList<>();
    private final ArrayDeque<MinuteRows> spare = new ArrayDeque<>();
    private long watermarkMillis = Long.MIN_VALUE;
    /** The watermark up to which windows were told and let go; behind the other one only within a step of time. */
    private long settledMillis = Long.MIN_VALUE;

    /** Where one minute after the other is counted, of all shards of a task: it stays in the processor's cache. */
    static final class Scratch {
        private final MinuteTable table;
        private final SeriesCounts counts = new SeriesCounts();
        private final CountryCounts countries = new CountryCounts();

        Scratch(TrafficRules rules) {
            table = new MinuteTable(rules.fewDestinations());
        }
    }

    /** A minute that is open, or told and kept. */
    private static final class Minute {
        final MinuteRows rows;
        /** Feeds are counted at once; then so are the packets of their minute. */
        @Nullable
        MinuteTable table;
        /** Where the minute goes when it outgrows its rows or its table. */
        @Nullable
        WindowTable large;

        long lateSlices;
        boolean told;
        boolean changed;

        Minute(MinuteRows rows) {
            this.rows = rows;
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

    TrafficTable(int shard, TrafficRules rules, Scratch scratch) {
        this.shard = shard;
        this.rules = rules;
        this.scratch = scratch;
    }

    @Override
    public void add(LabelledSlice labelled) {
        Slice slice = labelled.slice;
        int sensor = names.sensor(slice.sensor, slice.network);
        int from = 0;
        long lastHour = Long.MIN_VALUE;
        while (from < slice.rows) {
            long minute = TrafficLogic.startOfMinute(slice.timeMicros(from));
            int most = Math.min(slice.rows, from + TrafficRules.PIECE_ROWS);
            int to = from + 1;
            while (to < most && slice.timeMicros(to) - minute < TrafficLogic.MINUTE_MICROS) {
                to++;
            }
            if (slice.late || TrafficLogic.isOver(minute + TrafficLogic.MINUTE_MICROS, watermarkMillis)) {
                lastHour = addLate(labelled, from, to, sensor, minute, lastHour);
            } else {
                Minute open = minutes.get(minute);
                if (open == null) {
                    open = new Minute(emptyRows());
                    minutes.put(minute, open);
                }
                addTo(open, minute, labelled, from, to, sensor);
            }
            from = to;
        }
    }

    private void addTo(Minute minute, long start, LabelledSlice labelled, int from, int to, int sensor) {
        if (labelled.slice.feed && minute.table == null) {
            minute.table = new MinuteTable(rules.fewDestinations());
            minute.table.add(minute.rows, rules.ports());
            minute.rows.clear();
        }
        if (minute.table == null) {
            minute.rows.append(labelled, from, to, sensor);
        } else {
            addTo(minute.table, labelled, from, to, sensor);
        }
        boolean full = minute.table == null ? minute.rows.isFull() : minute.table.isFull();
        if (full) {
            fold(start, minute);
        }
    }

    private void addTo(MinuteTable table, LabelledSlice labelled, int from, int to, int sensor) {
        if (labelled.slice.feed) {
            table.addFeed(labelled, from, to, sensor, rules.ports());
        } else {
            MinuteRows rows = emptyRows();
            rows.append(labelled, from, to, sensor);
            table.add(rows, rules.ports());
            recycle(rows);
        }
    }

    /** Returns the hour that was revised, so that one slice revises it once. */
    private long addLate(LabelledSlice labelled, int from, int to, int sensor, long start, long lastHour) {
        Minute minute = minutes.get(start);
        long end = start + TrafficLogic.MINUTE_MICROS;
        boolean late = labelled.slice.late || TrafficLogic.isOver(end, watermarkMillis);
        boolean revisesHour = late && lastHour != hourOf(start);
        long knownMicros = labelled.slice.knownMicros;
        boolean revises = knownMicros <= end + rules.keepMinutes() * TrafficLogic.MINUTE_MICROS;
        if (minute == null && revises && !isForgotten(end)) {
            minute = new Minute(emptyRows());
            minutes.put(start, minute);
        }
        if (minute != null && revises && !minute.told) {
            addTo(minute, start, labelled, from, to, sensor);
            reviseHourAndDay(start, knownMicros, revisesHour);
        } else {
            MinuteTable delta = scratch.table;
            delta.clear();
            addTo(delta, labelled, from, to, sensor);
            PortRun ports = count(delta);
            addToHourAndDay(start, knownMicros, delta, ports, revisesHour);
            if (minute == null || !revises) {
                lateShares.add(shareOfLateBlock(labelled.slice, start, delta, ports));
            } else if (minute.large != null) {
                minute.large.add(delta, scratch.counts, ports, names);
            } else {
                addTo(minute, start, labelled, from, to, sensor);
            }
        }
        if (minute != null && revises) {
            minute.lateSlices += late ? 1 : 0;
            minute.changed = true;
        }
        return hourOf(start);
    }

    /** Counts a table into the scratch counts; returns its ports. */
    private PortRun count(MinuteTable table) {
        scratch.counts.clear();
        return table.count(scratch.counts, scratch.countries, names, rules);
    }

    /**
     * Windows are kept by event time, and revised by when a late block was known, which a replay finds the same. Event
     * time is never ahead of what is known by more than a clock may be ahead; that is the slack.
     */
    private boolean isForgotten(long minuteEnd) {
        return TrafficLogic.isOver(
                minuteEnd + rules.keepMinutes() * TrafficLogic.MINUTE_MICROS + SLACK_MICROS, watermarkMillis);
    }

    private TrafficPartial shareOfLateBlock(Slice slice, long start, MinuteTable delta, PortRun ports) {
        TrafficPartial share = partial(Resolution.MINUTE, start, start + TrafficLogic.MINUTE_MICROS);
        share.lateBlock = slice.identity();
        takeMinute(share, delta, ports);
        return share;
    }

    /** What a table came to, whose counts are the scratch counts. */
    private void takeMinute(TrafficPartial partial, MinuteTable table, PortRun ports) {
        new SourceTally(table.sources(), names, table.furtherSensors())
                .count(scratch.counts, scratch.countries, new Int2LongOpenHashMap());
        partial.take(scratch.counts, PortColumns.exact(ports), new LongOpenHashSet(), names);
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
            window = new Window(emptyWindow(resolution), end);
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

    /** An hour that was told is in its day already; before that the day waits for the hour. */
    private void addToHourAndDay(long start, long knownMicros, MinuteTable minute, PortRun ports, boolean late) {
        Window hour = hour(start, knownMicros);
        if (hour != null) {
            hour.table.add(minute, scratch.counts, ports, names);
        }
        Window day = day(start, knownMicros);
        if (day != null && (hour == null || hour.told || !isWithinOneDay(start))) {
            day.table.add(minute, scratch.counts, ports, names);
        }
        reviseHourAndDay(start, knownMicros, late);
    }

    private void addHourToDay(long start, Window hour) {
        Window day = day(start, ON_TIME);
        if (day != null && isWithinOneDay(start)) {
            day.table.add(hour.table, names);
        }
    }

    /** Whether the hour lies in one day, as nearly all do: some zones once moved their clocks by a part of an hour. */
    private boolean isWithinOneDay(long micros) {
        long hour = hourOf(micros);
        long day = TrafficLogic.startOfDay(micros, rules.zone());
        return day == TrafficLogic.startOfDay(hour, rules.zone())
                && day == TrafficLogic.startOfDay(hour + TrafficLogic.HOUR_MICROS - 1, rules.zone());
    }

    /** Moves a minute that grows too large into a larger table, its hour and its day. */
    private void fold(long start, Minute minute) {
        MinuteTable table = counted(minute);
        PortRun ports = count(table);
        if (minute.large == null) {
            minute.large = emptyWindow(Resolution.MINUTE);
        }
        minute.large.add(table, scratch.counts, ports, names);
        if (!minute.told) {
            addToHourAndDay(start, ON_TIME, table, ports, false);
        }
        minute.rows.clear();
        if (minute.table != null) {
            minute.table.clear();
        }
    }

    /** The minute's own table, or its rows counted into the one that minutes share. */
    private MinuteTable counted(Minute minute) {
        if (minute.table != null) {
            return minute.table;
        }
        scratch.table.clear();
        scratch.table.add(minute.rows, rules.ports());
        return scratch.table;
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
                recycle(minute.rows);
                oldest.remove();
            }
        }
    }

    private void tell(long start, Minute minute, Consumer<TrafficPartial> out) {
        TrafficPartial partial = partial(Resolution.MINUTE, start, start + TrafficLogic.MINUTE_MICROS);
        partial.lateSlices = minute.lateSlices;
        if (minute.large != null) {
            fold(start, minute);
            minute.rows.release();
            minute.large.tell(partial, names, scratch.countries, List.of());
        } else {
            MinuteTable table = counted(minute);
            PortRun ports = count(table);
            if (!minute.told) {
                addToHourAndDay(start, ON_TIME, table, ports, false);
            }
            takeMinute(partial, table, ports);
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
                window.table.tell(
                        partial, names, scratch.countries, unsettledHours(resolution, entry.getKey(), window));
                if (resolution == Resolution.HOUR && !window.told) {
                    addHourToDay(entry.getKey(), window);
                }
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

    private WindowTable emptyWindow(Resolution resolution) {
        return new WindowTable(resolution, rules);
    }

    private MinuteRows emptyRows() {
        MinuteRows rows = spare.poll();
        return rows == null ? new MinuteRows() : rows;
    }

    private void recycle(MinuteRows rows) {
        if (spare.size() < SPARE_ROWS) {
            rows.clear();
            spare.add(rows);
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
            minute.rows.write(out);
            out.writeBoolean(minute.table != null);
            if (minute.table != null) {
                minute.table.write(out);
            }
            out.writeBoolean(minute.large != null);
            if (minute.large != null) {
                minute.large.write(out);
            }
        }
        for (Map<Long, Window> windows : List.of(hours, days)) {
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
            Minute minute = new Minute(new MinuteRows());
            minute.lateSlices = in.readLong();
            minute.told = in.readBoolean();
            minute.changed = in.readBoolean();
            minute.rows.read(in);
            if (in.readBoolean()) {
                minute.table = new MinuteTable(rules.fewDestinations());
                minute.table.read(in);
            }
            if (in.readBoolean()) {
                minute.large = emptyWindow(Resolution.MINUTE);
                minute.large.read(in);
            }
            minutes.put(start, minute);
        }
        for (Resolution resolution : List.of(Resolution.HOUR, Resolution.DAY)) {
            Map<Long, Window> windows = resolution == Resolution.HOUR ? hours : days;
            for (int n = in.readInt(); n > 0; n--) {
                long start = in.readLong();
                Window window = new Window(emptyWindow(resolution), in.readLong());
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
