package org.yamori.sensor.signature;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** A SYN in an Ethernet frame that a test makes byte by byte; what it does not set is as Linux would send it. */
final class SynFrame {
    boolean ipv6;
    int ttl = 64;
    /** Type of service with the ECN bits, or the IPv6 traffic class. */
    int service;

    int flowLabel;
    int ipId = 0x1234;
    int fragment = 0x4000;
    byte[] ipOptions = new byte[0];
    int source = 0x0a000001;
    int sourcePort = 40_000;
    int destinationPort = 23;
    int sequence = 0x11223344;
    int acknowledgement;
    int flags = 0x02;
    int reserved;
    int window = 64_240;
    int urgent;
    byte[] options = new byte[0];
    byte[] payload = new byte[0];
    /** Of the IPv6 header; anything but TCP makes an extension header of 8 bytes. */
    int next = 6;

    static SynFrame ipv4() {
        return new SynFrame();
    }

    static SynFrame ipv6() {
        SynFrame frame = new SynFrame();
        frame.ipv6 = true;
        return frame;
    }

    SynFrame ttl(int value) {
        ttl = value;
        return this;
    }

    SynFrame service(int value) {
        service = value;
        return this;
    }

    SynFrame flow(int label) {
        flowLabel = label;
        return this;
    }

    SynFrame id(int id, int flagsAndOffset) {
        ipId = id;
        fragment = flagsAndOffset;
        return this;
    }

    SynFrame ipOptions(String hex) {
        ipOptions = bytes(hex);
        return this;
    }

    SynFrame numbers(int sequenceNumber, int acknowledgementNumber) {
        sequence = sequenceNumber;
        acknowledgement = acknowledgementNumber;
        return this;
    }

    SynFrame flags(int value) {
        flags = value;
        return this;
    }

    SynFrame reserved(int bits) {
        reserved = bits;
        return this;
    }

    SynFrame window(int value) {
        window = value;
        return this;
    }

    SynFrame urgent(int pointer) {
        urgent = pointer;
        return this;
    }

    /** Options in hexadecimal with blanks, a multiple of four bytes. */
    SynFrame options(String hex) {
        options = bytes(hex);
        return this;
    }

    SynFrame payload(int bytes) {
        payload = new byte[bytes];
        return this;
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    byte[] frame() {
        int tcp = 20 + options.length + payload.length;
        int extension = ipv6 && next != 6 ? 8 : 0;
        ByteBuffer frame = ByteBuffer.allocate(14 + (ipv6 ? 40 + extension : 20 + ipOptions.length) + tcp);
        frame.putLong(0x0200000000010200L).putInt(2).putShort((short) (ipv6 ? 0x86dd : 0x0800));
        if (ipv6) {
            frame.putInt((6 << 28) | (service << 20) | flowLabel);
            frame.putShort((short) (tcp + extension)).put((byte) next).put((byte) ttl);
            frame.putLong(0x20010db800000000L).putLong(source & 0xffffffffL);
            frame.putLong(0x20010db800010000L).putLong(9);
            if (extension > 0) {
                frame.put((byte) 6).put((byte) 0).put(new byte[] {1, 4, 0, 0, 0, 0});
            }
        } else {
            frame.put((byte) (0x40 | (20 + ipOptions.length) / 4)).put((byte) service);
            frame.putShort((short) (20 + ipOptions.length + tcp))
                    .putShort((short) ipId)
                    .putShort((short) fragment);
            frame.put((byte) ttl).put((byte) 6).putShort((short) 0);
            frame.putInt(source).putInt(0xc6336402).put(ipOptions);
        }
        frame.putShort((short) sourcePort).putShort((short) destinationPort);
        frame.putInt(sequence).putInt(acknowledgement);
        frame.put((byte) (((20 + options.length) / 4) << 4 | reserved))
                .put((byte) flags)
                .putShort((short) window);
        frame.putShort((short) 0).putShort((short) urgent).put(options).put(payload);
        return frame.array();
    }

    /** A capture of the frames, one each millisecond from 2020 on. */
    static void write(Path capture, List<byte[]> frames) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xa1b2c3d4)
                .putInt(2 | (4 << 16))
                .putLong(0)
                .putInt(65_535)
                .putInt(1)
                .array());
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i);
            file.write(ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(1_577_836_800 + i / 1000)
                    .putInt(i % 1000 * 1000)
                    .putInt(frame.length)
                    .putInt(frame.length)
                    .array());
            file.write(frame);
        }
        Files.write(capture, file.toByteArray());
    }
}
