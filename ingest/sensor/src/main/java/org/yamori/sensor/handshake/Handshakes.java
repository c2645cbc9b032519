package org.yamori.sensor.handshake;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.block.Ranges;
import org.yamori.wire.AddressSet;
import org.yamori.wire.Finding;
import org.yamori.wire.IpAddress;
import org.yamori.wire.MeasurementRecord;
import org.yamori.wire.MeasurementRecord.Answer;
import org.yamori.wire.PacketRow;
import org.yamori.wire.signature.SynSignature;
import org.yamori.wire.signature.SystemSignatures;

/**
 * The answer times of clients whose SYN a sensor's own addresses answer (requirement P-01): from the last SYN-ACK sent
 * before the ACK to the first ACK that acknowledges it. One measurement a connection; a repeated ACK measures nothing.
 *
 * <p>SYNs and answered handshakes are kept apart, so that a flood of SYNs pushes out no handshake under way. Nothing is
 * allocated per packet. Not for use by several threads.
 */
public final class Handshakes {
    private static final int TCP = 6;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;
    private static final int ACK = 0x10;

    private final String sensor;
    private final Ranges own;
    private Ranges.Period ownNow;
    private final HandshakeRules rules;
    private final @Nullable SystemSignatures systems;
    private final Consumer<MeasurementRecord> measurements;

    private final ConnectionTable syns;
    /** What a SYN showed, by its place in the table. */
    private final String[] signatures;

    private final int[] ttlAndWindow;
    private final ConnectionTable answered;
    private long opened;
    private long measured;
    private long forgotten;

    /**
     * Handshakes with the addresses of one sensor.
     *
     * @param own must name addresses: without them nobody knows who answers
     * @param systems tells operating systems, or null
     */
    public Handshakes(
            String sensor,
            Ranges own,
            HandshakeRules rules,
            @Nullable SystemSignatures systems,
            Consumer<MeasurementRecord> measurements) {
        if (own.isEverything()) {
            throw new IllegalArgumentException("handshakes are measured at a sensor's own addresses; none are named");
        }
        this.sensor = sensor;
        this.own = own;
        this.ownNow = own.at(0);
        this.rules = rules;
        this.systems = systems;
        this.measurements = measurements;
        syns = new ConnectionTable(rules.mostOpen());
        signatures = new String[rules.mostOpen()];
        Arrays.fill(signatures, "");
        ttlAndWindow = new int[rules.mostOpen()];
        answered = new ConnectionTable(rules.mostOpen());
    }

    /** Takes note of a packet that the sensor received or sent. */
    public void see(PacketRow row) {
        if (row.protocol != TCP || (row.fragment & FRAGMENT_OFFSET) != 0) {
            return;
        }
        switch (row.tcpFlags & (FIN | SYN | RST | ACK)) {
            case SYN -> seeSyn(row);
            case SYN | ACK -> seeAnswer(row);
            case ACK, FIN | ACK -> seeAck(row);
            default -> {
                // a reset, or nothing that belongs to a handshake
            }
        }
    }

    private void seeSyn(PacketRow row) {
        if (sentByOwn(row) || !sentToOwn(row)) {
            return;
        }
        int at = syns.findOfClient(row);
        if (at == ConnectionTable.NONE) {
            at = syns.add();
        }
        syns.micros[at] = row.timeMicros;
        syns.sequence[at] = row.sequence;
        signatures[at] = row.synSignature;
        ttlAndWindow[at] = row.ttl << 16 | row.window;
    }

    private void seeAnswer(PacketRow row) {
        if (!sentByOwn(row) || sentToOwn(row)) {
            return;
        }
        int at = answered.findOfServer(row);
        boolean again = at != ConnectionTable.NONE && !isOver(at, row.timeMicros);
        if (again && answered.sequence[at] == row.sequence) {
            // sent once more; after the ACK it was too late and changes nothing
            if (!answered.done[at]) {
                answered.micros[at] = row.timeMicros;
            }
            return;
        }
        if (at == ConnectionTable.NONE) {
            int leaving = answered.nextToLeave();
            if (leaving != ConnectionTable.NONE && !answered.done[leaving] && !isOver(leaving, row.timeMicros)) {
                forgotten++;
            }
            at = answered.add();
        }
        opened++;
        answered.micros[at] = row.timeMicros;
        answered.sequence[at] = row.sequence;
        answered.done[at] = false;
    }

    private void seeAck(PacketRow row) {
        int at = answered.findOfClient(row);
        if (at == ConnectionTable.NONE || answered.done[at] || row.acknowledgement != answered.sequence[at] + 1) {
            return;
        }
        long micros = row.timeMicros - answered.micros[at];
        if (micros >= 0 && micros <= rules.timeoutMicros()) {
            answered.done[at] = true;
            measured++;
            measurements.accept(measurement(row, micros));
        }
    }

    private boolean isOver(int at, long nowMicros) {
        return nowMicros - answered.micros[at] > rules.timeoutMicros();
    }

    private MeasurementRecord measurement(PacketRow ack, long micros) {
        IpAddress source = ack.ipv6 ? IpAddress.ofIpv6(ack.sourceHigh, ack.sourceLow) : IpAddress.ofIpv4(ack.source);
        IpAddress destination = ack.ipv6
                ? IpAddress.ofIpv6(ack.destinationHigh, ack.destinationLow)
                : IpAddress.ofIpv4(ack.destination);
        String key = sensor + " " + source + " " + ack.sourcePort + " " + destination + " " + ack.destinationPort;
        return new MeasurementRecord(
                Finding.id("handshake", key, "", ack.timeMicros),
                1,
                ack.timeMicros,
                sensor,
                source,
                destination,
                answer(ack, micros),
                MeasurementRecord.Ping.NONE,
                Answer.NONE);
    }

    /** The system as the SYN shows it; where it shows none, as the ACK does. */
    private Answer answer(PacketRow ack, long micros) {
        SystemSignatures known = systems;
        if (known == null) {
            return new Answer(micros, "");
        }
        Optional<String> ofSyn = systemOfSyn(known, ack);
        if (ofSyn.isPresent()) {
            return new Answer(micros, ofSyn.get(), Answer.SYN);
        }
        String ofAck = known.systemOfAck(ack.ipv6, ack.ttl, ack.fragment, ack.ipId);
        return new Answer(micros, ofAck, ofAck.isEmpty() ? "" : Answer.ACK);
    }

    private Optional<String> systemOfSyn(SystemSignatures known, PacketRow ack) {
        int at = syns.findOfClient(ack);
        if (at == ConnectionTable.NONE
                || signatures[at].isEmpty()
                || syns.sequence[at] + 1 != ack.sequence
                || ack.timeMicros - syns.micros[at] > 2 * rules.timeoutMicros()) {
            return Optional.empty();
        }
        SynSignature signature =
                SynSignature.of(ack.ipv6, ttlAndWindow[at] >>> 16, ttlAndWindow[at] & 0xffff, signatures[at]);
        return known.match(signature)
                .filter(match -> !match.label().isTool())
                .map(match -> match.label().text());
    }

    private boolean sentByOwn(PacketRow row) {
        AddressSet addresses = ownAt(row.timeMicros);
        return row.ipv6 ? addresses.contains(row.sourceHigh, row.sourceLow) : addresses.contains(row.source);
    }

    private boolean sentToOwn(PacketRow row) {
        AddressSet addresses = ownAt(row.timeMicros);
        return row.ipv6
                ? addresses.contains(row.destinationHigh, row.destinationLow)
                : addresses.contains(row.destination);
    }

    private AddressSet ownAt(long micros) {
        if (!ownNow.holdsAt(micros)) {
            ownNow = own.at(micros);
        }
        return ownNow.addresses();
    }

    public HandshakeTally tally() {
        return new HandshakeTally(opened, measured, forgotten);
    }
}
