package org.yamori.jobs.detect.traffic;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.yamori.jobs.flow.SourceKeys;

/**
 * What every port received, and from which sources: sorted columns, ports ascending, the members of each ascending.
 *
 * <p>A member is a source with its country in the lowest 16 bits: the IPv4 address, or of other sources 47 bits of a
 * hash and the top bit.
 */
final class PortRun {
    static final PortRun EMPTY = new PortRun(0, 0);

    /** Not {@link SourceKeys#hash}, whose 64 bits can be chosen by who chooses an address, and so the 47 kept here. */
    private static final Hasher64 HASHER = Hashing.komihash5_0();

    private static final int COUNTRY_BITS = 16;
    private static final long COUNTRY_MASK = (1L << COUNTRY_BITS) - 1;
    private static final long SOURCE_MASK = (1L << (Long.SIZE - COUNTRY_BITS)) - 1;

    /** Written in place of a distance, to which one is added. */
    private static final int OTHER_COUNTRY = 0;

    /** Up to so many are copied one by one; most ports of a minute have one source. */
    private static final int FEW = 8;

    final int[] ports;
    final long[] packets;
    final long[] bytes;
    /** Rows whose count was an empty cell. */
    final long[] missing;
    /** Where the members of each port begin, and after the last port where they end. */
    private final int[] starts;

    final long[] members;
    private int size;
    private int filled;

    PortRun(int mostPorts, int mostMembers) {
        ports = new int[mostPorts];
        packets = new long[mostPorts];
        bytes = new long[mostPorts];
        missing = new long[mostPorts];
        starts = new int[mostPorts + 1];
        members = new long[mostMembers];
    }

    private PortRun(PortRun wider) {
        ports = Arrays.copyOf(wider.ports, wider.size);
        packets = Arrays.copyOf(wider.packets, wider.size);
        bytes = Arrays.copyOf(wider.bytes, wider.size);
        missing = Arrays.copyOf(wider.missing, wider.size);
        starts = Arrays.copyOf(wider.starts, wider.size + 1);
        members = Arrays.copyOf(wider.members, wider.filled);
        size = wider.size;
        filled = wider.filled;
    }

    /** The same in arrays without much room to spare. */
    PortRun trimmed() {
        boolean tight = size > ports.length - ports.length / 8 && filled > members.length - members.length / 8;
        return tight ? this : new PortRun(this);
    }

    /** Ports. */
    int size() {
        return size;
    }

    /** Pairs of a port and a source. */
    int pairs() {
        return filled;
    }

    int start(int at) {
        return starts[at];
    }

    int end(int at) {
        return starts[at + 1];
    }

    int sources(int at) {
        return starts[at + 1] - starts[at];
    }

    static long member(long high, long low, short country) {
        long source = SourceKeys.isIpv4(high, low)
                ? (low & 0xffffffffL) << 16
                : (HASHER.hashLongLongToLong(high, low) & ~0xffffL) | Long.MIN_VALUE;
        return source | (country & 0xffffL);
    }

    static boolean isSameSource(long member, long other) {
        return ((member ^ other) & ~0xffffL) == 0;
    }

    static short country(long member) {
        return (short) member;
    }

    /** Begins the next port, which is larger than all before. */
    void begin(int port) {
        ports[size++] = port;
        starts[size] = filled;
    }

    void count(long morePackets, long moreBytes, long moreMissing) {
        packets[size - 1] += morePackets;
        bytes[size - 1] += moreBytes;
        missing[size - 1] += moreMissing;
    }

    /** Adds a member of the port that was begun last; it is larger than all before. */
    void add(long member) {
        members[filled++] = member;
        starts[size] = filled;
    }

    /** Adds a member, or its country to the one before where their hashes are the same. */
    void addOrMerge(long member) {
        if (filled > start(size - 1) && isSameSource(members[filled - 1], member)) {
            members[filled - 1] = smallestCountry(members[filled - 1], member);
        } else {
            add(member);
        }
    }

    /** Adds members of the port that was begun last, out of another run. */
    void addAll(PortRun other, int from, int to) {
        int many = to - from;
        if (many <= FEW) {
            for (int i = from; i < to; i++) {
                members[filled++] = other.members[i];
            }
        } else {
            System.arraycopy(other.members, from, members, filled, many);
            filled += many;
        }
        starts[size] = filled;
    }

    /** Adds what two runs have of one port; of one source the smallest country that is named. */
    void addMerged(PortRun left, int leftAt, PortRun right, int rightAt) {
        long[] ours = left.members;
        long[] theirs = right.members;
        int i = left.start(leftAt);
        int endI = left.end(leftAt);
        int j = right.start(rightAt);
        int endJ = right.end(rightAt);
        int to = filled;
        while (i < endI && j < endJ) {
            long mine = ours[i];
            long other = theirs[j];
            if (isSameSource(mine, other)) {
                members[to++] = smallestCountry(mine, other);
                i++;
                j++;
            } else if (mine < other) {
                members[to++] = mine;
                i++;
            } else {
                members[to++] = other;
                j++;
            }
        }
        filled = to;
        addAll(left, i, endI);
        addAll(right, j, endJ);
    }

    private static long smallestCountry(long member, long other) {
        if (country(member) == 0 || country(other) == 0) {
            return member | other;
        }
        return Math.min(member, other);
    }

    /** Forgets the members of the port that was begun last. */
    void dropMembers() {
        filled = start(size - 1);
        starts[size] = filled;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        out.writeInt(filled);
        int port = 0;
        for (int at = 0; at < size; at++) {
            Varints.write(out, ports[at] - port);
            port = ports[at];
            Varints.write(out, packets[at]);
            Varints.write(out, bytes[at]);
            Varints.write(out, missing[at]);
            Varints.write(out, sources(at));
            long last = 0;
            for (int i = start(at); i < end(at); i++) {
                if (country(members[i]) != country(last)) {
                    Varints.write(out, OTHER_COUNTRY);
                    Varints.write(out, country(members[i]) & COUNTRY_MASK);
                }
                Varints.write(out, 1 + (((members[i] >>> COUNTRY_BITS) - (last >>> COUNTRY_BITS)) & SOURCE_MASK));
                last = members[i];
            }
        }
    }

    static PortRun read(DataInput in) throws IOException {
        PortRun run = new PortRun(in.readInt(), in.readInt());
        int port = 0;
        while (run.size < run.ports.length) {
            port += (int) Varints.read(in);
            run.begin(port);
            run.count(Varints.read(in), Varints.read(in), Varints.read(in));
            long last = 0;
            for (long n = Varints.read(in); n > 0; n--) {
                long distance = Varints.read(in);
                if (distance == OTHER_COUNTRY) {
                    last = (last & ~COUNTRY_MASK) | Varints.read(in);
                    distance = Varints.read(in);
                }
                last += (distance - 1) << COUNTRY_BITS;
                run.add(last);
            }
        }
        return run;
    }
}
