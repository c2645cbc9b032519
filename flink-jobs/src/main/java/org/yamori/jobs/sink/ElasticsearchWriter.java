package org.yamori.jobs.sink;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer of one parallel instance of {@link ElasticsearchSink}. */
final class ElasticsearchWriter implements SinkWriter<Document> {
    /*
     * Answers arrive on the client's thread, are read there, and are settled as mails on the task's thread: counters,
     * dead letters and the count of bulks in flight belong to that thread alone. Waiting is yielding to the mailbox. A
     * retry keeps its place among the bulks in flight, so while Elasticsearch is away at most bulksInFlight + 1 bulks
     * are held, each as documents and as a body, and the task stops reading. A bulk that is split has more requests
     * under way for a moment, of the same documents.
     */
    private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchWriter.class);

    private static final int LONGEST_QUOTE = 500;

    private final RestClient client;
    private final BulkRules rules;
    private final Backoff backoff;
    private final IndexNames indices;
    private final Surroundings around;
    private final Counts counts;
    private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "elasticsearch-retries");
        thread.setDaemon(true);
        return thread;
    });

    private BulkBody filling;
    private int inFlight;
    private boolean lingering;
    private volatile boolean closed;

    /**
     * What the writer is given by the task and by its sink.
     *
     * @param mailbox the task's thread
     * @param timers for documents that wait for their bulk to fill
     * @param metrics for the counts
     * @param deadLetters for what is refused for good
     * @param clock for {@code event.ingested}
     * @param chance for the waits between attempts
     */
    record Surroundings(
            MailboxExecutor mailbox,
            ProcessingTimeService timers,
            SinkWriterMetricGroup metrics,
            DeadLetters deadLetters,
            WallClock clock,
            RandomGenerator chance) {}

    private record Counts(
            Counter sent,
            Counter sentBytes,
            Counter indexed,
            Counter stale,
            Counter retried,
            Counter refused,
            Counter bulks,
            Counter failures) {}

    ElasticsearchWriter(RestClient client, BulkRules rules, IndexNames indices, Surroundings around) {
        this.client = client;
        this.rules = rules;
        this.backoff = rules.backoff();
        this.indices = indices;
        this.around = around;
        this.filling = new BulkBody(indices);
        SinkWriterMetricGroup metrics = around.metrics;
        this.counts = new Counts(
                metrics.getNumRecordsSendCounter(),
                metrics.getNumBytesSendCounter(),
                metrics.counter("index.documents"),
                metrics.counter("index.stale"),
                metrics.counter("index.retried"),
                metrics.counter("index.refused"),
                metrics.counter("index.bulks"),
                metrics.counter("index.failures"));
        metrics.gauge("index.inFlight", () -> inFlight);
        metrics.gauge("index.waitingBytes", () -> filling.length());
    }

    @Override
    public void write(Document document, Context context) throws IOException, InterruptedException {
        if (filling.length() + document.json().length > rules.bulkBytes()) {
            sendWhenThereIsRoom();
        }
        filling.add(document, around.clock.now().truncatedTo(ChronoUnit.MILLIS));
        if (filling.length() >= rules.bulkBytes()) {
            sendWhenThereIsRoom();
        }
        if (!lingering && !filling.isEmpty()) {
            lingering = true;
            var unused = around.timers.registerTimer(
                    around.timers.getCurrentProcessingTime() + rules.linger().toMillis(), at -> lingered());
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        sendWhenThereIsRoom();
        while (inFlight > 0) {
            around.mailbox.yield();
        }
        around.deadLetters.flush();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        retries.shutdownNow();
        try {
            client.close();
        } finally {
            around.deadLetters.close();
        }
    }

    /** A timer can run while {@link #sendWhenThereIsRoom} yields, so it never waits itself. */
    private void lingered() {
        lingering = false;
        if (!filling.isEmpty() && inFlight < rules.bulksInFlight()) {
            sendFilling();
        }
    }

    private void sendWhenThereIsRoom() throws InterruptedException {
        while (!filling.isEmpty() && inFlight >= rules.bulksInFlight()) {
            around.mailbox.yield();
        }
        if (!filling.isEmpty()) {
            sendFilling();
        }
    }

    private void sendFilling() {
        BulkBody full = filling;
        filling = new BulkBody(indices);
        inFlight++;
        send(new Bulk(full, 0, 0));
    }

    /**
     * A bulk on its way.
     *
     * @param body its documents
     * @param failures attempts that failed
     * @param firstFailureNanos when the first attempt failed, if any did
     */
    private record Bulk(BulkBody body, int failures, long firstFailureNanos) {
        List<Document> documents() {
            return body.documents();
        }
    }

    private void send(Bulk bulk) {
        counts.bulks.inc();
        counts.sent.inc(bulk.documents().size());
        counts.sentBytes.inc(bulk.body.length());
        perform(bulk);
    }

    /** Called by the task's thread and, after a wait, by that of the retries. */
    private void perform(Bulk bulk) {
        Request request = new Request("POST", "/_bulk");
        request.addParameter("filter_path", BulkReply.FILTER);
        request.setEntity(new NByteArrayEntity(
                bulk.body.bytes(), 0, bulk.body.length(), ContentType.create("application/x-ndjson")));
        try {
            client.performRequestAsync(request, new ResponseListener() {
                @Override
                public void onSuccess(Response response) {
                    try {
                        BulkReply reply = BulkReply.read(
                                response.getEntity().getContent(),
                                bulk.documents().size());
                        settleLater(() -> settle(bulk, reply));
                    } catch (IOException | UnsupportedOperationException unreadable) {
                        settleLater(() -> retryWhole(bulk, unreadable));
                    }
                }

                @Override
                public void onFailure(Exception failure) {
                    settleLater(() -> settle(bulk, failure));
                }
            });
        } catch (RuntimeException clientIsBroken) {
            settleLater(() -> settle(bulk, clientIsBroken));
        }
    }

    @FunctionalInterface
    private interface Settling {
        void run() throws IOException;
    }

    private void settleLater(Settling settling) {
        try {
            around.mailbox.execute(
                    () -> {
                        if (!closed) {
                            settling.run();
                        }
                    },
                    "an answer of Elasticsearch");
        } catch (RejectedExecutionException taskHasEnded) {
            LOG.debug("an answer of Elasticsearch came after the end of the task");
        }
    }

    private void settle(Bulk bulk, BulkReply reply) throws IOException {
        List<Document> again = new ArrayList<>();
        String reason = "";
        for (int i = 0; i < reply.statuses().length; i++) {
            Document document = bulk.documents().get(i);
            int status = reply.statuses()[i];
            switch (Outcome.ofItem(status)) {
                case DONE -> counts.indexed.inc();
                case STALE -> counts.stale.inc();
                case RETRY -> {
                    again.add(document);
                    reason = status + " " + reply.reasons()[i];
                }
                case FATAL -> throw refusesUs(status, reply.reasons()[i]);
                case REFUSED, SPLIT -> bury(document, status, reply.reasons()[i]);
            }
        }
        if (again.isEmpty()) {
            inFlight--;
        } else {
            retry(bulk, again, new IOException(again.size() + " documents not taken for now: " + reason));
        }
    }

    private void settle(Bulk bulk, Exception failure) throws IOException {
        if (failure instanceof ResponseException answered) {
            int status = answered.getResponse().getStatusLine().getStatusCode();
            switch (Outcome.ofRequest(status)) {
                case SPLIT -> split(bulk, status, quote(answered));
                case FATAL -> throw refusesUs(status, quote(answered));
                default -> retryWhole(bulk, new IOException(status + " " + quote(answered)));
            }
        } else if (failure instanceof IOException) {
            retryWhole(bulk, failure);
        } else {
            throw new IOException("the client of Elasticsearch at " + client.getNodes() + " is broken", failure);
        }
    }

    private void split(Bulk bulk, int status, String reason) throws IOException {
        List<Document> documents = bulk.documents();
        if (documents.size() == 1) {
            bury(documents.get(0), status, reason);
            inFlight--;
            return;
        }
        int half = documents.size() / 2;
        inFlight++;
        send(new Bulk(BulkBody.of(documents.subList(0, half), indices, around.clock.now()), 0, 0));
        send(new Bulk(BulkBody.of(documents.subList(half, documents.size()), indices, around.clock.now()), 0, 0));
    }

    private void bury(Document document, int status, String reason) throws IOException {
        counts.refused.inc();
        around.metrics.getNumRecordsSendErrorsCounter().inc();
        around.deadLetters.accept(document.refused("Elasticsearch answered " + status + ": " + reason));
    }

    private void retryWhole(Bulk bulk, Exception reason) throws IOException {
        retry(bulk, bulk.documents(), reason);
    }

    private void retry(Bulk bulk, List<Document> documents, Exception reason) throws IOException {
        counts.failures.inc();
        long now = System.nanoTime();
        long firstFailure = bulk.failures == 0 ? now : bulk.firstFailureNanos;
        Duration failing = Duration.ofNanos(now - firstFailure);
        if (failing.compareTo(rules.giveUp()) > 0) {
            throw new IOException(
                    "Elasticsearch at " + client.getNodes() + " took no bulk for " + failing.toSeconds()
                            + " s (limit " + rules.giveUp().toSeconds()
                            + " s); the job starts again from its last checkpoint and nothing is lost",
                    reason);
        }
        int failures = bulk.failures + 1;
        long waitMillis = backoff.waitMillis(failures, around.chance);
        LOG.warn(
                "{} documents are tried again in {} ms, attempt {}: {}",
                documents.size(),
                waitMillis,
                failures + 1,
                String.valueOf(reason));
        counts.retried.inc(documents.size());
        BulkBody body = documents.size() == bulk.documents().size()
                ? bulk.body
                : BulkBody.of(documents, indices, around.clock.now());
        Bulk next = new Bulk(body, failures, firstFailure);
        var unused = retries.schedule(() -> perform(next), waitMillis, TimeUnit.MILLISECONDS);
    }

    private IOException refusesUs(int status, String reason) {
        String cause = status == 401 || status == 403
                ? "does not let us write; check user, roles and blocks"
                : "cannot be used";
        return new IOException("Elasticsearch at " + client.getNodes() + " " + cause + ": " + status + " " + reason);
    }

    private static String quote(ResponseException answered) {
        String text;
        try {
            text = answered.getResponse().getEntity() == null
                    ? ""
                    : EntityUtils.toString(answered.getResponse().getEntity());
        } catch (IOException | RuntimeException unreadable) {
            text = "(answer unreadable)";
        }
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }
}
