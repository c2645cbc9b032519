package org.yamori.sensor.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** SYNs with headers and options drawn at random, good ones and damaged ones. */
final class RandomSyns {
    private static final String[] OPTIONS = {
        "01",
        "01",
        "020405b4",
        "0204%04x",
        "0303%02x",
        "0402",
        "080a%08x00000000",
        "080a%08x%08x",
        "080a00000000%08x",
        "00",
        "050a0102030405060708",
        "22020000",
        "fe04abcd",
        "1e03aa",
        "02%02x05b4",
        "03%02x07",
        "08%02x%08x%08x",
        "%02x%02x"
    };

    private RandomSyns() {}

    static List<SynFrame> of(Random random, int count) {
        List<SynFrame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(one(random));
        }
        return frames;
    }

    private static SynFrame one(Random random) {
        SynFrame frame = random.nextInt(4) == 0 ? SynFrame.ipv6() : SynFrame.ipv4();
        frame.ttl(random.nextInt(256));
        frame.service(rarely(random, random.nextInt(256)));
        frame.flow(rarely(random, random.nextInt(1 << 20)));
        frame.id(random.nextBoolean() ? 0 : random.nextInt(0x10000), random.nextInt(4) << 14);
        frame.fragment &= 0xc000;
        frame.numbers(often(random, random.nextInt()), rarely(random, random.nextInt()));
        frame.flags(0x02 | rarely(random, random.nextInt(256) & 0xe8));
        frame.reserved(rarely(random, random.nextInt(16)));
        frame.urgent(rarely(random, random.nextInt(0x10000)));
        frame.payload(rarely(random, random.nextInt(40)));
        frame.sourcePort = 1024 + random.nextInt(60_000);
        frame.destinationPort = 1 + random.nextInt(0xffff);
        frame.ipOptions = new byte[frame.ipv6 ? 0 : rarely(random, 4 * random.nextInt(11))];
        options(frame, random);
        window(frame, random);
        return frame;
    }

    private static void options(SynFrame frame, Random random) {
        StringBuilder hex = new StringBuilder();
        int wanted = random.nextInt(30);
        while (hex.length() < 2 * wanted) {
            int word = random.nextInt(OPTIONS.length);
            Object[] values = new Object[4];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(256);
            }
            boolean bytes = OPTIONS[word].contains("%02x") || OPTIONS[word].contains("%04x");
            for (int i = 0; bytes && i < values.length; i++) {
                values[i] = OPTIONS[word].contains("%04x") ? random.nextInt(0x10000) : random.nextInt(24);
            }
            hex.append(String.format(OPTIONS[word], values));
        }
        while (hex.length() % 8 != 0) {
            hex.append(random.nextInt(8) == 0 ? "07" : random.nextBoolean() ? "00" : "01");
        }
        frame.options(hex.substring(0, Math.min(hex.length(), 80)));
    }

    /** Often a multiple of what p0f looks for. */
    private static void window(SynFrame frame, Random random) {
        int[] sizes = {1460, 1448, 1440, 1428, 1500, 1400, 536, 100, 112, 1420, 1452};
        int size = sizes[random.nextInt(sizes.length)] + (random.nextInt(3) - 1) * (random.nextInt(3) * 20);
        frame.window(random.nextBoolean() ? random.nextInt(0x10000) : size * (1 + random.nextInt(30)) & 0xffff);
        if (random.nextBoolean() && frame.options.length >= 4) {
            // an MSS in front, whose window fits
            int segment = random.nextInt(8) == 0 ? 90 + random.nextInt(30) : 400 + random.nextInt(1100);
            frame.options[0] = 2;
            frame.options[1] = 4;
            frame.options[2] = (byte) (segment >>> 8);
            frame.options[3] = (byte) segment;
            int[] bases = {segment, segment - 12, segment + 40, segment + 60, segment + 40 + frame.options.length};
            frame.window(bases[random.nextInt(bases.length)] * (1 + random.nextInt(40)) & 0xffff);
        }
    }

    private static int rarely(Random random, int value) {
        return random.nextInt(5) == 0 ? value : 0;
    }

    private static int often(Random random, int value) {
        return random.nextInt(5) == 0 ? 0 : value;
    }
}
