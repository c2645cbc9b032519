package org.yamori.jobs.sink.mail;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.wire.AlertKind;
import org.yamori.wire.Organisation;
import org.yamori.wire.Validity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Records that somebody else wrote into the topic: each is refused before it can stop the job. */
class AlertReportTest {
    private static final String JSON = new String(Alerts.json("A", "192.0.2.1", AlertKind.NEW, Alerts.FIRST, 0), UTF_8);

    @Test
    void alert_isRead() {
        assertThatCode(() -> AlertReport.read(JSON.getBytes(UTF_8))).doesNotThrowAnyException();
    }

    /** What the registry takes as a name, people are told about. */
    @ParameterizedTest
    @ValueSource(ints = {1, 201, 2_000})
    void nameAsLongAsTheRegistryAllows_isRead(int letters) throws Exception {
        String name = "Ä".repeat(letters);
        Organisation unused = new Organisation(name, List.of(), List.of(), Validity.ALWAYS);
        byte[] json = Alerts.json(name, "192.0.2.1", AlertKind.NEW, Alerts.FIRST, 0);
        assertThat(AlertReport.read(json).organisation()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"state\":\"open\" | \"state\":\"closed\" | yamori.alert.closed",
                "\"state\":\"open\" | \"state\":\"closed\",\"closed\":\"soon\" | yamori.alert.closed",
                "\"packets_shown\":[{\"time\":\"2026-01-14T09:00:00Z\" | \"packets_shown\":[{\"time\":\"9 o'clock\" | packets_shown.0.time",
                "\"445/tcp\",\"packets\":1100 | \"99999/tcp\",\"packets\":1100 | 99999",
                "\"ip\":\"192.0.2.1\" | \"ip\":\"1.2.3.4.5\" | 1.2.3.4.5",
                "\"ip\":\"192.0.2.1\" | \"ip\":\"<b>\" | source.ip",
                "\"kind\":\"new\" | \"kind\":\"old\" | yamori.alert.kind",
                "\"first\":\"2026-01-14T09:00:00Z\" | \"first\":7 | yamori.alert.first",
                "\"last\":\"2026-01-14T09:00:00Z\" | \"last\":\"+999999999-12-31T20:00:00Z\" | years 1970 to 2199",
            })
    void alertWithAPartThatCannotBe_isRefusedByItsName(String part, String instead, String named) {
        String broken = JSON.replace(part, instead);
        assertThat(broken).isNotEqualTo(JSON);
        assertThatThrownBy(() -> AlertReport.read(broken.getBytes(UTF_8)))
                .isInstanceOf(AlertReport.NoAlertException.class)
                .hasMessageContaining(named);
    }

    @Test
    void bytesThatAreNoObject_areRefused() {
        for (String text : new String[] {"", "[]", "7", "{", "null"}) {
            assertThatThrownBy(() -> AlertReport.read(text.getBytes(UTF_8)))
                    .as(text)
                    .isInstanceOf(AlertReport.NoAlertException.class);
        }
    }
}
