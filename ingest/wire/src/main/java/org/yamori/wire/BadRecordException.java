package org.yamori.wire;

import java.util.List;
import java.util.stream.Collectors;

/** A record or a file is not what its reader allows; it carries everything that is wrong, not only the first. */
public final class BadRecordException extends Exception {
    private final List<Problem> problems;

    public BadRecordException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
