package org.yamori.jobs.detect.traffic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.wire.Column;
import org.yamori.wire.Shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

/** Millions of forged sources on 23/tcp, all in one shard: exact up to the limit, then an estimate in a flat heap. */
class ManySourcesTest {
    private static final int ROWS = 100_000;
    private static final Column[] COLUMNS = {
        Column.TIME, Column.SOURCE, Column.DESTINATION, Column.PROTOCOL, Column.SOURCE_PORT, Column.DESTINATION_PORT
    };

    private final TrafficTable table = Rules.table(0, Rules.standard());
    private final ToldWindows told = new ToldWindows();
    private final LabelledSlice slice = emptySlice();

    private static LabelledSlice emptySlice() {
        LabelledSlice labelled = new LabelledSlice();
        labelled.slice.sensor = "tokyo-1";
        labelled.slice.network = "nicter";
        labelled.slice.rows = ROWS;
        int bytes = 0;
        for (Column column : COLUMNS) {
            labelled.slice.present |= 1 << column.ordinal();
            bytes += column.bytes(false) * ROWS;
        }
        labelled.slice.data = new byte[bytes];
        labelled.kinds = new byte[ROWS];
        labelled.countries = new short[ROWS];
        ByteBuffer data = ByteBuffer.wrap(labelled.slice.data).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < ROWS; row++) {
            data.put(labelled.slice.offset(Column.PROTOCOL) + row, (byte) 6);
            data.putShort(labelled.slice.offset(Column.DESTINATION_PORT) + (row << 1), (short) 23);
        }
        return labelled;
    }

    /** Sends packets of sources {@code from} to {@code to}, all different, a hundred thousand a second. */
    private void send(int from, int to) {
        ByteBuffer data = ByteBuffer.wrap(slice.slice.data).order(ByteOrder.LITTLE_ENDIAN);
        int sources = slice.slice.offset(Column.SOURCE);
        int destinations = slice.slice.offset(Column.DESTINATION);
        for (int first = from; first < to; first += ROWS) {
            long time = RandomTraffic.START + first * 10L;
            for (int row = 0; row < ROWS; row++) {
                data.putLong(row << 3, time);
                // An odd factor permutes all addresses.
                int source = (first + row) * 0x9e3779b1;
                data.putInt(sources + (row << 2), source);
                data.putInt(destinations + (row << 2), (int) Shards.mix(row));
            }
            table.add(slice);
            table.advance(time / 1000 - 1, told::add);
        }
    }

    private static long usedMebibytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    @Test
    void fourMillionSourcesOnAWatchedPort_areCountedExactly() {
        send(0, 4_000_000);
        table.advance(Long.MAX_VALUE, told::add);

        ToldWindows.Counts day = told.of("day 2026-03-01T00:00:00Z port tcp/23");
        assertThat(day).isEqualTo(new ToldWindows.Counts(4_000_000, 0, 4_000_000, true));
    }

    @Test
    @Tag("slow")
    void fiftyMillionSources_areEstimatedWithinTheStatedErrorInAFlatHeap() {
        send(0, 10_000_000);
        long atTenMillion = usedMebibytes();
        send(10_000_000, 50_000_000);
        long atFiftyMillion = usedMebibytes();
        table.advance(Long.MAX_VALUE, told::add);

        ToldWindows.Counts port = told.of("day 2026-03-01T00:00:00Z port tcp/23");
        ToldWindows.Counts total = told.of("day 2026-03-01T00:00:00Z total all");
        System.out.printf(
                "50 million sources in one shard: told %d on the port, %d in all; heap %d MiB at 10 million, %d MiB at 50%n",
                port.sources(), total.sources(), atTenMillion, atFiftyMillion);
        assertThat(port.packets()).isEqualTo(50_000_000);
        assertThat(port.exact()).isFalse();
        // Three standard errors of 1.2 %: one shard has all of them.
        assertThat(port.sources()).isCloseTo(50_000_000L, withPercentage(3.6));
        assertThat(total.sources()).isCloseTo(50_000_000L, withPercentage(3.6));
        assertThat(atFiftyMillion).isLessThanOrEqualTo(atTenMillion + 32);
    }
}
