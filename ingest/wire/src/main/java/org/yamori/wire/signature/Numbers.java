package org.yamori.wire.signature;

/** Whole numbers inside signatures. */
final class Numbers {
    private Numbers() {}

    static int parse(String what, String digits, int least, int most) {
        if (!digits.isEmpty() && digits.length() <= 9 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int number = Integer.parseInt(digits);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                what + " is a number from " + least + " to " + most + "; was '" + digits + "'");
    }
}
