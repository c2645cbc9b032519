package org.yamori.sensor.publish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.yamori.sensor.spool.BlockQueue;
import org.yamori.sensor.spool.MemoryStore;
import org.yamori.sensor.spool.SpoolFolder;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.SensorKind;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveryTest {
    private static final String TOPIC = "study-x.packets.s1";
    private static final long SECOND = 1_000_000_000;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final List<String> said = new ArrayList<>();
    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private final BlockQueue queue = new BlockQueue(new MemoryStore(1 << 20), said::add);
    private long nanos;
    private @org.jspecify.annotations.Nullable PublishException away;

    private final DeliveryClock clock = new DeliveryClock() {
        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant instant() {
            return NOON.plusNanos(nanos);
        }
    };

    private final Delivery delivery =
            new Delivery(queue, this::open, TOPIC, clock, new Delivery.Words(said::add, "spooling", () -> {}));

    private MockProducer<byte[], byte[]> open() throws PublishException {
        if (away != null) {
            throw away;
        }
        Node node = new Node(1, "broker", 9092);
        Cluster cluster = new Cluster(
                "c",
                List.of(node),
                List.of(new PartitionInfo(TOPIC, 0, node, new Node[] {node}, new Node[] {node})),
                Set.of(),
                Collections.emptySet());
        MockProducer<byte[], byte[]> made =
                new MockProducer<>(cluster, false, null, new ByteArraySerializer(), new ByteArraySerializer());
        producers.add(made);
        return made;
    }

    private MockProducer<byte[], byte[]> producer() {
        return producers.get(producers.size() - 1);
    }

    private void offer(long from, long to) {
        for (long number = from; number <= to; number++) {
            BlockHeader header = new BlockHeader(
                    new BlockHeader.Origin("s1", SensorKind.BLACKHOLE, "NICTER", Clock.LIVE),
                    new BlockHeader.Position(7, 0, number, -1, -1, 0),
                    new BlockHeader.Span(0, 1, 1, false, false),
                    BlockHeader.Tally.NONE,
                    new int[] {0, 10});
            assertThat(queue.offer(List.of(new BlockRecord(header, new byte[] {(byte) number}))))
                    .isTrue();
        }
    }

    /** Connects, then feeds. */
    private void steps() {
        for (int i = 0; i < 3; i++) {
            long unused = delivery.step();
        }
    }

    private void acknowledge(int records) {
        for (int i = 0; i < records; i++) {
            assertThat(producer().completeNext()).isTrue();
        }
        steps();
    }

    private List<Integer> sent(MockProducer<byte[], byte[]> by) {
        return by.history().stream()
                .map(ProducerRecord::value)
                .map(value -> (int) value[0])
                .toList();
    }

    private void letNanosPass(long more) {
        nanos += more;
        steps();
    }

    @Test
    void blocks_goOutInOrder_moreInFlightWithEachAcknowledgement() {
        offer(0, 9);
        steps();
        assertThat(sent(producer())).containsExactly(0);

        acknowledge(1);
        assertThat(sent(producer())).containsExactly(0, 1, 2);
        acknowledge(2);
        assertThat(sent(producer())).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(queue.backlog().blocks()).isEqualTo(7);
        acknowledge(4);
        acknowledge(3);
        assertThat(queue.backlog().blocks()).isZero();
        assertThat(delivery.isDone()).isTrue();
        assertThat(delivery.acknowledgedBlocks()).isEqualTo(10);
    }

    @Test
    void inFlight_isBounded_andWithWhatACrashSendsAgainInsideTheJobsMemory() {
        offer(0, 99);
        steps();
        for (int i = 0; i < 80; i++) {
            acknowledge(1);
        }
        offer(100, 120);
        steps();
        assertThat(producer().history().size() - 80).isLessThanOrEqualTo(Delivery.MOST_IN_FLIGHT);
        assertThat(Delivery.MOST_IN_FLIGHT + SpoolFolder.RECORDS_PER_POSITION).isLessThan(1024);
    }

    @Test
    void silenceOfFifteenSeconds_isABrokerAway_andEverythingUnacknowledgedIsSentAgain() {
        offer(0, 9);
        steps();
        acknowledge(1);
        MockProducer<byte[], byte[]> first = producer();

        letNanosPass(15 * SECOND - 1);
        assertThat(said).hasSize(1);
        letNanosPass(1);
        assertThat(first.closed()).isTrue();
        assertThat(delivery.isUp()).isFalse();
        letNanosPass(SECOND);
        assertThat(sent(producer())).containsExactly(1);
        letNanosPass(3 * SECOND);
        acknowledge(1);
        assertThat(sent(producer())).containsExactly(1, 2, 3);
        acknowledge(2);
        acknowledge(4);
        letNanosPass(2 * SECOND);
        acknowledge(2);

        assertThat(said)
                .containsExactly(
                        "draining 9 blocks, 0.0 MiB",
                        "broker away since 2026-03-01T12:00:00Z (nothing acknowledged for 15 s), spooling",
                        "broker back, draining 8 blocks, 0.0 MiB",
                        "drained in 0.0 s");
    }

    @Test
    void brokerThatCannotBeReached_isAskedEverLessOften_andToldOnce() {
        away = new PublishException("no route to host");
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            long pause = delivery.step();
            pauses.add(pause / 1_000_000);
            nanos += pause;
        }
        assertThat(pauses).containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 5_000L, 5_000L);
        assertThat(said).containsExactly("broker away since 2026-03-01T12:00:00Z (no route to host), spooling");

        away = null;
        offer(0, 0);
        letNanosPass(SECOND);
        acknowledge(1);
        assertThat(said.get(1)).isEqualTo("broker back, draining 0 blocks, 0.0 MiB");
    }

    @Test
    void brokerThatRefuses_isToldLoudly_andAskedAgainUpToEveryMinute() {
        offer(0, 1);
        steps();
        producer().errorNext(new TopicAuthorizationException(Set.of(TOPIC)));
        steps();
        assertThat(said)
                .containsExactly("the broker refuses this sensor: Not authorized to access topics: [" + TOPIC
                        + "]; spooling, and asking again every minute");

        away = new PublishException("topic cannot be read", new SaslAuthenticationException("wrong password"));
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            nanos += 60 * SECOND;
            pauses.add(delivery.step() / 1_000_000);
        }
        assertThat(pauses.get(9)).isEqualTo(60_000L);
        assertThat(said).hasSize(2);
        assertThat(said.get(1)).contains("topic cannot be read: wrong password");
        assertThat(queue.backlog().blocks()).isEqualTo(2);

        away = null;
        letNanosPass(60 * SECOND);
        assertThat(sent(producer())).containsExactly(0);
    }

    @Test
    void blockThatKafkaWillNeverTake_isGivenUp_andTheOthersGoOn() {
        offer(0, 2);
        steps();
        producer().errorNext(new RecordTooLargeException("9 MiB"));
        steps();
        acknowledge(2);

        assertThat(said.get(0))
                .isEqualTo(
                        "Kafka will never take block 0 of epoch 7: 9 MiB; its 10 packets are lost, and count as such");
        assertThat(sent(producer())).containsExactly(0, 1, 2);
        assertThat(producers).hasSize(1);
        assertThat(queue.backlog().blocks()).isZero();
    }

    @Test
    void failedRecord_holdsBackTheAcknowledgementsBehindIt() {
        offer(0, 9);
        steps();
        acknowledge(1);
        assertThat(sent(producer())).containsExactly(0, 1, 2);
        producer().errorNext(new TimeoutException("expired"));
        assertThat(producer().completeNext()).isTrue();
        letNanosPass(0);
        assertThat(queue.backlog().blocks()).isEqualTo(9);
        letNanosPass(SECOND);
        assertThat(sent(producer())).as("by a new producer").containsExactly(1);
    }

    @Test
    void heartbeatThatEndsTheRun_isPartOfAllThatIsToBeSent() {
        offer(0, 0);
        steps();
        acknowledge(1);
        assertThat(delivery.isDone()).isTrue();

        BlockHeader last = new BlockHeader(
                new BlockHeader.Origin("s1", SensorKind.BLACKHOLE, "NICTER", Clock.LIVE),
                new BlockHeader.Position(7, 0, 0, -1, -1, 10),
                new BlockHeader.Span(1, 1, 2, false, true),
                BlockHeader.Tally.NONE,
                new int[] {0, 0});
        queue.heartbeat(new BlockRecord(last, new byte[0]));
        assertThat(delivery.isDone()).isFalse();
        steps();
        assertThat(delivery.isDone()).isFalse();
        acknowledge(1);
        assertThat(delivery.isDone()).isTrue();
    }

    @Test
    void close_leavesTheRestInTheQueue() {
        offer(0, 9);
        steps();
        acknowledge(1);
        delivery.close();

        assertThat(producer().closed()).isTrue();
        assertThat(queue.backlog().blocks()).isEqualTo(9);
    }

    @Test
    void properties_neverExpireARecord() {
        assertThat(BlockPublisher.liveProperties(Map.of("bootstrap.servers", "b:1", "linger.ms", "50")))
                .containsEntry("delivery.timeout.ms", Integer.MAX_VALUE)
                .containsEntry("enable.idempotence", true)
                .containsEntry("acks", "all")
                .containsEntry("linger.ms", "50")
                .containsEntry("batch.size", "262144");
    }
}
