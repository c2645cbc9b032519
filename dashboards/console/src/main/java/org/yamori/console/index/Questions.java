package org.yamori.console.index;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.yamori.console.index.Elasticsearch.Search;
import org.yamori.console.overview.Span;
import org.yamori.console.overview.WatchedPort;

/**
 * What is asked of the indices of one installation or study.
 *
 * @param prefix first word of every index
 */
record Questions(String prefix) {
    static final int TOP_PORTS = 12;
    static final int LATEST_FINDINGS = 15;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_SENSORS = 200;
    private static final int SHARD_SIZE = 1_000;
    private static final Duration DAY = Duration.ofHours(24);

    /** The newest minute of all traffic. */
    Search newestMinute() {
        return minuteAtTheEnd("desc");
    }

    /** The oldest one, with which counting began. */
    Search oldestMinute() {
        return minuteAtTheEnd("asc");
    }

    private Search minuteAtTheEnd(String order) {
        ObjectNode body = JSON.createObjectNode().put("size", 1);
        traffic(body, "total");
        sortedByTime(body, order);
        body.putArray("_source").add("@timestamp");
        return in("traffic", body);
    }

    /** Every minute of all traffic, in order. */
    Search minutes(Span span) {
        ObjectNode body = JSON.createObjectNode().put("size", span.minutes()).put("track_total_hits", false);
        range(traffic(body, "total"), span);
        body.putArray("sort").addObject().put("@timestamp", "asc");
        wanted(body, "@timestamp", "yamori.packets", "yamori.sources", "yamori.completeness", "yamori.observed");
        return in("traffic", body);
    }

    /** Packets and sources of the watched and of the busiest ports, step by step. */
    Search ports(Span span, int stepMinutes) {
        ObjectNode body = JSON.createObjectNode().put("size", 0);
        range(traffic(body, "port"), span);
        ObjectNode aggregations = body.putObject("aggs");
        ObjectNode top = aggregations.putObject("top");
        top.putObject("terms")
                .put("field", "yamori.key")
                .put("size", TOP_PORTS)
                .put("shard_size", SHARD_SIZE)
                .putObject("order")
                .put("packets", "desc");
        sum(overTime(top, span, stepMinutes), "packets");
        ObjectNode watched = aggregations.putObject("watched");
        List<String> keys = WatchedPort.keys();
        watched.putObject("terms")
                .put("field", "yamori.key")
                .put("size", keys.size())
                .set("include", JSON.valueToTree(keys));
        overTime(watched, span, stepMinutes);
        return in("traffic", body);
    }

    /** Packets and completeness of each sensor, step by step. */
    Search sensorTraffic(Span span, int stepMinutes) {
        ObjectNode body = JSON.createObjectNode().put("size", 0);
        range(traffic(body, "sensor"), span);
        ObjectNode sensors = body.putObject("aggs").putObject("sensors");
        sensors.putObject("terms").put("field", "yamori.key").put("size", MOST_SENSORS);
        overTime(sensors, span, stepMinutes)
                .withObject("/over/aggs")
                .putObject("completeness")
                .putObject("min")
                .put("field", "yamori.completeness");
        return in("traffic", body);
    }

    /** What each sensor said of itself in the day before the span's end. */
    Search sensors(Span span) {
        ObjectNode body = JSON.createObjectNode().put("size", 0);
        ArrayNode filters = filters(body);
        range(filters, new Span(span.end().minus(DAY), span.end()));
        ObjectNode sensors = body.putObject("aggs").putObject("sensors");
        sensors.putObject("terms").put("field", "observer.name").put("size", MOST_SENSORS);
        ObjectNode parts = sensors.putObject("aggs");
        for (String resolution : new String[] {"minute", "silence"}) {
            ObjectNode part = parts.putObject(resolution);
            part.putObject("filter").putObject("term").put("yamori.resolution", resolution);
            newestFirst(part.putObject("aggs")
                    .putObject("newest")
                    .putObject("top_hits")
                    .put("size", 1));
        }
        for (String field : new String[] {"lost_blocks", "dropped_by_kernel", "dropped_by_sensor"}) {
            parts.putObject(field).putObject("sum").put("field", "yamori.sensor." + field);
        }
        return in("sensor", body);
    }

    /** What was found since a day before the span's end: all but counts and mails. */
    Search findings(Span span) {
        ObjectNode body = JSON.createObjectNode().put("size", LATEST_FINDINGS).put("track_total_hits", true);
        ObjectNode rule = body.putObject("query").putObject("bool");
        rule.putArray("filter")
                .addObject()
                .putObject("range")
                .putObject("@timestamp")
                .put("gte", span.end().minus(DAY).toString());
        term(rule.putArray("must_not"), "event.kind", "metric");
        newestFirst(body);
        body.putObject("aggs")
                .putObject("kinds")
                .putObject("terms")
                .put("field", "yamori.finding.kind")
                .put("size", 50);
        return new Search(
                List.of(
                        prefix + "-*",
                        "-" + prefix + "-traffic-*",
                        "-" + prefix + "-series-*",
                        "-" + prefix + "-delivery-*"),
                body);
    }

    private Search in(String kind, ObjectNode body) {
        return new Search(List.of(prefix + '-' + kind), body);
    }

    private static ArrayNode filters(ObjectNode body) {
        return body.putObject("query").putObject("bool").putArray("filter");
    }

    private static ArrayNode traffic(ObjectNode body, String breakdown) {
        ArrayNode filters = filters(body);
        term(filters, "yamori.breakdown", breakdown);
        term(filters, "yamori.window.resolution", "minute");
        return filters;
    }

    private static void term(ArrayNode filters, String field, String value) {
        filters.addObject().putObject("term").put(field, value);
    }

    private static void range(ArrayNode filters, Span span) {
        filters.addObject()
                .putObject("range")
                .putObject("@timestamp")
                .put("gte", span.start().toString())
                .put("lt", span.end().toString());
    }

    private static void newestFirst(ObjectNode body) {
        sortedByTime(body, "desc");
    }

    private static void sortedByTime(ObjectNode body, String order) {
        body.putArray("sort")
                .addObject()
                .putObject("@timestamp")
                .put("order", order)
                .put("unmapped_type", "date");
    }

    private static void wanted(ObjectNode body, String... fields) {
        ArrayNode source = body.putArray("_source");
        for (String field : fields) {
            source.add(field);
        }
    }

    /** Sums of packets and sources for each step, steps counted from the start of the span. */
    private static ObjectNode overTime(ObjectNode parent, Span span, int stepMinutes) {
        ObjectNode parts = parent.putObject("aggs");
        ObjectNode over = parts.putObject("over");
        long stepSeconds = stepMinutes * 60L;
        over.putObject("date_histogram")
                .put("field", "@timestamp")
                .put("fixed_interval", stepMinutes + "m")
                .put("offset", "+" + Math.floorMod(span.start().getEpochSecond(), stepSeconds) + "s")
                .put("min_doc_count", 1);
        ObjectNode sums = over.putObject("aggs");
        sum(sums, "packets");
        sum(sums, "sources");
        return parts;
    }

    private static void sum(ObjectNode aggregations, String field) {
        aggregations.putObject(field).putObject("sum").put("field", "yamori." + field);
    }
}
