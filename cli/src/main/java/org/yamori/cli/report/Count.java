package org.yamori.cli.report;

/**
 * A number of packets of which some addends may be missing: a lower bound then, and no number at all when nothing else
 * was seen. Missing is never zero.
 *
 * @param atLeast sum of the addends that were seen
 * @param seen whether any addend was
 * @param missing number of addends that were not
 */
public record Count(long atLeast, boolean seen, long missing) {
    public static final Count MISSING = new Count(0, false, 1);
    /** The sum of no addends. */
    public static final Count NOTHING = new Count(0, true, 0);

    public Count {
        if (atLeast < 0 || missing < 0) {
            throw new IllegalArgumentException(
                    "a count and its missing addends are 0 or more, were " + atLeast + " and " + missing);
        }
        if (!seen && (atLeast != 0 || missing == 0)) {
            throw new IllegalArgumentException("a count of which nothing was seen has no value and something missing");
        }
    }

    public static Count of(long exactly) {
        return new Count(exactly, true, 0);
    }

    public static Count atLeast(long value, long missing) {
        return new Count(value, true, missing);
    }

    public boolean exact() {
        return missing == 0;
    }

    public Count plus(Count other) {
        return new Count(Math.addExact(atLeast, other.atLeast), seen || other.seen, missing + other.missing);
    }

    /** The number as a table prints it. */
    public String text() {
        return seen ? Long.toString(atLeast) : "missing";
    }

    /** What the number is worth, as a table prints it beside it. */
    public String mark() {
        if (!seen) {
            return "missing";
        }
        return exact() ? "exact" : "at least";
    }
}
