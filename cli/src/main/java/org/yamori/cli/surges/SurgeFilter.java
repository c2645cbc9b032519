package org.yamori.cli.surges;

import java.time.Instant;
import java.util.Optional;
import org.yamori.cli.decision.Judgements;
import org.yamori.wire.ProtocolPort;

/**
 * Which surges somebody wants to see: all that fit everything that was asked for.
 *
 * @param since with an onset at this time or later
 * @param port at this port
 * @param open that have not ended
 * @param paged that paged somebody
 * @param unjudged that nobody has judged
 */
public record SurgeFilter(
        Optional<Instant> since, Optional<ProtocolPort> port, boolean open, boolean paged, boolean unjudged) {
    boolean fits(Surge surge, Judgements judgements) {
        return since.map(from -> !surge.onset().isBefore(from)).orElse(true)
                && port.map(wanted -> surge.port().equals(wanted)).orElse(true)
                && (!open || surge.isOpen())
                && (!paged || surge.wasPaged())
                && (!unjudged || judgements.historyOf(surge.id()).isEmpty());
    }
}
