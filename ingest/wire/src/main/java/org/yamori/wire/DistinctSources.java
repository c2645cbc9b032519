package org.yamori.wire;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import java.util.Base64;

/**
 * How many different sources there were, kept so that days can be put together: who comes on two of them counts once.
 *
 * <p>It is a sketch of 4,096 registers (O. Ertl, "UltraLogLog: A Practical and More Space-Efficient Alternative to
 * HyperLogLog for Approximate Distinct Counting", VLDB 2024). The registers follow from the set of hashes alone, never
 * from their order or from how the set was divided. As a text it is the Base64 of three bytes for each register that is
 * not zero, ascending: two of its number, one of its value; or of all registers where that is shorter.
 */
public final class DistinctSources {
    /** Of the estimate, as a share of the number. */
    public static final double STANDARD_ERROR = 0.0122;

    private static final int PRECISION = 12;
    private static final int REGISTERS = 1 << PRECISION;
    private static final int BYTES_OF_ONE = 3;

    private final UltraLogLog sketch;

    private DistinctSources(UltraLogLog sketch) {
        this.sketch = sketch;
    }

    /** Of nobody. */
    public DistinctSources() {
        this(UltraLogLog.create(PRECISION));
    }

    /** What {@link #registers} were. */
    public static DistinctSources of(byte[] registers) {
        if (registers.length != REGISTERS) {
            throw new IllegalArgumentException(
                    "a sketch of sources has " + REGISTERS + " registers, was " + registers.length);
        }
        return new DistinctSources(UltraLogLog.wrap(registers.clone()));
    }

    /** Adds a source by its hash: 64 bits, each as likely as not, and the same wherever the source is seen. */
    public void add(long hash) {
        sketch.add(hash);
    }

    /** Adds all that are in another. */
    public void add(DistinctSources other) {
        sketch.add(other.sketch);
    }

    /** How many there are. */
    public long estimate() {
        return Math.round(sketch.getDistinctCountEstimate());
    }

    public byte[] registers() {
        return sketch.getState().clone();
    }

    public String text() {
        byte[] registers = sketch.getState();
        int set = 0;
        for (byte register : registers) {
            set += register == 0 ? 0 : 1;
        }
        if (set * BYTES_OF_ONE >= REGISTERS) {
            return Base64.getEncoder().encodeToString(registers);
        }
        byte[] few = new byte[set * BYTES_OF_ONE];
        int to = 0;
        for (int number = 0; number < REGISTERS; number++) {
            if (registers[number] != 0) {
                few[to++] = (byte) (number >>> Byte.SIZE);
                few[to++] = (byte) number;
                few[to++] = registers[number];
            }
        }
        return Base64.getEncoder().encodeToString(few);
    }

    /** Reads {@link #text} again. */
    public static DistinctSources parse(String text) {
        byte[] bytes = bytes(text);
        if (bytes.length == REGISTERS) {
            return of(bytes);
        }
        if (bytes.length > REGISTERS || bytes.length % BYTES_OF_ONE != 0) {
            throw refused("it has " + bytes.length + " bytes");
        }
        byte[] registers = new byte[REGISTERS];
        int last = -1;
        for (int i = 0; i < bytes.length; i += BYTES_OF_ONE) {
            int number = (bytes[i] & 0xff) << Byte.SIZE | (bytes[i + 1] & 0xff);
            if (number <= last || number >= REGISTERS) {
                throw refused("register " + number + " stands behind register " + last);
            }
            registers[number] = bytes[i + 2];
            last = number;
        }
        return of(registers);
    }

    private static byte[] bytes(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException bad) {
            throw new IllegalArgumentException("a sketch of sources is Base64: " + bad.getMessage(), bad);
        }
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("a sketch of sources is 4,096 bytes, or three of each register that is not"
                + " zero, ascending below 4,096: " + why);
    }
}
