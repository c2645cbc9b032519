package org.yamori.jobs.enrich;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A database of countries or of autonomous systems cannot be used; the message names the file, what is wrong and what
 * is needed.
 */
public final class BadDatabaseException extends IOException {
    BadDatabaseException(String file, String message) {
        super("country database " + file + ": " + message);
    }

    BadDatabaseException(String file, String message, Throwable cause) {
        super("country database " + file + ": " + message, cause);
    }

    private BadDatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static BadDatabaseException ofSystems(String file, String message, @Nullable Throwable cause) {
        return new BadDatabaseException("database of autonomous systems " + file + ": " + message, cause);
    }
}
