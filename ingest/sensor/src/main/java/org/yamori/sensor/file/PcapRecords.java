package org.yamori.sensor.file;

import java.io.IOException;

/** Records of a classic pcap file: micro- or nanoseconds, both byte orders, and Kuznetzov's modified format. */
final class PcapRecords extends CaptureRecords {
    private static final int MICROS = 0xa1b2c3d4;
    private static final int NANOS = 0xa1b23c4d;
    private static final int MODIFIED = 0xa1b2cd34;
    private static final int FILE_HEADER_BYTES = 24;

    private final boolean bigEndian;
    private final boolean nanos;
    private final int headerBytes;
    /** Files before version 2.3 have the two lengths the other way round, those of 2.3 either way. */
    private final int minorVersion;

    PcapRecords(CaptureBytes bytes, int magic) throws IOException {
        super(bytes);
        bigEndian = isMagic(Integer.reverseBytes(magic));
        int ordered = bigEndian ? Integer.reverseBytes(magic) : magic;
        if (!isMagic(ordered)) {
            throw new CaptureException(String.format(
                    "byte 0: magic number %08x is no capture; allowed: pcap (a1b2c3d4, a1b23c4d, a1b2cd34 in either byte"
                            + " order) or pcapng (0a0d0d0a), plain, gzip or zstd",
                    Integer.reverseBytes(magic)));
        }
        if (!bytes.has(FILE_HEADER_BYTES)) {
            throw new CaptureException("the file ends inside the pcap file header, after " + bytes.available()
                    + " of 24 bytes " + bytes.fault());
        }
        nanos = ordered == NANOS;
        headerBytes = ordered == MODIFIED ? 24 : 16;
        int major = unsignedShort(bytes.position + 4, bigEndian);
        minorVersion = unsignedShort(bytes.position + 6, bigEndian);
        if (major != 2) {
            throw new CaptureException(
                    "byte 4: pcap version " + major + "." + minorVersion + " is not known; allowed: 2.0 to 2.4");
        }
        // The upper bits say how long a frame check sequence is, which no header parser needs.
        linkType = integer(bytes.position + 20, bigEndian) & 0x03ffffff;
        bytes.position += FILE_HEADER_BYTES;
    }

    private static boolean isMagic(int value) {
        return value == MICROS || value == NANOS || value == MODIFIED;
    }

    @Override
    boolean next() throws IOException {
        if (!bytes.has(headerBytes)) {
            return ended();
        }
        int at = bytes.position;
        long offset = bytes.offset();
        long seconds = integer(at, bigEndian) & 0xffffffffL;
        long fraction = integer(at + 4, bigEndian) & 0xffffffffL;
        int length = integer(at + 8, bigEndian);
        int original = integer(at + 12, bigEndian);
        if (minorVersion < 3 || (minorVersion == 3 && Integer.compareUnsigned(length, original) > 0)) {
            length = original;
        }
        if (length < 0 || length > MAX_RECORD_BYTES) {
            return damaged(
                    offset,
                    "record of " + (length & 0xffffffffL) + " captured bytes; allowed: up to " + MAX_RECORD_BYTES);
        }
        if (!bytes.has(headerBytes + length)) {
            return damaged(
                    offset,
                    "file ends inside a record of " + length + " captured bytes, " + (bytes.available() - headerBytes)
                            + " are there");
        }
        frameAt = bytes.position + headerBytes;
        frameLength = length;
        setTime(seconds, nanos ? fraction / 1000 : fraction);
        bytes.position = frameAt + length;
        return true;
    }
}
