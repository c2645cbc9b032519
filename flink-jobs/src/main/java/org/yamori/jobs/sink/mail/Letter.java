package org.yamori.jobs.sink.mail;

/**
 * A mail as it is written.
 *
 * @param recipient mail address
 * @param language code of the language
 * @param about alert, rolling, request or digest
 * @param messageId names it in the mail world; the same letter has it again
 * @param thread message id of what it follows, or empty
 * @param subject one line
 * @param text the whole text
 * @param attachment a JSON document, or no bytes
 * @param content what it is about
 * @param madeMillis when it was written
 */
public record Letter(
        String recipient,
        String language,
        String about,
        String messageId,
        String thread,
        String subject,
        String text,
        byte[] attachment,
        Content content,
        long madeMillis) {
    /**
     * What a letter tells of.
     *
     * @param organisations whose hosts
     * @param cases of them, at most fifty
     * @param alerts how many new, continuing and urgent ones
     * @param muted how many were not told
     * @param oldestMillis time of the oldest alert, 0 without one
     */
    public record Content(String[] organisations, String[] cases, long[] alerts, long muted, long oldestMillis) {}
}
