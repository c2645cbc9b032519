package org.yamori.sensor.spool;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.SensorKind;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class BlockQueueTest {
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;

    private final List<String> said = new ArrayList<>();
    /** Room for two blocks of 100 bytes and one heartbeat or so. */
    private final BlockQueue queue = new BlockQueue(new MemoryStore(1_200), said::add);

    private static BlockRecord record(long block, int rows, long endMicros, long dropped, boolean last) {
        BlockHeader header = new BlockHeader(
                new BlockHeader.Origin("s1", SensorKind.BLACKHOLE, "NICTER", Clock.LIVE),
                new BlockHeader.Position(7, 0, block, -1, -1, 0),
                new BlockHeader.Span(endMicros - SECOND, endMicros, endMicros, false, last),
                new BlockHeader.Tally(1_000, 0, 0, 0, 0, dropped),
                new int[] {0, rows});
        return new BlockRecord(header, new byte[rows == 0 ? 0 : 100]);
    }

    private static BlockRecord block(long number) {
        return record(number, 10, number * SECOND, 0, false);
    }

    private static BlockRecord heartbeat(long block, long endMicros, long dropped) {
        return record(block, 0, endMicros, dropped, false);
    }

    private void fill() {
        for (long number = 0; queue.offer(List.of(block(number))); number++) {
            assertThat(number).isLessThan(12);
        }
        said.clear();
    }

    private List<String> takeAll() {
        List<String> names = new ArrayList<>();
        for (Taken taken = queue.take(); taken != null; taken = queue.take()) {
            names.add(taken.record().name());
        }
        return names;
    }

    @Test
    void heartbeat_waitsBehindTheBlocks_andOnlyTheLatestOne() {
        assertThat(queue.offer(List.of(block(0), block(1)))).isTrue();
        queue.heartbeat(heartbeat(1, 2 * SECOND, 0));
        queue.heartbeat(heartbeat(1, 3 * SECOND, 0));

        assertThat(queue.backlog()).isEqualTo(new Backlog(2, 200));
        assertThat(takeAll())
                .containsExactly("block 0 of epoch 7", "block 1 of epoch 7", "heartbeat after block 1 of epoch 7");
    }

    /** The next block says all that the heartbeat said. */
    @Test
    void heartbeatThatNobodyTook_isForgottenWhenABlockFollows() {
        queue.heartbeat(heartbeat(-1, SECOND, 0));
        assertThat(queue.offer(List.of(block(0)))).isTrue();

        assertThat(takeAll()).containsExactly("block 0 of epoch 7");
    }

    @Test
    void heartbeatThatWasNotAcknowledged_isTakenAgain() {
        queue.heartbeat(heartbeat(-1, SECOND, 0));
        assertThat(takeAll()).hasSize(1);
        assertThat(takeAll()).isEmpty();

        queue.rewind();
        Taken again = requireNonNull(queue.take());
        queue.acknowledge(again);
        queue.rewind();
        assertThat(takeAll()).isEmpty();
    }

    @Test
    void acknowledgementOfAHeartbeat_doesNotTouchANewerOne() {
        queue.heartbeat(heartbeat(-1, SECOND, 0));
        Taken first = requireNonNull(queue.take());
        queue.heartbeat(heartbeat(-1, 2 * SECOND, 0));
        queue.acknowledge(first);

        assertThat(takeAll()).containsExactly("heartbeat after block -1 of epoch 7");
    }

    @Test
    void fullStore_isToldOnce_andSoIsItsEnd() {
        fill();
        assertThat(queue.offer(List.of(block(20)))).isFalse();
        assertThat(queue.offer(List.of(block(20), block(21)))).isFalse();
        assertThat(said).isEmpty();
        assertThat(queue.refusedPackets()).isEqualTo(40);

        queue.acknowledge(requireNonNull(queue.take()));
        assertThat(queue.offer(List.of(block(20)))).isTrue();
        assertThat(said)
                .containsExactly("there is room again; 40 packets were dropped meanwhile, and are counted as such");
    }

    @Test
    void storeThatBecomesFull_saysWhy() {
        for (long number = 0; queue.offer(List.of(block(number))); number++) {
            assertThat(number).isLessThan(12);
        }
        assertThat(said)
                .containsExactly(
                        "the 0.0 MiB for blocks in memory are full: packets are dropped and counted until there is room");
    }

    /** Each minute is told what it lacks, and nothing is told twice. */
    @Test
    void drops_keepOneHeartbeatOfEachMinute() {
        fill();
        queue.heartbeat(heartbeat(11, 10 * SECOND, 100));
        queue.heartbeat(heartbeat(11, 20 * SECOND, 200));
        queue.heartbeat(heartbeat(11, MINUTE + SECOND, 300));
        queue.heartbeat(heartbeat(11, MINUTE + 2 * SECOND, 300));
        queue.heartbeat(heartbeat(11, 2 * MINUTE + SECOND, 300));
        queue.heartbeat(heartbeat(11, 2 * MINUTE + 2 * SECOND, 300));

        List<Long> ends = new ArrayList<>();
        for (Taken taken = queue.take(); taken != null; taken = queue.take()) {
            if (taken.record().heartbeat()) {
                ends.add(endOf(taken));
            }
        }
        assertThat(ends).containsExactly(20 * SECOND, MINUTE + 2 * SECOND, 2 * MINUTE + 2 * SECOND);
    }

    private static long endOf(Taken heartbeat) {
        String json = new String(heartbeat.record().payload(), java.nio.charset.StandardCharsets.UTF_8);
        return Long.parseLong(json.replaceAll(".*\"yamori.end_micros\":\"([0-9]+)\".*", "$1"));
    }

    @Test
    void dropsAreStored_beforeTheBlockThatFollows() {
        BlockQueue roomy = new BlockQueue(new MemoryStore(100_000), said::add);
        roomy.heartbeat(heartbeat(-1, 10 * SECOND, 100));
        roomy.heartbeat(heartbeat(-1, MINUTE + SECOND, 100));
        assertThat(roomy.offer(List.of(block(0)))).isTrue();

        assertThat(requireNonNull(roomy.take()).record().name()).isEqualTo("heartbeat after block -1 of epoch 7");
        assertThat(requireNonNull(roomy.take()).record().name()).isEqualTo("block 0 of epoch 7");
        assertThat(roomy.take()).isNull();
    }

    @Test
    void endOnPurpose_isStoredAtOnce() {
        MemoryStore store = new MemoryStore(100_000);
        BlockQueue queue = new BlockQueue(store, said::add);
        queue.heartbeat(record(3, 0, SECOND, 0, true));

        assertThat(requireNonNull(store.take()).record().name()).isEqualTo("heartbeat after block 3 of epoch 7");
        assertThat(queue.take()).isNull();
    }
}
