package org.yamori.sensor.feed;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a feed, with file and line; twenty problems are enough. */
final class FeedProblems {
    private static final int MOST = 20;
    private static final int MOST_SHOWN = 60;

    private final String file;
    private final FeedText text;
    private final List<String> all = new ArrayList<>();

    /** @param text knows the line */
    FeedProblems(String file, FeedText text) {
        this.file = file;
        this.text = text;
    }

    /** Stops the reading. */
    static final class TooManyException extends Exception {}

    void add(String what) throws TooManyException {
        all.add(file + ", line " + text.line() + ": " + what);
        if (all.size() >= MOST) {
            throw new TooManyException();
        }
    }

    /** Says behind the last one that there may be more. */
    void stopHere() {
        all.set(all.size() - 1, all.get(all.size() - 1) + " (reading stopped here)");
    }

    int count() {
        return all.size();
    }

    List<String> all() {
        return List.copyOf(all);
    }

    /** A value as a sentence quotes it. */
    static String shown(String value) {
        return "'" + (value.length() <= MOST_SHOWN ? value : value.substring(0, MOST_SHOWN) + "…") + "'";
    }
}
