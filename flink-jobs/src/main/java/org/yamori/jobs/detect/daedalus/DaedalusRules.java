package org.yamori.jobs.detect.daedalus;

import java.io.Serializable;
import org.yamori.wire.AlertThresholds;
import org.yamori.wire.Finding;

/**
 * When packets of a host are an alert where the registry says nothing else, and how much is kept.
 *
 * @param thresholds complete: everything is said
 * @param scanDestinations so many addresses in a unit are a scan
 * @param fewDestinations packets again and again to fewer addresses than these are a wrong setting
 * @param darkQuietMicros how long a forged source must be silent to be closed
 * @param hosts followed at a time in a shard
 * @param destinations addresses that a shard keeps one by one
 * @param rows packets of organisations that a shard keeps one by one in a tenth of a second
 */
public record DaedalusRules(
        AlertThresholds thresholds,
        int scanDestinations,
        int fewDestinations,
        long darkQuietMicros,
        int hosts,
        int destinations,
        int rows)
        implements Serializable {
    private static final long MINUTE = 60_000_000;
    private static final long MONTH = 30 * 24 * 60 * MINUTE;

    public DaedalusRules {
        require("scan-destinations", scanDestinations, 2, 4_096);
        require("few-destinations", fewDestinations, 2, scanDestinations);
        if (darkQuietMicros < MINUTE || darkQuietMicros > MONTH) {
            throw new IllegalArgumentException("yamori.detect.daedalus.dark-quiet must be 1 min to 30 d, was "
                    + darkQuietMicros / 1_000_000 + " s");
        }
        require("hosts", hosts, 16, 1 << 24);
        require("destinations", destinations, 16, 1 << 24);
        require("rows", rows, 16, 1 << 24);
        if (thresholds.unitMicros() == 0
                || thresholds.unitBegins() == AlertThresholds.Beginning.UNSAID
                || thresholds.windowMicros() == 0
                || thresholds.count() == 0
                || thresholds.quietMicros() == 0) {
            throw new IllegalArgumentException("yamori.detect.daedalus must say all of unit, unit-begins, window, count"
                    + " and quiet, said " + thresholds);
        }
    }

    private static void require(String word, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "yamori.detect.daedalus." + word + " must be " + least + ".." + most + ", was " + value);
        }
    }

    /** Sources that nobody uses are forged, as many as somebody likes: they leave room for hosts that there are. */
    int darkHosts() {
        return hosts / 4;
    }

    /** Bytes that hosts make the tables of a shard take, at most. */
    public long mostBytes() {
        return (long) hosts * (HostCase.BYTES + Destinations.SKETCH_BYTES)
                + (long) destinations * Destinations.ENTRY_BYTES;
    }

    /** Equal for equal rules: the first 32 bits of SHA-256 over all of them. */
    String version() {
        return Finding.id("rules", "daedalus", toString(), 0).substring(0, 8);
    }
}
