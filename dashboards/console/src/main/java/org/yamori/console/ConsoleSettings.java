package org.yamori.console;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the page is served and whose figures it shows.
 *
 * @param listen address to listen at
 * @param port 0 takes a free one
 * @param elasticsearch {@code http://host:port} or {@code https://host:port}
 * @param authorization a file whose text is sent to Elasticsearch as the Authorization header
 * @param prefix first word of the indices
 * @param alerts pages for contacts of organisations
 */
public record ConsoleSettings(
        String listen, int port, String elasticsearch, Optional<Path> authorization, String prefix, Alerts alerts) {
    public static final String DEFAULT_LISTEN = "127.0.0.1";
    public static final int DEFAULT_PORT = 8470;

    private static final int LARGEST_PORT = 65_535;
    private static final int LONGEST_NAME = 253;
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    public ConsoleSettings {
        if (port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("a port is at least 0 and at most " + LARGEST_PORT + ", was " + port);
        }
        if (!elasticsearch.matches("https?://[^/ ]+")) {
            throw new IllegalArgumentException(
                    "Elasticsearch is at http://host:port or https://host:port, was '" + elasticsearch + "'");
        }
        if (!isPrefix(prefix)) {
            throw new IllegalArgumentException(
                    "an index prefix is 1 to 60 lower-case letters, digits or '-', was '" + prefix + "'");
        }
        for (String name : alerts.publicNames) {
            if (HostRule.isOwn(name, listen)) {
                throw new IllegalArgumentException("a public name is one under which only pages of alerts are shown,"
                        + " but under '" + name + "' everything is");
            }
        }
    }

    /**
     * Pages for contacts of organisations.
     *
     * @param folder the pages', or nothing where none are served
     * @param publicNames host names, in small letters, under which these pages are shown and nothing else
     */
    public record Alerts(Optional<Path> folder, Set<String> publicNames) {
        public static final Alerts NONE = new Alerts(Optional.empty(), Set.of());

        public Alerts {
            publicNames = new TreeSet<>(publicNames);
            for (String name : publicNames) {
                if (name.length() > LONGEST_NAME || !name.matches(LABEL + "([.]" + LABEL + ")*")) {
                    throw new IllegalArgumentException(
                            "a public name is a host name in small letters without port, such as alerts.example.org,"
                                    + " was '" + name + "'");
                }
            }
            if (folder.isEmpty() && !publicNames.isEmpty()) {
                throw new IllegalArgumentException(
                        "a public name is for pages of alerts, and there is no folder of them");
            }
        }
    }

    /** Whether a text may be the first word of indices. */
    static boolean isPrefix(String text) {
        return text.matches("[a-z0-9][a-z0-9-]{0,59}");
    }
}
