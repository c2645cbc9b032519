package org.yamori.jobs.detect.surge;

/** What is known of a surge so far beside its course: what was expected when it was seen, and who took part. */
public final class SurgeCard {
    public Episode episode = new Episode();
    /* Windows of the minute with which it was seen. */
    public int[] sources = new int[SurgeScales.COUNT];
    public double[] expected = new double[SurgeScales.COUNT];
    public double[] scores = new double[SurgeScales.COUNT];
    public double[] thresholds = new double[SurgeScales.COUNT];
    public String rulesVersion = "";

    /* Sums over its minutes. */
    public long packets;
    public long sightings;
    public long newcomers;

    public int destinations;
    public int sensors;
    /** {@link Sighting}s of some of its sources. */
    public long[] sample = {};
    /** {@link SampledPacket}s of some of its packets. */
    public long[] packetSample = {};

    public SurgeCard() {}

    static SurgeCard begin(ScoredMinute minute) {
        SurgeCard card = new SurgeCard();
        card.sources = minute.sources.clone();
        card.expected = minute.expected.clone();
        card.scores = minute.scores.clone();
        card.thresholds = minute.thresholds.clone();
        card.rulesVersion = minute.rulesVersion;
        return card;
    }

    void add(ScoredMinute minute) {
        packets += minute.packets;
        sightings += minute.sources[0];
        newcomers += minute.newcomers;
        destinations = Math.max(destinations, minute.destinations);
        sensors = Math.max(sensors, minute.sensors);
        if (minute.sample.length > 0) {
            sample = minute.sample;
            packetSample = minute.packetSample;
        }
    }
}
