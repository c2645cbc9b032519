package org.yamori.jobs.sink;

/** What a status of Elasticsearch means for a document or for a whole bulk. */
enum Outcome {
    /** Stored. */
    DONE,
    /** A revision at least as new is stored already, which is as good. */
    STALE,
    /** Not now: the same again later. */
    RETRY,
    /** Never: to the dead letters. */
    REFUSED,
    /** The request as a whole cannot be taken, perhaps because of one document: halves are tried. */
    SPLIT,
    /** Nothing would ever be taken; a person must act. */
    FATAL;

    static Outcome ofItem(int status) {
        if (status >= 200 && status < 300) {
            return DONE;
        }
        return switch (status) {
            case 409 -> STALE;
            case 408, 429 -> RETRY;
            case 401, 403 -> FATAL;
            default -> status >= 500 && status < 600 ? RETRY : REFUSED;
        };
    }

    static Outcome ofRequest(int status) {
        if (status >= 200 && status < 300) {
            return DONE;
        }
        return switch (status) {
            case 400, 413 -> SPLIT;
            case 408, 429 -> RETRY;
            default -> status >= 500 && status < 600 ? RETRY : FATAL;
        };
    }
}
