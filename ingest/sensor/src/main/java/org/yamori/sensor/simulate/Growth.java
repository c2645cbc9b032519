package org.yamori.sensor.simulate;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How many sources an actor has at a time.
 *
 * @param from how many there are before anything happens
 * @param to how many there are afterwards or, of a spike, during it
 * @param perMinute growth rate of a logistic curve
 * @param atSecond when it begins, in seconds after the start of the scenario
 * @param lastsSeconds how long a ramp or a spike takes
 */
record Growth(Shape shape, int from, int to, double perMinute, int atSecond, int lastsSeconds) {
    /** How one number becomes the other. */
    enum Shape implements Fields.Named {
        /** As many all the time. */
        STEADY,
        /** An epidemic: {@code to / (1 + (to / from - 1) e^(-perMinute t))}, t in minutes. */
        LOGISTIC,
        /** From one second to the next. */
        STEP,
        /** Along a straight line. */
        RAMP,
        /** There and back. */
        SPIKE;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Word GROWTH = new Word("growth", "how many sources there are at a time, in place of a number");
    static final Word SHAPE = new Word("shape", "how one number becomes the other");
    static final Limits FROM = Limits.whole("from", 1, 5_000_000, "sources before it begins");
    static final Limits TO = Limits.whole("to", 1, 5_000_000, "sources afterwards; of a spike, while it lasts");
    static final Limits PER_MINUTE =
            Limits.real("perMinute", 0, 100, "growth rate of a logistic curve, where 0.05 is 5 %");
    static final Word AT = new Word("at", "when it begins");
    static final Word LASTS = new Word("lasts", "how long a ramp or a spike takes");

    private static final Shape[] WRITTEN = {Shape.LOGISTIC, Shape.STEP, Shape.RAMP, Shape.SPIKE};
    private static final int WINDOW_SECONDS = 60;

    Growth {
        FROM.require(from);
        TO.require(to);
        PER_MINUTE.require(perMinute);
        if (shape == Shape.LOGISTIC && to < from) {
            throw new IllegalArgumentException("to must be at least from, which is " + from + ", was " + to);
        }
    }

    /** As many all the time. */
    static Growth steady(int sources) {
        return new Growth(Shape.STEADY, sources, sources, 0, 0, 0);
    }

    /** Reads the keys of a growth block; null where they are wrong. */
    static @Nullable Growth read(Fields growth, Actor.Role role, Stage stage) {
        Shape shape = growth.scalar(SHAPE, Fields.words(WRITTEN), Shape.STEP, text -> Fields.byWord(WRITTEN, text));
        int from = growth.wholeNumber(FROM);
        int to = growth.wholeNumber(TO);
        double perMinute = shape == Shape.LOGISTIC || stage.isReference() ? growth.number(PER_MINUTE) : 0;
        int at = stage.moment(growth, AT, role.startSecond(), "start of the actor");
        int rest = Math.max(1, role.endSecond() - at);
        int lasts = 0;
        if (shape == Shape.RAMP || shape == Shape.SPIKE || stage.isReference()) {
            int usual = shape == Shape.RAMP ? rest : Math.min(rest, WINDOW_SECONDS);
            lasts = (int) growth.duration(
                            LASTS,
                            Duration.ofSeconds(1),
                            stage.duration(),
                            true,
                            new Fields.Absent<>(
                                    Duration.ofSeconds(usual), "a ramp: the rest of the actor's time; a spike: 1m"))
                    .toSeconds();
        }
        growth.refuseUnknownKeys();
        int length = lasts;
        return growth.made(true, () -> new Growth(shape, from, to, perMinute, at, length));
    }

    boolean isSteady() {
        return shape == Shape.STEADY;
    }

    /** How many there are so many seconds after the start of the scenario; not rounded. */
    double at(double second) {
        double since = second - atSecond;
        return switch (shape) {
            case STEADY -> from;
            case LOGISTIC -> logistic(since / 60);
            case STEP -> since < 0 ? from : to;
            case RAMP -> from + (to - from) * StrictMath.min(1, StrictMath.max(0, since / lastsSeconds));
            case SPIKE -> since < 0 || since >= lastsSeconds ? from : to;
        };
    }

    private double logistic(double minutes) {
        if (minutes < 0) {
            return from;
        }
        double ratio = (double) to / from - 1;
        return to / (1 + ratio * StrictMath.exp(-perMinute * minutes));
    }

    /** Sources that are active in a second: the first so many. */
    int active(int second) {
        return (int) StrictMath.min(most(), StrictMath.rint(at(second)));
    }

    /** The most there are at any time. */
    int most() {
        return Math.max(from, to);
    }
}
