package org.yamori.jobs.detect.daedalus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.wire.Shards;

import static org.assertj.core.api.Assertions.assertThat;

class DestinationsTest {
    private static void add(Destinations to, int from, int until) {
        for (int number = from; number < until; number++) {
            to.add(Shards.mix(number));
            to.add(Shards.mix(number));
        }
    }

    private static Destinations readAgain(Destinations written, Destinations.Room room) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        written.write(new DataOutputStream(bytes));
        return Destinations.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), room);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4_096, 4_097, 100_000})
    void count_isExactToItsLimitAndCloseBeyond(int different) throws IOException {
        Destinations.Room room = new Destinations.Room(10_000);
        Destinations destinations = new Destinations(room);
        add(destinations, 0, different / 2);
        destinations = readAgain(destinations, new Destinations.Room(10_000));
        add(destinations, 0, different);

        assertThat(destinations.exact()).isEqualTo(different <= 4_096);
        assertThat(destinations.size()).isCloseTo(different, Percentage.withPercentage(different <= 4_096 ? 0 : 15));
    }

    /**
     * Two hosts of 60 addresses where a shard keeps 100: the second one becomes an estimate, and gives back its room.
     */
    @Test
    void shardWithoutRoom_estimates() {
        Destinations.Room room = new Destinations.Room(100);
        Destinations first = new Destinations(room);
        Destinations second = new Destinations(room);
        Destinations third = new Destinations(room);
        add(first, 0, 60);
        add(second, 0, 60);
        add(third, 0, 30);

        assertThat(first.exact()).isTrue();
        assertThat(second.exact()).isFalse();
        assertThat(second.size()).isCloseTo(60, Percentage.withPercentage(15));
        assertThat(third.exact()).isTrue();

        first.release();
        Destinations fourth = new Destinations(room);
        add(fourth, 0, 70);
        assertThat(fourth.exact()).isTrue();
    }
}
