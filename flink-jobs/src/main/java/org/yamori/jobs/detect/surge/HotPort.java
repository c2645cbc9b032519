package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** What is remembered of a port while it is hot: its busiest minutes, its surge, and what the surge would teach. */
final class HotPort {
    private static final int RECENT = 60;
    private static final int QUARTER = 15;
    private static final int QUARTERS = 98;
    private static final int NOWHERE = -1;
    /** A port stays hot for so long after its last high score. */
    private static final int COOLING_MINUTES = 30;

    /** A minute this much higher is in the day's window for a day, and must be known for as long. */
    private static final int SPIKE_TIMES_HOT = 2;

    private static final double DAY_FORGETTING = StrictMath.exp(-1.0 / 24);

    private long minute = Long.MIN_VALUE;
    long hotSince;
    private long lastHigh;
    final double[] scores = new double[SurgeScales.COUNT];
    private final int[] recent = new int[RECENT];
    private final int[] quarters = new int[QUARTERS];
    private boolean minuteWasOver;
    private int scale = NOWHERE;
    private long risenMinute;
    private int calmMinutes;
    private long endMinute = Long.MIN_VALUE;
    private long spikeMinute = Long.MIN_VALUE;
    private final double[] surgeCounts = new double[SurgeScales.COUNT];
    private final double[] surgeWindows = new double[SurgeScales.COUNT];

    boolean isInSurge() {
        return scale != NOWHERE;
    }

    /** Takes the sources of a minute; minutes that were left out had none. */
    void count(long now, int sources) {
        if (minute == Long.MIN_VALUE) {
            hotSince = now;
            lastHigh = now;
        } else {
            for (long missing = Math.max(minute + 1, now - RECENT + 1); missing < now; missing++) {
                recent[(int) Math.floorMod(missing, (long) RECENT)] = 0;
            }
        }
        long quarter = Math.floorDiv(now, (long) QUARTER);
        if (minute != Long.MIN_VALUE) {
            long before = Math.floorDiv(minute, (long) QUARTER);
            for (long next = Math.max(before + 1, quarter - QUARTERS + 1); next <= quarter; next++) {
                quarters[(int) Math.floorMod(next, (long) QUARTERS)] = 0;
            }
            minuteWasOver &= now == minute + 1;
        }
        recent[(int) Math.floorMod(now, (long) RECENT)] = sources;
        int at = (int) Math.floorMod(quarter, (long) QUARTERS);
        quarters[at] = Math.max(quarters[at], sources);
        minute = now;
    }

    /** Sources of the busiest minute of the window that ends now. */
    int busiest(int scaleOfWindow) {
        int length = SurgeScales.minutes(scaleOfWindow);
        int most = 0;
        if (length <= RECENT) {
            for (int back = 0; back < length; back++) {
                most = Math.max(most, recent[(int) Math.floorMod(minute - back, (long) RECENT)]);
            }
            return most;
        }
        long quarter = Math.floorDiv(minute, (long) QUARTER);
        for (int back = 0; back <= length / QUARTER; back++) {
            most = Math.max(most, quarters[(int) Math.floorMod(quarter - back, (long) QUARTERS)]);
        }
        return most;
    }

    /** A window still holds a part of the surge before. */
    boolean isMuted(int scaleOfWindow) {
        return endMinute != Long.MIN_VALUE && minute - endMinute < SurgeScales.minutes(scaleOfWindow);
    }

    /** The longest window that is asked whether a surge is calm. */
    int longestAsked() {
        return Math.max(SurgeScales.HOUR, scale);
    }

    /**
     * Decides on the minute that was counted and fills in what it says about the surge.
     *
     * @param held no surge may begin
     * @param blind nobody knows whether it is calm
     */
    void decide(ScoredMinute scored, SurgeRules rules, boolean held, boolean blind) {
        scored.hotSince = hotSince;
        boolean minuteOver = SurgeLogic.isMinuteOver(scored) && !held;
        if (isInSurge()) {
            boolean calm = true;
            for (int each = 0; each <= longestAsked(); each++) {
                calm &= scores[each] < rules.calm();
            }
            calmMinutes = calm ? calmMinutes + (blind ? 0 : 1) : 0;
            scored.calmMinutes = calmMinutes;
            scored.calmNeeded = SurgeLogic.calmNeeded(scale, rules);
            scored.settled = minute - risenMinute >= (long) rules.settleHours() * SurgeScales.MINUTES_OF_HOUR;
            if (SurgeLogic.isEbb(scored)) {
                scale = NOWHERE;
                endMinute = minute;
            }
        } else if (!held && (SurgeLogic.isOver(scored) || (minuteOver && minuteWasOver))) {
            scale = SurgeLogic.shortest(scored.over, minuteOver && minuteWasOver);
            risenMinute = minute;
            scored.risen = true;
            calmMinutes = 0;
            Arrays.fill(surgeCounts, 0);
            Arrays.fill(surgeWindows, 0);
        }
        minuteWasOver = minuteOver;
        if (scores[0] >= SPIKE_TIMES_HOT * rules.hot()) {
            spikeMinute = minute;
        }
        for (double score : scores) {
            if (score >= rules.hot()) {
                lastHigh = minute;
            }
        }
    }

    /** Nothing of it needs to be remembered any longer. */
    boolean isCold() {
        return !isInSurge() && minute - lastHigh >= COOLING_MINUTES && isADayAgo(endMinute) && isADayAgo(spikeMinute);
    }

    private boolean isADayAgo(long event) {
        return event == Long.MIN_VALUE || minute - event >= SurgeScales.MINUTES_OF_DAY;
    }

    /** An hour of the surge: windows and their sources; those of a day ago count a third. */
    void surgeHour(int each, double counts, double windows) {
        surgeCounts[each] = surgeCounts[each] * DAY_FORGETTING + counts;
        surgeWindows[each] = surgeWindows[each] * DAY_FORGETTING + windows;
    }

    /** Level of the surge, or NaN where no window was learnt. */
    double surgeLevel(int each) {
        return surgeCounts[each] / surgeWindows[each];
    }

    void write(DataOutput out) throws IOException {
        for (long value : new long[] {minute, hotSince, lastHigh, risenMinute, endMinute, spikeMinute}) {
            out.writeLong(value);
        }
        out.writeBoolean(minuteWasOver);
        out.writeInt(scale);
        out.writeInt(calmMinutes);
        for (int each = 0; each < SurgeScales.COUNT; each++) {
            out.writeDouble(scores[each]);
            out.writeDouble(surgeCounts[each]);
            out.writeDouble(surgeWindows[each]);
        }
        for (int count : recent) {
            out.writeInt(count);
        }
        for (int count : quarters) {
            out.writeInt(count);
        }
    }

    static HotPort read(DataInput in) throws IOException {
        HotPort port = new HotPort();
        port.minute = in.readLong();
        port.hotSince = in.readLong();
        port.lastHigh = in.readLong();
        port.risenMinute = in.readLong();
        port.endMinute = in.readLong();
        port.spikeMinute = in.readLong();
        port.minuteWasOver = in.readBoolean();
        port.scale = in.readInt();
        port.calmMinutes = in.readInt();
        for (int each = 0; each < SurgeScales.COUNT; each++) {
            port.scores[each] = in.readDouble();
            port.surgeCounts[each] = in.readDouble();
            port.surgeWindows[each] = in.readDouble();
        }
        for (int i = 0; i < port.recent.length; i++) {
            port.recent[i] = in.readInt();
        }
        for (int i = 0; i < port.quarters.length; i++) {
            port.quarters[i] = in.readInt();
        }
        return port;
    }
}
