package org.yamori.jobs.detect.backscatter;

import java.util.function.LongSupplier;
import org.yamori.jobs.detect.backscatter.AttackRules.RatePlace;
import org.yamori.jobs.flow.SourceKeys;

/** When answers are an attack, when it has grown, and when it is over. */
final class AttackLogic {
    /** An attack is told again when its busiest minute has doubled. */
    private static final int GROWTH = 2;

    private static final int SECONDS = 60;

    private final AttackRules rules;

    AttackLogic(AttackRules rules) {
        this.rules = rules;
    }

    /** Silence that has lasted as long as allowed ends an attack: the next packet begins another. */
    boolean isOver(Attack attack, long nowMicros) {
        return nowMicros - attack.lastMicros >= rules.silenceMicros();
    }

    /** Whether the first two rules hold, which need no addresses. */
    boolean mayBe(Attack attack) {
        return attack.packets >= rules.packets() && attack.lastMicros - attack.startMicros >= rules.lastingMicros();
    }

    /** Whether the third one holds. Where nobody knows the addresses, the threshold at the darknet decides. */
    boolean isFastEnough(Attack attack, LongSupplier watched) {
        long addresses = rules.ratePlace() == RatePlace.DARKNET ? 0 : watched.getAsLong();
        if (placeOf(attack, addresses) == RatePlace.DARKNET) {
            return attack.mostInAMinute >= rules.rate();
        }
        return victimRate(attack, addresses) >= rules.victimRate();
    }

    /** On which of the rates the threshold of this attack is. */
    RatePlace placeOf(Attack attack, long addresses) {
        return hasVictimRate(attack, addresses) ? rules.ratePlace() : RatePlace.DARKNET;
    }

    /** A rate can be estimated where the forged sources are spread over all of IPv4 and the addresses are known. */
    static boolean hasVictimRate(Attack attack, long addresses) {
        return addresses > 0 && SourceKeys.isIpv4(attack.high, attack.low);
    }

    /** Answers a second that the victim sent anywhere in its busiest minute. */
    static double victimRate(Attack attack, long addresses) {
        return (double) attack.mostInAMinute * AttackRules.INTERNET / addresses / SECONDS;
    }

    static boolean hasGrown(Attack attack) {
        return attack.mostInAMinute >= GROWTH * attack.toldMost;
    }
}
