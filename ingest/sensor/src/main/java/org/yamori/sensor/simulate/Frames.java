package org.yamori.sensor.simulate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in network order inside a byte array, and the Internet checksum over them (RFC 1071). */
final class Frames {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Frames() {}

    static void putShort(byte[] bytes, int at, int value) {
        SHORT.set(bytes, at, (short) value);
    }

    static void putInteger(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    static void putLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    /** The sum of the 16-bit words, a last odd byte padded with zero; not folded. */
    static long sum(byte[] bytes, int from, int length) {
        long sum = 0;
        int at = from;
        int end = from + length;
        for (; at + 4 <= end; at += 4) {
            sum += (int) INT.get(bytes, at) & 0xffffffffL;
        }
        if (at + 2 <= end) {
            sum += (short) SHORT.get(bytes, at) & 0xffff;
            at += 2;
        }
        if (at < end) {
            sum += (bytes[at] & 0xff) << 8;
        }
        return sum;
    }

    /**
     * Folds a sum to 16 bits and inverts it. 32-bit words add up like two 16-bit ones, since 2^16 = 1 modulo 2^16-1.
     */
    static int checksum(long sum) {
        long folded = (sum & 0xffffffffL) + (sum >>> 32);
        folded = (folded & 0xffff) + (folded >>> 16);
        folded = (folded & 0xffff) + (folded >>> 16);
        folded = (folded & 0xffff) + (folded >>> 16);
        return (int) ~folded & 0xffff;
    }
}
