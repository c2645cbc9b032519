package org.yamori.jobs.detect.surge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SortedRowsTest {
    private static final int TELNET = PortSeries.of(6, 23);
    private static final int DNS = PortSeries.of(17, 53);

    private static long row(int series, int source, int destinationBit, int sensorBit) {
        return Sighting.ofIpv4(series, source) << SortedRows.PAIR_SHIFT
                | (long) destinationBit << SortedRows.SENSOR_BITS
                | sensorBit;
    }

    private static List<String> told(long[] rows) {
        List<String> told = new ArrayList<>();
        SortedRows sorted = new SortedRows();
        sorted.take(rows, rows.length);
        sorted.forEach(new SortedRows.Reader() {
            @Override
            public void source(long pair, int packets) {
                told.add(PortSeries.text(Sighting.series(pair)) + " " + Sighting.ipv4(pair) + " " + packets);
            }

            @Override
            public void port(int series, long packets, long destinations, long sensors) {
                told.add(PortSeries.text(series) + " in all " + packets + " " + destinations + " " + sensors);
            }
        });
        return told;
    }

    @Test
    void portsFollowTheirSources() {
        assertThat(told(new long[] {
                    row(TELNET, 7, 0, 1), row(DNS, 7, 63, 63), row(TELNET, 9, 3, 0), row(TELNET, 7, 0, 1)
                }))
                .containsExactlyInAnyOrder(
                        "tcp/23 7 2",
                        "tcp/23 9 1",
                        "tcp/23 in all 3 9 3",
                        "udp/53 7 1",
                        "udp/53 in all 1 " + Long.MIN_VALUE + " " + Long.MIN_VALUE);
        assertThat(told(new long[] {})).isEmpty();
    }

    /** The same as looking up each source, which is what minutes with more rows do. */
    @ParameterizedTest
    @ValueSource(ints = {200, 20_000})
    void everySourceAndPort_isCountedAsByLookingItUp(int count) {
        Random random = new Random(count);
        long[] rows = new long[count];
        MinuteSightings looked = new MinuteSightings(1 << 16);
        for (int i = 0; i < count; i++) {
            int series =
                    random.nextInt(4) == 0 ? random.nextInt(PortSeries.COUNT) : random.nextBoolean() ? TELNET : DNS;
            rows[i] = row(series, random.nextInt(count / 2), random.nextInt(64), random.nextInt(3));
            looked.add(SortedRows.pair(rows[i]), SortedRows.destinationBit(rows[i]), SortedRows.sensorBit(rows[i]));
        }
        List<String> expected = new ArrayList<>();
        looked.forEach(sighting -> expected.add(PortSeries.text(Sighting.series(Sighting.pair(sighting))) + " "
                + Sighting.ipv4(Sighting.pair(sighting)) + " " + Sighting.packets(sighting)));
        SeriesTallies tallies = looked.tallies();
        SurgePartial all = SurgePartial.empty(tallies.size(), 0);
        for (int row = 0; row < tallies.size(); row++) {
            tallies.copy(row, all, row);
            expected.add(PortSeries.text(all.series[row]) + " in all " + all.packets[row] + " " + all.destinations[row]
                    + " " + all.sensors[row]);
        }

        Collections.sort(expected);
        assertThat(told(rows).stream().sorted()).containsExactlyElementsOf(expected);
    }
}
