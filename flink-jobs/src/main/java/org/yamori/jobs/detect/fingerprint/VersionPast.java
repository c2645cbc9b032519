package org.yamori.jobs.detect.fingerprint;

import org.jspecify.annotations.Nullable;
import org.yamori.jobs.detect.fingerprint.VersionLogic.Version;

/** What is remembered of days that are not kept any more. */
public final class VersionPast {
    /** Whether the version was ever there. */
    public boolean leakedSeen;

    public boolean earlierSeen;
    /** The last day on which a version led. */
    @Nullable
    public VersionDay lastLed;

    public long lateSlices;

    boolean hasSeen(Version version) {
        return version == Version.LEAKED ? leakedSeen : earlierSeen;
    }

    void see(Version version) {
        if (version == Version.LEAKED) {
            leakedSeen = true;
        } else {
            earlierSeen = true;
        }
    }

    VersionPast copy() {
        VersionPast copy = new VersionPast();
        copy.leakedSeen = leakedSeen;
        copy.earlierSeen = earlierSeen;
        copy.lastLed = lastLed;
        copy.lateSlices = lateSlices;
        return copy;
    }
}
