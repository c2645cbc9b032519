package org.yamori.cli.report;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MissingCellLogicTest {
    private static final Count TOTAL = Count.of(1704);

    @Test
    void sumWithAMissingAddend_isALowerBound() {
        Count sum = MissingCellLogic.sum(List.of(Count.of(10), Count.MISSING, Count.of(5)));
        assertThat(sum).isEqualTo(Count.atLeast(15, 1));
        assertThat(sum.mark()).isEqualTo("at least");
        assertThat(sum.text()).isEqualTo("15");
    }

    @Test
    void sumOfMissingAddends_isMissing_neverZero() {
        Count sum = MissingCellLogic.sum(List.of(Count.MISSING, Count.MISSING));
        assertThat(sum.atLeast()).isZero();
        assertThat(sum.text()).isEqualTo("missing");
        assertThat(sum.missing()).isEqualTo(2);
    }

    @Test
    void oneMissingAddendOfAKnownTotal_isDerived() {
        assertThat(MissingCellLogic.derived(TOTAL, List.of(Count.of(600), Count.MISSING, Count.of(4))))
                .hasValue(1100);
    }

    @Test
    void twoMissingAddends_areNot() {
        assertThat(MissingCellLogic.derived(TOTAL, List.of(Count.of(600), Count.MISSING, Count.MISSING)))
                .isEmpty();
    }

    @Test
    void noMissingAddend_leavesNothingToDerive() {
        assertThat(MissingCellLogic.derived(TOTAL, List.of(Count.of(600), Count.of(1104))))
                .isEmpty();
    }

    @Test
    void totalThatIsALowerBoundItself_derivesNothing() {
        assertThat(MissingCellLogic.derived(Count.atLeast(1704, 1), List.of(Count.of(600), Count.MISSING)))
                .isEmpty();
    }

    @Test
    void totalBelowWhatWasSeen_derivesNothing() {
        assertThat(MissingCellLogic.derived(Count.of(599), List.of(Count.of(600), Count.MISSING)))
                .isEmpty();
        assertThat(MissingCellLogic.derived(Count.of(700), List.of(Count.of(600), Count.atLeast(101, 1))))
                .isEmpty();
    }

    @Test
    void addendSeenInPart_isDerivedWhole() {
        assertThat(MissingCellLogic.derived(Count.of(701), List.of(Count.of(600), Count.atLeast(100, 2))))
                .hasValue(101);
    }

    @Test
    void missingAddendThatMustBeZero_isDerivedAsZero() {
        assertThat(MissingCellLogic.derived(Count.of(600), List.of(Count.of(600), Count.MISSING)))
                .hasValue(0);
    }

    @Test
    void countOfNothingSeen_hasNoValue() {
        assertThatThrownBy(() -> new Count(3, false, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Count.of(-1)).hasMessageContaining("-1");
    }
}
