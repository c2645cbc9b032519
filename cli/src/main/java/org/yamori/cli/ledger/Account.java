package org.yamori.cli.ledger;

/**
 * Where the packets of one sensor went: {@code captured = counted + late + waiting + refused + outside + replies +
 * dropped + lost + dead letters}.
 *
 * @param captured packets that reached the sensor's program
 * @param counted packets in the findings of minutes
 * @param late packets told apart, whose minute nobody kept any more
 * @param waiting packets still in the sensor, or in a minute that is not told yet
 * @param held what the sensor itself kept back
 * @param lost packets of blocks that never came
 * @param deadLetters packets of blocks that the job refused
 * @param duplicates packets that came again; they are in no other number
 */
record Account(
        long captured, long counted, long late, long waiting, Held held, long lost, long deadLetters, long duplicates) {
    static final Account NONE = new Account(0, 0, 0, 0, new Held(0, 0, 0, 0), 0, 0, 0);

    /**
     * Packets that a sensor captured and did not publish.
     *
     * @param refused no IP packet that could be read
     * @param outside sent to addresses that are not watched
     * @param replies sent by the sensor
     * @param dropped given up because the spool was full
     */
    record Held(long refused, long outside, long replies, long dropped) {
        long sum() {
            return refused + outside + replies + dropped;
        }

        Held plus(Held other) {
            return new Held(
                    refused + other.refused, outside + other.outside, replies + other.replies, dropped + other.dropped);
        }
    }

    long accountedFor() {
        return counted + late + waiting + held.sum() + lost + deadLetters;
    }

    boolean holds() {
        return captured == accountedFor();
    }

    Account plus(Account other) {
        return new Account(
                captured + other.captured,
                counted + other.counted,
                late + other.late,
                waiting + other.waiting,
                held.plus(other.held),
                lost + other.lost,
                deadLetters + other.deadLetters,
                duplicates + other.duplicates);
    }

    /** The sum as one line for people. */
    String sentence() {
        return "captured " + captured + (holds() ? " = " : " IS NOT ") + "counted " + counted + " + late " + late
                + " + waiting " + waiting + " + refused " + held.refused + " + outside " + held.outside
                + " + replies " + held.replies + " + dropped " + held.dropped + " + lost " + lost
                + " + dead letters " + deadLetters;
    }
}
