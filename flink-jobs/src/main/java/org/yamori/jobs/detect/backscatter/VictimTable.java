package org.yamori.jobs.detect.backscatter;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.yamori.jobs.enrich.WatchedAddresses;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.ShardTable;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.TrafficKind;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;
import org.yamori.wire.Finding;
import org.yamori.wire.Shards;

/**
 * The victims of one shard: their answers in spans of ten seconds while packets may still come, and what each came to
 * once the watermark has passed. A source has one home, so nothing has to be merged.
 *
 * <p>Spans are closed one after the other however far the watermark jumps, so every decision is made on the same
 * counts. Beyond {@link AttackRules#victims} those with the fewest packets are let go at the end of each span, of
 * equals those with the larger address.
 */
final class VictimTable implements ShardTable<Finding> {
    private static final long SPAN_MILLIS = VictimSpan.MICROS / 1000;

    private static final Comparator<Attack> LEAST_FIRST = Comparator.comparingLong((Attack attack) -> attack.packets)
            .thenComparing((a, b) -> Long.compareUnsigned(b.high, a.high))
            .thenComparing((a, b) -> Long.compareUnsigned(b.low, a.low));

    private final int shard;
    private final AttackRules rules;
    private final AttackLogic logic;
    private final AttackDocuments documents;
    private final WatchedAddresses addresses;
    private final TreeMap<Long, VictimSpan> spans = new TreeMap<>();
    private final Map<Victim, Attack> victims = new HashMap<>();
    private final Overflow overflow = new Overflow();
    private long watermarkMillis = Long.MIN_VALUE;
    private long openSinceMicros = Long.MIN_VALUE;

    /** An address as a key. */
    private record Victim(long high, long low) {}

    /** What found no room in a minute. */
    static final class Overflow {
        long minuteMicros = Long.MIN_VALUE;
        long packets;
        long victims;
        long victimPackets;
    }

    VictimTable(int shard, AttackRules rules, AttackDocuments documents, WatchedAddresses addresses) {
        this.shard = shard;
        this.rules = rules;
        this.logic = new AttackLogic(rules);
        this.documents = documents;
        this.addresses = addresses;
    }

    /** Late blocks are left to the room traffic: an attack never depends on when something arrived. */
    @Override
    public void add(LabelledSlice labelled) {
        Slice slice = labelled.slice;
        if (slice.late || slice.feed) {
            return;
        }
        byte backscatter = (byte) TrafficKind.BACKSCATTER.ordinal();
        VictimSpan span = null;
        long from = 0;
        for (int row = 0; row < slice.rows; row++) {
            if (labelled.kinds[row] != backscatter) {
                continue;
            }
            long time = slice.timeMicros(row);
            if (span == null || time < from || time - from >= VictimSpan.MICROS) {
                long number = Math.floorDiv(time, VictimSpan.MICROS);
                from = number * VictimSpan.MICROS;
                if (isOver(from + VictimSpan.MICROS)) {
                    span = null;
                    continue;
                }
                span = spans.computeIfAbsent(number, unseen -> new VictimSpan(rules.victims()));
            }
            addRow(span, labelled, row, (int) (time - from));
        }
    }

    private static void addRow(VictimSpan span, LabelledSlice labelled, int row, int offset) {
        Slice slice = labelled.slice;
        byte[] data = slice.data;
        int protocol = data[slice.offset(Column.PROTOCOL) + row] & 0xff;
        int sourcePort = Bytes.unsignedShort(data, slice.offset(Column.SOURCE_PORT) + (row << 1));
        int flags = slice.offset(Column.TCP_FLAGS);
        Answer answer = Answer.of(protocol, sourcePort, flags < 0 ? 0 : data[flags + row] & 0xff);
        int port = answer.quotes() ? quotedPort(slice, row) : Answer.port(protocol, portOf(protocol, sourcePort));
        int source = slice.offset(Column.SOURCE);
        int destination = slice.offset(Column.DESTINATION);
        if (slice.ipv6) {
            span.add(
                    Bytes.bigEndian(data, source + (row << 4)),
                    Bytes.bigEndian(data, source + (row << 4) + 8),
                    offset,
                    answer.ordinal(),
                    port,
                    SourceKeys.hash(
                            Bytes.bigEndian(data, destination + (row << 4)),
                            Bytes.bigEndian(data, destination + (row << 4) + 8)),
                    labelled.countries[row]);
        } else {
            span.add(
                    0,
                    SourceKeys.lowOfIpv4(Bytes.integer(data, source + (row << 2))),
                    offset,
                    answer.ordinal(),
                    port,
                    Shards.mix(Bytes.integer(data, destination + (row << 2)) + 1L),
                    labelled.countries[row]);
        }
    }

    private static int portOf(int protocol, int sourcePort) {
        return protocol == Answer.TCP || protocol == Answer.UDP ? sourcePort : 0;
    }

    /** An ICMP error quotes the packet that the victim got: where that was going is what was attacked. */
    private static int quotedPort(Slice slice, int row) {
        int protocols = slice.offset(Column.QUOTED_PROTOCOL);
        int ports = slice.offset(Column.QUOTED_DESTINATION_PORT);
        int protocol = protocols < 0 ? 0 : slice.data[protocols + row] & 0xff;
        boolean hasPort = ports >= 0 && (protocol == Answer.TCP || protocol == Answer.UDP);
        return Answer.port(protocol, hasPort ? Bytes.unsignedShort(slice.data, ports + (row << 1)) : 0);
    }

    private boolean isOver(long endMicros) {
        return watermarkMillis >= Math.floorDiv(endMicros, 1000L) - 1;
    }

    @Override
    public void advance(long millis, Consumer<Finding> out) {
        watermarkMillis = Math.max(watermarkMillis, millis);
        addresses.mayHaveChanged();
        while (!spans.isEmpty() && isOver((spans.firstKey() + 1) * VictimSpan.MICROS)) {
            Map.Entry<Long, VictimSpan> oldest = spans.pollFirstEntry();
            close(oldest.getKey(), oldest.getValue(), out);
        }
        if (watermarkMillis == Long.MAX_VALUE) {
            // The end of the input closes nothing: nobody knows what would have come.
            tellOverflow(Long.MAX_VALUE, out);
            return;
        }
        long openMicros = Math.floorDiv(watermarkMillis + 1, SPAN_MILLIS) * VictimSpan.MICROS;
        if (openMicros > openSinceMicros) {
            openSinceMicros = openMicros;
            endThose(openMicros, out);
            tellOverflow(openMicros, out);
        }
    }

    private void close(long number, VictimSpan span, Consumer<Finding> out) {
        long from = number * VictimSpan.MICROS;
        endThose(from, out);
        tellOverflow(from, out);
        for (int at : span.inOrder()) {
            long first = from + span.first(at);
            Victim victim = new Victim(span.high(at), span.low(at));
            Attack attack = victims.get(victim);
            if (attack != null && logic.isOver(attack, first)) {
                end(attack, out);
                attack = null;
            }
            if (attack == null) {
                attack = new Attack(victim.high, victim.low, span.country(at));
                victims.put(victim, attack);
            }
            attack.add(number, span.packets(at), first, from + span.last(at));
            span.tell(at, attack.counts);
            decide(attack, from + VictimSpan.MICROS, out);
        }
        countOverflow(from, span.packetsLeftOut(), letGo());
    }

    private void decide(Attack attack, long decidedMicros, Consumer<Finding> out) {
        if (attack.told()) {
            if (AttackLogic.hasGrown(attack)) {
                tell(attack, AttackDocuments.State.GROWTH, decidedMicros, out);
            }
        } else if (logic.mayBe(attack) && logic.isFastEnough(attack, () -> addresses.at(attack.startMicros))) {
            tell(attack, AttackDocuments.State.ONSET, decidedMicros, out);
        }
    }

    private void tell(Attack attack, AttackDocuments.State state, long decidedMicros, Consumer<Finding> out) {
        attack.revision++;
        attack.toldMost = attack.mostInAMinute;
        long watched = addresses.at(attack.startMicros);
        out.accept(documents.attack(attack, state, decidedMicros, watched, logic.placeOf(attack, watched)));
    }

    private void endThose(long nowMicros, Consumer<Finding> out) {
        Iterator<Attack> all = victims.values().iterator();
        while (all.hasNext()) {
            Attack attack = all.next();
            if (logic.isOver(attack, nowMicros)) {
                end(attack, out);
                all.remove();
            }
        }
    }

    private void end(Attack attack, Consumer<Finding> out) {
        if (attack.told()) {
            tell(attack, AttackDocuments.State.END, attack.lastMicros + rules.silenceMicros(), out);
        }
    }

    /** Those that were let go; an attack that was told is not among them while there are others. */
    private List<Attack> letGo() {
        int surplus = victims.size() - rules.victims();
        if (surplus <= 0) {
            return List.of();
        }
        List<Attack> all = new ArrayList<>(victims.values());
        all.sort(Comparator.comparing(Attack::told).thenComparing(LEAST_FIRST));
        List<Attack> gone = List.copyOf(all.subList(0, surplus));
        gone.forEach(attack -> victims.remove(new Victim(attack.high, attack.low)));
        return gone;
    }

    private void countOverflow(long fromMicros, long packets, List<Attack> gone) {
        if (packets == 0 && gone.isEmpty()) {
            return;
        }
        overflow.minuteMicros = AttackDocuments.startOfMinute(fromMicros);
        overflow.packets += packets;
        overflow.victims += gone.size();
        overflow.victimPackets +=
                gone.stream().mapToLong(attack -> attack.packets).sum();
    }

    /** Says what found no room in a minute once it is over. */
    private void tellOverflow(long nowMicros, Consumer<Finding> out) {
        boolean any = overflow.packets > 0 || overflow.victims > 0;
        if (any && AttackDocuments.startOfMinute(nowMicros) > overflow.minuteMicros) {
            out.accept(documents.overflow(shard, overflow));
            overflow.packets = 0;
            overflow.victims = 0;
            overflow.victimPackets = 0;
        }
    }

    int victims() {
        return victims.size();
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(watermarkMillis);
        out.writeInt(spans.size());
        for (Map.Entry<Long, VictimSpan> span : spans.entrySet()) {
            out.writeLong(span.getKey());
            span.getValue().write(out);
        }
        out.writeInt(victims.size());
        for (Attack attack : victims.values()) {
            attack.write(out);
        }
        out.writeLong(overflow.minuteMicros);
        out.writeLong(overflow.packets);
        out.writeLong(overflow.victims);
        out.writeLong(overflow.victimPackets);
    }

    @Override
    public void read(DataInput in) throws IOException {
        watermarkMillis = in.readLong();
        for (int n = in.readInt(); n > 0; n--) {
            spans.put(in.readLong(), VictimSpan.read(in, rules.victims()));
        }
        for (int n = in.readInt(); n > 0; n--) {
            Attack attack = Attack.read(in);
            victims.put(new Victim(attack.high, attack.low), attack);
        }
        overflow.minuteMicros = in.readLong();
        overflow.packets = in.readLong();
        overflow.victims = in.readLong();
        overflow.victimPackets = in.readLong();
    }
}
