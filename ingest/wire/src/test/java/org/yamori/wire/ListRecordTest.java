package org.yamori.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ListRecordTest {
    @Test
    void record_comesBackFromItsJson() throws Exception {
        ListRecord list = new ListRecord(
                "census",
                3,
                1_700_000_000_000_000L,
                ListRecord.Purpose.SURVEY_SCANNER,
                "sato",
                "published by the scanner",
                List.of(Cidr.parse("192.0.2.0/24"), Cidr.parse("2001:db8::/32"), Cidr.parse("198.51.100.7/32")));

        assertThat(new String(list.toJson(), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"census\",\"revision\":3,\"effectiveFrom\":\"2023-11-14T22:13:20Z\","
                        + "\"purpose\":\"survey-scanner\",\"author\":\"sato\",\"reason\":\"published by the scanner\","
                        + "\"addresses\":[\"192.0.2.0/24\",\"2001:db8::/32\",\"198.51.100.7/32\"]}");
        assertThat(ListRecord.fromJson(list.toJson())).isEqualTo(list);
        assertThat(list.addressSet().contains(0xc0000201)).isTrue();
        assertThat(list.addressSet().ipv4Size()).isEqualTo(257);
    }

    @Test
    void addressesAlone_areAllowed() throws Exception {
        ListRecord list = read("no-probe", "[\"192.0.2.1\", \"2001:db8::1\"]");

        assertThat(list.addresses()).containsExactly(Cidr.parse("192.0.2.1/32"), Cidr.parse("2001:db8::1/128"));
        assertThat(read("no-probe", "[]").addressSet().isEmpty()).isTrue();
    }

    @Test
    void everythingWrong_isSaidAtOnce() {
        assertThatThrownBy(() -> read("survey-scaner", "[\"192.0.2.1/24\", 7, \"scanner.example\"]"))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("""
                        purpose: purpose must be one of survey-scanner, no-probe, label, was 'survey-scaner'; did you mean 'survey-scanner'?
                        addresses[0]: host bits are set in '192.0.2.1/24'; the prefix is 192.0.2.0/24, the address alone 192.0.2.1/32
                        addresses[1]: must be a text, was 7; put it into quotes
                        addresses[2]: an address is like 192.0.2.1 or 2001:db8::1, was 'scanner.example'""");
    }

    private static ListRecord read(String purpose, String addresses) throws BadRecordException {
        return ListRecord.fromJson("""
                {"name": "l", "revision": 1, "effectiveFrom": "2020-01-01", "purpose": "%s", "author": "a",
                 "reason": "r", "addresses": %s}""".formatted(purpose, addresses).getBytes(StandardCharsets.UTF_8));
    }
}
