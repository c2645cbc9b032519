package org.yamori.jobs.detect.daedalus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.Matches;
import org.yamori.jobs.flow.ShardTable;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.AlertKind;
import org.yamori.wire.AlertThresholds;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;
import org.yamori.wire.Finding;
import org.yamori.wire.Membership;

/**
 * The hosts of registered organisations in one shard. Packets wait, a tenth of a second of event time together, until
 * the watermark has passed; then each host takes its packets in the order of their times, and what became due before a
 * packet is told before it. So every decision is made on the same packets in the same order, however they came.
 */
final class HostTable implements ShardTable<AlertSign> {
    private static final long SPAN_MILLIS = PacketSpan.MICROS / 1000;

    private static final Comparator<HostCase> BY_ADDRESS = Comparator.comparing(
                    (HostCase host) -> host.high, Long::compareUnsigned)
            .thenComparing(host -> host.low, Long::compareUnsigned);

    private final int shard;
    private final DaedalusRules rules;
    private final Owners owners;
    private final AlertDocuments documents;
    private final TreeMap<Long, PacketSpan> spans = new TreeMap<>();
    private final Map<Host, HostCase> cases = new HashMap<>();
    /** Every case once. */
    private final TreeSet<Due> due =
            new TreeSet<>(Comparator.comparingLong(Due::micros).thenComparing(Due::host, BY_ADDRESS));

    private final Destinations.Room room;
    private final OrganisationDays days;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> placeOfName = new HashMap<>();
    private final HostPacket packet = new HostPacket();
    private long watermarkMillis = Long.MIN_VALUE;
    private long slices;
    private int darkCases;

    /** An address as a key. */
    private record Host(long high, long low) {}

    /** When a host is looked at again. */
    private record Due(long micros, HostCase host) {}

    HostTable(int shard, DaedalusRules rules, Owners owners, AlertDocuments documents) {
        this.shard = shard;
        this.rules = rules;
        this.owners = owners;
        this.documents = documents;
        room = new Destinations.Room(rules.destinations());
        days = new OrganisationDays(room);
    }

    @Override
    public void add(LabelledSlice labelled) {
        Matches matches = labelled.matches;
        slices++;
        PacketSpan span = null;
        long from = 0;
        for (int match = 0; match < matches.size(); match++) {
            read(labelled, match);
            long number = Math.floorDiv(packet.timeMicros, PacketSpan.MICROS);
            if (labelled.slice.late || isOver((number + 1) * PacketSpan.MICROS)) {
                countLate();
            } else {
                if (span == null || number * PacketSpan.MICROS != from) {
                    from = number * PacketSpan.MICROS;
                    span = spans.computeIfAbsent(number, unseen -> new PacketSpan(rules.rows()));
                }
                span.add(packet);
            }
        }
    }

    /** An alert never depends on when something arrived: what is late is counted, no more. */
    private void countLate() {
        long day = OrganisationDays.startOfDay(packet.timeMicros);
        if (watermarkMillis == Long.MIN_VALUE || day + OrganisationDays.KEPT_MICROS > watermarkMillis * 1000) {
            days.count(names.get(packet.owner), packet).addLate(packet.packets, slices);
        }
    }

    private void read(LabelledSlice labelled, int match) {
        Slice slice = labelled.slice;
        Matches matches = labelled.matches;
        byte[] data = slice.data;
        int row = matches.rows[match];
        packet.timeMicros = slice.timeMicros(row);
        packet.lastMicros = packet.timeMicros;
        packet.packets = 1;
        packet.marks = matches.marks[match];
        packet.owner = placeOf(matches.names[matches.owners[match]]);
        int source = slice.offset(Column.SOURCE);
        int destination = slice.offset(Column.DESTINATION);
        if (slice.ipv6) {
            packet.sourceHigh = Bytes.bigEndian(data, source + (row << 4));
            packet.sourceLow = Bytes.bigEndian(data, source + (row << 4) + 8);
            packet.destinationHigh = Bytes.bigEndian(data, destination + (row << 4));
            packet.destinationLow = Bytes.bigEndian(data, destination + (row << 4) + 8);
        } else {
            packet.sourceHigh = 0;
            packet.sourceLow = SourceKeys.lowOfIpv4(Bytes.integer(data, source + (row << 2)));
            packet.destinationHigh = 0;
            packet.destinationLow = SourceKeys.lowOfIpv4(Bytes.integer(data, destination + (row << 2)));
        }
        packet.ports = two(slice, Column.SOURCE_PORT, row) << 16 | two(slice, Column.DESTINATION_PORT, row);
        packet.header = HostPacket.header(
                one(slice, Column.PROTOCOL, row),
                one(slice, Column.TTL, row),
                one(slice, Column.TCP_FLAGS, row),
                labelled.kinds[row],
                labelled.tools[row]);
    }

    private static int one(Slice slice, Column column, int row) {
        int at = slice.offset(column);
        return at < 0 ? 0 : slice.data[at + row] & 0xff;
    }

    private static int two(Slice slice, Column column, int row) {
        int at = slice.offset(column);
        return at < 0 ? 0 : Bytes.unsignedShort(slice.data, at + (row << 1));
    }

    private int placeOf(String name) {
        return placeOfName.computeIfAbsent(name, unseen -> {
            names.add(unseen);
            return names.size() - 1;
        });
    }

    /** The last millisecond of the last tenth that a watermark has passed. */
    static long toldUpToMillis(long watermarkMillis) {
        return Math.floorDiv(watermarkMillis + 1, SPAN_MILLIS) * SPAN_MILLIS - 1;
    }

    private boolean isOver(long endMicros) {
        return watermarkMillis >= Math.floorDiv(endMicros, 1000L) - 1;
    }

    @Override
    public void advance(long millis, Consumer<AlertSign> out) {
        watermarkMillis = Math.max(watermarkMillis, millis);
        while (!spans.isEmpty() && isOver((spans.firstKey() + 1) * PacketSpan.MICROS)) {
            PacketSpan span = spans.pollFirstEntry().getValue();
            for (int row : span.inOrder()) {
                span.read(row, packet);
                tellWhatIsDue(packet.timeMicros, out);
                take(out);
            }
        }
        if (watermarkMillis == Long.MAX_VALUE) {
            tellAsItStands(out);
        } else {
            long now = (toldUpToMillis(watermarkMillis) + 1) * 1000;
            tellWhatIsDue(now, out);
            days.tellThoseBefore(now, (key, day) -> out.accept(told(documents.day(shard, key, day))));
        }
    }

    /** The end of the input closes nothing: nobody knows what would have come. */
    private void tellAsItStands(Consumer<AlertSign> out) {
        List<HostCase> open = new ArrayList<>(cases.values());
        open.sort(BY_ADDRESS);
        for (HostCase host : open) {
            if (host.unit.hasNews()) {
                tellUnit(host, out);
            }
        }
        days.tellAll((key, day) -> out.accept(told(documents.day(shard, key, day))));
    }

    private void take(Consumer<AlertSign> out) {
        String name = names.get(packet.owner);
        OrganisationDays.Day day = days.count(name, packet);
        Owners.Owner owner = owners.of(name, packet.timeMicros);
        if (owner.whitelists(packet)) {
            day.whitelisted += packet.packets;
            return;
        }
        Host key = new Host(packet.sourceHigh, packet.sourceLow);
        HostCase host = cases.get(key);
        if (host != null && !host.owner.equals(name)) {
            close(host, packet.timeMicros, out);
            host = null;
        }
        if (host == null) {
            boolean dark = packet.has(Matches.DARK_SOURCE);
            if (cases.size() >= rules.hosts() || (dark && darkCases >= rules.darkHosts())) {
                days.countOverflow(day, packet);
                return;
            }
            host = open(key, name, owner, dark);
            add(host, owner);
            tell(host, AlertKind.NEW, host.firstMicros, out);
            lookAgain(host, host.closingDue());
        } else {
            if (packet.timeMicros >= host.unit.toMicros) {
                host.begin(unitAt(host, packet.timeMicros, owner));
            }
            add(host, owner);
        }
        watch(host, owner, out);
        long next = Math.min(host.unitDue(), host.closingDue());
        if (next < host.dueMicros) {
            lookAgain(host, next);
        }
    }

    private void lookAgain(HostCase host, long micros) {
        due.remove(new Due(host.dueMicros, host));
        host.dueMicros = micros;
        due.add(new Due(micros, host));
    }

    private HostCase open(Host key, String name, Owners.Owner owner, boolean dark) {
        HostCase host = new HostCase(
                key.high,
                key.low,
                name,
                packet.timeMicros,
                AlertLogic.unitAt(packet.timeMicros, packet.timeMicros, owner.thresholds(), owner.zone(), room));
        host.unit.hasFirstOfCase = true;
        host.dark = dark;
        darkCases += dark ? 1 : 0;
        cases.put(key, host);
        return host;
    }

    private UnitCounts unitAt(HostCase host, long timeMicros, Owners.Owner owner) {
        return AlertLogic.unitAt(timeMicros, host.firstMicros, owner.thresholds(), owner.zone(), room);
    }

    private void add(HostCase host, Owners.Owner owner) {
        Membership membership = owners.at(packet.timeMicros).membership();
        host.lastMicros = Math.max(host.lastMicros, packet.lastMicros);
        host.quietMicros = packet.has(Matches.DARK_SOURCE)
                ? Math.max(owner.thresholds().quietMicros(), rules.darkQuietMicros())
                : owner.thresholds().quietMicros();
        host.unit.add(packet);
        host.behaviour.add(
                packet,
                (high, low, nextHigh, nextLow) -> SourceKeys.isIpv4(high, low)
                        ? membership.follows((int) low, (int) nextLow)
                        : high == nextHigh && low + 1 == nextLow);
    }

    /** Looks whether so many packets as are urgent lie in one window; the pattern decides what becomes of it. */
    private void watch(HostCase host, Owners.Owner owner, Consumer<AlertSign> out) {
        AlertThresholds thresholds = owner.thresholds();
        boolean over = host.times.add(packet.timeMicros, packet.packets, thresholds.windowMicros(), thresholds.count());
        boolean first = host.armedFrom != host.unit.fromMicros;
        if (over && (first || !host.over)) {
            String key = AlertDocuments.caseId(host);
            if (first) {
                host.armedFrom = host.unit.fromMicros;
                out.accept(new AlertSign(AlertSign.Step.ARMED, key, host.unit.number, packet.timeMicros, null));
            }
            days.of(host.owner, packet.timeMicros).alerts[AlertKind.URGENT.ordinal()] += first ? 1 : 0;
            out.accept(new AlertSign(
                    AlertSign.Step.CROSSED,
                    key,
                    host.unit.number,
                    packet.timeMicros,
                    document(host, AlertKind.URGENT, packet.timeMicros)));
        }
        host.over = over;
    }

    /**
     * Tells units that ended and overflows, and closes hosts that were quiet, up to a time and in the order of time.
     */
    private void tellWhatIsDue(long nowMicros, Consumer<AlertSign> out) {
        while (!due.isEmpty() && due.first().micros <= nowMicros) {
            Due next = due.first();
            tellOverflows(next.micros, out);
            HostCase host = next.host;
            if (host.unitDue() <= next.micros) {
                tellUnit(host, out);
            }
            if (host.closingDue() <= next.micros) {
                close(host, next.micros, out);
            } else {
                lookAgain(host, Math.min(host.unitDue(), host.closingDue()));
            }
        }
        tellOverflows(nowMicros, out);
    }

    private void tellOverflows(long nowMicros, Consumer<AlertSign> out) {
        if (days.overflowIsDue(nowMicros)) {
            days.tellOverflowsUpTo(nowMicros, (key, day) -> out.accept(told(documents.day(shard, key, day))));
        }
    }

    private void tellUnit(HostCase host, Consumer<AlertSign> out) {
        tell(host, AlertKind.CONTINUING, host.unit.toMicros, out);
        host.begin(new UnitCounts(host.unit.number, host.unit.fromMicros, host.unit.toMicros, room));
    }

    private void tell(HostCase host, AlertKind kind, long timeMicros, Consumer<AlertSign> out) {
        days.of(host.owner, timeMicros).alerts[kind.ordinal()]++;
        out.accept(told(document(host, kind, timeMicros)));
    }

    private void close(HostCase host, long timeMicros, Consumer<AlertSign> out) {
        cases.remove(new Host(host.high, host.low));
        due.remove(new Due(host.dueMicros, host));
        darkCases -= host.dark ? 1 : 0;
        if (host.unit.hasNews()) {
            tell(host, AlertKind.CONTINUING, timeMicros, out);
        }
        out.accept(told(documents.closing(host, timeMicros, context(host, timeMicros))));
        host.unit.destinations.release();
    }

    private Finding document(HostCase host, AlertKind kind, long timeMicros) {
        return documents.alert(host, kind, timeMicros, context(host, timeMicros));
    }

    private AlertDocuments.Context context(HostCase host, long timeMicros) {
        Owners.Owner owner = owners.of(host.owner, timeMicros);
        Membership membership = owners.at(timeMicros).membership();
        boolean ipv4 = SourceKeys.isIpv4(host.high, host.low);
        int place = ipv4 ? membership.find((int) host.low) : membership.find(host.high, host.low);
        return new AlertDocuments.Context(owner, membership.darkAddresses() - membership.darkAddressesOf(place));
    }

    private static AlertSign told(Finding finding) {
        return new AlertSign(AlertSign.Step.TOLD, "", 0, finding.anchorMicros(), finding);
    }

    int hosts() {
        return cases.size();
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(watermarkMillis);
        out.writeInt(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
        out.writeInt(spans.size());
        for (Map.Entry<Long, PacketSpan> span : spans.entrySet()) {
            out.writeLong(span.getKey());
            span.getValue().write(out);
        }
        out.writeInt(cases.size());
        for (HostCase host : cases.values()) {
            host.write(out);
        }
        days.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        watermarkMillis = in.readLong();
        for (int n = in.readInt(); n > 0; n--) {
            placeOf(in.readUTF());
        }
        for (int n = in.readInt(); n > 0; n--) {
            spans.put(in.readLong(), PacketSpan.read(in, rules.rows()));
        }
        for (int n = in.readInt(); n > 0; n--) {
            HostCase host = HostCase.read(in, room);
            cases.put(new Host(host.high, host.low), host);
            due.add(new Due(host.dueMicros, host));
            darkCases += host.dark ? 1 : 0;
        }
        days.read(in);
    }
}
