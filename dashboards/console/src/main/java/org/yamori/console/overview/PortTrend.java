package org.yamori.console.overview;

import java.util.OptionalDouble;

/**
 * What arrived at one port.
 *
 * @param key as the index has it, {@code tcp/23}
 * @param service what listens there, or the empty text
 * @param packets per minute
 * @param sources distinct ones per minute
 */
public record PortTrend(String key, String service, Series packets, Series sources) {
    /** As people write it, {@code 23/tcp}. */
    public String name() {
        int slash = key.indexOf('/');
        return key.startsWith("tcp") || key.startsWith("udp")
                ? key.substring(slash + 1) + '/' + key.substring(0, slash)
                : key;
    }

    public Change change() {
        return Change.of(packets);
    }

    /** Distinct sources per minute in the time that {@link #change} calls recent. */
    public OptionalDouble recentSources() {
        return Change.of(sources).recent();
    }
}
