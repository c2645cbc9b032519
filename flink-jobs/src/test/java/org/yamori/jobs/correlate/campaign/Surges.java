package org.yamori.jobs.correlate.campaign;

import java.time.Instant;
import java.util.stream.LongStream;
import org.yamori.jobs.flow.SourceSketch;
import org.yamori.jobs.flow.SurgeReport;

/** Reports of surges of a test, in hours after the start. */
final class Surges {
    static final Instant START = Instant.parse("2016-11-26T00:00:00Z");
    static final long START_MICROS = START.getEpochSecond() * 1_000_000;
    private static final int MOST = 1024;
    private static final long IPV4 = 1L << 32;

    private Surges() {}

    /** A report of a surge that was seen at {@code onsetHour}, with all sources from one address to before another. */
    static SurgeReport report(int port, int onsetHour, double hour, long from, long to) {
        SurgeReport report = new SurgeReport();
        report.id = "surge-" + port + "-" + onsetHour;
        report.protocol = 6;
        report.port = port;
        report.onsetMicros = START_MICROS + onsetHour * Member.HOUR_MICROS;
        report.toldMicros = START_MICROS + (long) (hour * Member.HOUR_MICROS);
        report.pages = true;
        report.sources = (int) (to - from);
        report.peakSources = (int) (to - from);
        report.peakMicros = report.toldMicros;
        report.windowMinutes = 60;
        report.packets = 3 * (to - from);
        report.mostSampled = MOST;
        report.sample = SourceSketch.of(
                        MOST, LongStream.range(IPV4 + from, IPV4 + to).toArray())
                .sources();
        return report;
    }

    static SurgeReport over(SurgeReport report) {
        report.over = true;
        return report;
    }
}
