package org.yamori.jobs.sink;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.wire.Finding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class FindingsSinkTest {
    private static final byte[] JSON = {'{', '}'};

    @ParameterizedTest
    @CsvSource({
        "traffic, a.traffic",
        "sensor, a.findings",
        "surge, a.findings",
        "series, a.traffic",
        "traffic-x, a.findings"
    })
    void kind_choosesTheTopicAndTheIdIsTheKey(String kind, String topic) {
        var sent = new FindingsSink.Serializer("a.traffic", "a.findings")
                .serialize(new Finding(kind, "id-1", 2, 0, JSON), null, null);
        assertThat(sent.topic()).isEqualTo(topic);
        assertThat(sent.key()).isEqualTo("id-1".getBytes(UTF_8));
        assertThat(sent.value()).isSameAs(JSON);
    }
}
