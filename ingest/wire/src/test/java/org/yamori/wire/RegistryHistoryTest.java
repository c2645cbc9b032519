package org.yamori.wire;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegistryHistoryTest {
    private static final long SECOND = 1_000_000;

    private final RegistryHistory history = new RegistryHistory();

    @Test
    void version_takesEffectAtItsTimeAndNotBefore() {
        history.add(record(1, 100 * SECOND), 10 * SECOND);

        assertThat(history.at(100 * SECOND - 1)).isEqualTo(Registry.EMPTY);
        assertThat(ownerAt(100 * SECOND)).isEqualTo("owner 1");
        assertThat(ownerAt(Long.MAX_VALUE)).isEqualTo("owner 1");
    }

    @Test
    void versionWrittenTooLate_takesEffectTwoSecondsAfterItWasWritten() {
        history.add(record(1, 100 * SECOND), 99 * SECOND);

        assertThat(history.at(101 * SECOND - 1)).isEqualTo(Registry.EMPTY);
        assertThat(ownerAt(101 * SECOND)).isEqualTo("owner 1");
        assertThat(history.nextChangeAfter(0)).hasValue(101 * SECOND);
        assertThat(history.nextChangeAfter(101 * SECOND)).isEmpty();
    }

    @Test
    void versionsWrittenInAnyOrder_countByTheirTimes() {
        history.add(record(1, 300 * SECOND), 0);
        history.add(record(2, 100 * SECOND), 10 * SECOND);
        history.add(record(3, 200 * SECOND), 20 * SECOND);

        assertThat(ownerAt(100 * SECOND)).isEqualTo("owner 2");
        assertThat(ownerAt(250 * SECOND)).isEqualTo("owner 3");
        assertThat(ownerAt(300 * SECOND)).isEqualTo("owner 1");
    }

    @Test
    void atTheSameTime_theLargerRevisionWinsWhateverTheOrder() {
        history.add(record(7, 100 * SECOND), 0);
        history.add(record(6, 100 * SECOND), 10 * SECOND);
        assertThat(ownerAt(100 * SECOND)).isEqualTo("owner 7");

        history.add(record(8, 100 * SECOND), 20 * SECOND);
        assertThat(ownerAt(100 * SECOND)).isEqualTo("owner 8");
        assertThat(history.size()).isEqualTo(1);
    }

    @Test
    void recordReadTwice_changesNothing() {
        history.add(record(1, 100 * SECOND), 0);
        history.add(record(1, 100 * SECOND), 0);

        assertThat(history.size()).isEqualTo(1);
    }

    @Test
    void forgottenVersions_areThoseThatNoLaterPacketNeeds() {
        history.add(record(1, 100 * SECOND), 0);
        history.add(record(2, 200 * SECOND), 0);
        history.add(record(3, 300 * SECOND), 0);

        history.forgetBefore(250 * SECOND);

        assertThat(history.size()).isEqualTo(2);
        assertThat(ownerAt(250 * SECOND)).isEqualTo("owner 2");
        assertThat(ownerAt(300 * SECOND)).isEqualTo("owner 3");
    }

    @Test
    void restoredVersions_takeEffectAtTheSameTimes() {
        history.add(record(1, 100 * SECOND), 0);
        history.add(record(2, 200 * SECOND), 300 * SECOND);
        RegistryHistory restored = new RegistryHistory();

        history.versions().forEach((time, record) -> restored.add(record, time - RegistryHistory.NOTICE_MICROS));

        assertThat(history.versions().keySet()).containsExactly(100 * SECOND, 302 * SECOND);
        assertThat(restored.versions()).isEqualTo(history.versions());
    }

    @Test
    void fileOfARegistry_alwaysHeld() {
        Registry registry = record(1, 0).registry();

        RegistryHistory always = RegistryHistory.always(registry);

        assertThat(always.at(Long.MIN_VALUE)).isSameAs(registry);
        assertThat(always.at(0)).isSameAs(registry);
    }

    @Test
    void record_comesBackFromItsJson() throws Exception {
        RegistryRecord record = record(12, 1_451_574_000_123_456L);

        assertThat(new String(record.toJson(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"revision\":12,\"effectiveFrom\":\"2015-12-31T15:00:00.123456Z\",\"author\":\"sato\","
                        + "\"reason\":\"new prefix\",\"registry\":{\"organisations\":[{\"name\":\"owner 12\","
                        + "\"livenets\":[\"10.0.0.0/8\"],\"darknets\":[]}],\"sensors\":[]}}");
        assertThat(RegistryRecord.fromJson(record.toJson())).isEqualTo(record);
    }

    @Test
    void badRecord_isRefusedWithEverythingThatIsWrong() {
        byte[] json = """
                {"revision": 0, "effectivFrom": "2020-01-01", "author": "", "reason": 3, "registry": {"sensors": {}}}""".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThatThrownBy(() -> RegistryRecord.fromJson(json))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining(
                        "effectivFrom: the key 'effectivFrom' is not known; did you mean 'effectiveFrom'?")
                .hasMessageContaining("effectiveFrom: is missing; it must be a time")
                .hasMessageContaining("revision: must be a whole number of at least 1, was '0'")
                .hasMessageContaining("reason: must be a text, was 3; put it into quotes")
                .hasMessageContaining("registry.sensors: must be a list, was 'an object with the keys '");
        assertThatThrownBy(() -> RegistryRecord.fromJson(new byte[] {'{', '"', (byte) 0xff, '"'}))
                .isInstanceOf(BadRecordException.class);
        assertThatThrownBy(() -> RegistryRecord.fromJson(new byte[0]))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("the document is empty");
    }

    private String ownerAt(long micros) {
        return history.at(micros).organisations().get(0).name();
    }

    private static RegistryRecord record(long revision, long effectiveFrom) {
        Organisation owner =
                new Organisation("owner " + revision, List.of(Cidr.parse("10.0.0.0/8")), List.of(), Validity.ALWAYS);
        return new RegistryRecord(
                revision, effectiveFrom, "sato", "new prefix", new Registry(List.of(owner), List.of()));
    }
}
