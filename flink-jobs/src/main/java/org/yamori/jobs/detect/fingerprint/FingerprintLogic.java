package org.yamori.jobs.detect.fingerprint;

/** Decides what a source is from what was counted of its packets. */
final class FingerprintLogic {
    /** Bits by which destinations are told apart. */
    private static final int DESTINATION_BITS = 64;

    private final FingerprintRules.Decision rules;

    FingerprintLogic(FingerprintRules rules) {
        this.rules = rules.decision();
    }

    /**
     * What packets with Mirai's mark have in common.
     *
     * @param packets with the mark
     * @param fixedPort all have the same source port
     * @param fixedId all have the same IP id
     * @param severalDestinations not all went to the same address
     * @param destinationBits a bit for each destination, by a hash of it
     */
    record MarkedPackets(
            long packets, boolean fixedPort, boolean fixedId, boolean severalDestinations, long destinationBits) {}

    /** Requirements N-07 and N-08; one packet shows that it is Mirai, but not which. */
    SourceLabel labelOf(MarkedPackets marked) {
        if (marked.packets < rules.miraiPackets() || !marked.fixedPort || !scans(marked)) {
            return SourceLabel.MIRAI_UNCLEAR;
        }
        return marked.fixedId ? SourceLabel.MIRAI_EARLIER : SourceLabel.MIRAI_LEAKED;
    }

    /**
     * Whether about one packet went to each destination. How many there were follows from the bits by linear counting;
     * whether it was one is known exactly, and when all bits are set there were too many to go back to any.
     */
    private boolean scans(MarkedPackets marked) {
        int bits = Long.bitCount(marked.destinationBits);
        if (bits == DESTINATION_BITS) {
            return true;
        }
        double counted = -DESTINATION_BITS * StrictMath.log1p(-(double) bits / DESTINATION_BITS);
        double destinations = marked.severalDestinations ? Math.max(2, counted) : 1;
        return marked.packets < rules.repeats() * destinations;
    }

    /** The bit of a destination. */
    static long destinationBit(int destination) {
        // Fibonacci hashing: destinations of one range differ in their lower bits, the upper bits of the product in
        // all.
        return 1L << ((destination * 0x9e3779b9) >>> 26);
    }

    /** Probes of a source with the marks of tools. */
    record Marks(long zmap, long masscan, long nmap, long irregular) {}

    /**
     * The label of a source without Mirai's mark.
     *
     * @param probes SYNs and what else looks for victims
     * @param sentSyns whether a SYN without the mark of a tool was among them
     */
    SourceLabel labelOf(long probes, Marks marks, boolean sentSyns) {
        if (decides(marks.zmap, probes)) {
            return SourceLabel.ZMAP;
        }
        if (decides(marks.masscan, probes)) {
            return SourceLabel.MASSCAN;
        }
        if (decides(marks.nmap, probes)) {
            return SourceLabel.NMAP;
        }
        if (isShare(marks.irregular, probes)) {
            return SourceLabel.IRREGULAR;
        }
        if (sentSyns) {
            return SourceLabel.UNKNOWN;
        }
        return marks.zmap + marks.masscan + marks.nmap > 0 ? SourceLabel.UNDECIDED : SourceLabel.NONE;
    }

    private boolean decides(long marked, long probes) {
        return marked >= rules.markedPackets() && isShare(marked, probes);
    }

    /** At most one mark has such a share, because it is more than half. */
    private boolean isShare(long marked, long probes) {
        return marked > 0 && marked * rules.ofPackets() >= probes * rules.markedPackets();
    }
}
