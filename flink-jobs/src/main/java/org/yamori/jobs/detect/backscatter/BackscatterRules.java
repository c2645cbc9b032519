package org.yamori.jobs.detect.backscatter;

import java.io.Serializable;
import org.yamori.wire.Finding;

/**
 * What this room calls an attack and what a storm.
 *
 * @param attack on victims whose answers reach the darknet
 * @param storm of forged sources
 */
public record BackscatterRules(AttackRules attack, StormRules storm) implements Serializable {
    /** Of a victim in a span of ten seconds, and of one that is followed. */
    private static final int VICTIM_BYTES = 400 + 500;

    /** Bytes that sources make a shard take, at most: victims, and samples of two minutes. */
    public long mostBytes() {
        return (long) attack.victims() * VICTIM_BYTES + 2 * StormSample.mostBytes(storm.sample());
    }

    static void require(String word, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "yamori.detect.backscatter." + word + " must be " + least + ".." + most + ", was " + value);
        }
    }

    /** Equal for equal rules: the first 32 bits of SHA-256 over all of them. */
    String version() {
        return Finding.id("rules", "backscatter", attack + "\n" + storm, 0).substring(0, 8);
    }
}
