package org.yamori.jobs.detect.surge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.enrich.CountryTable;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.enrich.WatchList;
import org.yamori.jobs.flow.ShardKeys;
import org.yamori.wire.SharedFolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A port with a thousand sources a minute from everywhere. After a day sixty more come from one network: less than the
 * port's own scatter (with a dispersion of 0.005 a minute has a standard deviation of 77), and many times what came
 * from there before.
 */
class SourcePartsTest {
    private static final long START = 29_461_440L;
    private static final int MORE_FROM = 1440 + 300;
    private static final int END = MORE_FROM + 30;
    private static final int USUAL = 1000;
    private static final int MORE = 60;
    private static final PortGroups GROUPS = new PortGroups(ShardKeys.of(16));
    private static final int PORT = 23;
    private static final int NETWORK = 0x64420000;

    /** It says of itself (in its source) that 202.196.224.0/20 is in the Philippines, and knows little else. */
    private static final String DATABASE = "data/geo/maxmind-test/test-data/GeoLite2-Country-Test.mmdb";

    private static final int PHILIPPINES = 0xCAC4E000;

    /** A group with that port, and whoever comes from the minute {@link #MORE_FROM} on. */
    private static final class Play {
        private final SurgeRules rules;
        private final GroupTable table;
        private final int network;
        private final int more;
        private int floodMinutes;

        Play(CountryTable countries, int partPorts, int network, int more) {
            rules = SurgeOptions.rules(Configuration.fromMap(Map.of(
                    "yamori.detect.surge.learning-days", "1", "yamori.detect.surge.part-ports", "" + partPorts)));
            SurgeSetup setup = new SurgeSetup(rules, WatchList.defaults(), PortKnowledge.defaults());
            table = new GroupTable(GroupTable.Ports.ofAll(GROUPS)[GROUPS.of(PORT)], setup, countries);
            this.network = network;
            this.more = more;
        }

        List<ScoredMinute> run(int from, int to) {
            List<ScoredMinute> scored = new ArrayList<>();
            for (int minute = from; minute < to; minute++) {
                table.add(partial(minute));
                table.advance(
                        START + minute,
                        START,
                        any -> new Watched(60_000_000, 60_000_000),
                        any -> RulesOverTime.Version.of(rules),
                        new Onlookers(List.of()),
                        scored::add);
            }
            return scored;
        }

        private SurgePartial partial(int minute) {
            Random random = new Random(minute);
            int usual = minute >= MORE_FROM && minute < MORE_FROM + floodMinutes ? 9 * USUAL : USUAL;
            SurgePartial partial = SurgePartial.empty(1, usual + (minute < MORE_FROM ? 0 : more));
            partial.minute = START + minute;
            partial.series[0] = PORT;
            partial.packets[0] = partial.sightings.length;
            partial.destinations[0] = -1;
            partial.sensors[0] = 1;
            for (int i = 0; i < partial.sightings.length; i++) {
                int source = i < usual || network == 0 ? random.nextInt() : network + (minute - MORE_FROM) * MORE + i;
                partial.sightings[i] = Sighting.of(Sighting.ofIpv4(PORT, source), 1);
            }
            return partial;
        }
    }

    private static Play play(CountryTable countries, int network, int more) {
        return new Play(countries, 256, network, more);
    }

    private static List<ScoredMinute> risen(List<ScoredMinute> scored) {
        return scored.stream().filter(minute -> minute.risen).toList();
    }

    @Test
    void oneNetworkAmongMany_isSeenInItsPart_andNotInThePort() {
        List<ScoredMinute> risen = risen(play(CountryTable.NONE, NETWORK, MORE).run(0, END));

        assertThat(risen).hasSize(1);
        ScoredMinute first = risen.get(0);
        assertThat(first.part).isEqualTo(Part.ofNetwork(NETWORK));
        assertThat(first.port).isEqualTo(PORT);
        assertThat(first.minute - START).isBetween((long) MORE_FROM, MORE_FROM + 3L);
        // a 64th of a thousand
        assertThat(first.expected[0]).isBetween(13.0, 18.5);
        assertThat(first.sources[0]).isBetween(MORE, MORE + 35);
        assertThat(first.watched).isFalse();
        assertThat(first.sample).hasSizeGreaterThan(MORE);
        assertThat(Arrays.stream(first.sample).map(sighting -> Part.ofNetwork(Sighting.ipv4(Sighting.pair(sighting)))))
                .containsOnly((long) first.part);
        // a sample of the day before, of this part alone
        assertThat(Arrays.stream(first.before).map(source -> Part.ofNetwork((int) source)))
                .isNotEmpty()
                .containsOnly((long) first.part);
    }

    @Test
    void oneCountryAmongMany_isSeenByItsName() throws Exception {
        CountryTable countries = CountryTable.read(SharedFolder.file(DATABASE));
        List<ScoredMinute> risen = risen(play(countries, PHILIPPINES, MORE).run(0, END));

        assertThat(risen)
                .hasSize(2)
                .extracting(minute -> Part.text(minute.part))
                .contains("PH");
        ScoredMinute country = risen.stream()
                .filter(minute -> Part.isCountry(minute.part))
                .findFirst()
                .orElseThrow();
        assertThat(country.expected[0]).isLessThan(1);
        assertThat(country.sources[0]).isEqualTo(MORE);
        assertThat(country.packets).isEqualTo(MORE);
    }

    @Test
    void nothingMore_isNoSurgeOfAnyPart() {
        assertThat(risen(play(CountryTable.NONE, NETWORK, 0).run(0, END))).isEmpty();
    }

    @Test
    void whileTheWholePortIsInASurge_noPartIsTold() {
        List<ScoredMinute> scored = play(CountryTable.NONE, 0, 9 * USUAL).run(0, END);

        ScoredMinute whole = risen(scored).get(0);
        assertThat(whole.part).isEqualTo(Part.ALL);
        assertThat(risen(scored)).hasSize(1);
        assertThat(scored.stream().filter(minute -> minute.minute >= whole.minute))
                .hasSize(END - (int) (whole.minute - START))
                .allMatch(minute -> minute.part == Part.ALL);
    }

    /** A flood of half an hour does not hide who came with it and stays. */
    @Test
    void partThatRoseWithinASurgeOfTheWhole_isToldWhenThatIsOver() {
        Play play = play(CountryTable.NONE, NETWORK, MORE);
        play.floodMinutes = 30;
        List<ScoredMinute> scored = play.run(0, MORE_FROM + 300);

        List<ScoredMinute> risen = risen(scored);
        assertThat(risen).extracting(minute -> minute.part).containsExactly(Part.ALL, Part.ofNetwork(NETWORK));
        long end = scored.stream()
                .filter(minute -> minute.part == Part.ALL && SurgeLogic.isEbb(minute))
                .findFirst()
                .orElseThrow()
                .minute;
        assertThat(risen.get(1).minute).isBetween(end + 1, end + 3);
        assertThat(risen.get(1).sample).isNotEmpty();
    }

    @Test
    void portsBeyondTheOption_areNotCountedByParts() {
        assertThat(risen(new Play(CountryTable.NONE, 0, NETWORK, MORE).run(0, END)))
                .isEmpty();
    }

    @Test
    void restart_changesNothing() throws Exception {
        for (int restart : new int[] {MORE_FROM, MORE_FROM + 10}) {
            Play before = play(CountryTable.NONE, NETWORK, MORE);
            before.run(0, restart);
            byte[] state = state(before);
            Play after = play(CountryTable.NONE, NETWORK, MORE);
            assertThat(after.table.read(in(state))).isTrue();
            assertThat(after.run(restart, END))
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactlyElementsOf(before.run(restart, END));
        }
    }

    @Test
    void partsOfOtherPorts_areLearntAnew_andTheWholeGoesOn() throws Exception {
        Play before = play(CountryTable.NONE, NETWORK, MORE);
        before.run(0, MORE_FROM - 30);
        Play after = new Play(CountryTable.NONE, 10, NETWORK, MORE);

        assertThat(after.table.read(in(state(before)))).isFalse();
        List<ScoredMinute> scored = after.run(MORE_FROM - 30, END);
        assertThat(scored).hasSize(END - MORE_FROM + 30);
        assertThat(scored.get(0).expected[0]).isBetween(950.0, 1050.0);
    }

    private static byte[] state(Play play) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        play.table.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
