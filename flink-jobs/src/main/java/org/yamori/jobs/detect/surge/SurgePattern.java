package org.yamori.jobs.detect.surge;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.util.Collector;

/**
 * {@link SurgeLogic} spelled as CEP patterns over the dense minutes of one hot port: a longer window over its
 * threshold, or two single minutes in a row; and the minute in which it has been calm for long enough.
 */
final class SurgePattern {
    private static final String OVER = "over";
    private static final String FIRST = "first minute over";
    private static final String CONFIRMED = "next minute over";
    private static final String CALM = "calm for long enough";
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    private SurgePattern() {}

    /** A longer window alone. */
    static Pattern<ScoredMinute, ?> rise() {
        return Pattern.<ScoredMinute>begin(OVER, AfterMatchSkipStrategy.skipPastLastEvent())
                .where(new Over())
                .within(TWO_MINUTES);
    }

    /** A single minute, confirmed by the next. */
    static Pattern<ScoredMinute, ?> confirmedRise() {
        return Pattern.<ScoredMinute>begin(FIRST, AfterMatchSkipStrategy.skipPastLastEvent())
                .where(new MinuteOver())
                .next(CONFIRMED)
                .where(new MinuteOver())
                .within(TWO_MINUTES);
    }

    static Pattern<ScoredMinute, ?> ebb() {
        return Pattern.<ScoredMinute>begin(CALM, AfterMatchSkipStrategy.skipPastLastEvent())
                .where(new Ebb())
                .within(TWO_MINUTES);
    }

    private static final class Over extends SimpleCondition<ScoredMinute> {
        @Override
        public boolean filter(ScoredMinute minute) {
            return SurgeLogic.isOver(minute);
        }
    }

    private static final class MinuteOver extends SimpleCondition<ScoredMinute> {
        @Override
        public boolean filter(ScoredMinute minute) {
            return SurgeLogic.isMinuteOver(minute);
        }
    }

    private static final class Ebb extends SimpleCondition<ScoredMinute> {
        @Override
        public boolean filter(ScoredMinute minute) {
            return SurgeLogic.isEbb(minute);
        }
    }

    /** Says where a rise was seen. */
    static final class Rises extends PatternProcessFunction<ScoredMinute, Turn> {
        @Override
        public void processMatch(Map<String, List<ScoredMinute>> match, Context context, Collector<Turn> out) {
            List<ScoredMinute> confirmed = match.get(CONFIRMED);
            out.collect(
                    confirmed == null
                            ? Turn.rise(Objects.requireNonNull(match.get(OVER)).get(0), false)
                            : Turn.rise(confirmed.get(0), true));
        }
    }

    /** Says where a surge was over. */
    static final class Ebbs extends PatternProcessFunction<ScoredMinute, Turn> {
        @Override
        public void processMatch(Map<String, List<ScoredMinute>> match, Context context, Collector<Turn> out) {
            out.collect(Turn.ebb(Objects.requireNonNull(match.get(CALM)).get(0)));
        }
    }
}
