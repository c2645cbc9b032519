package org.yamori.jobs.sink.mail;

/**
 * How often the first of the waiting letters of a recipient was tried.
 *
 * @param failures in a row
 * @param sinceMillis time of the first of them
 * @param againMillis when to try again
 * @param waiting letters that wait
 */
public record Attempts(int failures, long sinceMillis, long againMillis, int waiting) {
    static final Attempts NONE = new Attempts(0, 0, 0, 0);
}
