package org.yamori.jobs.source;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.jobs.flow.BlockFact.Fate;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.sink.DeadLetter;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketColumns;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SensorKind;

import static org.assertj.core.api.Assertions.assertThat;

class IntakeTest {
    private static final long SECOND = 1_000_000L;
    private static final long TEN = 1_772_359_200L * SECOND;
    private static final int SHARDS = 16;
    private static final String TOPIC = "yamori.packets.tokyo-1";

    private OneInputStreamOperatorTestHarness<Arrival, Slice> harness = harness(1, 0);

    private static OneInputStreamOperatorTestHarness<Arrival, Slice> harness(int parallelism, int subtask) {
        try {
            SourceRules rules =
                    new SourceRules(false, SHARDS, Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofDays(7));
            var made = new OneInputStreamOperatorTestHarness<>(
                    new ProcessOperator<>(new Intake(rules)), SHARDS, parallelism, subtask);
            made.setup();
            return made;
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @BeforeEach
    void start() throws Exception {
        harness = harness(1, 0);
        harness.open();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    /** A block of one row a second after the one before, which a test may damage before it is encoded. */
    private static final class Given {
        String topic = TOPIC;
        int partition;
        String sensor = "tokyo-1";
        Clock clock = Clock.LIVE;
        long epoch = 1;
        int headerPartition;
        long block;
        int shards = SHARDS;
        long rowMicros = TEN;
        long endMicros = TEN + SECOND;
        long appendMicros = TEN + SECOND;

        Given number(long number) {
            block = number;
            rowMicros = TEN + number * SECOND;
            endMicros = rowMicros + SECOND;
            appendMicros = endMicros;
            return this;
        }

        Arrival arrival() {
            PacketColumns columns = PacketColumns.ofPackets(false, shards, 1);
            PacketRow row = new PacketRow();
            row.timeMicros = rowMicros;
            row.source = 0x0a000001;
            row.protocol = 6;
            row.tcpFlags = 2;
            row.destinationPort = 23;
            columns.append(row);
            return new Arrival(topic, partition, 77, appendMicros, columns.encode(header()), new byte[0]);
        }

        Arrival heartbeat() {
            StringBuilder json = new StringBuilder("{");
            header().toTexts()
                    .forEach((key, value) -> json.append(json.length() > 1 ? "," : "")
                            .append('"')
                            .append(key)
                            .append("\":\"")
                            .append(value)
                            .append('"'));
            return new Arrival(
                    topic,
                    partition,
                    78,
                    appendMicros,
                    new byte[0],
                    json.append('}').toString().getBytes(StandardCharsets.UTF_8));
        }

        private BlockHeader header() {
            return new BlockHeader(
                    new BlockHeader.Origin(sensor, SensorKind.BLACKHOLE, "nicter", clock),
                    new BlockHeader.Position(epoch, headerPartition, block, -1, -1, Math.max(0, block)),
                    new BlockHeader.Span(Math.min(rowMicros, endMicros), endMicros, endMicros, false, false),
                    BlockHeader.Tally.NONE,
                    new int[shards + 1]);
        }
    }

    private void receive(Arrival arrival) throws Exception {
        harness.processElement(arrival, 0);
    }

    private static <T> List<T> values(OneInputStreamOperatorTestHarness<?, ?> from, OutputTag<T> tag) {
        List<T> values = new ArrayList<>();
        var records = from.getSideOutput(tag);
        if (records != null) {
            for (StreamRecord<T> record : records) {
                values.add(record.getValue());
            }
        }
        return values;
    }

    private List<Fate> fates() {
        return values(harness, Intake.FACTS).stream()
                .map((BlockFact fact) -> fact.fate)
                .toList();
    }

    private List<String> reasons() {
        return values(harness, Intake.DEAD_LETTERS).stream()
                .map(DeadLetter::reason)
                .toList();
    }

    @Test
    void block_isCutIntoSlicesAndAFact() throws Exception {
        receive(new Given().arrival());

        assertThat(harness.extractOutputValues()).hasSize(1);
        Slice slice = harness.extractOutputValues().get(0);
        assertThat(slice.identity()).isEqualTo("tokyo-1/1/0/0");
        assertThat(slice.rows).isEqualTo(1);
        assertThat(fates()).containsExactly(Fate.COUNTED);
        assertThat(reasons()).isEmpty();
    }

    @Test
    void sameBlockAgain_isADuplicate_atOnceAnd500BlocksLater() throws Exception {
        receive(new Given().arrival());
        receive(new Given().arrival());
        for (int number = 1; number <= 500; number++) {
            receive(new Given().number(number).arrival());
        }
        receive(new Given().arrival());

        assertThat(harness.extractOutputValues()).hasSize(501);
        assertThat(fates()).filteredOn(fate -> fate == Fate.DUPLICATE).hasSize(2);
        assertThat(reasons()).isEmpty();
    }

    @Test
    void blockBehindTheWindow_isADeadLetter() throws Exception {
        receive(new Given().number(1_024).arrival());
        receive(new Given().number(0).arrival());

        assertThat(fates()).containsExactly(Fate.COUNTED, Fate.BEHIND);
        assertThat(reasons())
                .containsExactly("block 0 is more than 1024 behind the newest: whether it was counted cannot be known");
    }

    @Test
    void epochs_haveWindowsOfTheirOwn() throws Exception {
        receive(new Given().arrival());
        Given next = new Given();
        next.epoch = 2;
        receive(next.arrival());

        assertThat(fates()).containsExactly(Fate.COUNTED, Fate.COUNTED);
    }

    @Test
    void lateBlock_isCountedOnItsOwnRoad() throws Exception {
        Given late = new Given();
        late.appendMicros = late.endMicros + 5 * SECOND + 1;
        receive(late.arrival());

        assertThat(fates()).containsExactly(Fate.LATE);
        assertThat(harness.extractOutputValues().get(0).late).isTrue();
    }

    @Test
    void clocksThatAreWrong_areDeadLetters() throws Exception {
        Given ahead = new Given();
        ahead.endMicros = ahead.appendMicros + 2 * SECOND + 1000;
        Given old = new Given().number(1);
        old.appendMicros = old.endMicros + Duration.ofDays(7).toSeconds() * SECOND + SECOND;
        old.rowMicros = old.endMicros;
        receive(ahead.arrival());

        assertThat(fates()).containsExactly(Fate.AHEAD);
        assertThat(reasons())
                .containsExactly(
                        "ends 2001 ms after the broker got it: the sensor's clock is ahead; allowed are 2000 ms");
        assertThat(harness.extractOutputValues()).isEmpty();
        receive(old.arrival());
        assertThat(reasons()).hasSize(2);
        assertThat(harness.extractOutputValues()).isEmpty();
    }

    @Test
    void heartbeatOfAWrongClock_isNotBelieved() throws Exception {
        Given ahead = new Given();
        ahead.endMicros = 4_102_444_800L * SECOND;
        ahead.rowMicros = ahead.endMicros;
        receive(ahead.heartbeat());
        receive(new Given().heartbeat());

        assertThat(fates()).containsExactly(Fate.AHEAD, Fate.COUNTED);
    }

    @Test
    void rowsOutsideTheirBlock_areDeadLetters() throws Exception {
        Given after = new Given();
        after.rowMicros = after.endMicros + 1;
        Given ancient = new Given().number(1);
        ancient.rowMicros = 0;
        receive(after.arrival());
        receive(ancient.arrival());

        assertThat(reasons())
                .containsExactly(
                        "has a row 1 us after the end it states", "row 0 is older than any spool may be, 604800 s");
        assertThat(harness.extractOutputValues()).isEmpty();
    }

    @Test
    void blocksInTheWrongPlace_areDeadLettersThatSayWhere() throws Exception {
        Given topic = new Given();
        topic.topic = "yamori.packets.osaka-1";
        Given partition = new Given();
        partition.partition = 3;
        Given file = new Given();
        file.clock = Clock.FILE;
        Given shards = new Given();
        shards.shards = 8;
        Given unnumbered = new Given();
        unnumbered.block = -1;
        for (Given given : List.of(topic, partition, file, shards, unnumbered)) {
            receive(given.arrival());
        }

        assertThat(reasons())
                .containsExactly(
                        "names sensor tokyo-1 in the topic of osaka-1",
                        "names partition 0 in partition 3",
                        "has the clock of a file, which goes only under a study's prefix",
                        "is cut into 8 shards; this installation has 16",
                        "has rows and the number -1; blocks are numbered from 0");
        DeadLetter letter = values(harness, Intake.DEAD_LETTERS).get(1);
        assertThat(letter.topic()).isEqualTo(TOPIC);
        assertThat(letter.partition()).isEqualTo(3);
        assertThat(letter.offset()).isEqualTo(77);
        assertThat(letter.value()).isEqualTo(partition.arrival().value);
        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(fates()).isEmpty();
    }

    @Test
    void anyBytes_areADeadLetterOrABlock_andNeverAnError() throws Exception {
        long seed = 41;
        Random random = new Random(seed);
        byte[] good = new Given().arrival().value;
        int sent = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes;
            switch (random.nextInt(3)) {
                case 0 -> {
                    bytes = new byte[random.nextInt(200)];
                    random.nextBytes(bytes);
                }
                case 1 -> bytes = Arrays.copyOf(good, random.nextInt(good.length));
                default -> {
                    bytes = good.clone();
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            receive(new Arrival(TOPIC, 0, i, TEN + SECOND, bytes, new byte[0]));
            sent++;
        }
        receive(new Arrival(TOPIC, 0, 9, TEN, new byte[0], "{\"not\": \"a header\"}".getBytes(StandardCharsets.UTF_8)));
        sent++;

        List<DeadLetter> letters = values(harness, Intake.DEAD_LETTERS);
        long refusedWithFact = fates().stream()
                .filter(fate -> fate == Fate.BEHIND || fate == Fate.AHEAD || fate == Fate.TOO_OLD)
                .count();
        assertThat(letters.size() + fates().size() - refusedWithFact)
                .as("seed %d", seed)
                .isEqualTo(sent);
        assertThat(letters)
                .hasSizeGreaterThan(2_000)
                .allMatch(letter -> !letter.reason().isBlank());
        DeadLetter last = letters.get(letters.size() - 1);
        assertThat(new String(last.value(), StandardCharsets.UTF_8)).isEqualTo("{\"not\": \"a header\"}");
    }

    @Test
    void afterARestore_everySubtaskKnowsEveryPartition() throws Exception {
        receive(new Given().arrival());
        Given other = new Given();
        other.partition = 1;
        other.headerPartition = 1;
        receive(other.arrival());
        OperatorSubtaskState state = harness.snapshot(1, 1);
        for (int subtask = 0; subtask < 3; subtask++) {
            harness.close();
            harness = harness(3, subtask);
            harness.initializeState(
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(state, SHARDS, 1, 3, subtask));
            harness.open();
            receive(new Given().arrival());
            receive(other.arrival());
            receive(new Given().number(1).arrival());

            assertThat(fates()).containsExactly(Fate.DUPLICATE, Fate.DUPLICATE, Fate.COUNTED);
        }
    }
}
