package org.yamori.jobs.flow;

/** What became of one block or heartbeat: the sensor room's raw material. Rows are not in it. */
public final class BlockFact {
    public String sensor = "";
    public String network = "";
    public String sensorKind = "";
    public boolean live;
    public boolean heartbeat;
    /** One of {@link Fate}, by name. */
    public Fate fate = Fate.COUNTED;

    public long epoch;
    public int partition;
    public long block;
    public long previousEpoch;
    public long previousLastBlock;
    public long rowsBefore;
    public int rows;
    public long startMicros;
    public long endMicros;
    public long watermarkMicros;
    public boolean last;
    public long appendMicros;
    public long captured;
    public long refused;
    public long outside;
    public long replies;
    public long droppedByKernel;
    public long droppedBySensor;

    /** What the job did with a block. */
    public enum Fate {
        COUNTED,
        /** Counted on the late road. */
        LATE,
        DUPLICATE,
        /** More than a replay window behind: a dead letter. */
        BEHIND,
        /** Its clock is ahead of the broker's: a dead letter. */
        AHEAD,
        /** Older than any spool may be: a dead letter. */
        TOO_OLD;

        public boolean rowsCounted() {
            return this == COUNTED || this == LATE;
        }
    }
}
