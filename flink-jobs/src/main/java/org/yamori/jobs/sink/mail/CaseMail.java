package org.yamori.jobs.sink.mail;

/**
 * What is remembered of a host, to tell of it neither too often nor without a name.
 *
 * @param caseId its case
 * @param source its address
 * @param summary class, ports and packets, for a line
 * @param mailedMicros time of the last new or continuing alert that was mailed, 0 before the first
 * @param urgentMailedMicros the same of urgent ones
 * @param continuings continuing alerts so far, without those that were muted or stale
 * @param urgents urgent alerts so far, without those
 * @param seenMillis when the last alert came
 * @param link of its page, or empty
 */
public record CaseMail(
        String caseId,
        String source,
        String summary,
        long mailedMicros,
        long urgentMailedMicros,
        long continuings,
        long urgents,
        long seenMillis,
        String link) {}
