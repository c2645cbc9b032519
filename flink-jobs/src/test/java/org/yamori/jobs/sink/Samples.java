package org.yamori.jobs.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Documents for tests, written by hand. */
final class Samples {
    /** 2026-01-31T23:59:00Z, from {@code date -u -d 2026-01-31T23:59:00Z +%s}. */
    static final long JANUARY_MICROS = 1_769_903_940_000_000L;

    private Samples() {}

    static ReceivedRecord received(long offset, String json) {
        return new ReceivedRecord("yamori.traffic", 3, offset, json.getBytes(UTF_8));
    }

    static String json(String id, long revision) {
        return "{\"yamori\":{\"finding\":{\"kind\":\"traffic\",\"id\":\"" + id + "\",\"revision\":" + revision
                + ",\"anchor\":\"2026-01-31T23:59:00Z\"},\"packets\":10}}";
    }

    static Document document(String id, long revision) {
        return new Document(id, "traffic", revision, JANUARY_MICROS, received(7, json(id, revision)));
    }
}
