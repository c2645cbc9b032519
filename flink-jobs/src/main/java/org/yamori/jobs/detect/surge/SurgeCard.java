package org.yamori.jobs.detect.surge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.yamori.jobs.flow.SurgeReport;

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
    /* What tools and SYN signatures a sample of its packets shows, as in a minute. */
    public int[] tools = {};
    public String[] signatures = {};
    public int[] ofSignatures = {};
    /** Sources of the day before, a sample. */
    public long[] before = {};
    /* Who saw it so far, in the order of their names, and who watched at most. */
    public String[] sensorNames = {};
    public String[] sensorNetworks = {};
    public int watchingSensors;
    public int watchingNetworks;

    /** Earlier surges of the port, the newest first. */
    public List<PastSurge> past = new ArrayList<>();

    public SurgeCard() {}

    static SurgeCard begin(ScoredMinute minute) {
        SurgeCard card = new SurgeCard();
        card.sources = minute.sources.clone();
        card.expected = minute.expected.clone();
        card.scores = minute.scores.clone();
        card.thresholds = minute.thresholds.clone();
        card.rulesVersion = minute.rulesVersion;
        card.before = minute.before;
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
            tools = minute.tools;
            signatures = minute.signatures;
            ofSignatures = minute.ofSignatures;
            seenBy(minute);
        }
    }

    SurgeReport report(ScoredMinute minute, SurgeRules rules) {
        SurgeReport report = new SurgeReport();
        report.id = SurgeDocuments.id(minute.port, minute.part, episode.onsetMinute);
        report.protocol = PortSeries.protocol(minute.port);
        report.port = PortSeries.port(minute.port);
        report.onsetMicros = Minutes.startMicros(episode.onsetMinute);
        report.toldMicros = Minutes.endMicros(minute.minute);
        report.pages = episode.gate == Gate.PAGE;
        report.over = !episode.open;
        report.sources = minute.sources[SurgeScales.HOUR];
        report.peakSources = episode.peakSources;
        report.peakMicros = Minutes.endMicros(episode.peakMinute);
        report.windowMinutes = SurgeScales.minutes(episode.scale);
        report.packets = packets;
        report.sample = sampledSources();
        report.mostSampled = rules.sampleSources();
        return report;
    }

    /** What later surges of the port say of this one. */
    PastSurge asPast(ScoredMinute last) {
        PastSurge past = new PastSurge();
        past.onsetMinute = episode.onsetMinute;
        past.endMinute = last.minute;
        past.peakSources = episode.peakSources;
        past.windowMinutes = SurgeScales.minutes(episode.scale);
        past.paged = episode.gate == Gate.PAGE;
        return past;
    }

    private void seenBy(ScoredMinute minute) {
        watchingSensors = Math.max(watchingSensors, minute.watchingSensors);
        watchingNetworks = Math.max(watchingNetworks, minute.watchingNetworks);
        TreeMap<String, String> all = new TreeMap<>();
        for (int i = 0; i < sensorNames.length; i++) {
            all.put(sensorNames[i], sensorNetworks[i]);
        }
        if (all.keySet().containsAll(Arrays.asList(minute.sensorNames))) {
            return;
        }
        for (int i = 0; i < minute.sensorNames.length; i++) {
            all.put(minute.sensorNames[i], minute.sensorNetworks[i]);
        }
        sensorNames = all.keySet().toArray(String[]::new);
        sensorNetworks = all.values().toArray(String[]::new);
    }

    /**
     * Whether it is local to a {@code sensor} or a {@code network}, or {@code global}; empty where one watches alone.
     */
    String reach() {
        if (watchingSensors < 2 || sensorNames.length == 0) {
            return "";
        }
        if (sensorNames.length == 1) {
            return "sensor";
        }
        return watchingNetworks > 1 && Arrays.stream(sensorNetworks).distinct().count() == 1 ? "network" : "global";
    }

    /** The sources of the sample, without their packets. */
    long[] sampledSources() {
        return Arrays.stream(sample)
                .map(sighting -> Sighting.source(Sighting.pair(sighting)))
                .toArray();
    }
}
