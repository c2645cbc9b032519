package org.yamori.sensor.block;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.Interruption;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.SourceTally;
import org.yamori.wire.PacketRow;

/** A source of hand-made packets; a null stands for a record that is refused. */
public final class Packets implements PacketSource {
    /** A packet's time and addresses. */
    public record Packet(long timeMicros, int source, int destination, boolean ipv6) {}

    private final List<@Nullable Packet> packets = new ArrayList<>();
    private final boolean knowsOrder;
    private final Map<Integer, List<Interruption>> interruptions = new HashMap<>();
    private boolean ended;
    private int next;
    private long refused;
    private long latestMicros = Long.MIN_VALUE;

    private Packets(boolean knowsOrder) {
        this.knowsOrder = knowsOrder;
    }

    /** States the earliest time still to come. */
    public static Packets scanned() {
        return new Packets(true);
    }

    /** States the latest time so far, as if packets came in order. */
    public static Packets trusted() {
        return new Packets(false);
    }

    public Packets at(long timeMicros) {
        return add(new Packet(timeMicros, 0xc0000201, 0x0a000001, false));
    }

    public Packets ipv6At(long timeMicros) {
        return add(new Packet(timeMicros, 1, 2, true));
    }

    /** What befalls the sensor before the packet that is added next, or after the last. */
    public Packets interrupted(Interruption interruption) {
        interruptions
                .computeIfAbsent(packets.size(), unseen -> new ArrayList<>())
                .add(interruption);
        return this;
    }

    @Override
    public List<Interruption> interruptions() {
        return interruptions.getOrDefault(ended ? next : next - 1, List.of());
    }

    public Packets add(Packet packet) {
        packets.add(packet);
        return this;
    }

    public Packets refused() {
        packets.add(null);
        return this;
    }

    @Override
    public boolean next(PacketRow row) {
        while (next < packets.size()) {
            Packet packet = packets.get(next++);
            if (packet == null) {
                refused++;
                continue;
            }
            row.clear();
            row.timeMicros = packet.timeMicros;
            row.ipv6 = packet.ipv6;
            row.source = packet.source;
            row.sourceLow = packet.source;
            row.destination = packet.destination;
            row.destinationLow = packet.destination;
            row.protocol = 6;
            latestMicros = Math.max(latestMicros, packet.timeMicros);
            return true;
        }
        ended = true;
        return false;
    }

    @Override
    public long watermarkMicros() {
        if (!knowsOrder) {
            return latestMicros;
        }
        long earliest = Long.MAX_VALUE;
        for (int i = next; i < packets.size(); i++) {
            Packet packet = packets.get(i);
            earliest = packet == null ? earliest : Math.min(earliest, packet.timeMicros);
        }
        return earliest;
    }

    @Override
    public SourceTally tally() {
        Map<String, Long> reasons = new TreeMap<>();
        if (refused > 0) {
            reasons.put("made up", refused);
        }
        return new SourceTally(next, next - refused, reasons);
    }

    @Override
    public void close() {}
}
