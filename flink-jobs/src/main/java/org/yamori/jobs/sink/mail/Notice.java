package org.yamori.jobs.sink.mail;

/**
 * Something that one person should be told, now or in a digest.
 *
 * @param recipient mail address
 * @param language code of the language
 * @param zone id of the time zone
 * @param about how it is told
 * @param organisation whose host it is about
 * @param link to the page of the case, or empty
 * @param rolling when the rolling mail was begun and how many hosts joined it
 * @param request what is asked; nothing unless it is a request
 * @param json the alert, or no bytes where it is not at hand
 */
public record Notice(
        String recipient,
        String language,
        String zone,
        About about,
        String organisation,
        String link,
        Rolling rolling,
        Request request,
        byte[] json) {
    static final Rolling NO_ROLLING = new Rolling(0, 0, new String[0]);
    static final Request NO_REQUEST = new Request("", "", "", "", "", 0);

    /** The ways of telling. */
    public enum About {
        /** A mail of its own if the recipient did not have too many. */
        ALERT,
        /** A mail of its own, whatever else was sent. */
        URGENT,
        /** A mail about many urgent hosts. */
        ROLLING,
        /** A mail from an analyst. */
        REQUEST,
        /** A line of the next digest. */
        LATER,
        /** Only a number in the next digest. */
        MUTED
    }

    /**
     * Urgent hosts that have no mails of their own.
     *
     * @param sinceMillis when the first of them came
     * @param hosts how many there are
     * @param lines some of them
     */
    public record Rolling(long sinceMillis, long hosts, String[] lines) {}
}
