package org.yamori.cli.system;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yamori.wire.Cidr;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A country database of a test, in the MaxMind DB format 2.0: a binary tree of IPv4 addresses with records of 32 bits,
 * the countries, and what the file is.
 */
final class CountryFile {
    private static final Pattern RANGE = Pattern.compile("([A-Z]{2}): \\[([0-9./]+)]");
    private static final int NOTHING = -1;
    private static final int SEPARATOR = 16;

    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {NOTHING, NOTHING}));
    private final TreeMap<String, Integer> offsets = new TreeMap<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    /** Records that are countries, by node and side. */
    private final TreeMap<Long, String> leaves = new TreeMap<>();

    private CountryFile() {}

    /** Writes what a scenario says about countries, each of which has one range. */
    static Path ofScenario(Path file, Path scenario) throws IOException {
        CountryFile database = new CountryFile();
        for (String line : Files.readAllLines(scenario)) {
            Matcher range = RANGE.matcher(line.startsWith("countries: {") ? line : "");
            while (range.find()) {
                database.add(range.group(2), range.group(1));
            }
        }
        return Files.write(file, database.bytes());
    }

    private void add(String range, String country) {
        int slash = range.indexOf('/');
        int bits = Integer.parseInt(range.substring(slash + 1));
        int address = (int) Cidr.parse(range).first().low();
        offsets.computeIfAbsent(country, unseen -> {
            int at = data.size();
            data.write(0xE1);
            text(data, "country_code");
            text(data, country);
            return at;
        });
        int at = 0;
        for (int depth = 0; depth < bits - 1; depth++) {
            int side = address >>> (31 - depth) & 1;
            if (nodes.get(at)[side] == NOTHING) {
                nodes.add(new int[] {NOTHING, NOTHING});
                nodes.get(at)[side] = nodes.size() - 1;
            }
            at = nodes.get(at)[side];
        }
        leaves.put(at * 2L + (address >>> (32 - bits) & 1), country);
    }

    private byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int node = 0; node < nodes.size(); node++) {
            for (int side = 0; side < 2; side++) {
                String country = leaves.get(node * 2L + side);
                int next = nodes.get(node)[side];
                int offset = country == null ? 0 : offsets.getOrDefault(country, 0);
                out.writeInt(
                        country != null ? nodes.size() + SEPARATOR + offset : next == NOTHING ? nodes.size() : next);
            }
        }
        out.write(new byte[SEPARATOR]);
        out.write(data.toByteArray());
        out.write(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
        out.write("MaxMind.com".getBytes(US_ASCII));
        out.write(0xE9);
        number(out, "binary_format_major_version", 5, 2);
        number(out, "binary_format_minor_version", 5, 0);
        number(out, "node_count", 6, nodes.size());
        number(out, "record_size", 5, 32);
        number(out, "ip_version", 5, 4);
        text(out, "build_epoch");
        out.write(new byte[] {4, 2});
        out.writeInt(1_480_550_400); // 2016-12-01
        text(out, "database_type");
        text(out, "Scenario-Country");
        text(out, "description");
        out.write(0xE0);
        text(out, "languages");
        out.write(new byte[] {0, 4});
        return bytes.toByteArray();
    }

    private static void number(DataOutputStream out, String key, int type, int value) throws IOException {
        text(out, key);
        int length = type == 5 ? 2 : 4;
        out.write(type << 5 | length);
        out.write(
                Arrays.copyOfRange(java.nio.ByteBuffer.allocate(4).putInt(value).array(), 4 - length, 4));
    }

    private static void text(java.io.OutputStream out, String text) {
        try {
            if (text.length() < 29) {
                out.write(0x40 | text.length());
            } else {
                out.write(new byte[] {0x40 | 29, (byte) (text.length() - 29)});
            }
            out.write(text.getBytes(US_ASCII));
        } catch (IOException inMemory) {
            throw new java.io.UncheckedIOException(inMemory);
        }
    }
}
