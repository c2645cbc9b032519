package org.yamori.sensor.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.yamori.sensor.parse.Refusal;

/**
 * Records of a pcapng file: any number of sections, each in its own byte order and with its own interfaces. Enhanced,
 * simple and obsolete packet blocks are records; every other kind of block is stepped over.
 */
final class PcapngRecords extends CaptureRecords {
    static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    /** Type and length in front, length again behind. */
    private static final int FRAME_BYTES = 12;

    private static final int SECTION_BYTES = 28;
    private static final int INTERFACE_BYTES = 20;
    private static final int PACKET_BYTES = 32;
    private static final int SIMPLE_BYTES = 16;

    private static final int MAX_INTERFACES = 0xffff;
    private static final int MAX_OPTION_BYTES = 1 << 16;
    private static final int TIME_RESOLUTION = 9;
    private static final int TIME_OFFSET = 14;
    private static final long MAX_OFFSET_SECONDS = 1L << 40;

    /**
     * How an interface stamps its packets.
     *
     * @param resolution option if_tsresol: a negative power of 10 or, with the upper bit, of 2
     * @param offsetSeconds option if_tsoffset
     */
    private record Interface(int linkType, int resolution, long offsetSeconds) {}

    private final List<Interface> interfaces = new ArrayList<>();
    private boolean bigEndian;

    PcapngRecords(CaptureBytes bytes) throws IOException {
        super(bytes);
        if (!section()) {
            throw new CaptureException(damage() + "; nothing before it can be read");
        }
    }

    @Override
    boolean next() throws IOException {
        while (true) {
            if (!bytes.has(8)) {
                return ended();
            }
            int type = integer(bytes.position, bigEndian);
            if (type == SECTION_HEADER) {
                if (!section()) {
                    return false;
                }
                continue;
            }
            long offset = bytes.offset();
            long length = integer(bytes.position + 4, bigEndian) & 0xffffffffL;
            if (length < FRAME_BYTES || (length & 3) != 0) {
                return damaged(offset, "block of " + length + " bytes; allowed: 12 or more, a multiple of 4");
            }
            boolean isRecord = false;
            switch (type) {
                case INTERFACE -> {
                    if (!describe(offset, length)) {
                        return false;
                    }
                }
                case ENHANCED_PACKET, PACKET -> {
                    isRecord = true;
                    if (!packet(offset, length, type == PACKET)) {
                        return false;
                    }
                }
                case SIMPLE_PACKET -> {
                    isRecord = true;
                    if (!simplePacket(offset, length)) {
                        return false;
                    }
                }
                default -> {
                    // custom, statistics, names, secrets: nothing about packets
                }
            }
            if (isRecord && length <= CaptureBytes.WINDOW_BYTES) {
                // The whole block lies in the window, so stepping to its end keeps the frame where it is.
                if (integer(bytes.position + (int) length - 4, bigEndian) != (int) length) {
                    return mismatch(offset, length, integer(bytes.position + (int) length - 4, bigEndian));
                }
                bytes.position += (int) length;
                return true;
            }
            if (!bytes.skip(length - 4) || !bytes.has(4)) {
                return damaged(offset, "file ends inside a block of " + length + " bytes");
            }
            int trailer = integer(bytes.position, bigEndian);
            if (trailer != (int) length) {
                return mismatch(offset, length, trailer);
            }
            bytes.position += 4;
        }
    }

    private boolean mismatch(long offset, long length, int trailer) {
        return damaged(offset, "block says " + length + " bytes in front and " + (trailer & 0xffffffffL) + " behind");
    }

    /** A section header: byte order of what follows, and no interfaces yet. */
    private boolean section() throws IOException {
        long offset = bytes.offset();
        if (!bytes.has(SECTION_BYTES)) {
            return damaged(offset, "file ends inside a section header");
        }
        int at = bytes.position;
        int magic = integer(at + 8, false);
        if (magic != BYTE_ORDER_MAGIC && magic != Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
            return damaged(
                    offset, String.format("byte-order magic %08x; allowed: 1a2b3c4d in either byte order", magic));
        }
        bigEndian = magic != BYTE_ORDER_MAGIC;
        long length = integer(at + 4, bigEndian) & 0xffffffffL;
        if (length < SECTION_BYTES || (length & 3) != 0) {
            return damaged(offset, "section header of " + length + " bytes; allowed: 28 or more, a multiple of 4");
        }
        int major = unsignedShort(at + 12, bigEndian);
        if (major != 1) {
            return damaged(offset, "pcapng version " + major + "; allowed: 1");
        }
        interfaces.clear();
        if (!bytes.skip(length - 4) || !bytes.has(4)) {
            return damaged(offset, "file ends inside a section header of " + length + " bytes");
        }
        int trailer = integer(bytes.position, bigEndian);
        if (trailer != (int) length) {
            return mismatch(offset, length, trailer);
        }
        bytes.position += 4;
        return true;
    }

    private boolean describe(long offset, long length) throws IOException {
        if (length < INTERFACE_BYTES) {
            return damaged(offset, "interface description of " + length + " bytes; allowed: 20 or more");
        }
        if (interfaces.size() == MAX_INTERFACES) {
            return damaged(offset, "more than " + MAX_INTERFACES + " interfaces in a section");
        }
        int looked = (int) Math.min(length, MAX_OPTION_BYTES);
        if (!bytes.has(looked)) {
            return damaged(offset, "file ends inside an interface description of " + length + " bytes");
        }
        int start = bytes.position;
        int resolution = 6;
        long offsetSeconds = 0;
        int at = start + 16;
        int end = start + looked - 4;
        while (at + 4 <= end) {
            int code = unsignedShort(at, bigEndian);
            int size = unsignedShort(at + 2, bigEndian);
            if (code == 0 || at + 4 + size > end) {
                break;
            }
            if (code == TIME_RESOLUTION && size == 1) {
                resolution = bytes.window[at + 4] & 0xff;
            } else if (code == TIME_OFFSET && size == 8) {
                offsetSeconds = longer(at + 4);
            }
            at += 4 + (size + 3 & ~3);
        }
        interfaces.add(new Interface(unsignedShort(start + 8, bigEndian), resolution, offsetSeconds));
        return true;
    }

    private long longer(int at) {
        long low = integer(at, bigEndian) & 0xffffffffL;
        long high = integer(at + 4, bigEndian) & 0xffffffffL;
        return bigEndian ? low << 32 | high : high << 32 | low;
    }

    private boolean packet(long offset, long length, boolean obsolete) throws IOException {
        if (length < PACKET_BYTES) {
            return damaged(offset, "packet block of " + length + " bytes; allowed: 32 or more");
        }
        if (!wholeBlock(offset, length)) {
            return false;
        }
        int at = bytes.position;
        int number = obsolete ? unsignedShort(at + 8, bigEndian) : integer(at + 8, bigEndian);
        long captured = integer(at + 20, bigEndian) & 0xffffffffL;
        refusal = null;
        timed = false;
        timeMicros = 0;
        frameAt = at + 28;
        frameLength = 0;
        if (number < 0 || number >= interfaces.size()) {
            refusal = Refusal.NO_INTERFACE;
            return true;
        }
        Interface stamped = interfaces.get(number);
        linkType = stamped.linkType;
        stamp(stamped, integer(at + 12, bigEndian), integer(at + 16, bigEndian));
        if (captured > length - PACKET_BYTES) {
            refusal = Refusal.PACKET_LENGTH;
            return true;
        }
        frameLength = (int) captured;
        return true;
    }

    private boolean simplePacket(long offset, long length) throws IOException {
        if (length < SIMPLE_BYTES) {
            return damaged(offset, "simple packet block of " + length + " bytes; allowed: 16 or more");
        }
        if (!wholeBlock(offset, length)) {
            return false;
        }
        refusal = interfaces.isEmpty() ? Refusal.NO_INTERFACE : Refusal.NO_TIME;
        timed = false;
        frameLength = 0;
        return true;
    }

    private boolean wholeBlock(long offset, long length) throws IOException {
        if (length > MAX_RECORD_BYTES + 2L * MAX_OPTION_BYTES) {
            return damaged(
                    offset,
                    "packet block of " + length + " bytes; allowed: up to "
                            + (MAX_RECORD_BYTES + 2 * MAX_OPTION_BYTES));
        }
        return bytes.has((int) length) || damaged(offset, "file ends inside a packet block of " + length + " bytes");
    }

    /** Units since 1970 to microseconds; what does not fit the years 1970 to 9999 is no time. */
    private void stamp(Interface stamped, int high, int low) {
        long units = ((long) high << 32) | (low & 0xffffffffL);
        int exponent = stamped.resolution & 0x7f;
        long seconds;
        long micros;
        if ((stamped.resolution & 0x80) != 0) {
            if (exponent > 63) {
                setTime(-1, 0);
                return;
            }
            long rest = units & ((1L << exponent) - 1);
            seconds = units >>> exponent;
            micros = (Math.multiplyHigh(rest, 1_000_000) << (64 - exponent)) | ((rest * 1_000_000) >>> exponent);
        } else {
            if (exponent > 19) {
                setTime(-1, 0);
                return;
            }
            long unitsPerSecond = 1;
            for (int i = 0; i < exponent; i++) {
                unitsPerSecond *= 10;
            }
            seconds = Long.divideUnsigned(units, unitsPerSecond);
            long rest = Long.remainderUnsigned(units, unitsPerSecond);
            micros = exponent <= 6
                    ? rest * (1_000_000 / unitsPerSecond)
                    : Long.divideUnsigned(rest, Long.divideUnsigned(unitsPerSecond, 1_000_000));
        }
        long offset = stamped.offsetSeconds;
        if (seconds < 0 || offset < -MAX_OFFSET_SECONDS || offset > MAX_OFFSET_SECONDS) {
            setTime(-1, 0);
        } else {
            setTime(Math.min(seconds, MAX_OFFSET_SECONDS) + offset, micros);
        }
    }
}
