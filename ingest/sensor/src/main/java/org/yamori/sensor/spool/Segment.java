package org.yamori.sensor.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One file of a spool: a header of 40 bytes, then records one after the other. The header says which epoch had begun
 * when the file was made, and what its last block was by then, so that the newest file alone tells what a new run must
 * name.
 *
 * <p>Files are opened by {@link RandomAccessFile}, because a channel is closed when its thread is interrupted.
 */
final class Segment {
    static final int HEADER_BYTES = 40;
    static final int VERSION = 1;
    static final String SUFFIX = ".spool";
    private static final long MAGIC = 0x79616d5370_6f6f6cL; // yamSpool
    private static final int CHECKED = 36;
    private static final int SEARCH_BYTES = 64 << 10;

    final long number;
    final Path file;
    /** Up to here records are whole and may be read. */
    private long end;

    /**
     * Where a sensor's numbering stood.
     *
     * @param epoch -1 if there was none
     * @param lastBlock -1 if the epoch had none
     */
    record Numbering(long epoch, long lastBlock) {
        static final Numbering NONE = new Numbering(-1, -1);

        Numbering after(RecordHead head) {
            return head.epoch() < epoch
                    ? this
                    : new Numbering(
                            head.epoch(), head.epoch() == epoch ? Math.max(lastBlock, head.block()) : head.block());
        }
    }

    /** A record's head and where it is. */
    record At(RecordHead head, long offset) {
        long end() {
            return offset + RecordHead.BYTES + head.length();
        }
    }

    Segment(Path folder, long number, long end) {
        this.number = number;
        this.file = folder.resolve(name(number));
        this.end = end;
    }

    static String name(long number) {
        return String.format(Locale.ROOT, "%012d%s", number, SUFFIX);
    }

    long end() {
        return end;
    }

    void end(long offset) {
        end = offset;
    }

    static byte[] header(Numbering numbering) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES);
        out.putLong(MAGIC)
                .putInt(VERSION)
                .putLong(numbering.epoch)
                .putLong(numbering.lastBlock)
                .position(CHECKED);
        out.putInt(RecordHead.checksum(out.array(), 0, CHECKED));
        return out.array();
    }

    /** What the file's header says; null if the file ends before its header does, which a crash leaves. */
    static @Nullable Numbering numbering(Path file, RandomAccessFile in) throws IOException {
        byte[] header = new byte[HEADER_BYTES];
        in.seek(0);
        int got = Math.max(0, in.read(header));
        ByteBuffer bytes = ByteBuffer.wrap(header);
        if (got >= Long.BYTES && bytes.getLong(0) != MAGIC && bytes.getLong(0) != 0) {
            throw new SpoolException(file + " does not begin as a spool's file does; move it away");
        }
        if (got >= Long.BYTES + Integer.BYTES && bytes.getLong(0) == MAGIC && bytes.getInt(Long.BYTES) != VERSION) {
            throw new SpoolException(file + " has version " + bytes.getInt(Long.BYTES) + "; known: " + VERSION
                    + ". Drain it with the Yamori that wrote it, or move it away");
        }
        if (got < HEADER_BYTES || bytes.getInt(CHECKED) != RecordHead.checksum(header, 0, CHECKED)) {
            return null;
        }
        return new Numbering(bytes.getLong(12), bytes.getLong(20));
    }

    /** The first record at or behind the offset whose head is whole and whose payload ends by the limit, or null. */
    static @Nullable At next(RandomAccessFile in, long offset, long limit) throws IOException {
        At here = at(in, offset, limit);
        return here == null && offset < limit ? search(in, offset + 1, limit) : here;
    }

    private static @Nullable At at(RandomAccessFile in, long offset, long limit) throws IOException {
        if (offset + RecordHead.BYTES > limit) {
            return null;
        }
        byte[] bytes = new byte[RecordHead.BYTES];
        in.seek(offset);
        in.readFully(bytes);
        RecordHead head = RecordHead.read(bytes, 0);
        return head == null || offset + RecordHead.BYTES + head.length() > limit ? null : new At(head, offset);
    }

    /** Behind damage: any place where a head begins. */
    private static @Nullable At search(RandomAccessFile in, long from, long limit) throws IOException {
        byte[] bytes = new byte[SEARCH_BYTES];
        for (long start = from; start + RecordHead.BYTES <= limit; start += SEARCH_BYTES - RecordHead.BYTES + 1) {
            int length = (int) Math.min(SEARCH_BYTES, limit - start);
            in.seek(start);
            in.readFully(bytes, 0, length);
            for (int i = 0; i + RecordHead.BYTES <= length; i++) {
                if (bytes[i] == (byte) (RecordHead.MAGIC >>> 24) && RecordHead.read(bytes, i) != null) {
                    At found = at(in, start + i, limit);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    static byte[] payload(RandomAccessFile in, At at) throws IOException {
        byte[] payload = new byte[at.head.length()];
        in.seek(at.offset + RecordHead.BYTES);
        in.readFully(payload);
        return payload;
    }
}
