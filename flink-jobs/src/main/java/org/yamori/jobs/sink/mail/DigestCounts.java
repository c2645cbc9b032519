package org.yamori.jobs.sink.mail;

/**
 * What waits for the digest of one recipient.
 *
 * @param alerts new, continuing and urgent ones
 * @param muted alerts that are muted, of which only the number is told
 * @param oldestMillis time of the oldest alert
 * @param lines how many hosts have a line
 * @param least the rank of the line that would go first
 * @param sent when mails were sent within the last hour
 * @param dueMillis when the digest goes, 0 without one
 * @param person language and time zone of the recipient, with a blank between
 */
public record DigestCounts(
        long[] alerts,
        long muted,
        long oldestMillis,
        int lines,
        long least,
        long[] sent,
        long dueMillis,
        String person) {
    static final DigestCounts NONE = new DigestCounts(new long[3], 0, 0, 0, 0, new long[0], 0, "en UTC");

    DigestCounts withSent(long[] times) {
        return new DigestCounts(alerts, muted, oldestMillis, lines, least, times, dueMillis, person);
    }

    DigestCounts withMuted() {
        return new DigestCounts(alerts, muted + 1, oldestMillis, lines, least, sent, dueMillis, person);
    }

    DigestCounts withLines(int number, long rank) {
        return new DigestCounts(alerts, muted, oldestMillis, number, rank, sent, dueMillis, person);
    }

    long told() {
        return alerts[0] + alerts[1] + alerts[2];
    }
}
