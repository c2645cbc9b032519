package org.yamori.jobs.sink;

/**
 * Bytes that could not be used, with the place they came from and the reason, so that a person can look at them and
 * send them again.
 *
 * @param topic the topic they were read from
 * @param partition the partition of that topic
 * @param offset the offset in that partition
 * @param reason what is wrong with them, at most {@value #LONGEST_REASON} characters; longer ones are cut
 * @param value the bytes as they were read
 */
public record DeadLetter(String topic, int partition, long offset, String reason, byte[] value) {
    public static final int LONGEST_REASON = 1_000;

    public DeadLetter {
        if (reason.length() > LONGEST_REASON) {
            reason = reason.substring(0, LONGEST_REASON - 1) + "…";
        }
    }
}
