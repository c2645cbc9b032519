package org.yamori.cli.report;

import java.io.IOException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventsTest {
    private static String surge(String port, int sources, String disposition) {
        return "{\"event\":{\"dataset\":\"yamori.surge\"},\"yamori\":{\"disposition\":\"" + disposition
                + "\",\"surge\":{\"port\":\"" + port + "\",\"onset\":\"2026-01-14T09:01:00Z\",\"window_minutes\":15,"
                + "\"expected\":12.173,\"peak\":{\"sources\":" + sources + "}}}}";
    }

    @Test
    void whatWasFound_isALineForEachKind_theLargestFirst() throws IOException {
        Events events = new Events();
        events.add(surge("tcp/5555", 186, "not paged: storm"));
        events.add(surge("tcp/7547", 4312, "paged"));
        events.add("{\"event\":{\"dataset\":\"yamori.campaign\"},\"yamori\":{\"campaign\":{"
                + "\"ports\":[\"tcp/23\",\"tcp/2323\"],\"first_onset\":\"2026-01-13T01:00:00Z\"}}}");
        events.add("{\"event\":{\"dataset\":\"yamori.attack\"},\"source\":{\"ip\":\"192.0.2.7\"},\"yamori\":{"
                + "\"attack\":{\"state\":\"end\",\"kind\":\"syn flood, answered\",\"since\":\"2026-01-13T02:00:00Z\","
                + "\"packets\":3468}}}");
        events.add("{\"event\":{\"dataset\":\"yamori.attack\"},\"yamori\":{\"attack\":{\"state\":\"overflow\"}}}");
        events.add("{\"event\":{\"dataset\":\"yamori.storm\"},\"yamori\":{\"storm\":{\"key\":\"tcp/443/syn\","
                + "\"from\":\"2024-08-19T13:42:00Z\",\"largest_minute\":{\"sources\":1328}}}}");
        events.add("{\"event\":{\"dataset\":\"yamori.sensor\"}}");

        assertThat(events.lines(10).entrySet())
                .extracting(line -> line.getKey() + " " + line.getValue())
                .containsExactly(
                        "surges 2, 1 of them paged: tcp/7547 since 2026-01-14T09:01:00Z, 4,312 sources in 15 min where"
                                + " 12.2 were expected; tcp/5555 since 2026-01-14T09:01:00Z, 186 sources in 15 min"
                                + " where 12.2 were expected",
                        "campaigns 1: tcp/23 + tcp/2323 since 2026-01-13T01:00:00Z",
                        "attacks 1: 192.0.2.7 syn flood, answered since 2026-01-13T02:00:00Z, 3,468 packets",
                        "storms 1: tcp/443/syn since 2024-08-19T13:42:00Z, 1,328 forged sources in a minute");
        assertThat(events.lines(1).get("surges")).endsWith("12.2 were expected; 1 more");
    }

    @Test
    void whereNothingWasFound_nothingIsSaid() {
        assertThat(new Events().lines(10)).isEmpty();
    }
}
