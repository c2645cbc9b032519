package org.yamori.cli.bench;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.yamori.sensor.Interruption;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.SourceTally;
import org.yamori.wire.PacketRow;

/** The packets of a plan's hosts at one sensor, among those of its background. */
final class AlertingHosts implements PacketSource {
    private static final int TCP = 6;
    private static final int SYN = 2;
    private static final int HEADER_BYTES = 40;

    private final AlertPlan plan;
    private final long startMicros;
    private final int sensor;
    private final PacketSource background;
    private final PriorityQueue<Next> hosts = new PriorityQueue<>(
            Comparator.comparingLong((Next next) -> next.micros).thenComparingInt(next -> next.host));
    /** A packet of the background that waits for a host's. */
    private final PacketRow waiting = new PacketRow();

    private boolean waits;
    private boolean backgroundEnded;
    private List<Interruption> interruptions = List.of();
    private List<Interruption> waitingInterruptions = List.of();
    private long packets;
    private long lastMicros;

    /** The packet of a host that comes next. */
    private static final class Next {
        final int host;
        int packet;
        long micros;

        Next(int host, int packet) {
            this.host = host;
            this.packet = packet;
        }
    }

    AlertingHosts(AlertPlan plan, long startMicros, int sensor, PacketSource background) {
        this.plan = plan;
        this.startMicros = startMicros;
        this.sensor = sensor;
        this.background = background;
        for (int host = 0; host < plan.hosts(); host++) {
            if (sensor < plan.reporting(plan.phaseOf(host))) {
                add(new Next(host, sensor));
            }
        }
    }

    /** Packets that come while the sensor is silent are nobody's. */
    private void add(Next next) {
        long micros = plan.timeMicros(next.host, next.packet);
        if (next.packet < AlertPlan.PACKETS_OF_A_HOST && !plan.isSilent(sensor, micros)) {
            next.micros = startMicros + micros;
            hosts.add(next);
        }
    }

    @Override
    public boolean next(PacketRow row) throws IOException {
        interruptions = List.of();
        if (!waits && !backgroundEnded) {
            if (background.next(row)) {
                if (hosts.isEmpty() || hosts.peek().micros > row.timeMicros) {
                    interruptions = background.interruptions();
                    return given(row);
                }
                copy(row, waiting);
                waits = true;
            } else {
                backgroundEnded = true;
            }
            waitingInterruptions = background.interruptions();
        }
        if (!hosts.isEmpty() && (!waits || hosts.peek().micros <= waiting.timeMicros)) {
            fill(row, hosts.remove());
            return given(row);
        }
        interruptions = waitingInterruptions;
        waitingInterruptions = List.of();
        if (!waits) {
            return false;
        }
        copy(waiting, row);
        waits = false;
        return given(row);
    }

    private boolean given(PacketRow row) {
        packets++;
        lastMicros = row.timeMicros;
        return true;
    }

    private void fill(PacketRow row, Next next) {
        row.clear();
        row.timeMicros = next.micros;
        row.source = plan.source(next.host);
        row.destination = plan.destination(sensor, next.host * 31 + next.packet * 101);
        row.protocol = TCP;
        row.sourcePort = 1_024 + next.packet;
        row.destinationPort = 445;
        row.tcpFlags = SYN;
        row.sequence = next.host * 1_000_003 + next.packet;
        row.window = 8_192;
        row.ttl = 116;
        row.ipId = next.packet;
        row.totalLength = HEADER_BYTES;
        next.packet += plan.reporting(plan.phaseOf(next.host));
        add(next);
    }

    /** All that a packet of the background has: IPv4, no quotes. */
    private static void copy(PacketRow from, PacketRow to) {
        to.clear();
        to.timeMicros = from.timeMicros;
        to.source = from.source;
        to.destination = from.destination;
        to.protocol = from.protocol;
        to.sourcePort = from.sourcePort;
        to.destinationPort = from.destinationPort;
        to.tcpFlags = from.tcpFlags;
        to.sequence = from.sequence;
        to.acknowledgement = from.acknowledgement;
        to.window = from.window;
        to.ttl = from.ttl;
        to.ipId = from.ipId;
        to.totalLength = from.totalLength;
        to.fragment = from.fragment;
        to.synOptions = from.synOptions;
        to.synSignature = from.synSignature;
        to.payloadLength = from.payloadLength;
        to.payloadHash = from.payloadHash;
        to.payloadClass = from.payloadClass;
    }

    @Override
    public long watermarkMicros() {
        return lastMicros;
    }

    @Override
    public List<Interruption> interruptions() {
        return interruptions;
    }

    @Override
    public SourceTally tally() {
        return new SourceTally(packets, packets, Map.of());
    }

    @Override
    public void close() throws IOException {
        background.close();
    }
}
