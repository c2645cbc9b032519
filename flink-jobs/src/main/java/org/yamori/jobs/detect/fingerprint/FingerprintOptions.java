package org.yamori.jobs.detect.fingerprint;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.wire.BadRecordException;

/** Keys of the fingerprint room, and the only way from text to {@link FingerprintRules}. */
public final class FingerprintOptions {
    static final ConfigOption<String> TIMEZONE = ConfigOptions.key("yamori.detect.fingerprint.timezone")
            .stringType()
            .defaultValue("UTC")
            .withDescription("Time zone in which hours and days of fingerprints begin, for example Asia/Tokyo.");

    static final ConfigOption<Integer> MARKED_PACKETS = ConfigOptions.key("yamori.detect.fingerprint.marked-packets")
            .intType()
            .defaultValue(3)
            .withDescription("Probes of a source that must bear a mark of 16 bits before its tool is decided: one in"
                    + " 65536 bears it by chance, 1 to 1000.");

    static final ConfigOption<Integer> OF_PACKETS = ConfigOptions.key("yamori.detect.fingerprint.of-packets")
            .intType()
            .defaultValue(5)
            .withDescription("Marked probes must be at least marked-packets of every so many of the source, which is"
                    + " less than twice as many so that two tools cannot both be decided.");

    static final ConfigOption<Integer> MIRAI_PACKETS = ConfigOptions.key("yamori.detect.fingerprint.mirai-packets")
            .intType()
            .defaultValue(2)
            .withDescription("Packets with Mirai's mark from which a source's version is decided, 2 to 1000.");

    static final ConfigOption<Integer> REPEATS = ConfigOptions.key("yamori.detect.fingerprint.repeats")
            .intType()
            .defaultValue(2)
            .withDescription("Mirai sends fewer than so many packets to an address on average; one is what it does,"
                    + " but chance and small darknets repeat, 2 to 1000.");

    static final ConfigOption<Integer> OWN_DOCUMENT_SOURCES = ConfigOptions.key(
                    "yamori.detect.fingerprint.own-document-sources")
            .intType()
            .defaultValue(10)
            .withDescription("Sources from which the SYN signature of an unknown program has a document, and Mirai at a"
                    + " port that is not watched, 1 to 1000000.");

    static final ConfigOption<Integer> NETWORK_PACKETS = ConfigOptions.key("yamori.detect.fingerprint.network-packets")
            .intType()
            .defaultValue(100)
            .withDescription("Packets of a day from which a /16 with Mirai's mark has a document, 1 to 1000000000.");

    static final ConfigOption<Double> NETWORK_PERCENT = ConfigOptions.key("yamori.detect.fingerprint.network-percent")
            .doubleType()
            .defaultValue(1.0)
            .withDescription("Share of a /16's packets with Mirai's mark from which it is warned of, in percent.");

    static final ConfigOption<Integer> VERSION_SOURCES = ConfigOptions.key("yamori.detect.fingerprint.version-sources")
            .intType()
            .defaultValue(10)
            .withDescription("Sources of a version of Mirai from which it counts as there on a day, 1 to 1000000.");

    static final ConfigOption<Integer> SOURCES_PER_SHARD = ConfigOptions.key(
                    "yamori.detect.fingerprint.sources-per-shard")
            .intType()
            .defaultValue(24_576)
            .withDescription("Sources of a window that each shard keeps, with Mirai's mark and others alike; of more it"
                    + " keeps a sample and estimates, 16 to 16777216.");

    static final ConfigOption<Integer> PAIRS_PER_SHARD = ConfigOptions.key("yamori.detect.fingerprint.pairs-per-shard")
            .intType()
            .defaultValue(24_576)
            .withDescription("Pairs of a source's tool and port of a window that each shard keeps; of more it"
                    + " keeps a sample and estimates, 16 to 16777216.");

    static final ConfigOption<Integer> SIGNATURES_PER_SHARD = ConfigOptions.key(
                    "yamori.detect.fingerprint.signatures-per-shard")
            .intType()
            .defaultValue(4096)
            .withDescription("SYN signatures of a window that each shard can name, 16 to 65536.");

    static final ConfigOption<String> WATCH_LIST = ConfigOptions.key("yamori.detect.fingerprint.watch-list")
            .stringType()
            .defaultValue("")
            .withDescription("File of ports at which every tool is told, in place of the built-in watch list.");

    private FingerprintOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(
                TIMEZONE,
                MARKED_PACKETS,
                OF_PACKETS,
                MIRAI_PACKETS,
                REPEATS,
                OWN_DOCUMENT_SOURCES,
                NETWORK_PACKETS,
                NETWORK_PERCENT,
                VERSION_SOURCES,
                SOURCES_PER_SHARD,
                PAIRS_PER_SHARD,
                SIGNATURES_PER_SHARD,
                WATCH_LIST);
    }

    public static FingerprintRules rules(Configuration raw) {
        return new FingerprintRules(
                zone(raw.get(TIMEZONE)),
                new FingerprintRules.Decision(
                        raw.get(MARKED_PACKETS), raw.get(OF_PACKETS), raw.get(MIRAI_PACKETS), raw.get(REPEATS)),
                new FingerprintRules.Telling(
                        raw.get(OWN_DOCUMENT_SOURCES),
                        raw.get(NETWORK_PACKETS),
                        raw.get(NETWORK_PERCENT),
                        raw.get(VERSION_SOURCES)),
                new FingerprintRules.Limits(
                        raw.get(SOURCES_PER_SHARD), raw.get(PAIRS_PER_SHARD), raw.get(SIGNATURES_PER_SHARD)),
                watchList(raw.get(WATCH_LIST)));
    }

    private static WatchList watchList(String path) {
        try {
            return path.isEmpty() ? WatchList.defaults() : WatchList.read(Path.of(path));
        } catch (BadRecordException bad) {
            throw new IllegalArgumentException(WATCH_LIST.key() + ": " + bad.getMessage(), bad);
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    TIMEZONE.key() + " must be a time zone such as UTC or Asia/Tokyo, was '" + name + "'", unknown);
        }
    }
}
