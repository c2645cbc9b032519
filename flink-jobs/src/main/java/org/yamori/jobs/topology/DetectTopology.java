package org.yamori.jobs.topology;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.jobs.correlate.campaign.CampaignDetector;
import org.yamori.jobs.detect.backscatter.BackscatterDetector;
import org.yamori.jobs.detect.fingerprint.FingerprintDetector;
import org.yamori.jobs.detect.sensor.SensorDetector;
import org.yamori.jobs.detect.surge.SurgeDetector;
import org.yamori.jobs.detect.traffic.TrafficDetector;
import org.yamori.jobs.enrich.AutonomousSystems;
import org.yamori.jobs.enrich.Countries;
import org.yamori.jobs.enrich.Origins;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.ShardKeys;
import org.yamori.jobs.flow.Slices;
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
        Countries countries = new Countries(config.countries());
        Blocks blocks = Blocks.of(arrivals, config.source());
        KeyedStream<LabelledSlice, Integer> slices = Slices.label(blocks.slices(), countries);

        SensorDetector sensors = SensorDetector.detect(blocks.facts(), config.sensor());
        DataStream<Finding> traffic =
                TrafficDetector.detect(slices, sensors.coverage(), config.traffic(), countries, config.registries());
        DataStream<Finding> fingerprints =
                FingerprintDetector.detect(slices, sensors.coverage(), config.fingerprint(), config.registries());

        BackscatterDetector backscatter = BackscatterDetector.detect(slices, config.backscatter(), config.registries());
        SurgeDetector surges = SurgeDetector.detect(
                slices,
                sensors.coverage(),
                backscatter.storms(),
                config.surge(),
                config.traffic().watchList(),
                config.traffic().ports(),
                ShardKeys.of(config.source().shards()),
                new Origins(countries, new AutonomousSystems(config.systems())),
                config.registries());

        DataStream<Finding> campaigns = CampaignDetector.detect(
                surges.reports(), config.campaign(), config.traffic().ports(), countries);

        traffic.union(sensors.findings(), fingerprints, backscatter.findings(), surges.findings(), campaigns)
                .sinkTo(findings)
                .uid("findings")
                .name("Findings");
        blocks.deadLetters().sinkTo(deadLetters).uid("dead-letters").name("Dead letters");
    }
}
