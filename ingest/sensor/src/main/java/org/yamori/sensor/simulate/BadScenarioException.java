package org.yamori.sensor.simulate;

import java.io.IOException;
import java.util.List;

/** A scenario that cannot be played: every problem found, each with file, line, key, value and what was allowed. */
public final class BadScenarioException extends IOException {
    private static final long serialVersionUID = 1;

    private final List<String> problems;

    public BadScenarioException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
