package org.yamori.jobs.detect.surge;

/**
 * The windows whose distinct sources are scored, from a minute to a day. A minute is given as its number since 1970; a
 * window is named by the minute that it ends with.
 */
public final class SurgeScales {
    /** How many there are. */
    public static final int COUNT = 6;

    /** The window of an hour: from this scale on windows are so long that sources come back within them. */
    static final int HOUR = 3;

    static final int DAY = COUNT - 1;

    static final int MINUTES_OF_HOUR = 60;
    static final int MINUTES_OF_DAY = 1440;

    private static final int[] MINUTES = {1, 5, 15, MINUTES_OF_HOUR, 240, MINUTES_OF_DAY};
    private static final int[] STEPS = {1, 1, 1, 1, 15, MINUTES_OF_HOUR};

    private SurgeScales() {}

    /** How long a window is. */
    public static int minutes(int scale) {
        return MINUTES[scale];
    }

    /** Every how many minutes there is a new window. */
    public static int step(int scale) {
        return STEPS[scale];
    }

    /** Whether a window ends with this minute. */
    public static boolean isNew(int scale, long minute) {
        return Math.floorMod(minute + 1, STEPS[scale]) == 0;
    }

    /** Whether the window that ends with this minute is one of those that lie side by side: only these are learnt. */
    public static boolean isLearnt(int scale, long minute) {
        return Math.floorMod(minute + 1, MINUTES[scale]) == 0;
    }

    /** {@link #isNew} of all scales: asked once a minute, not once for each port. */
    static boolean[] newWith(long minute) {
        boolean[] scales = new boolean[COUNT];
        for (int scale = 0; scale < COUNT; scale++) {
            scales[scale] = isNew(scale, minute);
        }
        return scales;
    }

    /** {@link #isLearnt} of all scales. */
    static boolean[] learntWith(long minute) {
        boolean[] scales = new boolean[COUNT];
        for (int scale = 0; scale < COUNT; scale++) {
            scales[scale] = isLearnt(scale, minute);
        }
        return scales;
    }
}
