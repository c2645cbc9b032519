package org.yamori.jobs.correlate.campaign;

import org.yamori.wire.Finding;

/** Surges that belong together, as far as they were told. */
public final class Campaign {
    static final String KIND = "campaign";

    public String id = "";
    /** The onset of the surge it began with. */
    public long anchorMicros;
    /** 0 while it has one port only: then it is not told. */
    public int revision;
    /** Distinct sources when it was last told. */
    public long toldSources;

    public Campaign() {}

    static Campaign of(Member eldest) {
        Campaign campaign = new Campaign();
        campaign.anchorMicros = eldest.last.onsetMicros;
        campaign.id = Finding.id(KIND, eldest.port(), "episode", campaign.anchorMicros);
        return campaign;
    }

    boolean isElderThan(Campaign other) {
        return anchorMicros != other.anchorMicros ? anchorMicros < other.anchorMicros : id.compareTo(other.id) < 0;
    }
}
