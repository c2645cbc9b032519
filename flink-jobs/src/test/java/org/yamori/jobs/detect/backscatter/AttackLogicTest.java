package org.yamori.jobs.detect.backscatter;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.jobs.detect.backscatter.AttackRules.RatePlace;
import org.yamori.jobs.flow.SourceKeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AttackLogicTest {
    private final AttackLogic logic = new AttackLogic(Answers.rules(25, 30));

    private static Attack attack() {
        return new Attack(0, SourceKeys.lowOfIpv4(Answers.VICTIM), (short) 0);
    }

    /** 30 packets a minute are 179 packets a second at the victim for 12 million addresses, 7,405 for 290,000. */
    @ParameterizedTest
    @CsvSource({"12000000, 179", "290000, 7405", "512, 4194304"})
    void victimRate_isTheDarknetsShareOfTheInternetTurnedRound(long addresses, long expected) {
        Attack attack = attack();
        attack.add(0, 30, 0, 1);

        assertThat(Math.round(AttackLogic.victimRate(attack, addresses))).isEqualTo(expected);
    }

    @Test
    void windowOfSixCounters_slidesByOne() {
        Attack attack = attack();
        attack.add(100, 10, 0, 1);
        attack.add(105, 19, 2, 3);
        assertThat(attack.mostInAMinute).as("counters 100 to 105").isEqualTo(29);
        attack.add(106, 5, 4, 5);
        assertThat(attack.mostInAMinute).as("counters 101 to 106 hold 24").isEqualTo(29);
        attack.add(110, 6, 6, 7);
        assertThat(attack.mostInAMinute).as("counters 105 to 110").isEqualTo(30);
        attack.add(116, 29, 8, 9);
        assertThat(attack.mostInAMinute).as("counters 111 to 116").isEqualTo(30);
        assertThat(attack.packets).isEqualTo(69);
    }

    @Test
    void thresholdAtTheVictim_needsAddressesAndIpv4() {
        AttackLogic atVictim = new AttackLogic(new AttackRules(
                25, Duration.ofMinutes(1), RatePlace.VICTIM, 30, 179, Duration.ofMinutes(5), 16_384, 0));
        Attack slow = attack();
        slow.add(0, 29, 0, 1);

        assertThat(atVictim.isFastEnough(slow, () -> 290_000))
                .as("7,158 a second")
                .isTrue();
        assertThat(atVictim.isFastEnough(slow, () -> 12_000_000))
                .as("173 a second")
                .isFalse();
        assertThat(atVictim.isFastEnough(slow, () -> 0)).as("29 in a minute").isFalse();
        assertThat(logic.isFastEnough(slow, () -> 290_000)).isFalse();
        Attack six = new Attack(0x2001_0db8_0000_0000L, 1, (short) 0);
        six.add(0, 30, 0, 1);
        assertThat(AttackLogic.hasVictimRate(six, 290_000)).isFalse();
        assertThat(atVictim.isFastEnough(six, () -> 290_000)).isTrue();
    }

    @Test
    void rulesThatMakeNoSense_areRefusedByName() {
        assertThatThrownBy(() -> Answers.rules(0, 30))
                .hasMessage("yamori.detect.backscatter.packets must be 1..1000000, was 0");
        assertThatThrownBy(() -> new AttackRules(
                        25, Duration.ofMinutes(1), RatePlace.DARKNET, 30, 179, Duration.ofSeconds(9), 16, 0))
                .hasMessage("yamori.detect.backscatter.silence must be from 10 s to 24 h, was PT9S");
    }
}
