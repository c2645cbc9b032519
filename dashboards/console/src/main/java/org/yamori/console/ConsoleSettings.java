package org.yamori.console;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the page is served and whose figures it shows.
 *
 * @param listen address to listen at
 * @param port 0 takes a free one
 * @param elasticsearch {@code http://host:port} or {@code https://host:port}
 * @param authorization a file whose text is sent to Elasticsearch as the Authorization header
 * @param prefix first word of the indices
 */
public record ConsoleSettings(
        String listen, int port, String elasticsearch, Optional<Path> authorization, String prefix) {
    public static final String DEFAULT_LISTEN = "127.0.0.1";
    public static final int DEFAULT_PORT = 8470;

    private static final int LARGEST_PORT = 65_535;

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
    }

    /** Whether a text may be the first word of indices. */
    static boolean isPrefix(String text) {
        return text.matches("[a-z0-9][a-z0-9-]{0,59}");
    }
}
