package org.yamori.jobs.sink;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets a revision of a finding pass once: only revisions newer than all before it. Time is that of the records in
 * Kafka. State per finding: two numbers and one timer, forgotten once no revision came for a while.
 */
public final class Unseen extends KeyedProcessFunction<String, Document, Document> {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(90);

    private final long rememberMillis;
    private transient ValueState<Newest> newest;
    private transient Counter passed = new SimpleCounter();
    private transient Counter repeated = new SimpleCounter();

    /**
     * What is known of a finding.
     *
     * @param revision the newest that passed
     * @param forgetAtMillis when to forget it
     */
    public record Newest(long revision, long forgetAtMillis) {}

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else.
    public Unseen(Duration remember) {
        if (remember.compareTo(SHORTEST) < 0 || remember.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a finding is remembered for " + SHORTEST.toMinutes() + " minute to "
                    + LONGEST.toDays() + " days, was " + remember);
        }
        this.rememberMillis = remember.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        newest = getRuntimeContext().getState(new ValueStateDescriptor<>("newest", TypeInformation.of(Newest.class)));
        passed = getRuntimeContext().getMetricGroup().counter("notify.passed");
        repeated = getRuntimeContext().getMetricGroup().counter("notify.repeated");
    }

    @Override
    public void processElement(Document document, Context context, Collector<Document> out) throws Exception {
        Newest before = newest.value();
        if (before != null && document.revision() <= before.revision) {
            repeated.inc();
            return;
        }
        long forgetAt = context.timestamp() + rememberMillis;
        newest.update(new Newest(document.revision(), forgetAt));
        if (before == null) {
            context.timerService().registerEventTimeTimer(forgetAt);
        }
        passed.inc();
        out.collect(document);
    }

    /** The one timer of a finding moves on while revisions come. */
    @Override
    public void onTimer(long at, OnTimerContext context, Collector<Document> out) throws Exception {
        Newest known = newest.value();
        if (known == null) {
            return;
        }
        if (known.forgetAtMillis > at) {
            context.timerService().registerEventTimeTimer(known.forgetAtMillis);
        } else {
            newest.clear();
        }
    }
}
