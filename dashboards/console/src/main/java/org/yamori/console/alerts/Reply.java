package org.yamori.console.alerts;

import java.util.List;
import org.yamori.wire.Decision;

/**
 * What a contact answers about a case.
 *
 * @param subject what it is about
 * @param infections names of what had infected the host
 * @param comment in the contact's words, or empty
 */
public record Reply(Decision.Subject subject, Decision.Result result, List<String> infections, String comment) {
    public Reply {
        infections = List.copyOf(infections);
    }

    /** Who answers: whoever knows the address of the page is the organisation's contact. */
    public String author() {
        return "contact of " + subject.organisation();
    }

    /** As it is written down. */
    public Decision.Outcome outcome(long revision, long timeMicros) {
        Decision.Head head =
                new Decision.Head(Decision.Outcome.id(subject.finding()), revision, timeMicros, author(), comment);
        return new Decision.Outcome(head, subject, result, infections);
    }
}
