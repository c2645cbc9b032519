package org.yamori.jobs.detect.backscatter;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.jobs.detect.backscatter.AttackRules.RatePlace;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.flow.LabelledRows;
import org.yamori.jobs.flow.Subtasks;
import org.yamori.wire.Finding;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** Requirement C-16's victims as attacks: the rules at their edges, by hand, through the operator. */
class VictimFunctionTest {
    private static final long SECOND = Answers.SECOND;

    private final List<Finding> told = new ArrayList<>();

    @AutoClose
    private final Subtasks<Finding> subtasks = new Subtasks<>(told::add);

    private long block;

    private void start(AttackRules rules, int parallelism) throws Exception {
        BackscatterRules all = new BackscatterRules(rules, Answers.standard().storm());
        subtasks.start(parallelism, () -> new VictimFunction(all, Registries.NONE));
    }

    private void send(boolean late, List<PacketRow> rows) throws Exception {
        subtasks.receive(LabelledRows.of("tokyo-1", "nicter", block++, late, rows));
    }

    private void advance(long micros) throws Exception {
        subtasks.advance((Answers.START + micros) / 1000 - 1);
    }

    private JsonNode last() {
        return Answers.json(told.get(told.size() - 1)).get("attack");
    }

    /** {@code count} packets, the first at {@code from} and the last at {@code to}. */
    private static List<PacketRow> spread(int count, long from, long to) {
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(Answers.synAck(from + (to - from) * i / (count - 1)));
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"24, 0", "25, 1"})
    void twentyFivePackets_areAnAttackAndTwentyFourAreNot(int packets, int attacks) throws Exception {
        start(Answers.rules(25, 10), 1);
        send(false, spread(packets, 0, 61 * SECOND));
        advance(120 * SECOND);

        assertThat(Answers.states(told)).hasSize(attacks);
    }

    @ParameterizedTest
    @CsvSource({"59000000, 0", "59999999, 0", "60000000, 1"})
    void sixtySeconds_areAnAttackAndAMicrosecondLessIsNot(long lasts, int attacks) throws Exception {
        start(Answers.rules(25, 30), 1);
        send(false, spread(61, 0, lasts));
        advance(120 * SECOND);

        assertThat(Answers.states(told)).hasSize(attacks);
    }

    /**
     * By hand: 14 packets before 60 s, the others in 60 s to 70 s. Only the window from 10 s to 70 s holds them all but
     * one, that at 0 s.
     */
    @ParameterizedTest
    @CsvSource({"29, 0", "30, 1"})
    void thirtyInAWindowThatBeginsAtTenSeconds_areAnAttack(int inTheWindow, int attacks) throws Exception {
        start(Answers.rules(25, 30), 1);
        List<PacketRow> rows = new ArrayList<>(List.of(Answers.synAck(0)));
        rows.addAll(spread(14, 10 * SECOND, 59 * SECOND));
        rows.addAll(spread(inTheWindow - 14, 60 * SECOND, 70 * SECOND - 1));
        send(false, rows);
        advance(120 * SECOND);

        assertThat(Answers.states(told)).hasSize(attacks);
        if (attacks > 0) {
            assertThat(last().at("/rate/darknet_packets_per_minute").asInt()).isEqualTo(30);
            assertThat(last().get("packets").asInt()).isEqualTo(31);
        }
    }

    @Test
    void silenceOfThreeHundredSeconds_endsAnAttackAndAMicrosecondLessDoesNot() throws Exception {
        start(Answers.rules(25, 30), 1);
        send(false, spread(61, 0, 60 * SECOND));
        send(false, List.of(Answers.synAck(360 * SECOND - 1)));
        advance(400 * SECOND);
        assertThat(Answers.states(told)).containsExactly("onset");

        send(false, List.of(Answers.synAck(660 * SECOND - 1)));
        advance(1_000 * SECOND);

        assertThat(Answers.states(told)).containsExactly("onset", "end");
        assertThat(last().get("packets").asInt()).isEqualTo(62);
        assertThat(last().get("until").asText()).isEqualTo("2026-03-01T10:05:59.999999Z");
        assertThat(last().get("decided").asText()).isEqualTo("2026-03-01T10:10:59.999999Z");
        assertThat(subtasks.eventTimeTimers()).isZero();
    }

    @Test
    void packetsThatAreStillOpen_keepAnAttackAlive() throws Exception {
        start(Answers.rules(25, 30), 1);
        send(false, spread(61, 3 * SECOND, 63 * SECOND));
        send(false, List.of(Answers.synAck(362 * SECOND)));
        advance(364 * SECOND);

        assertThat(Answers.states(told)).containsExactly("onset");
    }

    @Test
    void attackThatGrows_isToldAgainWhenItsBusiestMinuteHasDoubled() throws Exception {
        start(Answers.rules(25, 30), 1);
        send(false, spread(61, 0, 60 * SECOND));
        send(false, spread(59, 120 * SECOND, 130 * SECOND - 1));
        send(false, spread(3, 130 * SECOND, 140 * SECOND - 1));
        send(false, spread(60, 140 * SECOND, 150 * SECOND - 1));
        advance(1_000 * SECOND);

        assertThat(Answers.states(told)).containsExactly("onset", "growth", "end");
        assertThat(told.stream().map(Finding::revision)).containsExactly(1L, 2L, 3L);
        assertThat(told.stream().map(Finding::id).distinct()).hasSize(1);
        assertThat(Answers.json(told.get(1))
                        .at("/attack/rate/darknet_packets_per_minute")
                        .asInt())
                .isEqualTo(122);
    }

    @Test
    void endOfTheInput_endsNothing() throws Exception {
        start(Answers.rules(25, 30), 1);
        send(false, spread(61, 0, 60 * SECOND));
        subtasks.advance(Long.MAX_VALUE);

        assertThat(Answers.states(told)).containsExactly("onset");
    }

    @Test
    void lateBlocks_neverMakeAnAttack() throws Exception {
        start(Answers.rules(25, 30), 1);
        send(true, spread(100, 0, 70 * SECOND));
        advance(1_000 * SECOND);

        assertThat(told).isEmpty();
    }

    /** What was flooded, as its answers tell: port 80 by SYN-ACK and RST, 53/udp by what an ICMP error quotes. */
    @Test
    void attackedPorts_areThoseOfTheAnswersAndOfWhatErrorsQuote() throws Exception {
        start(
                new AttackRules(
                        25, Duration.ofMinutes(1), RatePlace.DARKNET, 30, 179, Duration.ofMinutes(5), 16_384, 290_000),
                1);
        List<PacketRow> rows = spread(40, 0, 65 * SECOND);
        for (int i = 0; i < 20; i++) {
            PacketRow reset = Answers.synAck(i * SECOND);
            reset.tcpFlags = 4;
            rows.add(reset);
            PacketRow error = Answers.synAck(i * SECOND);
            error.protocol = 1;
            error.sourcePort = 3;
            error.destinationPort = 3;
            error.tcpFlags = 0;
            error.quotes = true;
            error.quotedProtocol = 17;
            error.quotedSourcePort = 5_353;
            error.quotedDestinationPort = 53;
            rows.add(error);
        }
        send(false, rows);
        advance(120 * SECOND);

        assertThat(Answers.states(told)).containsExactly("onset");
        assertThat(last().get("kind").asText()).isEqualTo("syn flood, answered");
        assertThat(last().get("answers").toString()).isEqualTo("{\"syn_ack\":40,\"rst\":20,\"unreachable\":20}");
        assertThat(last().get("ports").toString())
                .isEqualTo("[{\"port\":\"tcp/80\",\"packets\":60},{\"port\":\"udp/53\",\"packets\":20}]");
        assertThat(last().get("further_ports").asBoolean()).isFalse();
        // 36 of 40 SYN-ACKs come before 60 s: 76 x 2^32 / 290,000 / 60.
        assertThat(last().get("rate").toString())
                .isEqualTo("{\"darknet_packets_per_minute\":76,\"victim_packets_per_second\":18760,"
                        + "\"addresses\":290000,\"threshold_at\":\"darknet\"}");
        assertThat(last().get("spoofed_addresses").asInt()).isBetween(30, 70);
        assertThat(Answers.json(told.get(0)).get("disposition").asText()).startsWith("not paged");
    }

    /** The same packets in one order or another, in one piece or through a rescaling, tell the same bytes. */
    @Test
    void orderAndRescaling_changeNothing() throws Exception {
        VictimFunctionTest inOrder = new VictimFunctionTest();
        inOrder.play(0, 1, 1, 1);
        assertThat(inOrder.lastOfEach().values())
                .as("victims 0 to 9 send 41 packets a minute, the others 4")
                .hasSize(10)
                .allMatch(text -> text.contains("\"state\":\"end\""));
        play(77, 1, 3, 2);

        assertThat(lastOfEach()).isEqualTo(inOrder.lastOfEach());
        assertThat(told).hasSameSizeAs(inOrder.told);
    }

    private void play(long shuffle, int... parallelisms) throws Exception {
        for (int part = 0; part < parallelisms.length; part++) {
            start(Answers.rules(25, 30), parallelisms[part]);
            List<PacketRow> rows = new ArrayList<>();
            for (int victim = 0; victim < 30; victim++) {
                int packets = victim < 10 ? 42 : 5;
                for (PacketRow row : spread(packets, part * 60L * SECOND + victim, (part + 1L) * 60L * SECOND - 1)) {
                    row.source = victim * 65_537;
                    row.destinationPort = victim;
                    rows.add(row);
                }
            }
            if (shuffle != 0) {
                Collections.shuffle(rows, new Random(shuffle + part));
            }
            for (int i = 0; i < rows.size(); i += 97) {
                send(false, rows.subList(i, Math.min(rows.size(), i + 97)));
            }
            if (shuffle == 0) {
                advance((part * 60L + 35) * SECOND);
            }
        }
        advance(1_000 * SECOND);
    }

    private Map<String, String> lastOfEach() {
        Map<String, String> last = new TreeMap<>();
        told.forEach(finding -> last.put(finding.id(), new String(finding.json(), StandardCharsets.UTF_8)));
        return last;
    }

    /** 4,000 victims where each of 16 shards may follow 64: what is left out is said, packet by packet. */
    @Test
    void moreVictimsThanThereIsRoomFor_areCountedAndSaidInAnyOrder() throws Exception {
        Map<String, String> first = flooded(1);
        Map<String, String> second = new VictimFunctionTest().flooded(2);

        assertThat(second).isEqualTo(first);
        long leftOut = 0;
        for (Finding finding : told) {
            JsonNode attack = Answers.json(finding).get("attack");
            assertThat(attack.get("state").asText()).isEqualTo("overflow");
            leftOut += attack.get("packets_left_out").asLong();
            leftOut += attack.get("packets_let_go").asLong();
        }
        assertThat(leftOut).as("16 shards follow up to 64 each").isBetween(4_000L - 1_024, 4_000L - 256);
    }

    private Map<String, String> flooded(long seed) throws Exception {
        start(new AttackRules(25, Duration.ofMinutes(1), RatePlace.DARKNET, 30, 179, Duration.ofMinutes(5), 64, 0), 1);
        List<PacketRow> rows = new ArrayList<>();
        for (int victim = 0; victim < 4_000; victim++) {
            rows.add(Answers.synAck(victim * 65_537, victim));
        }
        Collections.shuffle(rows, new Random(seed));
        for (int i = 0; i < rows.size(); i += 500) {
            send(false, rows.subList(i, i + 500));
        }
        advance(120 * SECOND);
        return lastOfEach();
    }
}
