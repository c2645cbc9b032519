package org.yamori.jobs.detect.backscatter;

import org.yamori.jobs.detect.backscatter.StormState.Usual;
import org.yamori.jobs.detect.backscatter.StormState.Verdict;

/**
 * Tells forged sources from many real ones.
 *
 * <p>Entropy here is that of order two (Rényi): {@code -log2} of the chance that two sources lie in the same network.
 * The number of pairs estimates it without bias however few sources there are; Shannon's would need a correction, and
 * at a thousand sources it can hardly tell three thousand /16 from all of them. What is usual on the port is taken off
 * first, so that a storm on a busy port is judged by itself.
 */
final class StormLogic {
    static final String UNIFORM = "uniform";
    static final String FEW_NETWORKS = "few networks";

    /** 1 to 223 without 10 and 127. */
    private static final double NETWORKS_8 = 221;
    /** The same without 172.16/12, 192.168/16, 100.64/10 and 169.254/16. */
    private static final double NETWORKS_16 = 221 * 256 - 82;

    /** Fewer than this say too little. */
    private static final int LEAST_SAMPLED = 64;

    private static final double DEVIATIONS = 3;
    private static final double ADDRESSES = NETWORKS_16 * 65_536;
    /** Sources that come back in a minute, of all: forged ones do not. */
    private static final double SHARE_OF_HOSTS = 0.002;

    private static final int LEAST_HOSTS = 3;
    /** Of the sources that come back: of 189 in a real storm 8 % were alike beyond chance, of hosts all are. */
    private static final double LEAST_ALIKE = 0.25;
    /** Where nearly all packets have one TTL, that two have the same says nothing. */
    private static final double TELLING_CHANCE = 0.8;

    private static final int LEAST_REPEATING = 10;
    /** So many times as usual is still usual. */
    private static final double DRIFT = 1.1;

    private static final double MINUTES_OF_MEMORY = 16;

    private final StormRules rules;

    StormLogic(StormRules rules) {
        this.rules = rules;
    }

    /**
     * Judges one minute of one port.
     *
     * @param usual what is usual there; nothing, where nobody knows
     * @param goesOn whether a storm was found before: then half of the sources suffice
     */
    Verdict judge(SourceSpread spread, double rate, Usual usual, boolean goesOn) {
        Verdict verdict = new Verdict();
        verdict.sources = StrictMath.round(spread.sources / rate);
        verdict.packets = StrictMath.round(spread.packets / rate);
        verdict.usualSources = StrictMath.round(usual.sources);
        verdict.threshold = StrictMath.round(Math.max(rules.sources(), rules.factor() * usual.sources));
        verdict.networks = spread.networks;
        verdict.pairs = spread.commonPairs;
        verdict.repeating = spread.repeating;
        verdict.repeatingAlike = spread.repeatingAlike;
        verdict.oneOf = StrictMath.round(1 / rate);
        double sources = spread.sources - usual.sources * rate;
        if (sources < LEAST_SAMPLED) {
            return verdict;
        }
        verdict.packetsPerSource = rounded((spread.packets - usual.packets * rate) / sources);
        verdict.entropyRatio = rounded(entropyRatio(spread, sources, rate, usual));
        verdict.networkTtls = spread.busyNetworks == 0 ? 0 : rounded((double) spread.busyTtls / spread.busyNetworks);
        Repeats repeats = Repeats.of(spread);
        verdict.shape = shape(spread, sources, verdict, repeats);
        boolean nearOne = verdict.packetsPerSource * 100 <= rules.percentPerSource();
        verdict.forged = switch (verdict.shape) {
            case UNIFORM ->
                nearOne
                        && repeats.suffice(sources, goesOn ? rules.sources() / 2.0 : rules.sources())
                        && !repeats.comeBack(sources, rate, usual.repeating * rate);
            case FEW_NETWORKS -> (nearOne || repeats.forged()) && !repeats.areHosts(sources, usual.hosts * rate);
            default -> false;
        };
        long needed = goesOn ? verdict.threshold / 2 : verdict.threshold;
        verdict.storm = verdict.forged && verdict.sources >= needed;
        return verdict;
    }

    private String shape(SourceSpread spread, double sources, Verdict verdict, Repeats repeats) {
        if (verdict.entropyRatio * 100 > rules.percentEntropy()) {
            return UNIFORM;
        }
        boolean few = spread.busySources * 4 >= sources * 3;
        boolean alike = spread.commonPairs <= rules.pairs() || repeats.forged();
        return few && alike && verdict.networkTtls >= rules.networkTtls() ? FEW_NETWORKS : "";
    }

    /** The smaller of those over /8 and over /16; 1 is all of routed space. */
    private static double entropyRatio(SourceSpread spread, double sources, double rate, Usual usual) {
        double usualSources = usual.sources * rate;
        double pairs8 = spread.pairsIn8 - usual.pairsIn8 * rate * rate - usualSources * sources / NETWORKS_8;
        double pairs16 = spread.pairsIn16 - usual.pairsIn16 * rate * rate - usualSources * sources / NETWORKS_16;
        // Pairs in a /16 are few at first: 9 of 1,000 sources. Two standard errors less are possible too.
        double least16 = pairs16 - 2 * StrictMath.sqrt(Math.max(1, pairs16));
        return Math.min(ratio(sources, pairs8, NETWORKS_8), Math.min(1, ratio(sources, least16, NETWORKS_16)));
    }

    private static double ratio(double sources, double pairs, double networks) {
        double effective = sources * (sources - 1) / 2 / Math.max(1, pairs);
        return Math.min(1, StrictMath.log(effective) / StrictMath.log(networks));
    }

    /** Sources that sent several packets: a real one has its TTL, a forged one has whatever comes. */
    private record Repeats(double repeating, double chance, double alike) {
        static Repeats of(SourceSpread spread) {
            return new Repeats(
                    spread.repeating,
                    (double) spread.ttlSquares / ((double) spread.sources * spread.sources),
                    spread.repeatingAlike);
        }

        private double noise() {
            return DEVIATIONS * StrictMath.sqrt(chance * repeating);
        }

        boolean telling() {
            return chance < TELLING_CHANCE;
        }

        /** About how many have one TTL because they are one host each, and not by chance. */
        double hosts() {
            return telling() ? Math.max(0, (alike - chance * repeating) / (1 - chance)) : 0;
        }

        /** That nobody comes back says something of many sources only; that all come one way says it of few. */
        boolean suffice(double sources, double needed) {
            return !telling() || sources >= needed;
        }

        /** In few networks an address is soon drawn again; a host comes back with its TTL. */
        boolean areHosts(double sources, double usualHosts) {
            double more = more(hosts() - noise(), usualHosts);
            return isMoreThanChance(more, sources) && more >= LEAST_ALIKE * repeating;
        }

        /** Of all addresses hardly one is drawn twice: who comes back is somebody. */
        boolean comeBack(double sources, double rate, double usualRepeating) {
            double drawnTwice = sources * (sources / rate) / ADDRESSES;
            double more = more(repeating, usualRepeating) - drawnTwice - DEVIATIONS * StrictMath.sqrt(drawnTwice);
            return isMoreThanChance(more, sources);
        }

        private static double more(double now, double usual) {
            return now - DRIFT * usual - DEVIATIONS * StrictMath.sqrt(usual);
        }

        private static boolean isMoreThanChance(double more, double sources) {
            return more >= LEAST_HOSTS && more >= SHARE_OF_HOSTS * sources;
        }

        /** Hardly more of them are alike than by chance. */
        boolean forged() {
            return telling() && repeating >= LEAST_REPEATING && hosts() < LEAST_ALIKE * repeating;
        }
    }

    /** Takes in a minute without a storm; a first one is what is usual. Of a port that was not seen all is 0. */
    static void learn(Usual usual, boolean first, SourceSpread spread, double rate) {
        double share = first ? 1 : 1 / MINUTES_OF_MEMORY;
        usual.sources += share * (spread.sources / rate - usual.sources);
        usual.packets += share * (spread.packets / rate - usual.packets);
        usual.pairsIn8 += share * (spread.pairsIn8 / (rate * rate) - usual.pairsIn8);
        usual.pairsIn16 += share * (spread.pairsIn16 / (rate * rate) - usual.pairsIn16);
        usual.repeating += share * (spread.repeating / rate - usual.repeating);
        double hosts = spread.sources == 0 ? 0 : Repeats.of(spread).hosts();
        usual.hosts += share * (hosts / rate - usual.hosts);
    }

    /** Three decimals: what is told must not hang on the last bit. */
    static double rounded(double value) {
        return StrictMath.rint(value * 1000) / 1000;
    }
}
