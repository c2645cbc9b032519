package org.yamori.cli.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yamori.cli.decision.FindingReader;
import org.yamori.wire.DistinctSources;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

/** How many packets and distinct sources all darknets saw on each day, as traffic findings tell. */
public final class DarknetDays {
    private final Map<String, Day> days = new HashMap<>();

    /**
     * A day in the time zone of the job.
     *
     * @param packets empty where some were not counted
     * @param exact whether sources are no estimate
     * @param sketch of the sources, which older jobs did not tell
     */
    record Day(
            long revision,
            LocalDate date,
            Optional<Long> packets,
            Optional<Long> sources,
            boolean exact,
            Optional<DistinctSources> sketch) {}

    /** Reads the topic of traffic, if there is one, and before it files of findings. */
    public static DarknetDays read(KafkaAccess kafka, Topics topics, List<Path> files) throws IOException {
        DarknetDays read = new DarknetDays();
        FindingReader reader = new FindingReader(
                text -> FindingReader.isOf("traffic", text)
                        && text.contains("\"resolution\":\"day\"")
                        && text.contains("\"breakdown\":\"total\""),
                (document, json) -> read.take(document));
        for (Path file : files) {
            reader.readFile(file);
        }
        reader.readTopic(kafka, topics.traffic());
        return read;
    }

    void take(JsonNode document) {
        JsonNode yamori = document.path("yamori");
        Day day = new Day(
                yamori.at("/finding/revision").asLong(),
                OffsetDateTime.parse(yamori.at("/window/local").asText()).toLocalDate(),
                number(yamori.path("packets")),
                number(yamori.path("sources")),
                yamori.path("sources_exact").asBoolean(true),
                yamori.has("sources_sketch")
                        ? Optional.of(DistinctSources.parse(
                                yamori.path("sources_sketch").asText()))
                        : Optional.empty());
        days.merge(
                yamori.at("/finding/id").asText(),
                day,
                (before, now) -> now.revision >= before.revision ? now : before);
    }

    private static Optional<Long> number(JsonNode number) {
        return number.isIntegralNumber() ? Optional.of(number.asLong()) : Optional.empty();
    }

    Collection<Day> all() {
        return days.values();
    }
}
