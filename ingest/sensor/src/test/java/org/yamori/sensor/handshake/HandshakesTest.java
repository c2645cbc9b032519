package org.yamori.sensor.handshake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.sensor.block.Ranges;
import org.yamori.wire.IpAddress;
import org.yamori.wire.MeasurementRecord;
import org.yamori.wire.PacketRow;
import org.yamori.wire.signature.SystemSignatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HandshakesTest {
    private static final Ranges DARKNET = Ranges.of(List.of("192.0.2.0/24", "2001:db8:1::/48"));
    private static final int CLIENT = 0xc6336407;
    private static final int OURS = 0xc0000209;
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    private static final int ACK = 0x10;
    private static final long SECOND = 1_000_000;

    @TempDir
    private Path folder;

    private final List<MeasurementRecord> measured = new ArrayList<>();
    private Handshakes handshakes = handshakes(HandshakeRules.DEFAULT);

    private Handshakes handshakes(HandshakeRules rules) {
        return new Handshakes("dark-1", DARKNET, rules, null, measured::add);
    }

    private static PacketRow fromClient(long micros, int flags, int sequence, int acknowledgement) {
        PacketRow row = new PacketRow();
        row.timeMicros = micros;
        row.protocol = 6;
        row.source = CLIENT;
        row.sourcePort = 40_000;
        row.destination = OURS;
        row.destinationPort = 23;
        row.tcpFlags = flags;
        row.sequence = sequence;
        row.acknowledgement = acknowledgement;
        row.ttl = 54;
        row.fragment = 0x4000;
        row.ipId = 7;
        return row;
    }

    private static PacketRow fromUs(long micros, int flags, int sequence, int acknowledgement) {
        PacketRow row = fromClient(micros, flags, sequence, acknowledgement);
        row.source = OURS;
        row.sourcePort = 23;
        row.destination = CLIENT;
        row.destinationPort = 40_000;
        return row;
    }

    private void shake(long synMicros, long answerMicros, long ackMicros) {
        handshakes.see(fromClient(synMicros, SYN, 100, 0));
        handshakes.see(fromUs(answerMicros, SYN_ACK, 900, 101));
        handshakes.see(fromClient(ackMicros, ACK, 101, 901));
    }

    private List<Long> answerTimes() {
        return measured.stream().map(record -> record.passive().answerMicros()).toList();
    }

    /** Requirement P-01: t' = 1.000000 s, t'' = 1.250000 s. */
    @Test
    void answerTime_isFromSynAckToAck() {
        shake(900_000, SECOND, 1_250_000);

        assertThat(measured).hasSize(1);
        MeasurementRecord record = measured.get(0);
        assertThat(record.passive()).isEqualTo(new MeasurementRecord.Answer(250_000, ""));
        assertThat(record.timeMicros()).isEqualTo(1_250_000);
        assertThat(record.sensor()).isEqualTo("dark-1");
        assertThat(record.source()).isEqualTo(IpAddress.parse("198.51.100.7"));
        assertThat(record.destination()).isEqualTo(IpAddress.parse("192.0.2.9"));
        assertThat(record.revision()).isEqualTo(1);
        assertThat(record.ping().measured()).isFalse();
        assertThat(record.active()).isEqualTo(MeasurementRecord.Answer.NONE);
        assertThat(handshakes.tally()).isEqualTo(new HandshakeTally(1, 1, 0));
    }

    @Test
    void sameHandshake_hasTheSameIdWhereverItIsMeasured() {
        shake(900_000, SECOND, 1_250_000);
        handshakes = handshakes(HandshakeRules.DEFAULT);
        shake(900_000, SECOND, 1_250_000);
        handshakes = handshakes(HandshakeRules.DEFAULT);
        shake(900_000, SECOND, 1_250_001);

        assertThat(measured.get(0).id()).isEqualTo(measured.get(1).id()).matches("[0-9a-f]{32}");
        assertThat(measured.get(2).id()).isNotEqualTo(measured.get(0).id());
    }

    @Test
    void withoutAck_nothingIsMeasured() {
        handshakes.see(fromClient(1, SYN, 100, 0));
        handshakes.see(fromUs(2, SYN_ACK, 900, 101));
        handshakes.see(fromClient(3, 0x04, 101, 901));
        handshakes.see(fromClient(3, 0x14, 101, 901));

        assertThat(measured).isEmpty();
        assertThat(handshakes.tally().unanswered()).isEqualTo(1);
    }

    @Test
    void ackOfAnotherNumber_isNone() {
        handshakes.see(fromClient(1, SYN, 100, 0));
        handshakes.see(fromUs(2, SYN_ACK, -1, 101));
        handshakes.see(fromClient(3, ACK, 101, 1));
        assertThat(measured).isEmpty();

        handshakes.see(fromClient(4, ACK, 101, 0));
        assertThat(answerTimes()).as("-1 + 1 is 0").containsExactly(2L);
    }

    @Test
    void lastSynAckBeforeTheAck_counts() {
        handshakes.see(fromUs(SECOND, SYN_ACK, 900, 101));
        handshakes.see(fromUs(2 * SECOND, SYN_ACK, 900, 101));
        handshakes.see(fromClient(2 * SECOND + 30_000, ACK, 101, 901));

        assertThat(answerTimes()).containsExactly(30_000L);
    }

    @Test
    void whatComesTwice_isMeasuredOnce() {
        shake(900_000, SECOND, 1_250_000);
        handshakes.see(fromClient(1_250_000, ACK, 101, 901));
        handshakes.see(fromUs(1_300_000, SYN_ACK, 900, 101));
        handshakes.see(fromClient(1_550_000, ACK, 101, 901));

        assertThat(answerTimes()).containsExactly(250_000L);
        assertThat(handshakes.tally()).isEqualTo(new HandshakeTally(1, 1, 0));
    }

    @Test
    void samePortsAgain_areAnotherConnection() {
        shake(900_000, SECOND, 1_250_000);
        handshakes.see(fromClient(3 * SECOND, SYN, 5000, 0));
        handshakes.see(fromUs(3 * SECOND + 1, SYN_ACK, 7000, 5001));
        handshakes.see(fromClient(3 * SECOND + 11, ACK, 5001, 7001));

        assertThat(answerTimes()).containsExactly(250_000L, 10L);
    }

    @Test
    void dataWithTheAck_isAnAckToo() {
        handshakes.see(fromUs(SECOND, SYN_ACK, 900, 101));
        handshakes.see(fromClient(SECOND + 5, ACK | 0x08, 101, 901));

        assertThat(answerTimes()).containsExactly(5L);
    }

    @Test
    void ackAfterTheTimeoutOrBeforeTheAnswer_measuresNothing() {
        handshakes = handshakes(new HandshakeRules(4, 10 * SECOND));
        handshakes.see(fromUs(20 * SECOND, SYN_ACK, 900, 101));
        handshakes.see(fromClient(20 * SECOND - 1, ACK, 101, 901));
        handshakes.see(fromClient(30 * SECOND + 1, ACK, 101, 901));
        assertThat(measured).isEmpty();

        handshakes.see(fromUs(40 * SECOND, SYN_ACK, 900, 101));
        handshakes.see(fromClient(50 * SECOND, ACK, 101, 901));
        assertThat(answerTimes()).containsExactly(10 * SECOND);
        assertThat(handshakes.tally()).isEqualTo(new HandshakeTally(2, 1, 0));
    }

    @Test
    void strangersAndRepliesToThemselves_areNotWatched() {
        PacketRow stranger = fromUs(SECOND, SYN_ACK, 900, 101);
        stranger.source = 0x08080808;
        handshakes.see(stranger);
        PacketRow ack = fromClient(SECOND + 1, ACK, 101, 901);
        ack.destination = 0x08080808;
        handshakes.see(ack);
        PacketRow inside = fromUs(SECOND, SYN_ACK, 900, 101);
        inside.destination = OURS + 1;
        handshakes.see(inside);

        assertThat(measured).isEmpty();
        assertThat(handshakes.tally().answered()).isZero();
    }

    @Test
    void fullTable_forgetsTheOldestAndSaysSo() {
        handshakes = handshakes(new HandshakeRules(3, 60 * SECOND));
        for (int i = 0; i < 5; i++) {
            PacketRow answer = fromUs(SECOND + i, SYN_ACK, 900, 101);
            answer.destinationPort = 1000 + i;
            handshakes.see(answer);
        }
        for (int i = 0; i < 5; i++) {
            PacketRow ack = fromClient(2 * SECOND + i, ACK, 101, 901);
            ack.sourcePort = 1000 + i;
            handshakes.see(ack);
        }

        assertThat(answerTimes()).containsExactly(SECOND, SECOND, SECOND);
        assertThat(handshakes.tally()).isEqualTo(new HandshakeTally(5, 3, 2));
    }

    @Test
    void floodOfSyns_pushesOutNoHandshake() {
        handshakes = handshakes(new HandshakeRules(3, 60 * SECOND));
        handshakes.see(fromUs(SECOND, SYN_ACK, 900, 101));
        for (int i = 0; i < 1000; i++) {
            PacketRow syn = fromClient(SECOND + i, SYN, i, 0);
            syn.source = i;
            handshakes.see(syn);
        }
        handshakes.see(fromClient(2 * SECOND, ACK, 101, 901));

        assertThat(answerTimes()).containsExactly(SECOND);
    }

    @Test
    void manyConnections_areKeptApart() {
        handshakes = handshakes(new HandshakeRules(1000, 60 * SECOND));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 1000; i++) {
                PacketRow answer = fromUs(round * 10L * SECOND + i, SYN_ACK, 7 * i + round, 101);
                answer.destination = CLIENT + i / 10;
                answer.destinationPort = 2000 + i % 10;
                handshakes.see(answer);
            }
            for (int i = 0; i < 1000; i++) {
                PacketRow ack = fromClient(round * 10L * SECOND + 5000 + 3L * i, ACK, 101, 7 * i + round + 1);
                ack.source = CLIENT + i / 10;
                ack.sourcePort = 2000 + i % 10;
                handshakes.see(ack);
            }
        }

        assertThat(answerTimes()).hasSize(3000);
        for (int i = 0; i < 3000; i++) {
            assertThat(answerTimes().get(i)).isEqualTo(5000 + 2L * (i % 1000));
        }
    }

    @Test
    void ipv6_isMeasuredToo() {
        IpAddress client = IpAddress.parse("2001:db8:9::7");
        IpAddress ours = IpAddress.parse("2001:db8:1::9");
        PacketRow answer = fromUs(SECOND, SYN_ACK, 900, 101);
        answer.ipv6 = true;
        answer.sourceHigh = ours.high();
        answer.sourceLow = ours.low();
        answer.destinationHigh = client.high();
        answer.destinationLow = client.low();
        PacketRow ack = fromClient(SECOND + 77, ACK, 101, 901);
        ack.ipv6 = true;
        ack.sourceHigh = client.high();
        ack.sourceLow = client.low();
        ack.destinationHigh = ours.high();
        ack.destinationLow = ours.low();
        handshakes.see(answer);
        handshakes.see(ack);

        assertThat(answerTimes()).containsExactly(77L);
        assertThat(measured.get(0).source()).isEqualTo(client);
        assertThat(measured.get(0).destination()).isEqualTo(ours);
    }

    /** Requirement P-02: one Windows and one Linux SYN give the two systems; the ACK is the second choice. */
    @Test
    void system_isThatOfTheSynElseThatOfTheAck() throws Exception {
        handshakes = new Handshakes("dark-1", DARKNET, HandshakeRules.DEFAULT, database(), measured::add);
        system(54, 29_200, "0:1460:mss*20,7:mss,sok,ts,nop,ws:df,id+:0");
        system(120, 8192, "0:1460:*,8:mss,nop,ws,nop,nop,sok:df,id+:0");
        system(54, 29_200, "0:1460:*,7:mss,mss:df,id+:0");
        system(120, 8192, "");
        system(200, 8192, "");

        assertThat(measured.stream().map(MeasurementRecord::passive))
                .containsExactly(
                        new MeasurementRecord.Answer(10, "Linux 3.11 and newer", "syn"),
                        new MeasurementRecord.Answer(10, "Windows 7 or 8", "syn"),
                        new MeasurementRecord.Answer(10, "Linux", "ack"),
                        new MeasurementRecord.Answer(10, "Windows", "ack"),
                        new MeasurementRecord.Answer(10, "", ""));
    }

    private int connections;

    private void system(int ttl, int window, String signature) {
        int port = 2000 + connections++;
        PacketRow syn = fromClient(SECOND, SYN, 100, 0);
        syn.sourcePort = port;
        syn.ttl = ttl;
        syn.window = window;
        syn.synSignature = signature;
        PacketRow answer = fromUs(SECOND + 5, SYN_ACK, 900, 101);
        answer.destinationPort = port;
        PacketRow ack = fromClient(SECOND + 15, ACK, 101, 901);
        ack.sourcePort = port;
        ack.ttl = ttl;
        handshakes.see(syn);
        handshakes.see(answer);
        handshakes.see(ack);
    }

    private SystemSignatures database() throws Exception {
        Path file = folder.resolve("own.fp");
        try {
            Files.writeString(file, """
                    classes = unix,win
                    [tcp:request]
                    label = s:unix:Linux:3.11 and newer
                    sig   = *:64:0:*:mss*20,7:mss,sok,ts,nop,ws:df,id+:0
                    label = s:win:Windows:7 or 8
                    sig   = *:128:0:*:8192,8:mss,nop,ws,nop,nop,sok:df,id+:0
                    """);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        return SystemSignatures.read(file);
    }

    @Test
    void rangesAndRules_areRefusedWithTheirFigures() {
        assertThatThrownBy(() -> new Handshakes("s", Ranges.EVERYTHING, HandshakeRules.DEFAULT, null, measured::add))
                .hasMessage("handshakes are measured at a sensor's own addresses; none are named");
        assertThatThrownBy(() -> new HandshakeRules(0, 1)).hasMessageEndingWith("must be 1 to 16777216, was 0");
        assertThatThrownBy(() -> new HandshakeRules(1, 0))
                .hasMessage("the timeout of a handshake must be 1 to 3600000000 microseconds, was 0");
    }
}
