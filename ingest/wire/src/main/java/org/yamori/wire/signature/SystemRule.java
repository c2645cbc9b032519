package org.yamori.wire.signature;

import java.io.Serializable;

/**
 * One line {@code sig = …} of a database.
 *
 * @param line where it stands, from 1
 * @param version 4, 6, or {@link #ANY}
 * @param ttl the system's initial TTL
 * @param randomTtl the system sends any TTL up to that
 * @param payload 0 without, 1 with, or {@link #ANY}
 */
record SystemRule(
        int line,
        SystemLabel label,
        int version,
        int ttl,
        boolean randomTtl,
        int ipOptionBytes,
        int segmentSize,
        SynWindow window,
        int windowScale,
        OptionLayout options,
        int quirks,
        int payload)
        implements Serializable {
    /** A wildcard. */
    static final int ANY = -1;

    private static final int ONLY_IPV6 = Quirk.FLOW.bit();
    private static final int ONLY_IPV4 = Quirk.DF.bit() | Quirk.ID_WITH_DF.bit() | Quirk.NO_ID.bit();
    /** What middle boxes take away, and what they add. */
    private static final int MAY_VANISH = Quirk.DF.bit() | Quirk.ID_WITH_DF.bit();

    private static final int MAY_APPEAR = Quirk.NO_ID.bit() | Quirk.ECN.bit();

    /** How well a signature fits. */
    enum Fit {
        NOT,
        FUZZY,
        EXACT
    }

    /** How well a SYN with this rule's option kinds fits it. */
    Fit fit(SynSignature seen) {
        if (!isOrAny(version, seen.ipv6() ? 6 : 4)) {
            return Fit.NOT;
        }
        int expected = quirksFor(seen.ipv6());
        boolean fuzzy = expected != seen.quirks();
        if ((expected & ~seen.quirks() & ~MAY_VANISH) != 0 || (seen.quirks() & ~expected & ~MAY_APPEAR) != 0) {
            return Fit.NOT;
        }
        if (options.padding() != seen.options().padding() || ipOptionBytes != seen.ipOptionBytes()) {
            return Fit.NOT;
        }
        if (randomTtl) {
            if (ttl < seen.ttl()) {
                return Fit.NOT;
            }
        } else {
            fuzzy |= !reachesFrom(seen.ttl());
        }
        boolean rest = isOrAny(segmentSize, seen.segmentSize())
                && isOrAny(windowScale, seen.windowScale())
                && isOrAny(payload, seen.payload() ? 1 : 0)
                && window.describes(seen.window(), seen.seenWindow());
        return !rest ? Fit.NOT : fuzzy ? Fit.FUZZY : Fit.EXACT;
    }

    /** A rule for both IP versions names quirks of both. */
    int quirksFor(boolean ipv6) {
        return version == ANY ? quirks & ~(ipv6 ? ONLY_IPV4 : ONLY_IPV6) : quirks;
    }

    /** Whether a packet that arrives with this TTL can have been sent with the rule's. */
    boolean reachesFrom(int arrivedTtl) {
        return ttl >= arrivedTtl && ttl - arrivedTtl <= SynSignature.MOST_HOPS;
    }

    private static boolean isOrAny(int expected, int seen) {
        return expected == ANY || expected == seen;
    }
}
