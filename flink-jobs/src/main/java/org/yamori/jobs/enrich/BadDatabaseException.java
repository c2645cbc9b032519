package org.yamori.jobs.enrich;

import java.io.IOException;

/** A country database cannot be used; the message names the file, what is wrong and what is needed. */
public final class BadDatabaseException extends IOException {
    BadDatabaseException(String file, String message) {
        super("country database " + file + ": " + message);
    }

    BadDatabaseException(String file, String message, Throwable cause) {
        super("country database " + file + ": " + message, cause);
    }
}
