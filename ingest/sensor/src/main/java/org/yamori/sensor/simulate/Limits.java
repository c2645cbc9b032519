package org.yamori.sensor.simulate;

import java.math.BigDecimal;

/** What a number of a scenario may be: its key and what that means, its bounds, and whether it is a whole number. */
record Limits(Word word, double least, double most, boolean isWhole) {
    static Limits whole(String key, long least, long most, String meaning) {
        return new Limits(new Word(key, meaning), least, most, true);
    }

    static Limits real(String key, double least, double most, String meaning) {
        return new Limits(new Word(key, meaning), least, most, false);
    }

    String key() {
        return word.key();
    }

    boolean allow(double value) {
        return value >= least && value <= most && (!isWhole || value == StrictMath.rint(value));
    }

    void require(double value) {
        if (!allow(value)) {
            throw new IllegalArgumentException(key() + " must be " + allowed() + ", was " + plain(value));
        }
    }

    String allowed() {
        return (isWhole ? "a whole number from " : "a number from ") + plain(least) + " to " + plain(most);
    }

    static String plain(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
