package org.yamori.jobs.sink.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yamori.wire.Finding;

/**
 * Sends letters, and tells what became of each. What the server cannot take now waits here and is tried again, in
 * order, for two days; one recipient's trouble holds up nobody else. State per recipient: letters that wait, at most a
 * thousand.
 */
final class OutboxFunction extends KeyedProcessFunction<String, Letter, Finding> {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxFunction.class);
    private static final long FIRST_WAIT_MILLIS = 1_000;
    private static final long LONGEST_WAIT_MILLIS = 300_000;
    private static final int MOST_DOUBLINGS = 20;
    private static final long GIVE_UP_MILLIS = 48 * MailLogic.HOUR_MILLIS;
    private static final int MOST_WAITING = 1_000;

    private final MailServer server;

    private transient Postman postman;
    private transient ListState<Letter> letters;
    private transient ValueState<Attempts> attempts;
    private transient Counter sent = new SimpleCounter();
    private transient Counter refused = new SimpleCounter();
    private transient Counter failed = new SimpleCounter();
    /** Until then the server is not asked at all, whoever the letter is for. */
    private transient long silentUntilMillis;

    private transient int failuresOfAll;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else.
    OutboxFunction(MailServer server) {
        this.server = server;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        postman = new Postman(server);
        letters = getRuntimeContext()
                .getListState(new ListStateDescriptor<>("letters", TypeInformation.of(Letter.class)));
        attempts = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("attempts", TypeInformation.of(Attempts.class)));
        sent = getRuntimeContext().getMetricGroup().counter("mail.sent");
        refused = getRuntimeContext().getMetricGroup().counter("mail.refused");
        failed = getRuntimeContext().getMetricGroup().counter("mail.failed-attempts");
    }

    @Override
    public void processElement(Letter letter, Context context, Collector<Finding> out) throws Exception {
        long now = context.timerService().currentProcessingTime();
        Attempts known = known();
        if (known.waiting() >= MOST_WAITING) {
            refuse(letter, MOST_WAITING + " letters to this address wait already", now, out);
        } else if (known.waiting() > 0) {
            letters.add(letter);
            attempts.update(
                    new Attempts(known.failures(), known.sinceMillis(), known.againMillis(), known.waiting() + 1));
        } else if (!isDone(letter, now, out)) {
            letters.add(letter);
            again(new Attempts(0, now, 0, 1), now, context);
        }
    }

    @Override
    public void onTimer(long at, OnTimerContext context, Collector<Finding> out) throws Exception {
        Attempts known = known();
        if (known.waiting() == 0 || at < known.againMillis()) {
            return;
        }
        long now = context.timerService().currentProcessingTime();
        List<Letter> left = new ArrayList<>();
        letters.get().forEach(left::add);
        int before = left.size();
        while (!left.isEmpty() && isDone(left.get(0), now, out)) {
            Letter unused = left.remove(0);
        }
        while (!left.isEmpty() && now - left.get(0).madeMillis() > GIVE_UP_MILLIS) {
            refuse(left.remove(0), "the mail server did not take it for two days", now, out);
        }
        if (left.isEmpty()) {
            letters.clear();
            attempts.clear();
            return;
        }
        letters.update(left);
        boolean moved = left.size() < before;
        again(
                new Attempts(moved ? 0 : known.failures(), moved ? now : known.sinceMillis(), 0, left.size()),
                now,
                context);
    }

    private void again(Attempts known, long now, Context context) throws Exception {
        long wait = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(MOST_DOUBLINGS, known.failures()));
        long at = Math.max(now + wait, silentUntilMillis);
        attempts.update(new Attempts(known.failures() + 1, known.sinceMillis(), at, known.waiting()));
        context.timerService().registerProcessingTimeTimer(at);
    }

    /** Whether the letter was sent or refused for good. */
    private boolean isDone(Letter letter, long now, Collector<Finding> out) {
        if (now < silentUntilMillis) {
            return false;
        }
        try {
            postman.carry(letter);
            failuresOfAll = 0;
            sent.inc();
            out.collect(Deliveries.sent(letter, now));
            return true;
        } catch (Postman.RefusedException never) {
            refuse(letter, String.valueOf(never.getMessage()), now, out);
            return true;
        } catch (Postman.LaterException later) {
            failed.inc();
            LOG.warn("the mail server {} does not take mail now: {}", server.address(), later.getMessage());
            if (later.isForAll()) {
                long wait = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(MOST_DOUBLINGS, failuresOfAll));
                failuresOfAll++;
                silentUntilMillis = now + wait;
            }
            return false;
        }
    }

    private void refuse(Letter letter, String reason, long now, Collector<Finding> out) {
        refused.inc();
        LOG.error("mail to {} is not delivered: {}", letter.recipient(), reason);
        out.collect(Deliveries.refused(letter, reason, now));
    }

    private Attempts known() throws java.io.IOException {
        return Optional.ofNullable(attempts.value()).orElse(Attempts.NONE);
    }

    @Override
    public void close() {
        if (postman != null) {
            postman.close();
        }
    }
}
