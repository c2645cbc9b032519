package org.yamori.sensor.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one spool file after the other and hands out nothing whose checksum is wrong. Damage is told and stepped over:
 * the blocks in it are missing from the numbers, and the job counts them as lost.
 */
final class SpoolReader implements AutoCloseable {
    private long segment;
    private long offset;
    private @Nullable RandomAccessFile in;

    /** Reads from this place on; a file that is not there any more was acknowledged. */
    SpoolReader(long segment, long offset) {
        this.segment = segment;
        this.offset = Math.max(offset, Segment.HEADER_BYTES);
    }

    /** Files before this one are done with. */
    long segment() {
        return segment;
    }

    void toSegmentAfter(long number) {
        close();
        segment = number + 1;
        offset = Segment.HEADER_BYTES;
    }

    /** The next whole record that ends by the limit, or null. */
    @Nullable
    Taken next(Segment from, long limit, Consumer<String> say) {
        if (from.number != segment) {
            toSegmentAfter(from.number - 1);
        }
        try {
            RandomAccessFile file = in == null ? new RandomAccessFile(from.file.toFile(), "r") : in;
            in = file;
            for (Segment.At at = Segment.next(file, offset, limit);
                    at != null;
                    at = Segment.next(file, offset, limit)) {
                tellDamage(from, offset, at.offset(), say);
                byte[] payload = Segment.payload(file, at);
                offset = at.end();
                if (at.head().fits(payload)) {
                    return new Taken(at.head().with(payload), segment, offset);
                }
                tellDamage(from, at.offset(), offset, say);
            }
            tellDamage(from, offset, limit, say);
        } catch (IOException unreadable) {
            say.accept(from.file + " cannot be read from byte " + offset + " on: " + unreadable.getMessage()
                    + "; the blocks in it are lost");
        }
        offset = Math.max(offset, limit);
        return null;
    }

    private static void tellDamage(Segment segment, long from, long to, Consumer<String> say) {
        if (to > from) {
            say.accept(segment.file + ": bytes " + from + " to " + to
                    + " are damaged and left out; the blocks in them are lost, and count as such");
        }
    }

    @Override
    public void close() {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException alreadyGone) {
            // It was only read.
        }
        in = null;
    }
}
