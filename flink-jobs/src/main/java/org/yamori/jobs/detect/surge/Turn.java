package org.yamori.jobs.detect.surge;

/** What happened to a port in a minute: a pattern found that it rises or is over, or its sources turned out forged. */
public final class Turn {
    public int port;
    /** Of which of its sources: a {@link Part}, or all. */
    public int part;

    public long minute;
    public Kind kind = Kind.EBB;
    /** The shortest scale on which it was seen. */
    public int scale;

    /** A surge begins or ends, or a minute is part of a storm. */
    public enum Kind {
        RISE,
        EBB,
        STORM
    }

    public Turn() {}

    static Turn storm(int port, long minute) {
        Turn turn = new Turn();
        turn.kind = Kind.STORM;
        turn.port = port;
        turn.minute = minute;
        return turn;
    }

    static Turn rise(ScoredMinute at, boolean confirmed) {
        Turn turn = ebb(at);
        turn.kind = Kind.RISE;
        turn.scale = SurgeLogic.shortest(at.over, confirmed);
        return turn;
    }

    static Turn ebb(ScoredMinute at) {
        Turn turn = new Turn();
        turn.port = at.port;
        turn.part = at.part;
        turn.minute = at.minute;
        return turn;
    }

    /** Of two turns of one minute, found by two patterns, the one that counts: a rise, and on the shorter scale. */
    static Turn first(Turn one, Turn other) {
        if (one.kind != other.kind) {
            return one.kind == Kind.RISE ? one : other;
        }
        return one.scale <= other.scale ? one : other;
    }

    int port() {
        return port;
    }
}
