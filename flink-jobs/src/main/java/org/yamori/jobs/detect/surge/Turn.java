package org.yamori.jobs.detect.surge;

/** Where a surge begins or ends: what a pattern found in a port's scored minutes. */
public final class Turn {
    public int port;
    public long minute;
    /** It begins; otherwise it ends. */
    public boolean rise;
    /** The shortest scale on which it was seen. */
    public int scale;

    public Turn() {}

    static Turn rise(ScoredMinute at, boolean confirmed) {
        Turn turn = ebb(at);
        turn.rise = true;
        turn.scale = SurgeLogic.shortest(at.over, confirmed);
        return turn;
    }

    static Turn ebb(ScoredMinute at) {
        Turn turn = new Turn();
        turn.port = at.port;
        turn.minute = at.minute;
        return turn;
    }

    /** Of two turns of one minute, found by two patterns, the one that counts: a rise, and on the shorter scale. */
    static Turn first(Turn one, Turn other) {
        if (one.rise != other.rise) {
            return one.rise ? one : other;
        }
        return one.scale <= other.scale ? one : other;
    }

    int port() {
        return port;
    }
}
