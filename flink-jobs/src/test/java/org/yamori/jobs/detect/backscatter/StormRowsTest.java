package org.yamori.jobs.detect.backscatter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StormRowsTest {
    private static final int TELNET = ForgedSources.TELNET;
    private static final int LIMIT = 131_072;

    private final StormRows.Sorting sorting = new StormRows.Sorting();

    @Test
    void packetsOfASource_areOneRowInTheOrderOfKeysAndSources() {
        StormRows rows = new StormRows(LIMIT);
        rows.add(0xcb000001, TELNET, 60, 9);
        rows.add(0x0a000001, TELNET, 255, -1);
        rows.add(0x0a000001, TELNET + 1, 1, 2);
        rows.add(0x0a000001, TELNET, 64, -2);
        rows.add(0x0a000001, TELNET, 128, -1);
        rows.add(0x0a000002, TELNET + 2, 64, 3);
        rows.add(0x0a000002, TELNET + 2, 64, 3);
        rows.add(0x0b000002, TELNET + 1, 1, 2);

        StormShare share = rows.share(sorting, 2);

        assertThat(share.bits).isZero();
        assertThat(share.keys)
                .as("a port with one source is not told")
                .containsExactly(TELNET, TELNET, TELNET + 1, TELNET + 1);
        assertThat(share.sources).containsExactly(0x0a000001, 0xcb000001, 0x0a000001, 0x0b000002);
        assertThat(share.packets).containsExactly(3, 1, 1, 1);
        assertThat(share.pairs).as("the smallest, unsigned").containsExactly(-2, 9, 2, 2);
        assertThat(share.leastTtls).containsExactly((byte) 64, (byte) 60, (byte) 1, (byte) 1);
        assertThat(share.mostTtls).containsExactly((byte) 255, (byte) 60, (byte) 1, (byte) 1);
    }

    /** Some fit into the rows, some into the sample, some into neither; some limits are less than the rows. */
    @ParameterizedTest
    @ValueSource(ints = {1_500, 2_048, 131_072})
    void minutes_areWhatTheirSampleIs(int limit) throws IOException {
        Random random = new Random(8);
        StormRows rows = new StormRows(limit);
        for (int packets : new int[] {0, 700, 1_800, 30_000, 60_000, 32_768, 500}) {
            StormSample sample = new StormSample(limit);
            rows.clear();
            for (int i = 0; i < packets; i++) {
                int source = random.nextInt(packets) * 0x9e3779b1;
                int key = TELNET + (random.nextInt(4) == 0 ? random.nextInt(5_000) : 0);
                int ttl = random.nextInt(256);
                int pair = random.nextInt();
                sample.add(source, key, ttl, pair);
                rows.add(source, key, ttl, pair);
                if (i == packets / 2) {
                    rows = readAgain(rows, limit);
                }
            }

            assertSame(rows.share(sorting, 3), sample.share(3));
        }
    }

    private static StormRows readAgain(StormRows rows, int limit) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rows.write(new DataOutputStream(bytes));
        StormRows again = new StormRows(limit);
        again.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return again;
    }

    private static void assertSame(StormShare told, StormShare expected) {
        assertThat(told.bits).isEqualTo(expected.bits);
        assertThat(rowsOf(told)).containsExactly(rowsOf(expected));
    }

    private static String[] rowsOf(StormShare share) {
        String[] rows = new String[share.sources.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = share.keys[i] + " " + share.sources[i] + " " + share.packets[i] + " " + share.pairs[i] + " "
                    + share.leastTtls[i] + " " + share.mostTtls[i];
        }
        Arrays.sort(rows);
        return rows;
    }
}
