package org.yamori.wire;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MeasurementRecordTest {
    private static final long TIME = 1_380_000_000_250_000L;

    /** Requirement P-03: pings of 10, 20 and 30 ms have the population variance 66.67e6 microseconds squared. */
    @Test
    void wholeRow_comesBackFromItsJson() throws Exception {
        MeasurementRecord row = new MeasurementRecord(
                "dark-1:17",
                2,
                TIME,
                "dark-1",
                IpAddress.parse("198.51.100.7"),
                IpAddress.parse("192.0.2.9"),
                new MeasurementRecord.Answer(250_000, "Windows", MeasurementRecord.Answer.SYN),
                new MeasurementRecord.Ping(10_000, 20_000, 30_000, 66_666_666.666666664),
                new MeasurementRecord.Answer(21_000, "Linux"));

        assertThat(new String(row.toJson(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"id\":\"dark-1:17\",\"revision\":2,\"sensor\":\"dark-1\","
                                + "\"t\":\"2013-09-24T05:20:00.250Z\",\"src\":\"198.51.100.7\",\"dst\":\"192.0.2.9\","
                                + "\"T_p\":250000,\"ping_min\":10000,\"ping_avg\":20000.0,\"ping_max\":30000,"
                                + "\"ping_var\":6.6666666666666664E7,\"F_p\":\"Windows\",\"F_p_from\":\"syn\",\"F_a\":\"Linux\",\"T_a_syn\":21000}");
        assertThat(MeasurementRecord.fromJson(row.toJson())).isEqualTo(row);
    }

    @Test
    void whatWasNotMeasured_isMissingAndNotZero() throws Exception {
        MeasurementRecord passive = read("\"T_p\": 0");

        assertThat(passive.passive()).isEqualTo(new MeasurementRecord.Answer(0, ""));
        assertThat(passive.ping()).isEqualTo(MeasurementRecord.Ping.NONE);
        assertThat(passive.ping().measured()).isFalse();
        assertThat(passive.active()).isEqualTo(MeasurementRecord.Answer.NONE);
        assertThat(new String(passive.toJson(), StandardCharsets.UTF_8))
                .contains("\"T_p\":0")
                .doesNotContain("ping", "F_p", "F_a", "T_a_syn");
        assertThat(MeasurementRecord.fromJson(passive.toJson())).isEqualTo(passive);
    }

    /** Requirement P-06: the columns of paper 003, figure 4, in that order. */
    @Test
    void keys_areTheColumnsOfThePaperInItsOrder() throws Exception {
        List<String> columns = new ArrayList<>();
        for (String line : Files.readAllLines(SharedFolder.file("spec/facts/003_figure4_database_columns.tsv"))) {
            columns.add(line.split("\t", -1)[1]);
        }

        assertThat(columns.remove(0)).isEqualTo("field");
        assertThat(columns).hasSize(10);
        assertThat(MeasurementRecord.KEYS)
                .extracting(JsonKey::name)
                .containsSubsequence(columns)
                .hasSize(10 + 5);
    }

    @Test
    void nonsense_isRefusedWithItsFigures() {
        refused("\"ping_min\": 30, \"ping_avg\": 20, \"ping_max\": 40, \"ping_var\": 1", "was 30, 20.0, 40, 1.0");
        refused(
                "\"ping_min\": 30",
                "0 <= min <= mean <= max and variance >= 0, or none of them, was 30, -1.0, -1, -1.0");
        refused("\"T_p\": -1", "T_p: must be a whole number of at least 0, was '-1'");
        refused("\"T_p\": 0.5", "T_p: must be a whole number of at least 0, was '0.5'");
        refused("\"ping_var\": 1e999", "ping_var: must be a number of at least 0.0");
        refused("\"tp\": 1", "the key 'tp' is not known");
        refused("\"F_p_from\": \"syn\"", "is syn or ack, was 'syn' for ''");
        refused("\"F_p\": \"Linux\", \"F_p_from\": \"rst\"", "is syn or ack, was 'rst' for 'Linux'");
        refused("\"F_p\": \"two\\nlines\"", "operating system must be 1 to 2000 letters on one line");
        assertThatThrownBy(() -> read("\"T_p\": 1", "2001:db8::1"))
                .hasMessageContaining("src and dst must be of one family, were 2001:db8::1 and 192.0.2.9");
    }

    private static void refused(String keys, String message) {
        assertThatThrownBy(() -> read(keys))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining(message);
    }

    private static MeasurementRecord read(String keys) throws BadRecordException {
        return read(keys, "198.51.100.7");
    }

    private static MeasurementRecord read(String keys, String source) throws BadRecordException {
        return MeasurementRecord.fromJson("""
                {"id": "x", "revision": 1, "sensor": "s", "t": "2013-09-24T05:20:00Z", "src": "%s",
                 "dst": "192.0.2.9", %s}""".formatted(source, keys).getBytes(StandardCharsets.UTF_8));
    }
}
