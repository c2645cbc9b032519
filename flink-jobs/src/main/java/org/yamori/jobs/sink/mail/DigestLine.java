package org.yamori.jobs.sink.mail;

/**
 * A host in a digest.
 *
 * @param rank what is told first: urgent before new before continuing, then by likelihood of malware
 * @param caseId its case
 * @param organisation whose host
 * @param source its address
 * @param kind the highest kind of its alerts
 * @param hostClass what it is held for
 * @param ports its ports
 * @param packets its packets
 * @param lastMillis time of its last packet
 * @param link to its page, or empty
 */
public record DigestLine(
        long rank,
        String caseId,
        String organisation,
        String source,
        String kind,
        String hostClass,
        String ports,
        long packets,
        long lastMillis,
        String link) {
    private static final int PORTS = 3;
    private static final long KIND = 1_000;

    static DigestLine of(AlertReport report, String link) {
        long kind = switch (report.kind()) {
            case URGENT -> 2;
            case NEW -> 1;
            case CONTINUING -> 0;
        };
        return new DigestLine(
                kind * KIND + Math.min(KIND - 1, report.points()),
                report.caseId(),
                report.organisation(),
                report.source(),
                report.kind().word(),
                report.hostClass(),
                report.portWords(PORTS),
                report.packets(),
                report.last().toEpochMilli(),
                link);
    }
}
