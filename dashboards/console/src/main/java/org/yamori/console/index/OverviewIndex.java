package org.yamori.console.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.yamori.console.overview.Overview;
import org.yamori.console.overview.OverviewSource;
import org.yamori.console.overview.Span;
import org.yamori.console.overview.Traffic;
import org.yamori.wire.Topics;

/** Overviews from the indices of one installation or study. */
public final class OverviewIndex implements OverviewSource {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Steps of the small curves. */
    private static final int STEPS = 60;

    private final Elasticsearch elasticsearch;
    private final Questions questions;
    private final boolean study;

    public OverviewIndex(Elasticsearch elasticsearch, String prefix) {
        this.elasticsearch = elasticsearch;
        this.questions = new Questions(prefix);
        this.study = new Topics(prefix).isStudy();
    }

    @Override
    public Optional<Overview> read(int hours) throws IOException {
        List<JsonNode> ends = elasticsearch.search(List.of(questions.oldestMinute(), questions.newestMinute()));
        Optional<Instant> oldest = Answers.minute(ends.get(0));
        Optional<Instant> newest = Answers.minute(ends.get(1));
        return oldest.isEmpty() || newest.isEmpty()
                ? Optional.empty()
                : Optional.of(read(Span.hoursBefore(newest.get().plus(MINUTE), hours), oldest.get()));
    }

    private Overview read(Span span, Instant begin) throws IOException {
        int stepMinutes = Math.max(1, span.minutes() / STEPS);
        List<JsonNode> answers = elasticsearch.search(List.of(
                questions.minutes(span),
                questions.ports(span, stepMinutes),
                questions.sensors(span),
                questions.sensorTraffic(span, stepMinutes),
                questions.findings(span)));
        Answers read = new Answers(span, stepMinutes);
        Traffic traffic = read.traffic(answers.get(0), begin);
        JsonNode ports = answers.get(1);
        return new Overview(
                span,
                traffic,
                read.watchedPorts(ports, traffic),
                read.topPorts(ports, traffic),
                read.sensors(answers.get(2), answers.get(3), study),
                Answers.findings(answers.get(4)));
    }
}
