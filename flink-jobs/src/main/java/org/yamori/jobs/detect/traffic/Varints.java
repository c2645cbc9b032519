package org.yamori.jobs.detect.traffic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Numbers in as many bytes as they need, seven bits a byte: most numbers of a telescope are small. */
final class Varints {
    private Varints() {}

    static void write(DataOutput out, long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) rest | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    static long read(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.readByte();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** Small whether it is above or below zero. */
    static void writeSigned(DataOutput out, long value) throws IOException {
        write(out, value << 1 ^ value >> 63);
    }

    static long readSigned(DataInput in) throws IOException {
        long value = read(in);
        return value >>> 1 ^ -(value & 1);
    }
}
