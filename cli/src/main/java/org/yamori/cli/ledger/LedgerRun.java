package org.yamori.cli.ledger;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Progress;
import org.yamori.cli.topic.TopicReader;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

/** Reads the ledger, once or until nothing is waiting any more, and says what it came to. */
public final class LedgerRun {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Request request;

    /**
     * What to read.
     *
     * @param kafka where the brokers are and who asks
     * @param elasticsearch compared too where it is given
     * @param indexPrefix first word of its indices
     * @param patience how long to wait for what is still on its way; zero takes it as it is
     */
    public record Request(
            KafkaAccess kafka, Topics topics, Optional<URI> elasticsearch, String indexPrefix, Duration patience) {}

    public LedgerRun(Request request) {
        this.request = request;
    }

    /** Returns whether every sum holds, and nothing is waiting if that was asked for. */
    public boolean read(PrintWriter out) throws IOException {
        long end = System.nanoTime() + request.patience.toNanos();
        TopicsLedger ledger = null;
        @Nullable IndexCount index = null;
        List<String> waiting = List.of();
        List<String> contradictions = List.of();
        do {
            if (ledger != null) {
                pause();
            }
            try (Progress progress = Progress.onScreen("reading");
                    TopicReader reader = new TopicReader(request.kafka)) {
                ledger = new LedgerReading(request.topics).read(reader, progress);
            }
            index = request.elasticsearch.isEmpty()
                    ? null
                    : IndexCount.of(request.elasticsearch.get(), request.indexPrefix);
            waiting = waiting(ledger, index);
            contradictions = contradictions(ledger, index);
        } while (!(waiting.isEmpty() && contradictions.isEmpty()) && System.nanoTime() < end);
        print(out, ledger, index);
        waiting.forEach(out::println);
        contradictions.forEach(out::println);
        boolean settled = request.patience.isZero() || waiting.isEmpty();
        boolean holds = contradictions.isEmpty() && ledger.topics().packets() > 0 && settled;
        out.println(holds ? "the sum holds" : "THE SUM DOES NOT HOLD");
        out.flush();
        return holds;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> waiting(TopicsLedger ledger, @Nullable IndexCount index) {
        List<String> sentences = new ArrayList<>();
        if (ledger.inAll().waiting() > 0) {
            sentences.add(words(
                    "%,d packets are in minutes that are not told yet",
                    ledger.inAll().waiting()));
        }
        if (index != null && index.documents() < ledger.findings()) {
            sentences.add(words("%,d findings are not in the index yet", ledger.findings() - index.documents()));
        }
        return sentences;
    }

    private List<String> contradictions(TopicsLedger ledger, @Nullable IndexCount index) {
        List<String> sentences = new ArrayList<>(ledger.contradictions());
        if (ledger.topics().packets() == 0) {
            sentences.add("there is no topic " + request.topics.packets("*") + " at " + request.kafka.brokers());
        }
        if (index != null && index.documents() > ledger.findings()) {
            sentences.add(words(
                    "the index holds %,d documents more than there are findings",
                    index.documents() - ledger.findings()));
        }
        if (index != null && index.documents() == ledger.findings() && index.counted() != ledger.counted()) {
            sentences.add(words(
                    "the minutes in the index hold %,d packets, those in Kafka %,d",
                    index.counted(), ledger.counted()));
        }
        return sentences;
    }

    private static void print(PrintWriter out, TopicsLedger ledger, @Nullable IndexCount index) {
        if (ledger.sensors().size() > 1) {
            ledger.sensors().forEach((name, account) -> out.println(name + ": " + account.sentence()));
        }
        Account all = ledger.inAll();
        out.println(all.sentence());
        if (all.duplicates() > 0) {
            out.println(words("%,d packets came again and were not counted again", all.duplicates()));
        }
        if (ledger.deadLetters() > 0 || ledger.unreadable() > 0) {
            out.println(words(
                    "%,d dead letters; %,d records are no packets of their sensor",
                    ledger.deadLetters(), ledger.unreadable()));
        }
        out.println(words("%,d findings in Kafka", ledger.findings())
                + (index == null ? "" : words(", %,d documents in the index", index.documents())));
    }

    private static String words(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
