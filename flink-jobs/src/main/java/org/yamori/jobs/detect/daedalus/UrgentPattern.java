package org.yamori.jobs.detect.daedalus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.cep.EventComparator;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.util.Collector;
import org.yamori.wire.Finding;

/**
 * When a host is urgent, as a CEP pattern over the few signs of its case: it is armed once in each unit, and the
 * crossing that comes next is the urgent alert of that unit. Further crossings of the unit follow no arming and match
 * nothing.
 */
final class UrgentPattern {
    private static final String ARMED = "armed";
    private static final String CROSSED = "crossed";
    /** Both come with the same packet. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private UrgentPattern() {}

    static Pattern<AlertSign, ?> urgent() {
        return Pattern.<AlertSign>begin(ARMED, AfterMatchSkipStrategy.skipPastLastEvent())
                .where(new Is(AlertSign.Step.ARMED))
                .next(CROSSED)
                .where(new Is(AlertSign.Step.CROSSED))
                .within(AT_ONCE);
    }

    /** Of signs of one millisecond the arming goes first. */
    static final class ArmedFirst implements EventComparator<AlertSign> {
        private static final long serialVersionUID = 1;

        @Override
        public int compare(AlertSign one, AlertSign other) {
            int byTime = Long.compare(one.timeMicros(), other.timeMicros());
            return byTime != 0 ? byTime : one.step().compareTo(other.step());
        }
    }

    private static final class Is extends SimpleCondition<AlertSign> {
        private final AlertSign.Step step;

        Is(AlertSign.Step step) {
            this.step = step;
        }

        @Override
        public boolean filter(AlertSign sign) {
            return sign.step() == step;
        }
    }

    /** The urgent alert that the crossing carries. */
    static final class Alerts extends PatternProcessFunction<AlertSign, Finding> {
        @Override
        public void processMatch(Map<String, List<AlertSign>> match, Context context, Collector<Finding> out) {
            AlertSign crossed = Objects.requireNonNull(match.get(CROSSED)).get(0);
            out.collect(Objects.requireNonNull(crossed.finding()));
        }
    }
}
