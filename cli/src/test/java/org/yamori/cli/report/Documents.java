package org.yamori.cli.report;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.yamori.wire.Finding;

/** Traffic findings written by hand in the shape the job gives them, days and hours cut in Tokyo. */
public final class Documents {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    private Documents() {}

    public static Finding day(String date, String breakdown, String key, Map<String, Object> fields) {
        return document("day", LocalDate.parse(date).atStartOfDay(TOKYO), breakdown, key, fields);
    }

    public static Finding hour(String date, int hour, String breakdown, String key, Map<String, Object> fields) {
        return document("hour", LocalDate.parse(date).atTime(hour, 0).atZone(TOKYO), breakdown, key, fields);
    }

    private static Finding document(
            String resolution, ZonedDateTime start, String breakdown, String key, Map<String, Object> fields) {
        long anchorMicros = start.toEpochSecond() * 1_000_000;
        String id = Finding.id("traffic", breakdown + ' ' + key, resolution, anchorMicros);
        StringBuilder more = new StringBuilder();
        fields.forEach((name, value) -> more.append(String.format(
                Locale.ROOT, ",\"%s\":%s", name, value instanceof String text ? '"' + text + '"' : value)));
        String json = "{\"yamori\":{\"finding\":{\"kind\":\"traffic\",\"id\":\"" + id + "\",\"revision\":1},"
                + "\"window\":{\"resolution\":\"" + resolution + "\",\"start\":\"" + start.toInstant()
                + "\",\"local\":\"" + start.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx"))
                + "\"},\"breakdown\":\"" + breakdown + "\",\"key\":\"" + key + "\"" + more + "}}";
        return new Finding("traffic", id, 1, anchorMicros, json.getBytes(StandardCharsets.UTF_8));
    }
}
