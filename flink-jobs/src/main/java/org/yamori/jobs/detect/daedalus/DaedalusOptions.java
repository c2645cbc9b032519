package org.yamori.jobs.detect.daedalus;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.yamori.wire.AlertThresholds;
import org.yamori.wire.AlertThresholds.Beginning;

/** Keys of the daedalus room, and the only way from text to {@link DaedalusRules}. */
public final class DaedalusOptions {
    static final ConfigOption<Duration> UNIT = ConfigOptions.key("yamori.detect.daedalus.unit")
            .durationType()
            .defaultValue(Duration.ofHours(1))
            .withDescription("How long one continuing alert counts, 1 min to 7 d.");

    static final ConfigOption<String> UNIT_BEGINS = ConfigOptions.key("yamori.detect.daedalus.unit-begins")
            .stringType()
            .defaultValue(Beginning.FIRST_PACKET.word())
            .withDescription("With what a unit begins: " + Beginning.FIRST_PACKET.word() + " of the host, or "
                    + Beginning.CLOCK.word() + ".");

    static final ConfigOption<Duration> WINDOW = ConfigOptions.key("yamori.detect.daedalus.window")
            .durationType()
            .defaultValue(Duration.ofMinutes(1))
            .withDescription("Within how long so many packets of a host (option count) are urgent; the window slides,"
                    + " 1 s to 1 h.");

    static final ConfigOption<Integer> COUNT = ConfigOptions.key("yamori.detect.daedalus.count")
            .intType()
            .defaultValue(1_000)
            .withDescription("How many packets of a host within the window are urgent, 2 to 1000000.");

    static final ConfigOption<Duration> QUIET = ConfigOptions.key("yamori.detect.daedalus.quiet")
            .durationType()
            .defaultValue(Duration.ofHours(1))
            .withDescription("How long a host must be silent for its case to be closed, 1 min to 30 d.");

    static final ConfigOption<Integer> SCAN = ConfigOptions.key("yamori.detect.daedalus.scan-destinations")
            .intType()
            .defaultValue(10)
            .withDescription("Addresses that a host tries in a unit from which on it scans, 2 to 4096.");

    static final ConfigOption<Integer> FEW = ConfigOptions.key("yamori.detect.daedalus.few-destinations")
            .intType()
            .defaultValue(5)
            .withDescription(
                    "A host that sends 5 packets or more to fewer addresses than these has wrong settings, 2 to"
                            + " scan-destinations.");

    static final ConfigOption<Duration> DARK_QUIET = ConfigOptions.key("yamori.detect.daedalus.dark-quiet")
            .durationType()
            .defaultValue(Duration.ofDays(7))
            .withDescription("How long a source that nobody uses must be silent for its case to be closed, if that is"
                    + " longer than quiet: forged packets are few and far between, 1 min to 30 d.");

    static final ConfigOption<Integer> HOSTS = ConfigOptions.key("yamori.detect.daedalus.hosts")
            .intType()
            .defaultValue(8_192)
            .withDescription("Hosts that each shard follows at a time, of which a quarter may be addresses that"
                    + " nobody uses; packets of more are counted for their organisation only, 16 to 16777216.");

    static final ConfigOption<Integer> DESTINATIONS = ConfigOptions.key("yamori.detect.daedalus.destinations")
            .intType()
            .defaultValue(131_072)
            .withDescription("Addresses that each shard keeps one by one to count how many each host tries; beyond, and"
                    + " beyond 4096 of one host, counts are estimates within 5 %, 16 to 16777216.");

    static final ConfigOption<Integer> ROWS = ConfigOptions.key("yamori.detect.daedalus.rows")
            .intType()
            .defaultValue(16_384)
            .withDescription("Packets of organisations that each shard keeps one by one in a tenth of a second; of more"
                    + " it keeps one row a host with its count, 16 to 16777216.");

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_COUNT = 1_000_000;

    private DaedalusOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(UNIT, UNIT_BEGINS, WINDOW, COUNT, QUIET, SCAN, FEW, DARK_QUIET, HOSTS, DESTINATIONS, ROWS);
    }

    public static DaedalusRules rules(Configuration raw) {
        return new DaedalusRules(
                new AlertThresholds(
                        within(raw, UNIT, Duration.ofMinutes(1), Duration.ofDays(7)),
                        beginning(raw.get(UNIT_BEGINS)),
                        within(raw, WINDOW, Duration.ofSeconds(1), Duration.ofHours(1)),
                        count(raw.get(COUNT)),
                        within(raw, QUIET, Duration.ofMinutes(1), LONGEST)),
                raw.get(SCAN),
                raw.get(FEW),
                within(raw, DARK_QUIET, Duration.ofMinutes(1), LONGEST),
                raw.get(HOSTS),
                raw.get(DESTINATIONS),
                raw.get(ROWS));
    }

    private static long within(Configuration raw, ConfigOption<Duration> option, Duration least, Duration most) {
        Duration value = raw.get(option);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(option.key() + " must be " + least.toSeconds() + " s to "
                    + most.toSeconds() + " s, was " + value.toMillis() + " ms");
        }
        return value.toNanos() / 1000;
    }

    private static int count(int packets) {
        if (packets < 2 || packets > MOST_COUNT) {
            throw new IllegalArgumentException(COUNT.key() + " must be 2.." + MOST_COUNT + ", was " + packets);
        }
        return packets;
    }

    private static Beginning beginning(String word) {
        for (Beginning beginning : List.of(Beginning.FIRST_PACKET, Beginning.CLOCK)) {
            if (beginning.word().equals(word)) {
                return beginning;
            }
        }
        throw new IllegalArgumentException(UNIT_BEGINS.key() + " must be " + Beginning.FIRST_PACKET.word() + " or "
                + Beginning.CLOCK.word() + ", was '" + word + "'");
    }
}
