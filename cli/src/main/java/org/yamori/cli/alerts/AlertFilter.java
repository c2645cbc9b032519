package org.yamori.cli.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.yamori.cli.decision.Judgements;
import org.yamori.wire.AlertKind;
import org.yamori.wire.Cidr;
import org.yamori.wire.IpAddress;

/**
 * Which cases somebody wants to see: all that fit everything that was asked for.
 *
 * @param since with an alert at this time or later
 * @param about whose host it is and what is held against it
 * @param kind with an alert of this kind
 * @param open that have not been closed
 * @param unmarked that nobody has marked
 */
public record AlertFilter(
        Optional<Instant> since, About about, Optional<AlertKind> kind, boolean open, boolean unmarked) {
    private static final List<String> CLASSES = List.of(
            "infected", "attacked server", "spoofed source", "misconfiguration", "known harmless cause", "unclear");

    /**
     * Hosts.
     *
     * @param organisation of this organisation
     * @param hostClass of this class
     * @param source at this address or in this prefix
     */
    public record About(Optional<String> organisation, Optional<String> hostClass, Optional<Cidr> source) {
        boolean fits(Case of) {
            return organisation
                            .map(name -> name.equals(of.summary().host().organisation()))
                            .orElse(true)
                    && hostClass
                            .map(name -> name.equals(of.summary().hostClass()))
                            .orElse(true)
                    && source.map(prefix -> prefix.contains(
                                    IpAddress.parse(of.summary().host().source())))
                            .orElse(true);
        }
    }

    boolean fits(Case of, Judgements judgements) {
        return since.map(from -> of.alerts().stream()
                                .anyMatch(alert -> !alert.identity().anchor().isBefore(from)))
                        .orElse(true)
                && about.fits(of)
                && kind.map(wanted -> of.count(wanted) > 0).orElse(true)
                && (!open || of.isOpen())
                && (!unmarked || judgements.historyOf(of.id()).isEmpty());
    }

    /** A class of hosts, for which {@code -} may stand where its name has a blank. */
    public static String hostClass(String text) {
        String name = text.replace('-', ' ');
        if (!CLASSES.contains(name)) {
            throw new IllegalArgumentException(
                    "--class is one of " + String.join(", ", CLASSES) + ", was '" + text + "'");
        }
        return name;
    }
}
