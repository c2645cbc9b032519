package org.yamori.sensor.handshake;

import java.io.Serializable;

/**
 * How many handshakes are kept in mind, and how long.
 *
 * @param mostOpen SYNs, and as many answered ones, for which 140 bytes a pair are set aside; beyond it the oldest goes
 * @param timeoutMicros an ACK later than this after the SYN-ACK measures nothing
 */
public record HandshakeRules(int mostOpen, long timeoutMicros) implements Serializable {
    private static final int MOST = 1 << 24;
    private static final long HOUR = 3_600_000_000L;

    public static final HandshakeRules DEFAULT = new HandshakeRules(1 << 16, 60_000_000);

    public HandshakeRules {
        if (mostOpen < 1 || mostOpen > MOST) {
            throw new IllegalArgumentException("open handshakes must be 1 to " + MOST + ", was " + mostOpen);
        }
        if (timeoutMicros < 1 || timeoutMicros > HOUR) {
            throw new IllegalArgumentException(
                    "the timeout of a handshake must be 1 to " + HOUR + " microseconds, was " + timeoutMicros);
        }
    }
}
