package org.yamori.cli.ledger;

import java.util.List;
import java.util.SortedMap;

/**
 * What the topics of an installation or study add up to.
 *
 * @param sensors accounts by the sensor's name
 * @param contradictions sentences about sums that do not hold, the first twenty
 * @param topics how many there are
 * @param findings different findings, of all kinds
 * @param counted packets in the findings of minutes
 * @param deadLetters records that a job refused
 * @param unreadable records of packets that are no block and no heartbeat of the topic's sensor
 */
record TopicsLedger(
        SortedMap<String, Account> sensors,
        List<String> contradictions,
        Topics topics,
        long findings,
        long counted,
        long deadLetters,
        long unreadable) {

    /**
     * Topics that were read.
     *
     * @param packets of sensors
     * @param findings of the job
     */
    record Topics(int packets, int findings) {}

    TopicsLedger {
        contradictions = List.copyOf(contradictions);
    }

    Account inAll() {
        return sensors.values().stream().reduce(Account.NONE, Account::plus);
    }

    boolean holds() {
        return contradictions.isEmpty();
    }
}
