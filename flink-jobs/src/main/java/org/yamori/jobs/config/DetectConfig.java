package org.yamori.jobs.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.yamori.jobs.correlate.campaign.CampaignOptions;
import org.yamori.jobs.correlate.campaign.CampaignRules;
import org.yamori.jobs.detect.backscatter.BackscatterOptions;
import org.yamori.jobs.detect.backscatter.BackscatterRules;
import org.yamori.jobs.detect.daedalus.DaedalusOptions;
import org.yamori.jobs.detect.daedalus.DaedalusRules;
import org.yamori.jobs.detect.fingerprint.FingerprintOptions;
import org.yamori.jobs.detect.fingerprint.FingerprintRules;
import org.yamori.jobs.detect.sensor.SensorOptions;
import org.yamori.jobs.detect.sensor.SensorRules;
import org.yamori.jobs.detect.surge.SurgeOptions;
import org.yamori.jobs.detect.surge.SurgeRules;
import org.yamori.jobs.detect.traffic.TrafficOptions;
import org.yamori.jobs.detect.traffic.TrafficRules;
import org.yamori.jobs.enrich.HarmlessCauses;
import org.yamori.jobs.enrich.Lists;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.kafka.KafkaOptions;
import org.yamori.jobs.sink.SinkOptions;
import org.yamori.jobs.source.SourceOptions;
import org.yamori.jobs.source.SourceRules;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

/**
 * The detect job's settings, checked. An instance is proof that every value is usable.
 *
 * @param topics names of the topics
 * @param countries path of the country database, or empty
 * @param systems path of the database of autonomous systems, or empty
 * @param registries where the registry is
 * @param lists where lists of known scanners are
 * @param source when a record is trusted
 * @param traffic the traffic room
 * @param sensor the sensor room
 * @param surge the surge room
 * @param fingerprint the fingerprint room
 * @param backscatter the backscatter room
 * @param daedalus the daedalus room
 * @param causes what harmless programs send
 * @param campaign the campaign room
 */
public record DetectConfig(
        Topics topics,
        String countries,
        String systems,
        Registries registries,
        Lists lists,
        SourceRules source,
        TrafficRules traffic,
        SensorRules sensor,
        SurgeRules surge,
        FingerprintRules fingerprint,
        BackscatterRules backscatter,
        DaedalusRules daedalus,
        HarmlessCauses causes,
        CampaignRules campaign) {
    static final ConfigOption<String> COUNTRIES = ConfigOptions.key("yamori.enrich.countries")
            .stringType()
            .defaultValue("")
            .withDescription("Country database, an .mmdb file; without one every country is unknown.");

    static final ConfigOption<String> SYSTEMS = ConfigOptions.key("yamori.enrich.autonomous-systems")
            .stringType()
            .defaultValue("")
            .withDescription("Database of autonomous systems, an .mmdb file; without one findings name none.");

    static final ConfigOption<String> REGISTRY = ConfigOptions.key("yamori.enrich.registry")
            .stringType()
            .defaultValue("")
            .withDescription("Registry file that holds for all times; without one the registry's topic is followed.");

    static final ConfigOption<String> SCANNERS = ConfigOptions.key("yamori.enrich.scanners")
            .stringType()
            .defaultValue("")
            .withDescription("Lists of known survey scanners, files and folders with commas between, that hold for all"
                    + " times; without one the topic of lists is followed.");

    static final ConfigOption<String> CAUSES = ConfigOptions.key("yamori.enrich.harmless-causes")
            .stringType()
            .defaultValue("")
            .withDescription("File of harmless causes by port that alerts suggest, beside those that come with the"
                    + " program: ports, a name and a meaning, between tabs.");

    /** All options of the job, in the order in which data meets them. */
    public static List<ConfigOption<?>> options() {
        return Stream.of(
                        List.<ConfigOption<?>>of(SinkOptions.PREFIX),
                        SourceOptions.all(),
                        List.<ConfigOption<?>>of(COUNTRIES, SYSTEMS, REGISTRY, SCANNERS, CAUSES),
                        TrafficOptions.all(),
                        SensorOptions.all(),
                        SurgeOptions.all(),
                        FingerprintOptions.all(),
                        BackscatterOptions.all(),
                        DaedalusOptions.all(),
                        CampaignOptions.all())
                .<ConfigOption<?>>flatMap(List::stream)
                .toList();
    }

    /**
     * Bytes that the sources of packets can make the job's tables take, at most: what grows with an attack, of all
     * shards. What grows with ports, countries and sensors only is not in it.
     */
    public long mostBytes() {
        return source.shards()
                * (traffic.mostBytes()
                        + surge.mostBytes()
                        + fingerprint.mostBytes()
                        + backscatter.mostBytes()
                        + daedalus.mostBytes());
    }

    /** The same, following the topics of the registry and of lists unless files were named. */
    public DetectConfig followingTopics(KafkaAccess kafka) {
        return new DetectConfig(
                topics,
                countries,
                systems,
                registries.file().isEmpty() ? Registries.ofTopic(kafka, topics.registry()) : registries,
                lists.files().isEmpty() ? Lists.ofTopic(kafka, topics.lists()) : lists,
                source,
                traffic,
                sensor,
                surge,
                fingerprint,
                backscatter,
                daedalus,
                causes,
                campaign);
    }

    private static HarmlessCauses causes(String path) {
        try {
            return path.isEmpty()
                    ? HarmlessCauses.defaults()
                    : HarmlessCauses.defaults().and(Path.of(path));
        } catch (BadRecordException bad) {
            throw new IllegalArgumentException(CAUSES.key() + ": " + bad.getMessage(), bad);
        }
    }

    public static DetectConfig from(Configuration raw) {
        List<ConfigOption<?>> known =
                Stream.concat(KafkaOptions.all().stream(), options().stream()).toList();
        KnownOptions.of(known).requireAllUnderstood(raw);
        Topics topics = SinkOptions.prefix(raw);
        return new DetectConfig(
                topics,
                raw.get(COUNTRIES),
                raw.get(SYSTEMS),
                Registries.ofFile(raw.get(REGISTRY)),
                Lists.ofFiles(raw.get(SCANNERS)),
                SourceOptions.rules(raw, topics.isStudy()),
                TrafficOptions.rules(raw),
                SensorOptions.rules(raw),
                SurgeOptions.rules(raw),
                FingerprintOptions.rules(raw),
                BackscatterOptions.rules(raw),
                DaedalusOptions.rules(raw),
                causes(raw.get(CAUSES)),
                CampaignOptions.rules(raw));
    }
}
