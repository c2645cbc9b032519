package org.yamori.jobs.sink.mail;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.yamori.wire.AlertKind;
import org.yamori.wire.Contacts;

/**
 * How much mail people get.
 *
 * @param perHour mails to one address within an hour, but for urgent alerts and requests; more wait for a digest
 * @param urgentSources urgent hosts of one organisation within an hour that have mails of their own
 * @param stale alerts older than this wait for a digest
 * @param cases hosts that are remembered of one organisation
 * @param remember how long after its last alert a host is remembered
 * @param analysts addresses that are told about every organisation
 * @param analystKinds the alerts that they are told of
 */
public record MailRules(
        int perHour,
        int urgentSources,
        Duration stale,
        int cases,
        Duration remember,
        List<String> analysts,
        Set<AlertKind> analystKinds)
        implements Serializable {
    private static final int MOST_PER_HOUR = 1_000;
    private static final int MOST_URGENT_SOURCES = 1_000;
    private static final int MOST_CASES = 1_000_000;
    private static final Duration LONGEST_STALE = Duration.ofDays(7);
    private static final Duration SHORTEST_REMEMBER = Duration.ofHours(1);
    private static final Duration LONGEST_REMEMBER = Duration.ofDays(90);

    public MailRules {
        require(perHour, MOST_PER_HOUR, MailOptions.PER_HOUR.key());
        require(urgentSources, MOST_URGENT_SOURCES, MailOptions.URGENT_SOURCES.key());
        require(cases, MOST_CASES, MailOptions.CASES.key());
        require(stale, Duration.ofMinutes(1), LONGEST_STALE, MailOptions.STALE.key());
        require(remember, SHORTEST_REMEMBER, LONGEST_REMEMBER, MailOptions.REMEMBER.key());
        analysts = List.copyOf(analysts);
        if (!analysts.isEmpty()) {
            // refuses what is no address, and addresses that stand there twice
            Contacts unused = Contacts.ofAll(analysts);
        }
        analystKinds = Set.copyOf(analystKinds);
    }

    boolean isAnalyst(String address) {
        return analysts.contains(address);
    }

    private static void require(int number, int most, String name) {
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(name + " must be 1 to " + most + ", was " + number);
        }
    }

    private static void require(Duration time, Duration least, Duration most, String name) {
        if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", was " + time);
        }
    }
}
