package org.yamori.jobs.sink;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UnseenTest {
    private static final long HOUR_MILLIS = 3_600_000;

    private KeyedOneInputStreamOperatorTestHarness<String, Document, Document> harness;

    @BeforeEach
    void open() throws Exception {
        harness = ProcessFunctionTestHarnesses.forKeyedProcessFunction(
                new Unseen(Duration.ofHours(1)), Document::id, Types.STRING);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void revisions_passOnceAndOnlyForward() throws Exception {
        at(0, "a", 1);
        at(1, "a", 1);
        at(2, "a", 3);
        at(3, "a", 2);
        at(4, "b", 1);
        at(5, "a", 3);
        at(6, "a", 4);
        assertThat(passed()).containsExactly("a1", "a3", "b1", "a4");
    }

    @Test
    void finding_hasOneTimerWhateverItsRevisions() throws Exception {
        for (int revision = 1; revision <= 50; revision++) {
            at(revision, "a", revision);
        }
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    }

    @Test
    void finding_isForgottenAnHourAfterItsLastRevision() throws Exception {
        at(0, "a", 1);
        at(1_000, "a", 2);
        harness.processWatermark(HOUR_MILLIS + 999);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
        harness.processWatermark(HOUR_MILLIS + 1_000);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void memory_survivesARestart() throws Exception {
        at(0, "a", 2);
        var snapshot = harness.snapshot(1, 1);
        harness.close();
        open(snapshot);
        at(5, "a", 2);
        at(6, "a", 3);
        assertThat(passed()).containsExactly("a3");
    }

    @Test
    void memoryWithoutEnd_isRefused() {
        assertThatThrownBy(() -> new Unseen(Duration.ofDays(91))).hasMessageContaining("1 minute to 90 days");
    }

    private void open(org.apache.flink.runtime.checkpoint.OperatorSubtaskState snapshot) throws Exception {
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new org.apache.flink.streaming.api.operators.KeyedProcessOperator<>(new Unseen(Duration.ofHours(1))),
                Document::id,
                Types.STRING);
        harness.initializeState(snapshot);
        harness.open();
    }

    private void at(long millis, String id, long revision) throws Exception {
        harness.processElement(Samples.document(id, revision), millis);
    }

    private List<String> passed() {
        return harness.extractOutputValues().stream()
                .map(document -> document.id() + document.revision())
                .toList();
    }
}
