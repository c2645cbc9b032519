package org.yamori.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class NewsRecordTest {
    private static final long KREBS = Instant.parse("2016-09-20T00:00:00Z").getEpochSecond() * 1_000_000;

    @Test
    void record_comesBackFromItsJson() throws Exception {
        NewsRecord krebs = new NewsRecord(
                "incident:krebs-2016",
                2,
                KREBS + 1,
                "incidents",
                new NewsRecord.Event(
                        "620 Gbit/s against Krebs on Security",
                        KREBS,
                        KREBS + 86_400_000_000L,
                        List.of("US"),
                        List.of(ProtocolPort.parse("23/tcp"), ProtocolPort.parse("53413/udp")),
                        List.of("Dahua cameras"),
                        "https://example.org/krebs"),
                false);

        assertThat(new String(krebs.toJson(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"id\":\"incident:krebs-2016\",\"revision\":2,"
                                + "\"effectiveFrom\":\"2016-09-20T00:00:00.000001Z\",\"calendar\":\"incidents\","
                                + "\"title\":\"620 Gbit/s against Krebs on Security\",\"start\":\"2016-09-20T00:00:00Z\","
                                + "\"end\":\"2016-09-21T00:00:00Z\",\"countries\":[\"US\"],\"ports\":[\"23/tcp\",\"53413/udp\"],"
                                + "\"products\":[\"Dahua cameras\"],\"link\":\"https://example.org/krebs\",\"withdrawn\":false}");
        assertThat(NewsRecord.fromJson(krebs.toJson())).isEqualTo(krebs);
    }

    @Test
    void shortestRecord_isAMomentWithoutPlaceOrPort() throws Exception {
        NewsRecord news = read("""
                {"id": "a", "revision": 1, "effectiveFrom": "2014-10-01", "calendar": "world",
                 "title": "香港", "start": "2014-09-27T00:00:00+08:00"}""");

        assertThat(news.event().startMicros())
                .isEqualTo(news.event().endMicros())
                .isEqualTo(1_411_747_200_000_000L);
        assertThat(news.event().countries()).isEmpty();
        assertThat(news.withdrawn()).isFalse();
        assertThat(NewsRecord.fromJson(news.toJson())).isEqualTo(news);
    }

    @Test
    void everythingWrong_isSaidAtOnce() {
        BadRecordException refused = catchThrowableOfType(BadRecordException.class, () -> read("""
                        {"id": "a b", "revision": 1.5, "effectiveFrom": "soon", "calendar": "x", "title": "two\\nlines",
                         "start": "2014-09-27", "contries": ["HK"], "countries": ["Hong Kong"], "ports": ["23", "99999/tcp"],
                         "link": "ftp://example.org", "withdrawn": "no"}"""));

        assertThat(refused.problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "id",
                        "revision",
                        "effectiveFrom",
                        "title",
                        "contries",
                        "countries[0]",
                        "ports[0]",
                        "ports[1]",
                        "link",
                        "withdrawn");
        assertThat(refused)
                .hasMessageContaining("contries: the key 'contries' is not known; did you mean 'countries'?")
                .hasMessageContaining("ports[1]: a port is like 23/tcp or 53413/udp, at most 65535, was '99999/tcp'")
                .hasMessageContaining("withdrawn: must be true or false, was 'no'");
    }

    @Test
    void endBeforeStart_isRefused() {
        BadRecordException refused = catchThrowableOfType(BadRecordException.class, () -> read("""
                        {"id": "a", "revision": 1, "effectiveFrom": "2014-10-01", "calendar": "world", "title": "t",
                         "start": "2014-09-27", "end": "2014-09-26"}"""));

        assertThat(refused)
                .hasMessage("end must not be before the start 2014-09-27T00:00:00Z, was 2014-09-26T00:00:00Z");
    }

    private static NewsRecord read(String json) throws BadRecordException {
        return NewsRecord.fromJson(json.getBytes(StandardCharsets.UTF_8));
    }
}
