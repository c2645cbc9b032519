package org.yamori.jobs.flow;

import java.util.Arrays;

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

    public int size() {
        return rows.length;
    }

    /** Gathers the matches of one slice. */
    static final class Gathering {
        private int[] rows = {};
        private int[] owners = {};
        private byte[] marks = {};
        private String[] names = {};
        private int size;
        private int namesUsed;

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

        /** Of the few organisations of a slice the last one comes again most often. */
        private int placeOf(String name) {
            for (int place = namesUsed - 1; place >= 0; place--) {
                if (names[place].equals(name)) {
                    return place;
                }
            }
            if (namesUsed == names.length) {
                names = Arrays.copyOf(names, Math.max(4, namesUsed * 2));
            }
            names[namesUsed] = name;
            return namesUsed++;
        }

        Matches matches() {
            Matches matches = new Matches();
            if (size > 0) {
                matches.rows = Arrays.copyOf(rows, size);
                matches.owners = Arrays.copyOf(owners, size);
                matches.marks = Arrays.copyOf(marks, size);
                matches.names = Arrays.copyOf(names, namesUsed);
            }
            return matches;
        }
    }
}
