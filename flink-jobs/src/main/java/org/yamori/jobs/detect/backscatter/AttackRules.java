package org.yamori.jobs.detect.backscatter;

import java.io.Serializable;
import java.time.Duration;

/**
 * When answers are an attack, after Moore and Corsaro.
 *
 * @param packets at least so many answers
 * @param lasting from the first to the last at least so long
 * @param ratePlace on which of the two rates the threshold is
 * @param rate answers in the busiest 60 s at the darknet
 * @param victimRate answers a second of the victim, estimated from the busiest 60 s
 * @param silence ends an attack
 * @param victims followed at a time in a shard
 * @param addresses watched, where the registry names no sensor; 0 if unknown
 */
public record AttackRules(
        int packets,
        Duration lasting,
        RatePlace ratePlace,
        int rate,
        int victimRate,
        Duration silence,
        int victims,
        long addresses)
        implements Serializable {
    static final long INTERNET = 1L << 32;
    private static final int LONGEST_HOURS = 24;

    /** Where a rate is measured. */
    public enum RatePlace {
        DARKNET,
        VICTIM
    }

    public AttackRules {
        BackscatterRules.require("packets", packets, 1, 1_000_000);
        BackscatterRules.require("rate", rate, 1, 1_000_000_000);
        BackscatterRules.require("victim-rate", victimRate, 1, 1_000_000_000);
        BackscatterRules.require("victims", victims, 16, 1 << 22);
        BackscatterRules.require("addresses", addresses, 0, INTERNET);
        requireUpToADay("lasting", lasting, Duration.ZERO);
        requireUpToADay("silence", silence, Duration.ofSeconds(10));
    }

    private static void requireUpToADay(String word, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(Duration.ofHours(LONGEST_HOURS)) > 0) {
            throw new IllegalArgumentException("yamori.detect.backscatter." + word + " must be from "
                    + least.toSeconds() + " s to " + LONGEST_HOURS + " h, was " + value);
        }
    }

    long lastingMicros() {
        return lasting.toNanos() / 1000;
    }

    long silenceMicros() {
        return silence.toNanos() / 1000;
    }
}
