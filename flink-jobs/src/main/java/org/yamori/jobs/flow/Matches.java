package org.yamori.jobs.flow;

import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.enrich.Members;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;
import org.yamori.wire.Membership;
import org.yamori.wire.Organisation;

/**
 * The rows of a slice that came from a registered organisation and went to dark addresses: few of many, so that who
 * follows hosts of organisations need not look at the others. Rows ascend.
 */
public final class Matches {
    /** The destination is the organisation's own, or of an organisation below it. */
    public static final byte INTERNAL = 1;
    /** The source is an address that nobody uses: it is forged. */
    public static final byte DARK_SOURCE = 2;

    public int[] rows = {};
    /** Place in {@link #names} of the organisation of each row's source. */
    public int[] owners = {};

    public byte[] marks = {};
    public String[] names = {};

    /** The matches of a slice. Only packets that say who sent what to whom count: a feed's rows are of anybody. */
    static Matches label(Slice slice, Members members) {
        Gathering found = new Gathering();
        int sources = slice.offset(Column.SOURCE);
        int destinations = slice.offset(Column.DESTINATION);
        for (int row = 0; row < slice.rows && !slice.feed; row++) {
            Membership membership = members.at(slice.timeMicros(row)).membership();
            if (membership.isEmpty()) {
                continue;
            }
            int source = placeOf(membership, slice, sources, row);
            @Nullable Organisation owner = membership.organisation(source);
            if (owner == null) {
                continue;
            }
            int destination = placeOf(membership, slice, destinations, row);
            if (membership.darknet(destination)) {
                found.add(
                        row,
                        owner.name(),
                        (membership.within(source, destination) ? INTERNAL : 0)
                                | (membership.darknet(source) ? DARK_SOURCE : 0));
            }
        }
        return found.matches();
    }

    private static int placeOf(Membership membership, Slice slice, int column, int row) {
        return slice.ipv6
                ? membership.find(
                        Bytes.bigEndian(slice.data, column + (row << 4)),
                        Bytes.bigEndian(slice.data, column + (row << 4) + 8))
                : membership.find(Bytes.integer(slice.data, column + (row << 2)));
    }

    public int size() {
        return rows.length;
    }

    /** Gathers the matches of one slice. */
    static final class Gathering {
        private int[] rows = {};
        private int[] owners = {};
        private byte[] marks = {};
        private String[] names = {};
        private final Object2IntOpenHashMap<String> places = new Object2IntOpenHashMap<>();
        private int size;

        Gathering() {
            places.defaultReturnValue(-1);
        }

        void add(int row, String name, int marksOfRow) {
            if (size == rows.length) {
                int more = Math.max(16, size * 2);
                rows = Arrays.copyOf(rows, more);
                owners = Arrays.copyOf(owners, more);
                marks = Arrays.copyOf(marks, more);
            }
            rows[size] = row;
            owners[size] = placeOf(name);
            marks[size++] = (byte) marksOfRow;
        }

        private int placeOf(String name) {
            int next = places.size();
            int place = places.putIfAbsent(name, next);
            if (place >= 0) {
                return place;
            }
            if (next == names.length) {
                names = Arrays.copyOf(names, Math.max(4, next * 2));
            }
            names[next] = name;
            return next;
        }

        Matches matches() {
            Matches matches = new Matches();
            if (size > 0) {
                matches.rows = Arrays.copyOf(rows, size);
                matches.owners = Arrays.copyOf(owners, size);
                matches.marks = Arrays.copyOf(marks, size);
                matches.names = Arrays.copyOf(names, places.size());
            }
            return matches;
        }
    }
}
