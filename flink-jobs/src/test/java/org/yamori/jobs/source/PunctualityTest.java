package org.yamori.jobs.source;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.Clock;
import org.yamori.wire.SensorKind;

import static org.assertj.core.api.Assertions.assertThat;

class PunctualityTest {
    private static final long APPENDED = 1_770_000_000_000_000L;
    private static final SourceRules RULES =
            new SourceRules(false, 16, Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofDays(7));

    /** Delay is append time less the end of the block; the defaults are 5 s late, 2 s ahead, 7 days of spool. */
    @ParameterizedTest
    @CsvSource({
        "0, ON_TIME",
        "5000000, ON_TIME",
        "5000001, LATE",
        "604800000000, LATE",
        "604800000001, TOO_OLD",
        "-2000000, ON_TIME",
        "-2000001, AHEAD"
    })
    void liveBlock_isJudgedByItsAppendTime(long delayMicros, Punctuality expected) {
        assertThat(Punctuality.of(header(Clock.LIVE, APPENDED - delayMicros, false), APPENDED, RULES))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"604800000001", "-2000001", "0"})
    void fileBlock_isOnTimeWhateverTheBrokerSays(long delayMicros) {
        assertThat(Punctuality.of(header(Clock.FILE, APPENDED - delayMicros, false), APPENDED, RULES))
                .isEqualTo(Punctuality.ON_TIME);
    }

    @ParameterizedTest
    @CsvSource({"LIVE", "FILE"})
    void blockThatSaysItIsLate_isLate(Clock clock) {
        assertThat(Punctuality.of(header(clock, APPENDED, true), APPENDED, RULES))
                .isEqualTo(Punctuality.LATE);
    }

    private static BlockHeader header(Clock clock, long endMicros, boolean late) {
        return new BlockHeader(
                new BlockHeader.Origin("tokyo-1", SensorKind.BLACKHOLE, "nicter", clock),
                new BlockHeader.Position(1, 0, 0, -1, -1, 0),
                new BlockHeader.Span(endMicros - 1, endMicros, endMicros, late, false),
                BlockHeader.Tally.NONE,
                new int[17]);
    }
}
