package org.yamori.jobs.detect.surge;

import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.Tool;

/** Scored minutes of a test's port. */
final class Scored {
    static final int PORT = 7547;
    static final long START = 29_461_440;

    private Scored() {}

    /** A hot minute with so many sources in every window, ten times what is expected. */
    static ScoredMinute minute(long minute, int sources, int over) {
        ScoredMinute scored = new ScoredMinute();
        scored.port = PORT;
        scored.minute = START + minute;
        scored.hot = true;
        scored.hotSince = START;
        scored.observed = 1;
        scored.learntDays = 28;
        scored.destinations = 30;
        scored.sensors = 2;
        scored.over = over;
        for (int scale = 0; scale < SurgeScales.COUNT; scale++) {
            scored.sources[scale] = sources;
            scored.expected[scale] = sources / 10.0;
            scored.scores[scale] = 8.5;
        }
        scored.thresholds = new double[] {4, 5.5, 5.4, 5.2, 4.7, 4.5};
        scored.rulesVersion = "0123abcd";
        scored.packets = 2L * sources;
        scored.newcomers = sources / 2;
        scored.sample = new long[] {
            Sighting.asNewcomer(Sighting.of(Sighting.ofIpv4(PORT, 0xC0000201), 1)),
            Sighting.of(Sighting.ofIpv4(PORT, 0xC0000202), 1),
            Sighting.of(Sighting.ofIpv4(PORT, 0xC6336401), 3)
        };
        scored.packetSample = new long[] {
            5,
            1_500_000,
            0,
            SourceKeys.lowOfIpv4(0xC0000201),
            0,
            SourceKeys.lowOfIpv4(0xC0000209),
            1L << 48 | 2L << 32 | 3 << 16 | 64 << 8 | 2,
            7 << 16 | 60
        };
        scored.tools = new int[Tool.count()];
        scored.tools[Tool.MIRAI.ordinal()] = 150;
        scored.tools[Tool.UNKNOWN.ordinal()] = 50;
        scored.signatures = new String[] {"0:0:*,0:::0", "0:1460:*,7:mss:df:0"};
        scored.ofSignatures = new int[] {150, 49};
        scored.before = new long[] {Sighting.source(Sighting.ofIpv4(PORT, 0xC6336402))};
        scored.sensorNames = new String[] {"osaka-1", "tokyo-1"};
        scored.sensorNetworks = new String[] {"nicter", "nicter"};
        scored.watchingSensors = 3;
        scored.watchingNetworks = 2;
        return scored;
    }

    static ScoredMinute calm(long minute, int calmMinutes) {
        ScoredMinute scored = minute(minute, 10, 0);
        scored.calmMinutes = calmMinutes;
        scored.calmNeeded = 15;
        return scored;
    }
}
