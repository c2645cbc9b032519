package org.yamori.jobs.flow;

import java.io.ByteArrayOutputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NumbersOutputTest {
    private static final long SEED = 20261120;

    @Test
    void everyKindOfValue_isWrittenAsJavaWritesIt() throws IOException {
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        ByteArrayOutputStream javas = new ByteArrayOutputStream();
        NumbersOutput output = new NumbersOutput(ours);
        fill(output);
        output.flush();
        fill(new DataOutputStream(javas));
        assertThat(javas.size()).as("several buffers").isGreaterThan(3 << 16);
        assertThat(ours.toByteArray()).as("seed " + SEED).isEqualTo(javas.toByteArray());
    }

    private static void fill(DataOutput out) throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 40_000; i++) {
            switch (random.nextInt(12)) {
                case 0 -> out.write(random.nextInt());
                case 1 -> out.writeBoolean(random.nextBoolean());
                case 2 -> out.writeByte(random.nextInt());
                case 3 -> out.writeShort(random.nextInt());
                case 4 -> out.writeChar(random.nextInt());
                case 5 -> out.writeInt(random.nextInt());
                case 6 -> out.writeLong(random.nextLong());
                case 7 -> out.writeFloat(random.nextFloat());
                case 8 -> out.writeDouble(random.nextDouble());
                case 9 -> out.writeBytes("ascii " + i);
                case 10 -> out.writeChars("闇守 " + i);
                default -> out.writeUTF("闇守 " + i);
            }
        }
        byte[] large = new byte[100_000];
        random.nextBytes(large);
        out.write(large, 7, 99_000);
        out.write(large, 0, 5);
        out.write(large);
    }
}
