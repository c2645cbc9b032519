package org.yamori.jobs.sink.mail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * One recipient's mail: letters while there are few, and a digest each full hour of what was too many or too old. State
 * per recipient: some numbers and at most fifty lines.
 */
final class PostboxFunction extends KeyedProcessFunction<String, Notice, Letter> {
    static final int LINES = 50;

    private final MailRules rules;
    private final String domain;

    private transient ValueState<DigestCounts> waiting;
    private transient MapState<String, DigestLine> lines;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else.
    PostboxFunction(MailRules rules, String domain) {
        this.rules = rules;
        this.domain = domain;
    }

    @Override
    public void open(OpenContext context) {
        waiting = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("waiting", TypeInformation.of(DigestCounts.class)));
        lines = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("lines", Types.STRING, TypeInformation.of(DigestLine.class)));
    }

    @Override
    public void processElement(Notice notice, Context context, Collector<Letter> out) throws Exception {
        long now = context.timerService().currentProcessingTime();
        DigestCounts known = counts();
        LetterWriter writer = new LetterWriter(notice.recipient(), notice.language(), notice.zone(), domain, now);
        switch (notice.about()) {
            case ROLLING -> out.collect(writer.rolling(notice));
            case REQUEST -> out.collect(writer.request(notice));
            case URGENT ->
                out.collect(writer.alert(
                        AlertReport.read(notice.json()), notice.link(), rules.isAnalyst(notice.recipient())));
            case ALERT -> {
                long[] sent = MailLogic.withinTheHour(known.sent(), now);
                if (sent.length < rules.perHour()) {
                    waiting.update(known.withSent(MailLogic.and(sent, now)));
                    out.collect(writer.alert(
                            AlertReport.read(notice.json()), notice.link(), rules.isAnalyst(notice.recipient())));
                } else {
                    keep(notice, known.withSent(sent), context);
                }
            }
            case LATER -> keep(notice, known, context);
            case MUTED -> waiting.update(known.withMuted());
        }
    }

    /** Keeps an alert for the digest: always its number, and its line if it is among the first. */
    private void keep(Notice notice, DigestCounts before, Context context) throws Exception {
        AlertReport report = AlertReport.read(notice.json());
        long now = context.timerService().currentProcessingTime();
        long due = before.dueMillis();
        if (due == 0) {
            due = MailLogic.nextHour(now);
            context.timerService().registerProcessingTimeTimer(due);
        }
        long[] alerts = before.alerts().clone();
        alerts[report.kind().ordinal()]++;
        long time = report.time().toEpochMilli();
        DigestCounts next = new DigestCounts(
                alerts,
                before.muted(),
                before.told() == 0 ? time : Math.min(time, before.oldestMillis()),
                before.lines(),
                before.least(),
                before.sent(),
                due,
                notice.language() + ' ' + notice.zone());
        waiting.update(keepLine(DigestLine.of(report, notice.link()), next));
    }

    private DigestCounts keepLine(DigestLine line, DigestCounts known) throws Exception {
        DigestLine before = lines.get(line.caseId());
        if (before != null) {
            if (line.rank() >= before.rank()) {
                lines.put(line.caseId(), line);
            }
            return known;
        }
        if (known.lines() < LINES) {
            lines.put(line.caseId(), line);
            return known.withLines(
                    known.lines() + 1, known.lines() == 0 ? line.rank() : Math.min(known.least(), line.rank()));
        }
        if (line.rank() <= known.least()) {
            return known;
        }
        List<DigestLine> all = sorted();
        DigestLine worst = all.get(all.size() - 1);
        if (line.rank() <= worst.rank()) {
            // the least of them has risen since
            return known.withLines(known.lines(), worst.rank());
        }
        lines.remove(worst.caseId());
        lines.put(line.caseId(), line);
        long least = Math.min(
                line.rank(),
                all.size() < 2 ? line.rank() : all.get(all.size() - 2).rank());
        return known.withLines(known.lines(), least);
    }

    private List<DigestLine> sorted() throws Exception {
        List<DigestLine> all = new ArrayList<>();
        lines.values().forEach(all::add);
        all.sort(Comparator.comparingLong(DigestLine::rank)
                .reversed()
                .thenComparingLong(DigestLine::lastMillis)
                .thenComparing(DigestLine::caseId));
        return all;
    }

    @Override
    public void onTimer(long at, OnTimerContext context, Collector<Letter> out) throws Exception {
        DigestCounts known = counts();
        if (known.dueMillis() == 0 || at < known.dueMillis()) {
            return;
        }
        long now = context.timerService().currentProcessingTime();
        String[] person = known.person().split(" ", 2);
        LetterWriter writer = new LetterWriter(context.getCurrentKey(), person[0], person[1], domain, now);
        out.collect(writer.digest(known, sorted()));
        lines.clear();
        long[] sent = MailLogic.withinTheHour(known.sent(), now);
        if (sent.length == 0) {
            waiting.clear();
        } else {
            waiting.update(DigestCounts.NONE.withSent(sent));
        }
    }

    private DigestCounts counts() throws java.io.IOException {
        return Optional.ofNullable(waiting.value()).orElse(DigestCounts.NONE);
    }
}
