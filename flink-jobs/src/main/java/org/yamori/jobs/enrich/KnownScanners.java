package org.yamori.jobs.enrich;

import java.util.List;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Cidr;
import org.yamori.wire.ListHistory;
import org.yamori.wire.ListRecord;
import org.yamori.wire.PrefixTable;

/** Who surveys the Internet and says so, as the lists have it at the time of a packet. */
public final class KnownScanners implements AutoCloseable {
    private final NextReading<ListHistory> reading;

    private PrefixTable table = PrefixTable.of(List.of());
    private boolean empty = true;
    private long tableFrom = Long.MIN_VALUE;
    private long tableUntil = Long.MIN_VALUE;

    public KnownScanners(Lists lists) throws BadRecordException {
        reading = new NextReading<>(lists.open(), new ListHistory(), ListHistory::changes);
    }

    /** Something has arrived that was known at this time: lists are read again if they could have changed for it. */
    public void arrived(long knownMicros) {
        if (reading.arrived(knownMicros)) {
            tableUntil = Long.MIN_VALUE;
        }
    }

    /** Chooses the lists of a time; false where there are none. */
    public boolean anyAt(long timeMicros) {
        if (timeMicros < tableFrom || timeMicros >= tableUntil) {
            ListHistory history = reading.history();
            List<List<Cidr>> scanners = history.at(timeMicros).stream()
                    .filter(list -> list.purpose() == ListRecord.Purpose.SURVEY_SCANNER)
                    .map(ListRecord::addresses)
                    .toList();
            table = PrefixTable.of(scanners);
            empty = scanners.isEmpty();
            tableFrom = history.lastChangeUpTo(timeMicros);
            tableUntil = history.nextChangeAfter(timeMicros).orElse(Long.MAX_VALUE);
        }
        return !empty;
    }

    /** Whether an address is listed at the time that was chosen. */
    public boolean contains(int ipv4) {
        return table.find(ipv4) != PrefixTable.NOWHERE;
    }

    public boolean contains(long high, long low) {
        return table.find(high, low) != PrefixTable.NOWHERE;
    }

    @Override
    public void close() {
        reading.close();
    }
}
