package org.yamori.sensor.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.parse.Refusal;

/**
 * The records of a capture one after the other, whatever its format. After {@link #next} the fields tell the record,
 * whose bytes lie in the window until the next call.
 */
abstract class CaptureRecords {
    /** A longer record is damage: libpcap, too, reads at most this. */
    static final int MAX_RECORD_BYTES = 256 * 1024;

    private static final long MICROS_PER_SECOND = 1_000_000;
    /** Up to the end of the year 9999. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    final CaptureBytes bytes;

    int frameAt;
    int frameLength;
    int linkType;
    long timeMicros;
    /** Whether the time is one that a row may carry. */
    boolean timed;
    /** Why the record itself, read without damage, is none that can be parsed. */
    @Nullable
    Refusal refusal;

    private String damage = "";

    CaptureRecords(CaptureBytes bytes) {
        this.bytes = bytes;
    }

    /** The next record; false at the end and where the file is damaged, see {@link #damage}. */
    abstract boolean next() throws IOException;

    /** What is wrong with the rest of the file, or empty. */
    final String damage() {
        return damage;
    }

    final boolean damaged(long offset, String what) {
        String fault = bytes.fault().isEmpty() ? "" : " (" + bytes.fault() + ")";
        damage = bytes.unit() + offset + ": " + what + fault;
        return false;
    }

    /** At the end of the input between two records: a good end unless the compressed data broke off. */
    final boolean ended() {
        if (!bytes.fault().isEmpty() || bytes.available() > 0) {
            damaged(
                    bytes.offset(),
                    "file ends inside a record header, " + bytes.available() + " bytes of it are there");
        }
        return false;
    }

    final void setTime(long seconds, long micros) {
        timed = seconds >= 0 && seconds <= MAX_SECONDS;
        timeMicros = timed ? seconds * MICROS_PER_SECOND + micros : 0;
    }

    final int integer(int at, boolean bigEndian) {
        int value = org.yamori.wire.Bytes.integer(bytes.window, at);
        return bigEndian ? Integer.reverseBytes(value) : value;
    }

    final int unsignedShort(int at, boolean bigEndian) {
        int value = org.yamori.wire.Bytes.unsignedShort(bytes.window, at);
        return bigEndian ? (value & 0xff) << 8 | value >>> 8 : value;
    }

    /** The reader for what the first bytes say; the exception lacks the name of the file. */
    static CaptureRecords of(CaptureBytes bytes) throws IOException {
        if (!bytes.has(4)) {
            throw new CaptureException(
                    bytes.available() == 0 && bytes.fault().isEmpty()
                            ? "the file is empty; allowed: pcap or pcapng, plain, gzip or zstd"
                            : "only " + bytes.available() + " bytes can be read; a capture starts with 4 or more "
                                    + bytes.fault());
        }
        int magic = org.yamori.wire.Bytes.integer(bytes.window, bytes.position);
        if (magic == PcapngRecords.SECTION_HEADER) {
            return new PcapngRecords(bytes);
        }
        return new PcapRecords(bytes, magic);
    }
}
