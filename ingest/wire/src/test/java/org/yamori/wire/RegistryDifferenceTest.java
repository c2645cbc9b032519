package org.yamori.wire;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryDifferenceTest {
    private static final String BEFORE = """
            {'organisations': [
               {'name': 'X', 'livenets': ['10.0.0.0/24', '10.0.1.0/24'], 'darknets': ['10.0.2.0/24'],
                'contacts': ['soc@x.jp'], 'thresholds': {'count': 1000, 'quiet': '1h'},
                'whitelist': {'sources': ['10.0.0.9', {'prefix': '10.0.0.8', 'owner': 'sato'}]}},
               {'name': 'Y', 'livenets': ['10.9.0.0/16']},
               {'name': 'Z', 'livenets': ['10.8.0.0/16']}],
             'sensors': [
               {'name': 'dark-1', 'network': 'n', 'kind': 'blackhole', 'ranges': ['10.0.2.0/24'], 'validTo': '2016-01-01'},
               {'name': 'dark-1', 'network': 'n', 'kind': 'blackhole', 'ranges': ['10.0.2.0/25'], 'validFrom': '2016-01-01'}],
             'alerts': {'count': 1000},
             'surge': {'thresholds': [5, 5, 5, 5, 5, 5]}}""";

    private static RegistryDifference difference(String before, String after) throws BadRecordException {
        return RegistryDifference.between(read(before), read(after));
    }

    private static Registry read(String json) throws BadRecordException {
        return Registry.fromJson(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyKeyThatChanges_isNamedWithOldAndNew() throws Exception {
        RegistryDifference difference = difference(BEFORE, """
                {'organisations': [
                   {'name': 'Z', 'livenets': ['10.8.0.0/16']},
                   {'name': 'X', 'livenets': ['10.0.1.0/24', '10.0.3.0/24', '10.0.4.0/24'], 'darknets': ['10.0.2.0/24'],
                    'contacts': ['soc@x.jp', 'noc@x.jp'], 'thresholds': {'count': 5000, 'window': '30s'},
                    'whitelist': {'sources': ['10.0.0.9', {'prefix': '10.0.0.8', 'owner': 'abe'}]}, 'language': 'ja'},
                   {'name': 'W', 'livenets': ['10.7.0.0/16'], 'contacts': {'urgent': ['w@w.jp']}}],
                 'sensors': [
                   {'name': 'dark-1', 'network': 'n', 'kind': 'blackhole', 'ranges': ['10.0.2.0/24'], 'validTo': '2016-01-01'},
                   {'name': 'dark-1', 'network': 'n', 'kind': 'blackhole', 'ranges': ['10.0.2.0/26'], 'validFrom': '2016-01-01'}],
                 'alerts': {'count': 5000, 'unitBegins': 'clock'},
                 'surge': {'thresholds': [5, 5, 5, 5, 5, 6]}}""");

        assertThat(difference.lines())
                .containsExactly(
                        "~ organisation X",
                        "    + livenets 10.0.3.0/24",
                        "    + livenets 10.0.4.0/24",
                        "    - livenets 10.0.0.0/24",
                        "    + contacts noc@x.jp",
                        "    + whitelist.sources {\"prefix\":\"10.0.0.8\",\"owner\":\"abe\"}",
                        "    - whitelist.sources {\"prefix\":\"10.0.0.8\",\"owner\":\"sato\"}",
                        "    ~ thresholds.count 1000 -> 5000",
                        "    - thresholds.quiet 1h",
                        "    + thresholds.window 30s",
                        "    + language ja",
                        "- organisation Y",
                        "    - livenets 10.9.0.0/16",
                        "+ organisation W",
                        "    + livenets 10.7.0.0/16",
                        "    + contacts.urgent w@w.jp",
                        "~ sensor dark-1 from 2016-01-01T00:00:00Z",
                        "    + ranges 10.0.2.0/26",
                        "    - ranges 10.0.2.0/25",
                        "~ alerts",
                        "    ~ count 1000 -> 5000",
                        "    + unitBegins clock",
                        "~ surge",
                        "    ~ thresholds [5.0,5.0,5.0,5.0,5.0,5.0] -> [5.0,5.0,5.0,5.0,5.0,6.0]");
        assertThat(difference.summary())
                .isEqualTo("organisations + W ~ X - Y; prefixes +3 -2; whitelist entries +1 -1; sensors ~ dark-1 from"
                        + " 2016-01-01T00:00:00Z; alerts ~ count 1000 -> 5000, + unitBegins clock; surge ~ thresholds"
                        + " [5.0,5.0,5.0,5.0,5.0,5.0] -> [5.0,5.0,5.0,5.0,5.0,6.0]");
    }

    @Test
    void anotherOrder_isNoDifference() throws Exception {
        RegistryDifference difference = difference(
                "{'organisations': [{'name': 'A', 'livenets': ['10.0.0.0/24', '10.0.1.0/24']}, {'name': 'B'}]}",
                "{'organisations': [{'name': 'B'}, {'name': 'A', 'livenets': ['10.0.1.0/24', '10.0.0.0/24']}]}");

        assertThat(difference.isEmpty()).isTrue();
        assertThat(difference.lines()).isEmpty();
        assertThat(difference.summary()).isEqualTo("nothing");
    }

    @Test
    void manyNames_areCounted() throws Exception {
        RegistryDifference difference =
                difference("{}", "{'organisations': [{'name': 'A'}, {'name': 'B'}, {'name': 'C'}, {'name': 'D'}]}");

        assertThat(difference.summary()).isEqualTo("organisations + 4");
        assertThat(difference.lines())
                .containsExactly("+ organisation A", "+ organisation B", "+ organisation C", "+ organisation D");
    }
}
