package org.yamori.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in byte arrays: little endian as Arrow stores them, big endian for the halves of an IPv6 address. */
public final class Bytes {
    private static final VarHandle SHORT = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = view(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BIG = view(long[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    private static VarHandle view(Class<?> type, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(type, order);
    }

    public static int unsignedShort(byte[] bytes, int offset) {
        return (short) SHORT.get(bytes, offset) & 0xffff;
    }

    public static int integer(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    public static long longer(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    public static long bigEndian(byte[] bytes, int offset) {
        return (long) LONG_BIG.get(bytes, offset);
    }

    static void putShort(byte[] bytes, int offset, int value) {
        SHORT.set(bytes, offset, (short) value);
    }

    static void putInteger(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    static void putLong(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    static void putBigEndian(byte[] bytes, int offset, long value) {
        LONG_BIG.set(bytes, offset, value);
    }
}
