package org.yamori.sensor.file;

import java.io.IOException;
import java.util.Arrays;

/**
 * The earliest time still to come at every 4,096th record of a capture, known from reading the record headers once
 * before: 8 bytes per 4,096 records make any disorder harmless.
 */
final class TimeScan {
    static final int CHUNK = 4096;

    private final long[] earliestFromChunk;

    private TimeScan(long[] earliestFromChunk) {
        this.earliestFromChunk = earliestFromChunk;
    }

    static TimeScan of(CaptureRecords records) throws IOException {
        long[] earliest = new long[64];
        int chunks = 0;
        int inChunk = CHUNK;
        while (records.next()) {
            if (inChunk == CHUNK) {
                if (chunks == earliest.length) {
                    earliest = Arrays.copyOf(earliest, chunks * 2);
                }
                earliest[chunks++] = Long.MAX_VALUE;
                inChunk = 0;
            }
            inChunk++;
            if (records.timed) {
                earliest[chunks - 1] = Math.min(earliest[chunks - 1], records.timeMicros);
            }
        }
        long[] suffix = Arrays.copyOf(earliest, chunks);
        for (int c = chunks - 2; c >= 0; c--) {
            suffix[c] = Math.min(suffix[c], suffix[c + 1]);
        }
        return new TimeScan(suffix);
    }

    /** No record from this one on, counted from 0, is earlier; Long.MAX_VALUE when none is left. */
    long earliestFrom(long record) {
        long chunk = record / CHUNK;
        return chunk < earliestFromChunk.length ? earliestFromChunk[(int) chunk] : Long.MAX_VALUE;
    }
}
