package org.yamori.jobs.detect.surge;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SurgeScalesTest {
    @Test
    void shortWindows_areNewEveryMinute_longOnesNot() {
        assertThat(SurgeScales.isNew(3, 100)).isTrue();
        assertThat(SurgeScales.isNew(4, 13)).isFalse();
        assertThat(SurgeScales.isNew(4, 14)).isTrue();
        assertThat(SurgeScales.isNew(5, 14)).isFalse();
        assertThat(SurgeScales.isNew(5, 59)).isTrue();
    }

    @Test
    void learntWindows_lieSideBySide() {
        assertThat(SurgeScales.isLearnt(0, 7)).isTrue();
        assertThat(SurgeScales.isLearnt(1, 4)).isTrue();
        assertThat(SurgeScales.isLearnt(1, 5)).isFalse();
        assertThat(SurgeScales.isLearnt(4, 239)).isTrue();
        assertThat(SurgeScales.isLearnt(4, 254)).isFalse();
        assertThat(SurgeScales.isLearnt(5, 1439)).isTrue();
    }
}
