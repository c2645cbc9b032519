package org.yamori.jobs.detect.traffic;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.wire.BadRecordException;

/** Keys of the traffic room, and the only way from text to {@link TrafficRules}. */
public final class TrafficOptions {
    static final ConfigOption<String> TIMEZONE = ConfigOptions.key("yamori.detect.traffic.timezone")
            .stringType()
            .defaultValue("UTC")
            .withDescription("Time zone in which hours and days begin, for example Asia/Tokyo.");

    static final ConfigOption<Integer> OWN_DOCUMENT = ConfigOptions.key("yamori.detect.traffic.own-document")
            .intType()
            .defaultValue(5)
            .withDescription(
                    "Packets from which a port or country has a document of its own in a minute; the watch list"
                            + " always has, the rest goes into one tail document, 1 to 1000000.");

    static final ConfigOption<Integer> OWN_DOCUMENT_HOURS = ConfigOptions.key(
                    "yamori.detect.traffic.own-document-hours")
            .intType()
            .defaultValue(1)
            .withDescription("Packets from which a port or country has a document of its own in an hour or a day; 1 is"
                    + " a document for each, with more the rest goes into a tail document as in minutes, 1 to"
                    + " 1000000.");

    static final ConfigOption<Integer> WATCHED_SOURCES = ConfigOptions.key("yamori.detect.traffic.watched-sources")
            .intType()
            .defaultValue(4_194_304)
            .withDescription("Pairs of source and watched port of a window that each shard keeps; while they fit, the"
                    + " watch list is exact, and if not, ports with more than an eighth of them are estimates, or a"
                    + " 64th, and so on; large minutes have a 64th of it, 16 to 268435456.");

    static final ConfigOption<Integer> SOURCES_PER_SHARD = ConfigOptions.key("yamori.detect.traffic.sources-per-shard")
            .intType()
            .defaultValue(65_536)
            .withDescription(
                    "Distinct sources of a window that each shard counts exactly in all series but ports; large"
                            + " minutes have a 64th of it, 16 to 16777216.");

    static final ConfigOption<Integer> TAIL_PAIRS_PER_SHARD = ConfigOptions.key(
                    "yamori.detect.traffic.tail-pairs-per-shard")
            .intType()
            .defaultValue(1_048_576)
            .withDescription(
                    "Pairs of source and unwatched port of a window that each shard keeps; while they fit, ports"
                            + " are exact up to 4096 sources a shard; large minutes have an eighth of it, 16 to"
                            + " 67108864.");

    static final ConfigOption<Integer> KEEP_MINUTES = ConfigOptions.key("yamori.detect.traffic.keep-minutes")
            .intType()
            .defaultValue(3)
            .withDescription(
                    "Closed minutes kept so that late blocks can revise them; later ones get a document of their"
                            + " own, 0 to 1440.");

    static final ConfigOption<Integer> FEW_DESTINATIONS = ConfigOptions.key("yamori.detect.traffic.few-destinations")
            .intType()
            .defaultValue(4)
            .withDescription("Repeated packets of one source to at most this many addresses in an hour are a"
                    + " misconfiguration and no scan, 1 to 8.");

    static final ConfigOption<String> PORT_GROUPS = ConfigOptions.key("yamori.detect.traffic.port-groups")
            .stringType()
            .defaultValue("")
            .withDescription("File of port groups in place of the built-in ones.");

    static final ConfigOption<String> WATCH_LIST = ConfigOptions.key("yamori.detect.traffic.watch-list")
            .stringType()
            .defaultValue("")
            .withDescription("File of watched ports in place of the built-in ones.");

    private TrafficOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(
                TIMEZONE,
                OWN_DOCUMENT,
                OWN_DOCUMENT_HOURS,
                WATCHED_SOURCES,
                SOURCES_PER_SHARD,
                TAIL_PAIRS_PER_SHARD,
                KEEP_MINUTES,
                FEW_DESTINATIONS,
                PORT_GROUPS,
                WATCH_LIST);
    }

    public static TrafficRules rules(Configuration raw) {
        return new TrafficRules(
                zone(raw.get(TIMEZONE)),
                raw.get(OWN_DOCUMENT),
                raw.get(OWN_DOCUMENT_HOURS),
                raw.get(WATCHED_SOURCES),
                raw.get(SOURCES_PER_SHARD),
                raw.get(TAIL_PAIRS_PER_SHARD),
                raw.get(KEEP_MINUTES),
                raw.get(FEW_DESTINATIONS),
                ports(raw.get(PORT_GROUPS)),
                watchList(raw.get(WATCH_LIST)));
    }

    private static PortKnowledge ports(String path) {
        try {
            return path.isEmpty() ? PortKnowledge.defaults() : PortKnowledge.read(Path.of(path));
        } catch (BadRecordException bad) {
            throw new IllegalArgumentException(PORT_GROUPS.key() + ": " + bad.getMessage(), bad);
        }
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
