package org.yamori.sensor.simulate;

import java.math.BigDecimal;

/** What a number of a scenario may be: its key, its bounds, and whether it is a whole number. */
record Limits(String key, double least, double most, boolean whole) {
    static Limits whole(String key, long least, long most) {
        return new Limits(key, least, most, true);
    }

    static Limits real(String key, double least, double most) {
        return new Limits(key, least, most, false);
    }

    boolean allow(double value) {
        return value >= least && value <= most && (!whole || value == StrictMath.rint(value));
    }

    void require(double value) {
        if (!allow(value)) {
            throw new IllegalArgumentException(key + " must be " + allowed() + ", was " + plain(value));
        }
    }

    String allowed() {
        return (whole ? "a whole number from " : "a number from ") + plain(least) + " to " + plain(most);
    }

    private static String plain(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
