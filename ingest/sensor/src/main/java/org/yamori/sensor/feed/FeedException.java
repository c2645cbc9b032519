package org.yamori.sensor.feed;

import java.io.IOException;
import java.util.List;

/** A feed is refused; each problem names the file, the line, the column, the value and what was allowed. */
public final class FeedException extends IOException {
    private final transient List<String> problems;

    public FeedException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** At most 20; the last says so when reading stopped there. */
    public List<String> problems() {
        return problems;
    }
}
