package org.yamori.jobs.correlate.campaign;

import java.util.Arrays;
import org.yamori.jobs.flow.SourceSketch;
import org.yamori.jobs.flow.SurgeReport;

/** A surge as it is remembered: its last report, its hours, and the campaign it belongs to. */
public final class Member {
    static final long HOUR_MICROS = 3_600_000_000L;
    /** A surge has at most 30 days, after which it is the new ordinary. */
    private static final int MOST_HOURS = 1024;

    public SurgeReport last = new SurgeReport();
    /** Id of the campaign, or empty. */
    public String campaign = "";
    /** Ends of the full hours in which it was reported, ascending, and the sources of each. */
    public long[] hours = {};

    public int[] sources = {};

    public Member() {}

    void take(SurgeReport report) {
        last = report;
        if (Math.floorMod(report.toldMicros, HOUR_MICROS) == 0) {
            int from = Math.max(0, hours.length - MOST_HOURS + 1);
            hours = Arrays.copyOf(Arrays.copyOfRange(hours, from, hours.length), hours.length - from + 1);
            sources = Arrays.copyOf(Arrays.copyOfRange(sources, from, sources.length), hours.length);
            hours[hours.length - 1] = report.toldMicros;
            sources[hours.length - 1] = report.sources;
        }
    }

    SourceSketch sketch() {
        return SourceSketch.of(last.mostSampled, last.sample);
    }

    String port() {
        return portText(last);
    }

    static String portText(SurgeReport report) {
        return (report.protocol == 6 ? "tcp/" : "udp/") + report.port;
    }

    boolean isForgotten(long nowMicros, CampaignRules rules) {
        return nowMicros - last.toldMicros >= rules.rememberMicros();
    }
}
