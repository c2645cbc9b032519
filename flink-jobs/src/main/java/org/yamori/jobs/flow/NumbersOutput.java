package org.yamori.jobs.flow;

import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The same bytes as {@link DataOutputStream} writes, of millions of numbers, through one buffer and without a lock for
 * each. The stream below is not closed with this one.
 */
public final class NumbersOutput extends OutputStream implements DataOutput {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTEGERS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final DataOutputStream texts = new DataOutputStream(this);
    private int filled;

    public NumbersOutput(OutputStream out) {
        this.out = out;
    }

    private int place(int bytes) throws IOException {
        if (filled > BUFFER_BYTES - bytes) {
            drain();
        }
        int at = filled;
        filled += bytes;
        return at;
    }

    private void drain() throws IOException {
        out.write(buffer, 0, filled);
        filled = 0;
    }

    @Override
    public void write(int value) throws IOException {
        buffer[place(1)] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (length > BUFFER_BYTES) {
            drain();
            out.write(bytes, from, length);
        } else {
            System.arraycopy(bytes, from, buffer, place(length), length);
        }
    }

    @Override
    public void writeBoolean(boolean value) throws IOException {
        write(value ? 1 : 0);
    }

    @Override
    public void writeByte(int value) throws IOException {
        write(value);
    }

    @Override
    public void writeShort(int value) throws IOException {
        SHORTS.set(buffer, place(2), (short) value);
    }

    @Override
    public void writeChar(int value) throws IOException {
        writeShort(value);
    }

    @Override
    public void writeInt(int value) throws IOException {
        INTEGERS.set(buffer, place(4), value);
    }

    @Override
    public void writeLong(long value) throws IOException {
        LONGS.set(buffer, place(8), value);
    }

    @Override
    public void writeFloat(float value) throws IOException {
        writeInt(Float.floatToIntBits(value));
    }

    @Override
    public void writeDouble(double value) throws IOException {
        writeLong(Double.doubleToLongBits(value));
    }

    @Override
    public void writeBytes(String text) throws IOException {
        texts.writeBytes(text);
    }

    @Override
    public void writeChars(String text) throws IOException {
        texts.writeChars(text);
    }

    @Override
    public void writeUTF(String text) throws IOException {
        texts.writeUTF(text);
    }

    @Override
    public void flush() throws IOException {
        drain();
        out.flush();
    }
}
