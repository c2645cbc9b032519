package org.yamori.jobs.sink.mail;

/**
 * How much an organisation is told at the moment.
 *
 * @param ownMails when urgent hosts had mails of their own, of the last hour, in milliseconds
 * @param rollingSince when the first host joined the rolling mail, 0 without one
 * @param rolled hosts that joined it
 * @param rolledTold of those, hosts at the time of the last rolling mail
 * @param cases hosts that are remembered
 * @param sweepAt when to forget old ones, 0 where there are none
 */
public record Flood(long[] ownMails, long rollingSince, long rolled, long rolledTold, int cases, long sweepAt) {
    static final Flood NONE = new Flood(new long[0], 0, 0, 0, 0, 0);

    Flood withOwnMails(long[] times) {
        return new Flood(times, rollingSince, rolled, rolledTold, cases, sweepAt);
    }

    Flood withRolling(long since, long hosts, long told) {
        return new Flood(ownMails, since, hosts, told, cases, sweepAt);
    }

    Flood withCases(int number, long sweep) {
        return new Flood(ownMails, rollingSince, rolled, rolledTold, number, sweep);
    }
}
