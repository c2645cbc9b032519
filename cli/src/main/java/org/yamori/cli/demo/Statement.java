package org.yamori.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.yamori.wire.Cidr;
import org.yamori.wire.IpAddress;

/**
 * A finding that says that something happened, of whatever kind: who, where and when, as far as its document names them
 * in the words of the Elastic Common Schema.
 *
 * @param ports as {@code tcp/23}
 */
record Statement(String kind, Span span, List<String> ports, List<String> sources, String sensor, double score) {
    private static final int MOST_NAMED = 6;

    static Statement of(JsonNode finding) {
        JsonNode yamori = finding.path("yamori");
        Instant stamp = Instant.parse(finding.path("@timestamp").asText());
        Instant from = time(finding, "/event/start", "/yamori/window/start", "/yamori/sensor/silent_since")
                .orElse(stamp);
        Instant to = time(finding, "/event/end", "/yamori/window/end", "/yamori/sensor/silent_until")
                .orElse(from);
        TreeSet<String> ports = new TreeSet<>();
        texts(finding.at("/destination/port"))
                .forEach(port -> ports.add(finding.at("/network/transport").asText("tcp") + "/" + port));
        texts(yamori.path("ports")).forEach(ports::add);
        if (yamori.path("key").asText().matches("(tcp|udp|icmp)/[0-9.]+")) {
            ports.add(yamori.path("key").asText());
        }
        return new Statement(
                yamori.at("/finding/kind").asText(),
                new Span(from, to.isBefore(from) ? from : to),
                List.copyOf(ports),
                texts(finding.at("/source/ip")),
                finding.at("/observer/name").asText(),
                yamori.path("score").asDouble());
    }

    private static Optional<Instant> time(JsonNode finding, String... pointers) {
        for (String pointer : pointers) {
            if (finding.at(pointer).isTextual()) {
                return Optional.of(Instant.parse(finding.at(pointer).asText()));
            }
        }
        return Optional.empty();
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> texts.add(item.asText()));
        } else if (!value.isMissingNode() && !value.isNull()) {
            texts.add(value.asText());
        }
        return texts;
    }

    /** Whether it speaks of a source among these addresses and ranges. */
    boolean namesSourceOf(List<String> ranges) {
        return sources.stream().anyMatch(source -> ranges.stream().anyMatch(range -> holds(range, source)));
    }

    private static boolean holds(String range, String source) {
        return IpAddress.find(source)
                .filter(Cidr.parsePrefixOrAddress(range)::contains)
                .isPresent();
    }

    String words() {
        StringBuilder text = new StringBuilder(kind).append(": ");
        List<String> about = new ArrayList<>(ports);
        about.addAll(sources);
        if (!sensor.isEmpty()) {
            about.add(sensor);
        }
        text.append(String.join(", ", about.subList(0, Math.min(about.size(), MOST_NAMED))));
        if (about.size() > MOST_NAMED) {
            text.append(" and ").append(about.size() - MOST_NAMED).append(" more");
        }
        text.append(about.isEmpty() ? "" : ", ");
        return text.append(span.length().isZero() ? Span.words(span.from()) : span.words())
                .toString();
    }
}
