package org.yamori.jobs.sink;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.metrics.groups.MetricsGroupTestUtils;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.function.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class ElasticsearchWriterTest {
    private static final Pattern ID = Pattern.compile("\"_id\":\"([^\"]*)\"");
    private static final SinkWriter.Context CONTEXT = new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
            return 0;
        }

        @Override
        public @Nullable Long timestamp() {
            return null;
        }
    };

    private final Scripted elasticsearch = new Scripted();
    private final Mails mails = new Mails();
    private final TestProcessingTimeService timers = new TestProcessingTimeService();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Kept deadLetters = new Kept();
    private ElasticsearchWriter writer;

    @BeforeEach
    void open() throws IOException {
        writer = open(rules(Duration.ofMinutes(1)));
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
        elasticsearch.close();
    }

    @Test
    void flush_sendsEverythingOnceAndWaitsForTheAnswer() throws Exception {
        write("a", "b", "c");
        assertThat(elasticsearch.bulks).isEmpty();

        writer.flush(false);

        assertThat(elasticsearch.bulks).containsExactly(List.of("a", "b", "c"));
        assertThat(count("index.documents")).isEqualTo(3);
        assertThat(deadLetters.flushes).isEqualTo(1);
    }

    @Test
    void documents_areSortedByWhatTheItemsSay() throws Exception {
        elasticsearch.script.add(ids -> new Answer(200, items(201, 409, 429, 400, 503)));
        write("new", "stale", "busy", "wrong", "unavailable");

        writer.flush(false);

        assertThat(elasticsearch.bulks)
                .containsExactly(
                        List.of("new", "stale", "busy", "wrong", "unavailable"), List.of("busy", "unavailable"));
        assertThat(deadLetters.letters).hasSize(1);
        DeadLetter letter = deadLetters.letters.get(0);
        assertThat(letter.topic()).isEqualTo("yamori.traffic");
        assertThat(letter.partition()).isEqualTo(3);
        assertThat(letter.offset()).isEqualTo(7);
        assertThat(letter.reason()).isEqualTo("Elasticsearch answered 400: some_type: some reason");
        assertThat(new String(letter.value(), UTF_8)).isEqualTo(Samples.json("wrong", 1));
        assertThat(count("index.documents")).isEqualTo(3);
        assertThat(count("index.stale")).isEqualTo(1);
        assertThat(count("index.retried")).isEqualTo(2);
        assertThat(count("index.refused")).isEqualTo(1);
    }

    @Test
    void wholeRequestNotTakenForNow_isSentAgain() throws Exception {
        elasticsearch.script.add(ids -> new Answer(429, "{}"));
        elasticsearch.script.add(ids -> new Answer(503, "{}"));
        elasticsearch.script.add(ids -> new Answer(200, "<html>a proxy</html>"));
        write("a", "b");

        writer.flush(false);

        assertThat(elasticsearch.bulks).hasSize(4).containsOnly(List.of("a", "b"));
        assertThat(count("index.documents")).isEqualTo(2);
        assertThat(count("index.failures")).isEqualTo(3);
    }

    @Test
    void connectionThatBreaks_isTriedAgain() throws Exception {
        elasticsearch.script.add(ids -> Answer.NONE);
        write("a");

        writer.flush(false);

        assertThat(count("index.documents")).isEqualTo(1);
        assertThat(count("index.failures")).isEqualTo(1);
    }

    @Test
    void requestTooLarge_isSplitUntilEveryPartIsTaken() throws Exception {
        elasticsearch.always = ids -> ids.size() > 2 ? new Answer(413, "too large") : Answer.allStored(ids);
        write("a", "b", "c", "d", "e");

        writer.flush(false);

        assertThat(elasticsearch.bulks)
                .containsExactlyInAnyOrder(
                        List.of("a", "b", "c", "d", "e"),
                        List.of("a", "b"),
                        List.of("c", "d", "e"),
                        List.of("c"),
                        List.of("d", "e"));
        assertThat(count("index.documents")).isEqualTo(5);
        assertThat(deadLetters.letters).isEmpty();
    }

    @Test
    void oneDocumentThatSpoilsTheRequest_isFoundAndBuried() throws Exception {
        elasticsearch.always = ids -> ids.contains("d") ? new Answer(400, "no") : Answer.allStored(ids);
        write("a", "b", "c", "d", "e", "f", "g");

        writer.flush(false);

        assertThat(deadLetters.letters)
                .extracting(DeadLetter::reason)
                .containsExactly("Elasticsearch answered 400: no");
        assertThat(count("index.documents")).isEqualTo(6);
    }

    @Test
    void wrongCredentials_endTheJobWithAClearMessage() throws Exception {
        elasticsearch.always = ids -> new Answer(401, "unknown user");
        write("a");
        assertThatThrownBy(() -> writer.flush(false))
                .rootCause()
                .hasMessageContaining("does not let us write")
                .hasMessageContaining("401 unknown user");
        assertThat(elasticsearch.bulks).hasSize(1);
    }

    @Test
    void addressThatIsNoElasticsearch_endsTheJobAndBuriesNothing() throws Exception {
        elasticsearch.always = ids -> new Answer(404, "nothing here");
        write("a", "b");
        assertThatThrownBy(() -> writer.flush(false)).rootCause().hasMessageContaining("cannot be used: 404");
        assertThat(deadLetters.letters).isEmpty();
    }

    @Test
    void failureThatLastsTooLong_endsTheJob() throws Exception {
        writer.close();
        writer = open(rules(Duration.ofMillis(30)));
        elasticsearch.always = ids -> new Answer(503, "not now");
        write("a");
        assertThatThrownBy(() -> writer.flush(false))
                .rootCause()
                .hasMessageContaining("503")
                .hasMessageContaining("not now");
        assertThat(elasticsearch.bulks.size()).isGreaterThan(1);
    }

    @Test
    void bulks_stayWithinTheirBytesAndTheirNumberInFlight() throws Exception {
        String padding = "x".repeat(40_000);
        for (int i = 0; i < 20; i++) {
            ReceivedRecord large = Samples.received(i, "{\"a\":\"" + padding + "\"}");
            writer.write(new Document("d" + i, "surge", 1, 0, large), CONTEXT);
        }
        writer.flush(false);
        assertThat(elasticsearch.bulks)
                .hasSize(20)
                .allSatisfy(ids -> assertThat(ids).hasSize(1));
        assertThat(elasticsearch.mostAtOnce.get()).isBetween(1, 2);
    }

    @Test
    void lonelyDocument_isSentAfterTheLinger() throws Exception {
        write("a");
        timers.advance(999);
        assertThat(count("index.bulks")).isZero();
        timers.advance(1);
        assertThat(count("index.bulks")).isEqualTo(1);
        assertThat(timers.getNumActiveTimers()).isZero();
        writer.flush(false);
        assertThat(elasticsearch.bulks).containsExactly(List.of("a"));
    }

    @Test
    void deadLettersThatAreNotTaken_failTheFlush() throws Exception {
        elasticsearch.script.add(ids -> new Answer(200, items(400)));
        deadLetters.broken = true;
        write("a");
        assertThatThrownBy(() -> writer.flush(false)).hasMessageContaining("dead letters are away");
    }

    private static BulkRules rules(Duration giveUp) {
        return new BulkRules(
                64 << 10,
                2,
                Duration.ofSeconds(1),
                new BulkRules.Retry(Duration.ofMillis(1), Duration.ofMillis(5)),
                giveUp,
                Duration.ofSeconds(10));
    }

    private ElasticsearchWriter open(BulkRules rules) throws IOException {
        UnregisteredMetricsGroup metrics = new UnregisteredMetricsGroup() {
            @Override
            public Counter counter(String name) {
                return counters.computeIfAbsent(name, unused -> new SimpleCounter());
            }
        };
        return new ElasticsearchWriter(
                ElasticsearchAddress.of(elasticsearch.url()).open(rules.requestTimeout()),
                rules,
                new IndexNames("yamori"),
                new ElasticsearchWriter.Surroundings(
                        mails,
                        timers,
                        MetricsGroupTestUtils.mockWriterMetricGroup(metrics),
                        deadLetters,
                        () -> Instant.EPOCH,
                        new Random(1)));
    }

    private void write(String... ids) throws Exception {
        for (String id : ids) {
            writer.write(Samples.document(id, 1), CONTEXT);
        }
    }

    private long count(String counter) {
        Counter found = counters.get(counter);
        return found == null ? 0 : found.getCount();
    }

    private static String items(int... statuses) {
        StringBuilder items = new StringBuilder();
        for (int status : statuses) {
            items.append(items.isEmpty() ? "" : ",")
                    .append("{\"index\":{\"status\":")
                    .append(status);
            if (status >= 300) {
                items.append(",\"error\":{\"type\":\"some_type\",\"reason\":\"some reason\"}");
            }
            items.append("}}");
        }
        return "{\"errors\":true,\"items\":[" + items + "]}";
    }

    private record Answer(int status, String body) {
        /** The connection breaks without an answer. */
        static final Answer NONE = new Answer(0, "");

        static Answer allStored(List<String> ids) {
            return new Answer(200, items(ids.stream().mapToInt(id -> 201).toArray()));
        }
    }

    @FunctionalInterface
    private interface Script {
        Answer answer(List<String> ids);
    }

    /** A server that takes bulks and answers by script, then always the same way. */
    private static final class Scripted implements AutoCloseable {
        final List<List<String>> bulks = Collections.synchronizedList(new ArrayList<>());
        final ConcurrentLinkedQueue<Script> script = new ConcurrentLinkedQueue<>();
        final AtomicInteger mostAtOnce = new AtomicInteger();
        private final AtomicInteger atOnce = new AtomicInteger();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final HttpServer server;
        volatile Script always = Answer::allStored;

        Scripted() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException cannot) {
                throw new UncheckedIOException(cannot);
            }
            server.setExecutor(threads);
            server.createContext("/_bulk", this::answer);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            List<String> ids = new ArrayList<>();
            Matcher matcher = ID.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            while (matcher.find()) {
                ids.add(matcher.group(1));
            }
            bulks.add(ids);
            @Nullable Script next = script.poll();
            Answer answer = (next == null ? always : next).answer(ids);
            atOnce.decrementAndGet();
            if (answer.status != 0) {
                byte[] body = answer.body.getBytes(UTF_8);
                exchange.sendResponseHeaders(answer.status, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static final class Kept implements DeadLetters {
        final List<DeadLetter> letters = new ArrayList<>();
        int flushes;
        boolean broken;

        @Override
        public void accept(DeadLetter letter) {
            letters.add(letter);
        }

        @Override
        public void flush() throws IOException {
            if (broken) {
                throw new IOException("the dead letters are away");
            }
            flushes++;
        }

        @Override
        public void close() {}
    }

    /** The mailbox of a task: mails run on the thread that yields. */
    private static final class Mails implements MailboxExecutor {
        private final BlockingQueue<ThrowingRunnable<? extends Exception>> waiting = new LinkedBlockingQueue<>();

        @Override
        public void execute(
                MailOptions options,
                ThrowingRunnable<? extends Exception> command,
                String description,
                Object... arguments) {
            waiting.add(command);
        }

        @Override
        public void yield() throws InterruptedException {
            ThrowingRunnable<? extends Exception> mail = waiting.poll(30, TimeUnit.SECONDS);
            if (mail == null) {
                throw new AssertionError("no mail came");
            }
            run(mail);
        }

        @Override
        public boolean tryYield() {
            ThrowingRunnable<? extends Exception> mail = waiting.poll();
            if (mail != null) {
                run(mail);
            }
            return mail != null;
        }

        @Override
        public boolean shouldInterrupt() {
            return !waiting.isEmpty();
        }

        private static void run(ThrowingRunnable<? extends Exception> mail) {
            try {
                mail.run();
            } catch (Exception failed) {
                throw new FlinkRuntimeException(failed);
            }
        }
    }
}
