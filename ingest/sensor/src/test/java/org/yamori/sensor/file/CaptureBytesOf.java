package org.yamori.sensor.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Capture files for tests, written field by field as the formats' specifications say. */
final class CaptureBytesOf {
    /** An IPv4 UDP packet of 28 bytes from 192.0.2.1 to 198.51.100.2, for link type 101. */
    static final byte[] PACKET =
            HexFormat.of().parseHex("4500001c000000004011" + "0000c0000201c6336402" + "0001000200080000");

    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteOrder order;

    CaptureBytesOf(ByteOrder order) {
        this.order = order;
    }

    CaptureBytesOf integers(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
        for (long value : values) {
            buffer.putInt((int) value);
        }
        bytes.writeBytes(buffer.array());
        return this;
    }

    CaptureBytesOf shorts(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(order);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        bytes.writeBytes(buffer.array());
        return this;
    }

    CaptureBytesOf raw(byte[] raw) {
        bytes.writeBytes(raw);
        return this;
    }

    CaptureBytesOf pcap(long magic, int linkType) {
        return integers(magic).shorts(2, 4).integers(0, 0, 65535, linkType);
    }

    CaptureBytesOf record(long seconds, long fraction) {
        return integers(seconds, fraction, PACKET.length, PACKET.length).raw(PACKET);
    }

    CaptureBytesOf section() {
        return integers(0x0a0d0d0a, 28, 0x1a2b3c4d).shorts(1, 0).integers(-1, -1, 28);
    }

    CaptureBytesOf description(int linkType) {
        return integers(1, 20).shorts(linkType, 0).integers(65535, 20);
    }

    /** An interface with if_tsresol and if_tsoffset. */
    CaptureBytesOf description(int linkType, int resolution, long offsetSeconds) {
        integers(1, 44).shorts(linkType, 0).integers(65535).shorts(9, 1).raw(new byte[] {(byte) resolution, 0, 0, 0});
        shorts(14, 8)
                .raw(ByteBuffer.allocate(8).order(order).putLong(offsetSeconds).array());
        return shorts(0, 0).integers(44);
    }

    CaptureBytesOf enhanced(int interfaceNumber, long units) {
        int length = 32 + PACKET.length;
        return integers(6, length, interfaceNumber, units >>> 32, units, PACKET.length, PACKET.length)
                .raw(PACKET)
                .integers(length);
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
