package org.yamori.jobs.detect.surge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Compared with a map that remembers everything. */
class SourceMemoryTest {
    private static final int SERIES = 23;
    private static final long START = 29_000_000L * 15;
    private static final SourceMemory.PortNumbers ONE_PORT = series -> 0;

    private static long pair(int source) {
        return Sighting.ofIpv4(SERIES, source);
    }

    @Test
    void see_saysHowLongAgo() {
        SourceMemory memory = new SourceMemory(1, 1000);

        assertThat(memory.see(pair(7), START)).isEqualTo(SourceMemory.NEVER);
        assertThat(memory.see(pair(7), START + 3)).isEqualTo(3);
        assertThat(memory.see(pair(8), START + 3)).isEqualTo(SourceMemory.NEVER);
        assertThat(memory.see(Sighting.ofIpv4(SERIES + 1, 7), START + 3)).isEqualTo(SourceMemory.NEVER);
        assertThat(memory.see(pair(7), START + 3 + 59)).isEqualTo(59);
    }

    @Test
    void afterAnHour_itWasLongAgo_andAfterADayNever() {
        SourceMemory memory = new SourceMemory(1, 1000);
        memory.see(pair(7), START);
        memory.see(pair(8), START);
        for (long minute = START + 14; minute < START + 90; minute += 15) {
            memory.sweep(minute, ONE_PORT);
        }
        assertThat(memory.see(pair(7), START + 90)).isEqualTo(SourceMemory.LONG_AGO);
        for (long minute = START + 104; minute <= START + 1439; minute += 15) {
            memory.sweep(minute, ONE_PORT);
        }
        assertThat(memory.size()).isEqualTo(2);
        memory.sweep(START + 1454, ONE_PORT);
        assertThat(memory.size()).isEqualTo(1);
        assertThat(memory.see(pair(8), START + 1455)).isEqualTo(SourceMemory.NEVER);
    }

    @Test
    void fewSources_areCountedExactlyInFourHoursAndADay() {
        SourceMemory memory = new SourceMemory(1, 100_000);
        Map<Integer, Long> lastSeen = new HashMap<>();
        Random random = new Random(3);
        for (long minute = START; minute < START + 3 * 1440; minute++) {
            for (int i = 0; i < 2; i++) {
                int source = random.nextInt(600);
                memory.see(pair(source), minute);
                lastSeen.put(source, minute);
            }
            if (SurgeScales.isNew(4, minute)) {
                SourceMemory.Swept swept = memory.sweep(minute, ONE_PORT);
                assertThat(swept.middle()[0]).isEqualTo(seenWithin(lastSeen, minute, 240));
                assertThat(swept.day()[0]).isEqualTo(seenWithin(lastSeen, minute, 1440));
            }
        }
        assertThat(memory.size()).isLessThanOrEqualTo(600);
    }

    @Test
    void manySources_areASampleThatStandsForAll() {
        SourceMemory memory = new SourceMemory(1, 10_000_000);
        Map<Integer, Long> lastSeen = new HashMap<>();
        Random random = new Random(4);
        for (long minute = START; minute < START + 1440; minute++) {
            for (int i = 0; i < 50; i++) {
                int source = random.nextInt(40_000);
                memory.see(pair(source), minute);
                lastSeen.put(source, minute);
            }
            if (SurgeScales.isNew(4, minute)) {
                SourceMemory.Swept swept = memory.sweep(minute, ONE_PORT);
                // of the hour all 3,000 sightings, of what is older about a thousand: five standard errors
                assertThat((double) swept.middle()[0])
                        .isCloseTo(seenWithin(lastSeen, minute, 240), Percentage.withPercentage(25));
                assertThat((double) swept.day()[0])
                        .isCloseTo(seenWithin(lastSeen, minute, 1440), Percentage.withPercentage(25));
            }
        }
        assertThat(memory.size()).isBetween(2_000, 3_000 + 3 * SourceMemory.MOST_OLD);
    }

    @Test
    void moreThanFits_forgetsTheOldestOfTheHour() {
        SourceMemory memory = new SourceMemory(1, 1000);
        for (int source = 0; source < 1000; source++) {
            memory.see(pair(source), START + source / 100);
        }
        memory.fit(START + 9);
        assertThat(memory.size()).isEqualTo(1000);
        memory.see(pair(5000), START + 40);
        memory.fit(START + 40);

        assertThat(memory.size()).isEqualTo(1);
        assertThat(memory.see(pair(5000), START + 41)).isEqualTo(1);
    }

    @Test
    void memory_comesBackFromItsBytes() throws IOException {
        SourceMemory memory = new SourceMemory(1, 1_000_000);
        for (int source = 0; source < 5000; source++) {
            memory.see(pair(source * 7919), START + source / 30);
        }
        memory.sweep(START + 179, ONE_PORT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        memory.write(new DataOutputStream(bytes));
        SourceMemory again = new SourceMemory(1, 1_000_000);
        again.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(again.size()).isEqualTo(memory.size());
        for (int source = 0; source < 5000; source++) {
            assertThat(again.see(pair(source * 7919), START + 180))
                    .isEqualTo(memory.see(pair(source * 7919), START + 180));
        }
        assertThat(again.sweep(START + 194, ONE_PORT).day())
                .isEqualTo(memory.sweep(START + 194, ONE_PORT).day());
    }

    private static int seenWithin(Map<Integer, Long> lastSeen, long minute, int minutes) {
        return (int) lastSeen.values().stream()
                .filter(seen -> seen > minute - minutes)
                .count();
    }
}
