package org.yamori.jobs.detect.daedalus;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.jobs.flow.Matches;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.AlertKind;

/** What the hosts of each organisation sent to darknets on each day, in one shard: also what alerts nobody. */
final class OrganisationDays {
    private static final long MINUTE_MICROS = 60L * 1_000_000;
    private static final long HOUR_MICROS = 60 * MINUTE_MICROS;
    private static final long DAY_MICROS = 24 * HOUR_MICROS;
    /** A day is kept so long from its start, for what comes late. */
    static final long KEPT_MICROS = 2 * DAY_MICROS;

    private final Destinations.Room room;
    private final TreeMap<Key, Day> days = new TreeMap<>();
    /** When the next overflow is told, of all days. */
    private long overflowDueMicros = Long.MAX_VALUE;

    OrganisationDays(Destinations.Room room) {
        this.room = room;
    }

    /** An organisation and the start of a day in UTC. */
    record Key(long dayMicros, String owner) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byDay = Long.compare(dayMicros, other.dayMicros);
            return byDay != 0 ? byDay : owner.compareTo(other.owner);
        }
    }

    /** Counts of one organisation and day. */
    static final class Day {
        long packets;
        long internal;
        /** Of them packets with a source that nobody uses. */
        long darkSource;
        /** Of them packets of which the organisation wants to hear nothing. */
        long whitelisted;
        /** Of them packets that came too late to alert anybody. */
        long late;
        /** Of them packets of hosts for which there was no room. */
        long overflow;
        /** When that is told before the day is over, and when it was told last. */
        long overflowDueMicros = Long.MAX_VALUE;

        long overflowToldMicros = Long.MIN_VALUE / 2;

        final long[] alerts = new long[AlertKind.values().length];
        Destinations hosts;
        Destinations overflowHosts;
        /** So many slices of late packets went into it. */
        long lateSlices;
        /** The last of them, as its table counts slices. */
        long lastLateSlice;
        /** How often it was told before it was over. */
        long overflowTellings;

        /** It was told, or is to be told, as a whole day. */
        boolean isOver;

        boolean changed;

        Day(Destinations.Room room) {
            hosts = new Destinations(room);
            overflowHosts = new Destinations(room);
        }

        void addLate(long morePackets, long slice) {
            late += morePackets;
            lateSlices += slice == lastLateSlice ? 0 : 1;
            lastLateSlice = slice;
        }

        /** By what came, not by how often it was told: a replay, and who starts again, say the same. */
        long revision() {
            return overflowTellings + lateSlices + (isOver ? 1 : 0);
        }
    }

    static long startOfDay(long micros) {
        return Math.floorDiv(micros, DAY_MICROS) * DAY_MICROS;
    }

    Day of(String owner, long timeMicros) {
        Day day = days.computeIfAbsent(new Key(startOfDay(timeMicros), owner), unseen -> new Day(room));
        day.changed = true;
        return day;
    }

    /** Counts a packet, whatever becomes of it. */
    Day count(String owner, HostPacket packet) {
        Day day = of(owner, packet.timeMicros);
        day.packets += packet.packets;
        day.internal += packet.has(Matches.INTERNAL) ? packet.packets : 0;
        day.darkSource += packet.has(Matches.DARK_SOURCE) ? packet.packets : 0;
        day.hosts.add(SourceKeys.hash(packet.sourceHigh, packet.sourceLow));
        return day;
    }

    /**
     * Counts packets of a host for which there was no room. The day is told as it stands at the end of the minute, and
     * at most once an hour: by event time alone, so that a replay tells the same.
     */
    void countOverflow(Day day, HostPacket packet) {
        day.overflow += packet.packets;
        day.overflowHosts.add(SourceKeys.hash(packet.sourceHigh, packet.sourceLow));
        if (day.overflowDueMicros == Long.MAX_VALUE) {
            long endOfMinute = Math.floorDiv(packet.timeMicros, MINUTE_MICROS) * MINUTE_MICROS + MINUTE_MICROS;
            long due = Math.max(endOfMinute, day.overflowToldMicros + HOUR_MICROS);
            if (due < startOfDay(packet.timeMicros) + DAY_MICROS) {
                day.overflowDueMicros = due;
                overflowDueMicros = Math.min(overflowDueMicros, due);
            }
        }
    }

    boolean overflowIsDue(long nowMicros) {
        return overflowDueMicros <= nowMicros;
    }

    /** Tells days of which hosts overflowed, once it is time to. */
    void tellOverflowsUpTo(long nowMicros, Telling out) {
        overflowDueMicros = Long.MAX_VALUE;
        days.forEach((key, day) -> {
            if (day.overflowDueMicros <= nowMicros) {
                day.overflowToldMicros = day.overflowDueMicros;
                day.overflowDueMicros = Long.MAX_VALUE;
                day.overflowTellings++;
                tell(key, day, out);
            }
            overflowDueMicros = Math.min(overflowDueMicros, day.overflowDueMicros);
        });
    }

    /** Told of a day. */
    interface Telling {
        void tell(Key key, Day day);
    }

    /** Tells days that are over, again if late packets changed them, and forgets those that ended a day ago. */
    void tellThoseBefore(long nowMicros, Telling out) {
        Iterator<Map.Entry<Key, Day>> all = days.entrySet().iterator();
        while (all.hasNext()) {
            var entry = all.next();
            long end = entry.getKey().dayMicros + DAY_MICROS;
            if (end > nowMicros) {
                return;
            }
            entry.getValue().isOver = true;
            tell(entry.getKey(), entry.getValue(), out);
            if (entry.getKey().dayMicros + KEPT_MICROS <= nowMicros) {
                entry.getValue().hosts.release();
                entry.getValue().overflowHosts.release();
                all.remove();
            }
        }
    }

    /** Tells every day as it stands. */
    void tellAll(Telling out) {
        days.forEach((key, day) -> {
            day.isOver = true;
            tell(key, day, out);
        });
    }

    private static void tell(Key key, Day day, Telling out) {
        if (day.changed) {
            day.changed = false;
            out.tell(key, day);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(days.size());
        for (var entry : days.entrySet()) {
            out.writeLong(entry.getKey().dayMicros);
            out.writeUTF(entry.getKey().owner);
            Day day = entry.getValue();
            out.writeLong(day.packets);
            out.writeLong(day.internal);
            out.writeLong(day.darkSource);
            out.writeLong(day.whitelisted);
            out.writeLong(day.late);
            out.writeLong(day.overflow);
            out.writeLong(day.overflowDueMicros);
            out.writeLong(day.overflowToldMicros);
            for (long alerts : day.alerts) {
                out.writeLong(alerts);
            }
            day.hosts.write(out);
            day.overflowHosts.write(out);
            out.writeLong(day.lateSlices);
            out.writeLong(day.overflowTellings);
            out.writeBoolean(day.isOver);
            out.writeBoolean(day.changed);
        }
    }

    void read(DataInput in) throws IOException {
        for (int n = in.readInt(); n > 0; n--) {
            Key key = new Key(in.readLong(), in.readUTF());
            Day day = new Day(room);
            day.packets = in.readLong();
            day.internal = in.readLong();
            day.darkSource = in.readLong();
            day.whitelisted = in.readLong();
            day.late = in.readLong();
            day.overflow = in.readLong();
            day.overflowDueMicros = in.readLong();
            day.overflowToldMicros = in.readLong();
            overflowDueMicros = Math.min(overflowDueMicros, day.overflowDueMicros);
            for (int kind = 0; kind < day.alerts.length; kind++) {
                day.alerts[kind] = in.readLong();
            }
            day.hosts = Destinations.read(in, room);
            day.overflowHosts = Destinations.read(in, room);
            day.lateSlices = in.readLong();
            day.overflowTellings = in.readLong();
            day.isOver = in.readBoolean();
            day.changed = in.readBoolean();
            days.put(key, day);
        }
    }
}
