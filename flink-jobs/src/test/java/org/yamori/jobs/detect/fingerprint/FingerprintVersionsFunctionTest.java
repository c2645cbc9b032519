package org.yamori.jobs.detect.fingerprint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.yamori.wire.Finding;

import static org.assertj.core.api.Assertions.assertThat;

class FingerprintVersionsFunctionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeyedOneInputStreamOperatorTestHarness<Integer, VersionDay, Finding> harness = harness();

    private static KeyedOneInputStreamOperatorTestHarness<Integer, VersionDay, Finding> harness() {
        try {
            return ProcessFunctionTestHarnesses.forKeyedProcessFunction(
                    new FingerprintVersionsFunction(Rules.standard()), day -> 0, Types.INT);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    private static VersionDay day(String date, long earlier, long leaked, long lateSlices) {
        VersionDay day = new VersionDay();
        day.startMicros = LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000;
        day.endMicros = day.startMicros + 24 * Resolution.HOUR_MICROS;
        day.earlier = earlier;
        day.leaked = leaked;
        day.lateSlices = lateSlices;
        day.completeness = 1_000_000;
        return day;
    }

    private void receive(VersionDay... days) throws Exception {
        for (VersionDay day : days) {
            harness.processElement(day, 0);
        }
    }

    private void advanceTo(String date) throws Exception {
        harness.processWatermark(
                LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000);
    }

    private List<String> told() throws IOException {
        List<String> told = new ArrayList<>();
        for (Finding finding : harness.extractOutputValues()) {
            JsonNode document = JSON.readTree(finding.json());
            JsonNode yamori = document.get("yamori");
            told.add(yamori.at("/window/start").asText().substring(0, 10) + " "
                    + document.at("/event/action").asText() + " "
                    + yamori.get("key").asText() + " "
                    + finding.revision() + " " + yamori.get("state").asText());
        }
        harness.getOutput().clear();
        return told;
    }

    @Test
    void n08_change_isToldAtTheEndOfItsDayWithSharesBeforeAndAfter() throws Exception {
        receive(day("2016-09-13", 90, 0, 0));
        advanceTo("2016-09-14");
        assertThat(told()).containsExactly("2016-09-13 version-first mirai-earlier 1 told");
        receive(day("2016-09-14", 25, 75, 0));
        advanceTo("2016-09-15");

        List<Finding> findings = harness.extractOutputValues();
        JsonNode change = JSON.readTree(findings.get(1).json()).get("yamori");
        assertThat(change.get("date").asText()).isEqualTo("2016-09-14");
        assertThat(change.get("date_before").asText()).isEqualTo("2016-09-13");
        assertThat(change.at("/versions/leaked_share").asDouble()).isEqualTo(0.75);
        assertThat(change.at("/versions_before/earlier_sources").asInt()).isEqualTo(90);
        assertThat(told())
                .containsExactly(
                        "2016-09-14 version-first mirai-leaked 1 told",
                        "2016-09-14 version-change mirai-earlier|mirai-leaked 1 told");
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    /** Whatever order subtasks deliver them in. */
    @Test
    void daysThatComeTogether_areReadInTheirOrder() throws Exception {
        receive(day("2016-09-15", 0, 50, 0), day("2016-09-13", 90, 0, 0), day("2016-09-14", 25, 75, 0));
        advanceTo("2016-09-20");

        assertThat(told())
                .containsExactly(
                        "2016-09-13 version-first mirai-earlier 1 told",
                        "2016-09-14 version-first mirai-leaked 1 told",
                        "2016-09-14 version-change mirai-earlier|mirai-leaked 1 told");
    }

    @Test
    void latePackets_moveADateAndWithdrawWhatWasTold() throws Exception {
        receive(day("2016-09-13", 90, 9, 0));
        advanceTo("2016-09-14");
        receive(day("2016-09-14", 90, 40, 0));
        advanceTo("2016-09-15");
        assertThat(told()).contains("2016-09-14 version-first mirai-leaked 1 told");
        receive(day("2016-09-13", 90, 10, 2));
        advanceTo("2016-09-16");

        assertThat(told())
                .containsExactly(
                        "2016-09-13 version-first mirai-earlier 3 told",
                        "2016-09-13 version-first mirai-leaked 3 told",
                        "2016-09-14 version-first mirai-leaked 3 withdrawn");
    }

    @Test
    void manyDays_areNotKept() throws Exception {
        LocalDate date = LocalDate.parse("2016-01-01");
        long afterTwentyDays = 0;
        for (int i = 0; i < 300; i++) {
            receive(day(date.toString(), 90, 0, 0));
            date = date.plusDays(1);
            advanceTo(date.toString());
            afterTwentyDays = i == 20 ? stateBytes() : afterTwentyDays;
        }
        assertThat(told()).containsExactly("2016-01-01 version-first mirai-earlier 1 told");
        assertThat(stateBytes()).isPositive().isEqualTo(afterTwentyDays);
        receive(day(date.toString(), 10, 90, 0));
        advanceTo(date.plusDays(1).toString());
        assertThat(told())
                .containsExactly(
                        date + " version-first mirai-leaked 1 told",
                        date + " version-change mirai-earlier|mirai-leaked 1 told");
    }

    private long stateBytes() throws Exception {
        return harness.snapshot(1, 1).getManagedKeyedState().stream()
                .mapToLong(state -> state.getStateSize())
                .sum();
    }
}
