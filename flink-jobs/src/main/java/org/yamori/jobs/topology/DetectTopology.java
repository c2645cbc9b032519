package org.yamori.jobs.topology;

import java.util.EnumSet;
import java.util.Set;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.util.Collector;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.jobs.correlate.campaign.CampaignDetector;
import org.yamori.jobs.detect.backscatter.BackscatterDetector;
import org.yamori.jobs.detect.daedalus.DaedalusDetector;
import org.yamori.jobs.detect.fingerprint.FingerprintDetector;
import org.yamori.jobs.detect.sensor.SensorDetector;
import org.yamori.jobs.detect.surge.SurgeDetector;
import org.yamori.jobs.detect.traffic.TrafficDetector;
import org.yamori.jobs.enrich.AutonomousSystems;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.Origins;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.jobs.flow.ShardKeys;
import org.yamori.jobs.flow.Slices;
import org.yamori.jobs.flow.StormLabel;
import org.yamori.jobs.sink.DeadLetter;
import org.yamori.jobs.source.Arrival;
import org.yamori.jobs.source.Blocks;
import org.yamori.wire.Finding;

/** The detect job on one page: blocks are sliced, labelled once, and handed to the rooms. */
public final class DetectTopology {
    private DetectTopology() {}

    /**
     * Builds the job.
     *
     * @param arrivals what sensors sent, with watermarks
     * @param findings the end of what rooms find
     * @param deadLetters the end of what is refused
     */
    public static void build(
            DataStream<Arrival> arrivals, DetectConfig config, Sink<Finding> findings, Sink<DeadLetter> deadLetters) {
        build(arrivals, config, EnumSet.allOf(Room.class), findings, deadLetters);
    }

    /** Builds the job with some of its rooms, to learn what each of them costs. */
    public static void build(
            DataStream<Arrival> arrivals,
            DetectConfig config,
            Set<Room> rooms,
            Sink<Finding> findings,
            Sink<DeadLetter> deadLetters) {
        Countries countries = new Countries(config.countries());
        Blocks blocks = Blocks.of(arrivals, config.source());
        KeyedStream<LabelledSlice, Integer> slices =
                Slices.label(blocks.slices(), countries, config.lists(), config.registries());

        SensorDetector sensors = SensorDetector.detect(blocks.facts(), config.sensor());
        DataStream<Finding> all = sensors.findings();
        if (rooms.contains(Room.TRAFFIC)) {
            all = all.union(TrafficDetector.detect(
                    slices, sensors.coverage(), config.traffic(), countries, config.registries()));
        }
        if (rooms.contains(Room.FINGERPRINT)) {
            all = all.union(
                    FingerprintDetector.detect(slices, sensors.coverage(), config.fingerprint(), config.registries()));
        }
        if (rooms.contains(Room.DAEDALUS)) {
            all = all.union(DaedalusDetector.detect(slices, config.daedalus(), config.causes(), config.registries()));
        }
        DataStream<StormLabel> storms;
        if (rooms.contains(Room.BACKSCATTER)) {
            BackscatterDetector backscatter =
                    BackscatterDetector.detect(slices, config.backscatter(), config.registries());
            all = all.union(backscatter.findings());
            storms = backscatter.storms();
        } else {
            storms = sensors.coverage().flatMap(new NoStorms()).uid("no-storms").name("No storms");
        }
        if (rooms.contains(Room.SURGE)) {
            SurgeDetector surges = SurgeDetector.detect(
                    slices,
                    sensors.coverage(),
                    storms,
                    config.surge(),
                    config.traffic().watchList(),
                    config.traffic().ports(),
                    ShardKeys.of(config.source().shards()),
                    new Origins(countries, new AutonomousSystems(config.systems())),
                    config.registries());
            DataStream<Finding> campaigns = CampaignDetector.detect(
                    surges.reports(), config.campaign(), config.traffic().ports(), countries);
            all = all.union(surges.findings(), campaigns);
        }
        all.sinkTo(findings).uid("findings").name("Findings");
        blocks.deadLetters().sinkTo(deadLetters).uid("dead-letters").name("Dead letters");
    }

    /** Nobody looks for storms: none are told. */
    private static final class NoStorms implements FlatMapFunction<SensorCoverage, StormLabel> {
        @Override
        public void flatMap(SensorCoverage coverage, Collector<StormLabel> out) {}
    }
}
