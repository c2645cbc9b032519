package org.yamori.console.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.yamori.console.overview.Findings;
import org.yamori.console.overview.Findings.Found;
import org.yamori.console.overview.PortTrend;
import org.yamori.console.overview.SensorHealth;
import org.yamori.console.overview.SensorHealth.Losses;
import org.yamori.console.overview.Series;
import org.yamori.console.overview.Span;
import org.yamori.console.overview.Traffic;
import org.yamori.console.overview.WatchedPort;

/** What the answers to {@link Questions} mean. */
final class Answers {
    private static final int MINUTE_SECONDS = 60;

    private final Span span;
    private final int stepMinutes;

    Answers(Span span, int stepMinutes) {
        this.span = span;
        this.stepMinutes = stepMinutes;
    }

    /** When the one minute of all traffic began that was asked for. */
    static Optional<Instant> minute(JsonNode answer) {
        JsonNode time = answer.at("/hits/hits/0/_source/@timestamp");
        return time.isMissingNode() ? Optional.empty() : Optional.of(Instant.parse(time.asText()));
    }

    /** @param begin with which counting began */
    Traffic traffic(JsonNode minutes, Instant begin) {
        Series packets = Series.missing(span, 1);
        Series sources = Series.missing(span, 1);
        Series completeness = Series.missing(span, 1);
        OptionalLong addresses = OptionalLong.empty();
        for (JsonNode hit : minutes.at("/hits/hits")) {
            JsonNode source = hit.path("_source");
            JsonNode yamori = source.path("yamori");
            int minute = span.minuteOf(Instant.parse(source.path("@timestamp").asText()));
            packets.values()[minute] = number(yamori.path("packets"));
            sources.values()[minute] = number(yamori.path("sources"));
            completeness.values()[minute] = number(yamori.path("completeness"));
            JsonNode observed = yamori.at("/observed/addresses");
            addresses = observed.isNumber() ? OptionalLong.of(observed.asLong()) : OptionalLong.empty();
        }
        return new Traffic(packets.begunAt(begin), sources.begunAt(begin), completeness.begunAt(begin), addresses);
    }

    /** The busiest ports; a step in which nothing was observed is missing, one without packets is zero. */
    List<PortTrend> topPorts(JsonNode ports, Traffic traffic) {
        List<PortTrend> trends = new ArrayList<>();
        for (JsonNode bucket : ports.at("/aggregations/top/buckets")) {
            trends.add(port(bucket.path("key").asText(), bucket, traffic));
        }
        return trends;
    }

    /** The watched ports in their order, also those at which nothing arrived. */
    List<PortTrend> watchedPorts(JsonNode ports, Traffic traffic) {
        Map<String, JsonNode> buckets = byKey(ports.at("/aggregations/watched/buckets"));
        List<PortTrend> trends = new ArrayList<>();
        for (String key : WatchedPort.keys()) {
            trends.add(port(key, buckets.getOrDefault(key, MissingNode.getInstance()), traffic));
        }
        return trends;
    }

    private PortTrend port(String key, JsonNode bucket, Traffic traffic) {
        return new PortTrend(
                key,
                WatchedPort.serviceOf(key),
                perMinute(bucket, traffic, "packets"),
                perMinute(bucket, traffic, "sources"));
    }

    /** Sums of steps, divided by the minutes of each that were observed at all. */
    private Series perMinute(JsonNode bucket, Traffic traffic, String field) {
        Series series = Series.missing(span, stepMinutes);
        double[] sums = new double[series.size()];
        for (JsonNode step : bucket.at("/over/buckets")) {
            sums[stepOf(step)] = step.at("/" + field + "/value").asDouble();
        }
        for (int step = 0; step < series.size(); step++) {
            int observed = 0;
            for (int minute = step * stepMinutes; minute < (step + 1) * stepMinutes; minute++) {
                observed += traffic.packets().isKnown(minute) ? 1 : 0;
            }
            if (observed > 0) {
                series.values()[step] = sums[step] / observed;
            }
        }
        return series;
    }

    /** @param study whether packets are of another time, so that nobody is waited for */
    List<SensorHealth> sensors(JsonNode sensors, JsonNode sensorTraffic, boolean study) {
        Map<String, JsonNode> traffic = byKey(sensorTraffic.at("/aggregations/sensors/buckets"));
        Optional<Instant> waiting = study ? Optional.empty() : Optional.of(span.end());
        List<SensorHealth> healths = new ArrayList<>();
        for (JsonNode bucket : sensors.at("/aggregations/sensors/buckets")) {
            JsonNode minute = bucket.at("/minute/newest/hits/hits/0/_source");
            JsonNode silence = bucket.at("/silence/newest/hits/hits/0/_source");
            JsonNode named = minute.isMissingNode() ? silence : minute;
            String name = bucket.path("key").asText();
            Optional<String> silent = silence.isMissingNode()
                    ? Optional.empty()
                    : Optional.of(silence.at("/yamori/sensor/state").asText());
            Instant said = Instant.parse(named.path("@timestamp").asText());
            Instant lastWord = minute.isMissingNode() ? said : said.plusSeconds(MINUTE_SECONDS);
            JsonNode own = traffic.getOrDefault(name, MissingNode.getInstance());
            healths.add(new SensorHealth(
                    name,
                    named.at("/yamori/network").asText(),
                    SensorHealth.state(silent, minute.at("/yamori/sensor/state").asText(), lastWord, waiting),
                    lastWord,
                    steps(own, step -> number(step.at("/completeness/value"))),
                    losses(bucket),
                    steps(
                            own,
                            step -> step.at("/packets/value").asDouble()
                                    / step.path("doc_count").asLong())));
        }
        healths.sort(Comparator.comparing(SensorHealth::name));
        return healths;
    }

    private static Losses losses(JsonNode bucket) {
        return new Losses(
                bucket.at("/lost_blocks/value").asLong(),
                bucket.at("/dropped_by_kernel/value").asLong()
                        + bucket.at("/dropped_by_sensor/value").asLong());
    }

    static Findings findings(JsonNode answer) {
        TreeMap<String, Long> byKind = new TreeMap<>();
        for (JsonNode kind : answer.at("/aggregations/kinds/buckets")) {
            byKind.put(kind.path("key").asText(), kind.path("doc_count").asLong());
        }
        List<Found> latest = new ArrayList<>();
        for (JsonNode hit : answer.at("/hits/hits")) {
            JsonNode document = hit.path("_source");
            latest.add(new Found(
                    Instant.parse(document.path("@timestamp").asText()),
                    document.at("/yamori/finding/kind").asText(),
                    FindingWords.of(document),
                    hit.path("_id").asText()));
        }
        return new Findings(answer.at("/hits/total/value").asLong(), byKind, latest);
    }

    private Series steps(JsonNode bucket, ToDoubleFunction<JsonNode> value) {
        Series series = Series.missing(span, stepMinutes);
        for (JsonNode step : bucket.at("/over/buckets")) {
            series.values()[stepOf(step)] = value.applyAsDouble(step);
        }
        return series;
    }

    private int stepOf(JsonNode bucket) {
        return span.minuteOf(Instant.ofEpochMilli(bucket.path("key").asLong())) / stepMinutes;
    }

    private static Map<String, JsonNode> byKey(JsonNode buckets) {
        Map<String, JsonNode> byKey = new HashMap<>();
        for (JsonNode bucket : buckets) {
            byKey.put(bucket.path("key").asText(), bucket);
        }
        return byKey;
    }

    private static double number(JsonNode value) {
        return value.isNumber() ? value.asDouble() : Double.NaN;
    }
}
