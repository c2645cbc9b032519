package org.yamori.cli.alerts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yamori.cli.alerts.Case.Host;
import org.yamori.wire.Decision.Result;

/**
 * What history adds to the likelihood that a host has malware (requirement D-20). The likelihood itself is the alert's;
 * its points go from 0 to 100.
 */
final class RankingLogic {
    /** Of an earlier case of the host that was looked at. */
    static final int HOST_OUTCOME = 10;
    /** Of earlier cases, however many. */
    static final int MOST_EARLIER = 5;
    /** Of a port on which very many cases all had the same outcome. */
    static final int PORT_OUTCOMES = 20;
    /** So many outcomes of either kind are thought to be there before any is, so that the first says little. */
    private static final int FORETHOUGHT = 2;

    private final Map<Host, List<Past>> byHost = new HashMap<>();
    private final Map<String, List<Past>> byPort = new HashMap<>();

    /** A reason and what it weighs. */
    record Part(String what, int points) {}

    /** What history needs of a case. */
    record Past(String id, Host host, String port, Instant first, Optional<Result> outcome) {}

    RankingLogic(Collection<Past> all) {
        for (Past each : all) {
            byHost.computeIfAbsent(each.host, unseen -> new ArrayList<>()).add(each);
            if (each.outcome.isPresent()) {
                byPort.computeIfAbsent(each.port, unseen -> new ArrayList<>()).add(each);
            }
        }
    }

    /** Reasons that other cases give; those that weigh nothing are left out. */
    List<Part> history(Past of) {
        List<Part> parts = new ArrayList<>();
        hostHistory(of, parts);
        portHistory(of, parts);
        return parts;
    }

    private void hostHistory(Past of, List<Part> parts) {
        int earlier = 0;
        Optional<Past> lookedAt = Optional.empty();
        for (Past other : byHost.getOrDefault(of.host, List.of())) {
            if (other.first.isBefore(of.first)) {
                earlier++;
                if (other.outcome.isPresent()
                        && lookedAt.map(before -> before.first.isBefore(other.first))
                                .orElse(true)) {
                    lookedAt = Optional.of(other);
                }
            }
        }
        if (earlier > 0) {
            parts.add(new Part(
                    "the host had " + earlier + (earlier == 1 ? " case" : " cases") + " before",
                    Math.min(earlier, MOST_EARLIER)));
        }
        lookedAt.flatMap(Past::outcome)
                .ifPresent(result -> parts.add(
                        result == Result.INFECTED
                                ? new Part("the host was infected when it was last looked at", HOST_OUTCOME)
                                : new Part("the host was not infected when it was last looked at", -HOST_OUTCOME)));
    }

    private void portHistory(Past of, List<Part> parts) {
        int infected = 0;
        int all = 0;
        for (Past other : byPort.getOrDefault(of.port, List.of())) {
            if (!other.id.equals(of.id)) {
                all++;
                infected += other.outcome.equals(Optional.of(Result.INFECTED)) ? 1 : 0;
            }
        }
        int points = Math.round((float) PORT_OUTCOMES * (2 * infected - all) / (all + FORETHOUGHT));
        if (points != 0) {
            parts.add(new Part(
                    "other cases on " + of.port + " that were looked at: " + infected + " of " + all + " infected",
                    points));
        }
    }
}
