package org.yamori.sensor.handshake;

/**
 * What became of the handshakes a sensor answered: {@code answered = measured + forgotten + unanswered}.
 *
 * @param answered connections for which a SYN-ACK was sent
 * @param measured of these, completed by an ACK in time
 * @param forgotten of these, given up before their time was over because others needed the room
 */
public record HandshakeTally(long answered, long measured, long forgotten) {
    /** No ACK came, or none yet. */
    public long unanswered() {
        return answered - measured - forgotten;
    }
}
