package org.yamori.console.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one sensor does.
 *
 * @param lastWord end of the newest minute in which it said something
 * @param completeness of its own packets in each step
 * @param losses what of its packets never came
 * @param packets per minute
 */
public record SensorHealth(
        String name,
        String network,
        State state,
        Instant lastWord,
        Series completeness,
        Losses losses,
        Series packets) {
    /** Whether a sensor is heard. */
    public enum State {
        SPEAKING("speaking"),
        SILENT("silent"),
        NOT_HEARD("not heard"),
        ENDED("ended"),
        /** Of a study: nobody waits for its word, and its minutes may still be on their way into the index. */
        RECORDED("recorded");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * What never came.
     *
     * @param blocks missing in the sensor's numbering
     * @param dropped packets that the kernel or the sensor gave up
     */
    public record Losses(long blocks, long dropped) {
        public static final Losses NONE = new Losses(0, 0);

        public boolean isNone() {
            return blocks == 0 && dropped == 0;
        }
    }

    /** Minutes of a sensor arrive in the index a little later than those of all traffic. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * Tells the state from a sensor's newest documents.
     *
     * @param silence state of its newest silence, if it ever was silent
     * @param minute state of its newest minute
     * @param end newest moment of all traffic; nothing in a study, whose packets are of another time
     */
    public static State state(Optional<String> silence, String minute, Instant lastWord, Optional<Instant> end) {
        if (silence.isPresent() && silence.get().equals("silent")) {
            return State.SILENT;
        }
        if (minute.equals("ended")) {
            return State.ENDED;
        }
        if (end.isEmpty()) {
            return State.RECORDED;
        }
        return lastWord.isBefore(end.get().minus(PATIENCE)) ? State.NOT_HEARD : State.SPEAKING;
    }

    public OptionalDouble lowestCompleteness() {
        int lowest = completeness.lowest();
        return lowest < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(completeness.values()[lowest]);
    }
}
