package org.yamori.wire.signature;

import java.io.Serializable;

/**
 * The window of a SYN: a number, or how many segments or largest packets it is; in a database also anything, or
 * multiples of a number.
 */
record SynWindow(Unit unit, int number) implements Serializable {
    enum Unit {
        ANY("*"),
        NUMBER(""),
        MULTIPLE("%"),
        SEGMENTS("mss*"),
        LARGEST_PACKETS("mtu*");

        private final String word;

        Unit(String word) {
            this.word = word;
        }
    }

    static final SynWindow ANY = new SynWindow(Unit.ANY, 0);

    static SynWindow parse(String text) {
        if (text.equals(Unit.ANY.word)) {
            return ANY;
        }
        if (text.startsWith(Unit.MULTIPLE.word)) {
            return new SynWindow(Unit.MULTIPLE, Numbers.parse("window %n", text.substring(1), 2, 0xffff));
        }
        for (Unit unit : new Unit[] {Unit.SEGMENTS, Unit.LARGEST_PACKETS}) {
            if (text.startsWith(unit.word)) {
                return new SynWindow(unit, Numbers.parse("window " + unit.word + "n", text.substring(4), 1, 1000));
            }
        }
        if (text.isEmpty() || text.charAt(0) < '0' || text.charAt(0) > '9') {
            throw new IllegalArgumentException("a window is a number, mss*n, mtu*n, %n or '*'; was '" + text + "'");
        }
        return new SynWindow(Unit.NUMBER, Numbers.parse("window", text, 0, 0xffff));
    }

    /** Whether this one of a database describes a window that was seen. */
    boolean describes(int window, SynWindow seen) {
        return switch (unit) {
            case ANY -> true;
            case NUMBER -> number == window;
            case MULTIPLE -> window % number == 0;
            case SEGMENTS, LARGEST_PACKETS -> equals(seen);
        };
    }

    @Override
    public String toString() {
        return unit == Unit.ANY ? unit.word : unit.word + number;
    }
}
