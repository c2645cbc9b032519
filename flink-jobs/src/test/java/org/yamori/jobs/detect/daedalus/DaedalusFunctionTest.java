package org.yamori.jobs.detect.daedalus;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.jobs.enrich.HarmlessCauses;
import org.yamori.jobs.enrich.Members;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.flow.LabelledRows;
import org.yamori.jobs.flow.Subtasks;
import org.yamori.wire.AlertThresholds.Beginning;
import org.yamori.wire.Finding;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** Requirements D-05 to D-16 through the operator; expected values by hand and from the facts of paper 001. */
class DaedalusFunctionTest {
    private static final long SECOND = Hosts.SECOND;
    private static final long HOUR = Hosts.HOUR;
    private static final String HOST = "172.20.0.7";

    @TempDir
    private Path folder;

    private final List<AlertSign> signs = new ArrayList<>();
    private final List<Finding> told = new ArrayList<>();

    @AutoClose
    private final Subtasks<AlertSign> subtasks = new Subtasks<>(this::take);

    private Registries registries = Registries.NONE;
    private long block;

    private void start(String registry, DaedalusRules rules, int parallelism) throws Exception {
        registries = Hosts.registry(folder, registry);
        subtasks.start(parallelism, () -> new DaedalusFunction(rules, HarmlessCauses.defaults(), registries));
    }

    private void start() throws Exception {
        start(Hosts.TWO, Hosts.standard(), 1);
    }

    private void send(List<PacketRow> rows) throws Exception {
        send(false, rows);
    }

    private void send(boolean late, List<PacketRow> rows) throws Exception {
        try (Members members = new Members(registries)) {
            subtasks.receive(LabelledRows.of("tokyo-1", block++, late, rows, members));
        }
    }

    private void advance(long micros) throws Exception {
        mark((Hosts.START + micros) / 1000 - 1);
    }

    private void mark(long millis) throws Exception {
        subtasks.advance(millis);
    }

    private void take(AlertSign sign) {
        signs.add(sign);
        if (sign.finding() != null && sign.step() == AlertSign.Step.TOLD) {
            told.add(sign.finding());
        }
    }

    private List<String> alerts() {
        return Hosts.words(told);
    }

    private JsonNode last() {
        List<Finding> all =
                told.stream().filter(finding -> finding.kind().equals("alert")).toList();
        return Hosts.alert(all.get(all.size() - 1));
    }

    private JsonNode days() {
        List<Finding> all = tellingsOfDays();
        assertThat(all).hasSize(1);
        return day(all, 0);
    }

    private List<Finding> tellingsOfDays() {
        return told.stream()
                .filter(finding -> finding.kind().equals("organisation"))
                .toList();
    }

    private static JsonNode day(List<Finding> tellings, int place) {
        return Hosts.json(tellings.get(place)).at("/yamori/organisation");
    }

    /**
     * D-05: a local scan is internal; packets to another organisation's darknet are external, and the sender's alert.
     */
    @ParameterizedTest
    @CsvSource({"172.20.1.9, 1, 0", "172.21.1.9, 0, 1"})
    void d05_destinationDecidesBetweenInternalAndExternal(String destination, int internal, int external)
            throws Exception {
        start();
        send(List.of(Hosts.syn(HOST, destination, 0)));
        advance(SECOND);

        assertThat(alerts()).containsExactly("new 2010-09-10T10:00:00Z");
        assertThat(Hosts.json(told.get(0)).at("/organization/name").asText()).isEqualTo("G");
        assertThat(last().get("internal").asInt()).isEqualTo(internal);
        assertThat(last().get("external").asInt()).isEqualTo(external);
    }

    /** D-04: who is in no livenet, or sends to a livenet, alerts nobody. */
    @ParameterizedTest
    @CsvSource({"198.51.100.1, 172.20.1.9", "172.20.0.7, 172.21.0.9", "172.20.0.7, 198.51.100.1"})
    void d04_othersAlertNobody(String source, String destination) throws Exception {
        start();
        send(List.of(Hosts.syn(source, destination, 0)));
        advance(2 * HOUR);

        assertThat(told).isEmpty();
    }

    @Test
    void d07_newAlertHasTheTimeOfTheFirstPacket_andIsTheOnlyOneWhileTheHostIsActive() throws Exception {
        start();
        for (int minute = 0; minute < 180; minute += 59) {
            send(List.of(Hosts.syn(HOST, "172.20.1.9", minute * 60L * SECOND)));
        }
        advance(179 * 60 * SECOND);

        assertThat(alerts()).filteredOn(word -> word.startsWith("new")).containsExactly("new 2010-09-10T10:00:00Z");
        assertThat(last().get("state").asText()).isEqualTo("open");
    }

    /** The last packet is at 10:00:00 + 30 min; an hour later it is new again, a microsecond less and it is not. */
    @ParameterizedTest
    @CsvSource({"3599999999, 1", "3600000000, 2"})
    void d07_hostIsNewAgainAfterTheQuietTime(long quiet, int news) throws Exception {
        start();
        send(List.of(
                Hosts.syn(HOST, "172.20.1.9", 0),
                Hosts.syn(HOST, "172.20.1.9", HOUR / 2),
                Hosts.syn(HOST, "172.20.1.9", HOUR / 2 + quiet)));
        advance(2 * HOUR);

        assertThat(alerts().stream().filter(word -> word.matches("new 2010.*"))).hasSize(news);
    }

    @Test
    void d08_x1_isOneNewAndThreeContinuingOf1200PacketsEach() throws Exception {
        start();
        send(Hosts.steady(HOST, 3_600, 1 / 3.0));
        advance(3 * HOUR + SECOND);

        assertThat(alerts())
                .containsExactly(
                        "new 2010-09-10T10:00:00Z",
                        "continuing 2010-09-10T11:00:00Z",
                        "continuing 2010-09-10T12:00:00Z",
                        "continuing 2010-09-10T13:00:00Z");
        for (Finding finding : told.subList(1, 4)) {
            assertThat(Hosts.alert(finding).at("/unit/packets").asInt()).isEqualTo(1_200);
        }
        assertThat(signs).noneMatch(sign -> sign.step() == AlertSign.Step.CROSSED);

        advance(5 * HOUR);
        assertThat(alerts()).last().isEqualTo("new closed 2010-09-10T10:00:00Z");
        assertThat(last().get("closed").asText()).isEqualTo("2010-09-10T13:59:57Z");
        assertThat(last().get("packets").asInt()).isEqualTo(3_600);
    }

    /** By the clock the check of D-08 is the same, since the first packet comes at a full hour. */
    @Test
    void d08_byTheClock_unitsAreFullHours() throws Exception {
        start(Hosts.TWO, Hosts.rules(Beginning.CLOCK, 1_000, 1_000, 1_000), 1);
        send(List.of(
                Hosts.syn(HOST, "172.20.1.9", 50 * 60 * SECOND),
                Hosts.syn(HOST, "172.20.1.9", 70 * 60 * SECOND),
                Hosts.syn(HOST, "172.20.1.9", 100 * 60 * SECOND)));
        advance(3 * HOUR);

        assertThat(alerts())
                .containsExactly(
                        "new 2010-09-10T10:50:00Z",
                        "continuing 2010-09-10T12:00:00Z",
                        "new closed 2010-09-10T10:50:00Z");
        assertThat(Hosts.alert(told.get(1)).at("/unit/number").asInt()).isEqualTo(2);
        assertThat(Hosts.alert(told.get(1)).at("/unit/packets").asInt()).isEqualTo(2);
    }

    @Test
    void d08_singlePacket_isNewAndNothingElse() throws Exception {
        start();
        send(List.of(Hosts.syn(HOST, "172.20.1.9", 0)));
        advance(4 * HOUR);

        assertThat(alerts()).containsExactly("new 2010-09-10T10:00:00Z", "new closed 2010-09-10T10:00:00Z");
    }

    /** The end of a recording tells the unit as it stands and closes nothing. */
    @Test
    void endOfTheInput_tellsTheOpenUnit() throws Exception {
        start();
        send(Hosts.steady(HOST, 1_200, 1 / 3.0));
        mark(Long.MAX_VALUE);

        assertThat(alerts()).containsExactly("new 2010-09-10T10:00:00Z", "continuing 2010-09-10T11:00:00Z");
        assertThat(last().at("/unit/packets").asInt()).isEqualTo(1_200);
    }

    /** 001_derived_case_expectations.tsv: X-3 at 10.742 s, X-4 at 17.839 s; never. */
    @ParameterizedTest
    @CsvSource({"93, 10742", "56, 17839"})
    void d09_thousandthPacketWithinAMinute_isUrgent(double perSecond, long millis) throws Exception {
        start();
        send(Hosts.steady(HOST, 2_000, perSecond));
        advance(40 * SECOND);

        List<AlertSign> crossed = signs.stream()
                .filter(sign -> sign.step() == AlertSign.Step.CROSSED)
                .toList();
        assertThat(crossed).hasSize(1);
        assertThat(Math.round((crossed.get(0).timeMicros() - Hosts.START) / 1000.0))
                .isEqualTo(millis);
        assertThat(Hosts.alert(crossed.get(0).finding()).get("packets").asInt()).isEqualTo(1_000);
    }

    /** 999 steps of 1/16.65 s take 60 s: the thousandth packet comes when the first has left the window. */
    @ParameterizedTest
    @CsvSource({"999, 20, false", "1000, 20, true", "5000, 16.65, false", "5000, 16.66, true"})
    void d09_atTheEdges(int packets, double perSecond, boolean urgent) throws Exception {
        start();
        send(Hosts.steady(HOST, packets, perSecond));
        advance(HOUR / 2);

        assertThat(signs.stream().anyMatch(sign -> sign.step() == AlertSign.Step.CROSSED))
                .isEqualTo(urgent);
    }

    /**
     * 600 packets from 0:40 to 0:59 and 600 from 1:00 to 1:19: no minute of the clock holds 1,000, a sliding one does.
     */
    @Test
    void d09_acrossTheBorderOfAMinute_isUrgent() throws Exception {
        start();
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            rows.add(Hosts.syn(HOST, "172.20.1.9", 40 * SECOND + i * SECOND * 40 / 1_200));
        }
        send(rows);
        advance(HOUR / 2);

        assertThat(signs).anyMatch(sign -> sign.step() == AlertSign.Step.CROSSED);
    }

    /** D-10: 5,000 for one organisation: X-3 (5,580 a minute) is urgent, X-4 (3,360) is not. */
    @ParameterizedTest
    @CsvSource({"93, true", "56, false"})
    void d10_organisationHasItsOwnThreshold(double perSecond, boolean urgent) throws Exception {
        start(Hosts.TWO.replace("{name: G,", "{name: G, thresholds: {count: 5000},"), Hosts.standard(), 1);
        send(Hosts.steady(HOST, 20_000, perSecond));
        advance(HOUR / 2);

        assertThat(signs.stream().anyMatch(sign -> sign.step() == AlertSign.Step.CROSSED))
                .isEqualTo(urgent);
    }

    /** D-11: nobody is alerted, and the packets are counted all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"sources: [172.20.0.7]", "sources: [172.20.0.0/28]", "destinations: [172.20.1.0/24]"})
    void d11_whitelisted_isCountedAndAlertsNobody(String list) throws Exception {
        start(Hosts.TWO.replace("{name: G,", "{name: G, whitelist: {" + list + "},"), Hosts.standard(), 1);
        send(Hosts.steady(HOST, 2_000, 93));
        advance(15 * HOUR);

        assertThat(alerts()).isEmpty();
        assertThat(days().get("packets").asInt()).isEqualTo(2_000);
        assertThat(days().get("whitelisted_packets").asInt()).isEqualTo(2_000);
        assertThat(days().get("hosts").asInt()).isEqualTo(1);
    }

    @Test
    void d11_entryThatHasExpired_hidesNothing() throws Exception {
        start(
                Hosts.TWO.replace(
                        "{name: G,",
                        "{name: G, whitelist: {sources: [{prefix: 172.20.0.7, expires: 2010-09-10T10:00:30Z}]},"),
                Hosts.standard(),
                1);
        send(Hosts.steady(HOST, 60, 1));
        advance(SECOND * 61);

        assertThat(alerts()).containsExactly("new 2010-09-10T10:00:30Z");
    }

    /** D-14 of: sequential with 2 or 3 packets each, and random with one. */
    @Test
    void d14_sequential() throws Exception {
        start();
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            int address = i * 2 / 5;
            String destination = (address < 256 ? "172.20.1." : "172.20.3.") + (address & 0xff);
            rows.add(Hosts.syn(HOST, destination, i * 3L * SECOND));
        }
        send(rows);
        advance(HOUR);

        JsonNode behaviour = last().get("behaviour");
        assertThat(behaviour.get("order").asText()).isEqualTo("sequential");
        assertThat(behaviour.get("steps").asInt()).isEqualTo(479);
        assertThat(behaviour.get("packets_per_destination").asDouble()).isEqualTo(2.5);
        assertThat(behaviour.get("packets_per_second").asDouble()).isEqualTo(0.333333);
        assertThat(behaviour.get("ports").toString()).isEqualTo("[{\"port\":\"445/tcp\",\"packets\":1200}]");
        assertThat(behaviour.get("internet_rate").asText()).startsWith("not estimable");
        assertThat(last().get("class").asText()).isEqualTo("infected");
        assertThat(last().at("/unit/destinations").asInt()).isEqualTo(480);
    }

    /** To 256 addresses of A at random: 1,199 steps in 3,597 s, times 2^32 / 256. */
    @Test
    void d14_random_hasAnInternetWideRate() throws Exception {
        start();
        Random random = new Random(4);
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            rows.add(Hosts.syn(HOST, "172.21.1." + random.nextInt(256), i * 3L * SECOND));
        }
        send(rows);
        advance(HOUR);

        JsonNode behaviour = last().get("behaviour");
        assertThat(behaviour.get("order").asText()).isEqualTo("random");
        assertThat(behaviour.get("internet_packets_per_second").asLong()).isEqualTo(5_592_405);
        assertThat(last().get("external").asInt()).isEqualTo(1_200);
    }

    @Test
    void d15_answersOfAServer_areAnAttackOnItAndNoInfection() throws Exception {
        start();
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            PacketRow row = Hosts.syn(HOST, "172.21.1." + i, i * SECOND);
            row.tcpFlags = 18;
            row.sourcePort = 80;
            row.destinationPort = 40_000 + i;
            rows.add(row);
        }
        send(rows);
        advance(HOUR);

        for (Finding finding : told) {
            assertThat(Hosts.alert(finding).get("class").asText()).isEqualTo("attacked server");
            assertThat(Hosts.alert(finding).get("suggestions").toString()).contains("your server may be under attack");
        }
    }

    /** NICT-1: source = destination inside the internal darknet, 8 observations from 13 to 16 January 2011. */
    @Test
    void d16_darkSource_isForged() throws Exception {
        start();
        long first = Hosts.micros("2011-01-13T03:00:00Z") - Hosts.START;
        for (int i = 0; i < 8; i++) {
            PacketRow row = Hosts.syn("172.20.1.9", "172.20.1.9", first + i * 11L * HOUR);
            row.protocol = 1;
            row.sourcePort = 8;
            row.destinationPort = 0;
            row.tcpFlags = 0;
            send(List.of(row));
        }
        advance(first + 12 * 24 * HOUR);

        assertThat(alerts().get(0)).isEqualTo("new 2011-01-13T03:00:00Z");
        assertThat(alerts().stream().filter(word -> word.startsWith("continuing")))
                .hasSize(7);
        assertThat(last().get("state").asText()).isEqualTo("closed");
        assertThat(last().get("class").asText()).isEqualTo("spoofed source");
        assertThat(last().get("packets").asInt()).isEqualTo(8);
        assertThat(last().get("internal").asInt()).isEqualTo(8);
        assertThat(last().get("last").asText()).startsWith("2011-01-16");
        assertThat(last().get("suggestions").toString()).contains("ingress filter");
    }

    /** D-18: 137/udp has harmless causes, 445/tcp has none. */
    @ParameterizedTest
    @CsvSource({"17, 137, known harmless cause, Android", "6, 445, infected, malware"})
    void d18_knownCausesAreSuggested(int protocol, int port, String hostClass, String suggestion) throws Exception {
        start();
        List<PacketRow> rows = Hosts.steady(HOST, 100, 93);
        rows.forEach(row -> {
            row.protocol = protocol;
            row.destinationPort = port;
        });
        send(rows);
        advance(HOUR);

        assertThat(last().get("class").asText()).isEqualTo(hostClass);
        assertThat(last().get("suggestions").toString()).contains(suggestion);
    }

    @Test
    void latePackets_areCountedAndAlertNobody() throws Exception {
        start();
        send(true, Hosts.steady(HOST, 2_000, 93));
        advance(15 * HOUR);

        assertThat(alerts()).isEmpty();
        assertThat(days().get("packets").asInt()).isEqualTo(2_000);
        assertThat(days().get("late_packets").asInt()).isEqualTo(2_000);
    }

    /** The revision of a day says what went into it, and not how often it was told. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void latePackets_makeTheSameLastRevision_howeverTheWatermarkComes(boolean atOnce) throws Exception {
        start();
        send(Hosts.steady(HOST, 10, 93));
        advance(15 * HOUR);
        for (int i = 0; i < 3; i++) {
            send(true, Hosts.steady(HOST, 5, 93));
            if (!atOnce) {
                advance(15 * HOUR + (i + 1) * SECOND);
                start(Hosts.TWO, Hosts.standard(), 1);
            }
        }
        advance(16 * HOUR);

        List<Finding> tellings = tellingsOfDays();
        Finding last = tellings.get(tellings.size() - 1);
        assertThat(tellings).hasSize(atOnce ? 2 : 4);
        assertThat(last.revision()).isEqualTo(4);
        assertThat(day(tellings, tellings.size() - 1).get("packets").asInt()).isEqualTo(25);
    }

    /** Forged sources leave room: of sixteen places four are for addresses that nobody uses. */
    @Test
    void sourcesThatNobodyUses_takeAQuarterOfTheRoom() throws Exception {
        start(Hosts.TWO, Hosts.rules(Beginning.FIRST_PACKET, 1_000, 16, 1_000), 1);
        for (int i = 0; i < 10; i++) {
            send(List.of(Hosts.syn("172.20.1." + (10 + i), "172.21.1.9", i * SECOND)));
        }
        for (int i = 0; i < 12; i++) {
            send(List.of(Hosts.syn("172.20.0." + (10 + i), "172.21.1.9", (20 + i) * SECOND)));
        }
        advance(60 * SECOND);

        assertThat(alerts()).hasSize(4 + 12);
        assertThat(days().get("overflow_hosts").asInt()).isEqualTo(6);
    }

    /**
     * The unit from 13:00 on is the third again, by another length: what was urgent in the one is urgent in the other.
     */
    @Test
    void d09_urgentAgain_inAUnitOfAnotherLengthWithTheSameNumber() throws Exception {
        start();
        for (int minutes : new int[] {0, 50, 100, 149}) {
            send(List.of(Hosts.syn(HOST, "172.20.1.9", minutes * 60L * SECOND)));
        }
        send(burst(150));
        advance(165 * 60 * SECOND);
        start(Hosts.TWO.replace("{name: G,", "{name: G, thresholds: {unit: 90m},"), Hosts.standard(), 1);
        send(burst(190));
        advance(15 * HOUR);

        assertThat(signs.stream().filter(sign -> sign.step() == AlertSign.Step.ARMED))
                .hasSize(2)
                .allMatch(sign -> sign.unit() == 3);
    }

    private static List<PacketRow> burst(long minutes) {
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            rows.add(Hosts.syn(HOST, "172.20.1.9", minutes * 60 * SECOND + i * 10_000L));
        }
        return rows;
    }

    /** At 10:10 the organisation wants half an hour of quiet: the packet of 10:20 is the last of its case. */
    @Test
    void d10_shorterQuietTime_holdsForTheNextPacket() throws Exception {
        start();
        send(List.of(Hosts.syn(HOST, "172.20.1.9", 0)));
        advance(10 * 60 * SECOND);
        start(Hosts.TWO.replace("{name: G,", "{name: G, thresholds: {quiet: 30m},"), Hosts.standard(), 1);
        send(List.of(Hosts.syn(HOST, "172.20.1.9", 20 * 60 * SECOND)));
        send(List.of(Hosts.syn(HOST, "172.20.1.9", 55 * 60 * SECOND)));
        advance(56 * 60 * SECOND);

        assertThat(alerts())
                .containsExactly(
                        "new 2010-09-10T10:00:00Z",
                        "continuing 2010-09-10T10:50:00Z",
                        "new closed 2010-09-10T10:00:00Z",
                        "new 2010-09-10T10:55:00Z");
    }

    /** Sixty hosts of 172.20.0.0/24 live in one shard that may follow 16: the rest is counted for the organisation. */
    @Test
    void moreHostsThanThereIsRoomFor_areCountedAndToldInTheNextMinute() throws Exception {
        start(Hosts.TWO, Hosts.rules(Beginning.FIRST_PACKET, 1_000, 16, 1_000), 1);
        send(sixtyHosts(0));
        advance(60 * SECOND - 100_000);
        assertThat(tellingsOfDays()).isEmpty();

        advance(60 * SECOND);

        assertThat(alerts()).hasSize(16).allMatch(word -> word.matches("new 2010.*"));
        assertThat(days().get("packets").asInt()).isEqualTo(120);
        assertThat(days().get("overflow_packets").asInt()).isEqualTo(88);
        assertThat(days().get("overflow_hosts").asInt()).isEqualTo(44);
        assertThat(days().get("overflow_hosts_estimated").asBoolean()).isFalse();
        assertThat(days().get("hosts").asInt()).isEqualTo(60);
        assertThat(days().at("/alerts/continuing").asInt()).isZero();

        advance(15 * HOUR);

        assertThat(tellingsOfDays()).hasSize(2);
        assertThat(day(tellingsOfDays(), 1).at("/alerts/continuing").asInt()).isEqualTo(16);
        assertThat(day(tellingsOfDays(), 1).get("overflow_packets").asInt()).isEqualTo(88);
    }

    /**
     * Overflow at 10:00, 10:20, 10:40 and 12:30: told at 10:01, an hour later with what came since, then not before
     * there is more. Units that end between count among the alerts, however far the watermark jumps.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 600, 36_000, 864_000})
    void overflow_isToldOnceAnHourAtMost_howeverTheWatermarkComes(long tenths) throws Exception {
        start(Hosts.TWO, Hosts.rules(Beginning.FIRST_PACKET, 1_000, 16, 1_000), 1);
        for (long minute : List.of(0, 20, 40, 150)) {
            send(sixtyHosts(minute * 60 * SECOND));
        }
        for (long now = tenths; now < 14 * 36_000; now += tenths) {
            advance(now * 100_000);
            if (now <= 36_000 && now + tenths > 36_000) {
                start(Hosts.TWO, Hosts.rules(Beginning.FIRST_PACKET, 1_000, 16, 1_000), 2);
            }
        }
        advance(14 * HOUR);

        List<Finding> tellings = tellingsOfDays();
        assertThat(tellings.stream().map(Finding::revision)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(tellings.stream().map(Finding::id).distinct()).hasSize(1);
        // 16 cases of 120 packets a time; at 12:30 all are closed, since 11:40:01, and 16 are opened again
        assertThat(field(tellings, "overflow_packets")).containsExactly(88, 264, 352, 352);
        assertThat(field(tellings, "packets")).containsExactly(120, 360, 480, 480);
        assertThat(field(tellings, "overflow_hosts")).containsOnly(44);
        assertThat(tellings.stream()
                        .map(one -> Hosts.json(one)
                                .at("/yamori/organisation/alerts/continuing")
                                .asInt()))
                .containsExactly(0, 16, 16, 32);
        assertThat(tellings.stream()
                        .map(one -> Hosts.json(one)
                                .at("/yamori/organisation/alerts/new")
                                .asInt()))
                .containsExactly(16, 16, 32, 32);
    }

    private static List<Integer> field(List<Finding> tellings, String name) {
        return tellings.stream()
                .map(one -> Hosts.json(one).at("/yamori/organisation").get(name).asInt())
                .toList();
    }

    /** Each host sends two packets, a second apart. */
    private static List<PacketRow> sixtyHosts(long micros) {
        List<PacketRow> rows = new ArrayList<>();
        for (int host = 1; host <= 60; host++) {
            rows.add(Hosts.syn("172.20.0." + host, "172.20.1.9", micros + host));
            rows.add(Hosts.syn("172.20.0." + host, "172.20.1.9", micros + SECOND + host));
        }
        return rows;
    }

    /** Whoever sees a watermark has seen all signs up to it, or a pattern over them would drop those that follow. */
    @ParameterizedTest
    @ValueSource(longs = {1, 37, 50, 99, 100, 101, 250, 1_003})
    void watermark_isHandedOnOnlyAsFarAsWasTold(long step) throws Exception {
        start(Hosts.TWO, Hosts.rules(Beginning.FIRST_PACKET, 50, 1_000, 1_000), 1);
        for (int host = 1; host <= 40; host++) {
            List<PacketRow> rows = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                rows.add(Hosts.syn("172.20.0." + host, "172.20.1.9", host * 77_777L + i * 10_001L));
            }
            send(rows);
        }

        long watermark = Long.MIN_VALUE;
        long crossings = 0;
        for (long millis = step; millis < 6_000; millis += step) {
            for (Object out : subtasks.advanceFirst(Hosts.START / 1000 - 1 + millis)) {
                if (out instanceof Watermark mark) {
                    watermark = mark.getTimestamp();
                } else if (out instanceof StreamRecord<?> record
                        && record.getValue() instanceof AlertSign sign
                        && sign.step() == AlertSign.Step.CROSSED) {
                    crossings++;
                    assertThat(record.getTimestamp()).isGreaterThan(watermark);
                }
            }
            assertThat(watermark).isBetween(Hosts.START / 1000 - 1 + millis - 100, Hosts.START / 1000 - 1 + millis);
        }
        assertThat(crossings).isEqualTo(40);
    }

    /** A tenth of a second with more packets than are kept one by one: counts and times still hold. */
    @Test
    void morePacketsAtOnceThanThereIsRoomFor_areStillCountedExactly() throws Exception {
        start(Hosts.TWO, Hosts.rules(Beginning.FIRST_PACKET, 1_000, 1_000, 16), 1);
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            rows.add(Hosts.syn(HOST, (i % 2 == 0 ? "172.20.1." : "172.21.1.") + i % 256, i));
        }
        send(rows);
        advance(2 * HOUR);

        assertThat(last().get("packets").asInt()).isEqualTo(2_000);
        assertThat(last().get("internal").asInt()).isEqualTo(1_000);
        assertThat(last().get("last").asText()).isEqualTo("2010-09-10T10:00:00.001999Z");
        assertThat(signs).anyMatch(sign -> sign.step() == AlertSign.Step.CROSSED);
    }

    /** A unit that is due after a restart is told by the registry, although no packet has come since. */
    @Test
    void afterARestart_theRegistryIsKnownBeforeTheFirstPacket() throws Exception {
        String registry = Hosts.TWO.replace("{name: G,", "{name: G, contacts: [soc@g.example],");
        start(registry, Hosts.standard(), 1);
        send(List.of(Hosts.syn(HOST, "172.20.1.9", 0), Hosts.syn(HOST, "172.20.1.9", SECOND)));
        advance(2 * SECOND);
        start(registry, Hosts.standard(), 1);
        advance(HOUR + SECOND / 2);

        assertThat(alerts()).containsExactly("new 2010-09-10T10:00:00Z", "continuing 2010-09-10T11:00:00Z");
        for (Finding finding : told) {
            assertThat(Hosts.json(finding).at("/yamori/disposition").asText()).startsWith("for the contacts of");
        }
    }

    /** D-19: the same packets in one order or another, in one piece or through a rescaling, tell the same bytes. */
    @Test
    void d19_orderAndRescaling_changeNothing(@TempDir Path other) throws Exception {
        DaedalusFunctionTest inOrder = new DaedalusFunctionTest();
        inOrder.folder = other;
        inOrder.play(0, 1, 1, 1);
        play(77, 1, 3, 2);

        assertThat(inOrder.alerts().stream().filter(word -> word.matches("new 2010.*")))
                .hasSize(40);
        assertThat(all()).isEqualTo(inOrder.all());
        assertThat(told).hasSameSizeAs(inOrder.told);
    }

    private void play(long shuffle, int... parallelisms) throws Exception {
        Random random = new Random(5);
        for (int part = 0; part < parallelisms.length; part++) {
            start(
                    Hosts.TWO.replace("172.20.0.0/24", "172.22.0.0/15, 172.20.0.0/24"),
                    Hosts.rules(Beginning.FIRST_PACKET, 20, 1_000, 64),
                    parallelisms[part]);
            List<PacketRow> rows = new ArrayList<>();
            for (int i = 0; i < 4_000; i++) {
                int host = random.nextInt(40);
                rows.add(Hosts.syn(
                        "172." + (22 + host % 2) + ".0." + host,
                        "172.2" + random.nextInt(2) + ".1." + random.nextInt(256),
                        part * HOUR + (long) (random.nextDouble() * (host < 20 ? HOUR : SECOND))));
            }
            if (shuffle != 0) {
                Collections.shuffle(rows, new Random(shuffle + part));
            }
            for (int i = 0; i < rows.size(); i += 97) {
                send(rows.subList(i, Math.min(rows.size(), i + 97)));
            }
            if (shuffle == 0) {
                advance(part * HOUR + HOUR / 2);
                advance(part * HOUR + HOUR / 2 + SECOND / 3);
            }
        }
        advance(30 * HOUR);
    }

    private Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        for (AlertSign sign : signs) {
            Finding finding = sign.finding();
            if (finding != null) {
                all.put(
                        finding.id() + finding.revision() + sign.step() + sign.timeMicros(),
                        new String(finding.json(), StandardCharsets.UTF_8));
            }
        }
        return all;
    }
}
