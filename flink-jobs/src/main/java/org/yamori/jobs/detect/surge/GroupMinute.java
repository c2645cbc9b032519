package org.yamori.jobs.detect.surge;

import java.util.Arrays;
import java.util.List;
import org.yamori.jobs.flow.Radix;

/**
 * What all shards saw of a group's ports in one minute, in the order of the ports: what is known of a port is touched
 * once, and not once for each of its sources and shards.
 *
 * <p>Shards that kept only some of a port's sources are left out of the sources here, since each of theirs stands for
 * several.
 */
final class GroupMinute {
    private static final int FIRST_SIGHTINGS = 1 << 10;
    /** So many places of memory are asked for before the first is waited for. */
    private static final int AT_A_TIME = 64;

    private final GroupTable.Ports ports;
    private final long[] packets;
    private final long[] destinations;
    private final long[] sensors;
    private long[] sightings = new long[FIRST_SIGHTINGS];
    private long[] spare = new long[FIRST_SIGHTINGS];
    private int size;
    /** Nobody reads it; without it the compiler would leave out what only brings memory near. */
    long touched;

    GroupMinute(GroupTable.Ports ports) {
        this.ports = ports;
        int count = ports.seriesOf().length;
        packets = new long[count];
        destinations = new long[count];
        sensors = new long[count];
    }

    /** Puts the shares of shards in the place of what was there. */
    void take(List<SurgePartial> partials) {
        Arrays.fill(packets, 0);
        Arrays.fill(destinations, 0);
        Arrays.fill(sensors, 0);
        int sources = 0;
        for (SurgePartial partial : partials) {
            sources += partial.sightings.length;
            for (int i = 0; i < partial.series.length; i++) {
                int port = ports.number(partial.series[i]);
                packets[port] += partial.packets[i];
                destinations[port] |= partial.destinations[i];
                sensors[port] |= partial.sensors[i];
            }
        }
        if (sources > sightings.length || sources < sightings.length / 16) {
            sightings = new long[Math.max(FIRST_SIGHTINGS, Integer.highestOneBit(sources) * 2)];
            spare = new long[sightings.length];
        }
        size = 0;
        for (SurgePartial partial : partials) {
            if (!partial.isSample()) {
                System.arraycopy(partial.sightings, 0, sightings, size, partial.sightings.length);
                size += partial.sightings.length;
            }
        }
        long[] sorted = Radix.sort(sightings, spare, size, Sighting.PORT_SHIFT, Sighting.PORT_SHIFT + PortSeries.BITS);
        spare = sorted == sightings ? spare : sightings;
        sightings = sorted;
    }

    /** Counts the minute into the last hour of its ports and the memory of its sources, and marks who is new. */
    void count(long minute, PortMinutes minutes, SourceMemory memory, SourceParts parts) {
        int next = 0;
        int near = 0;
        for (int port = 0; port < packets.length; port++) {
            if (packets[port] == 0) {
                continue;
            }
            int row = minutes.rowAt(port, minute);
            minutes.add(row, packets[port], destinations[port], sensors[port]);
            int series = ports.seriesOf()[port];
            boolean byParts = parts.isCounted(port);
            for (; next < size && Sighting.series(Sighting.pair(sightings[next])) == series; next++) {
                if (next == near) {
                    near = fetch(near, memory);
                }
                int ago = memory.see(Sighting.pair(sightings[next]), minute);
                if (ago == SourceMemory.NEVER) {
                    sightings[next] = Sighting.asNewcomer(sightings[next]);
                }
                minutes.see(row, ago, 1);
                if (byParts) {
                    parts.see(port, sightings[next], minute, ago, 1, destinations[port], sensors[port]);
                }
            }
        }
    }

    private int fetch(int from, SourceMemory memory) {
        int to = Math.min(size, from + AT_A_TIME);
        long all = 0;
        for (int i = from; i < to; i++) {
            all += memory.touch(Sighting.pair(sightings[i]));
        }
        touched += all;
        return to;
    }

    /** The sightings in the order of their ports; of an array that is longer than these. */
    long[] sightings() {
        return sightings;
    }

    int size() {
        return size;
    }
}
