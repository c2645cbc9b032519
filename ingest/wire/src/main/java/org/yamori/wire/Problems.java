package org.yamori.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found wrong with one document so far. */
final class Problems {
    /** Nobody reads more; a file that is not a registry at all would fill the memory with them. */
    static final int MOST = 1000;

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private long unsaid;

    Problems(String file) {
        this.file = file;
    }

    void add(int line, String key, String value, String message) {
        if (found.size() < MOST) {
            found.add(new Problem(file, line, key, BlockHeader.clip(value), message));
        } else {
            unsaid++;
        }
    }

    long count() {
        return found.size() + unsaid;
    }

    void throwIfAny() throws BadRecordException {
        found.sort(Comparator.comparingInt(Problem::line));
        if (unsaid > 0) {
            found.add(new Problem(file, 0, "", "", "and " + unsaid + " more problems, which are not listed"));
            unsaid = 0;
        }
        if (!found.isEmpty()) {
            throw new BadRecordException(found);
        }
    }
}
