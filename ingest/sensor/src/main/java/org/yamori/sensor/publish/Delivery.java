package org.yamori.sensor.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.spool.Backlog;
import org.yamori.sensor.spool.BlockQueue;
import org.yamori.sensor.spool.Taken;

/**
 * The way from a queue to a sensor's topic: in order, a bounded number of records in flight, and told in sentences when
 * the broker goes away, refuses or comes back.
 *
 * <p>A broker is away when nothing was acknowledged for 15 seconds although something is in flight, or when it cannot
 * be reached to begin with. Then the producer is thrown away, and what was in flight is sent again by the next one: the
 * job knows such duplicates. It is back with its first acknowledgement; from there the number in flight doubles, so
 * that a slow line is not taken for a broker that is away.
 *
 * <p>One thread calls {@link #step}.
 */
public final class Delivery {
    /** With what is sent again after a crash, well inside the 1,024 blocks that the job remembers. */
    static final int MOST_IN_FLIGHT = 64;

    private static final long MOST_BYTES_IN_FLIGHT = 16L << 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_PAUSE_OF_REFUSED_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** A backlog of fewer blocks is the everyday. */
    private static final long WORTH_TELLING = 3;

    private final BlockQueue queue;
    private final Opening opening;
    private final String topic;
    private final DeliveryClock clock;
    private final Words words;
    private final AtomicLong acknowledgedBlocks = new AtomicLong();

    private @Nullable Connection connection;
    private Instant lastGood;
    private long nextTryNanos;
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private int window = 1;
    private long quietSinceNanos;
    private volatile boolean up;
    private String told = "";
    private long drainingSinceNanos;
    private boolean draining;

    /** Makes producers, as often as one is needed. */
    @FunctionalInterface
    public interface Opening {
        Producer<byte[], byte[]> open() throws PublishException;
    }

    /**
     * How people are told.
     *
     * @param say takes a sentence
     * @param meanwhile what happens to blocks while the broker is away
     * @param wake called when {@link #step} has something to do
     */
    record Words(Consumer<String> say, String meanwhile, Runnable wake) {}

    private static final class InFlight {
        final Taken taken;
        volatile boolean givenUp;
        volatile boolean done;

        InFlight(Taken taken) {
            this.taken = taken;
        }
    }

    /** A producer and what it has not answered yet. */
    private static final class Connection {
        final Producer<byte[], byte[]> producer;
        final Deque<InFlight> inFlight = new ArrayDeque<>();
        long bytes;
        volatile @Nullable Exception failure;

        Connection(Producer<byte[], byte[]> producer) {
            this.producer = producer;
        }
    }

    Delivery(BlockQueue queue, Opening opening, String topic, DeliveryClock clock, Words words) {
        this.queue = queue;
        this.opening = opening;
        this.topic = topic;
        this.clock = clock;
        this.words = words;
        this.lastGood = clock.instant();
        this.nextTryNanos = clock.nanos();
    }

    /** Does what can be done now; returns how long it may rest if nobody wakes it. */
    long step() {
        long now = clock.nanos();
        Connection live = connection;
        if (live == null) {
            return now < nextTryNanos ? nextTryNanos - now : connect();
        }
        settle(live, now);
        Exception failure = live.failure;
        if (failure != null) {
            lose(live, failure);
            return 0;
        }
        if (!live.inFlight.isEmpty() && now - quietSinceNanos >= PATIENCE_NANOS) {
            lose(live, new KafkaException("nothing acknowledged for " + PATIENCE_NANOS / 1_000_000_000 + " s"));
            return 0;
        }
        feed(live, now);
        tellDrained(live, now);
        return REST_NANOS;
    }

    /** Whether everything in the queue was acknowledged, the last heartbeat too. */
    boolean isDone() {
        Connection live = connection;
        return live != null && live.inFlight.isEmpty() && queue.isDrained();
    }

    /** Whether the last word of the broker was a good one. */
    boolean isUp() {
        return up;
    }

    long acknowledgedBlocks() {
        return acknowledgedBlocks.get();
    }

    private long connect() {
        @Nullable Producer<byte[], byte[]> producer = null;
        try {
            producer = opening.open();
            if (producer.partitionsFor(topic).isEmpty()) {
                throw new KafkaException("topic " + topic + " has no partitions");
            }
        } catch (PublishException | KafkaException failure) {
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
            tell(failure);
            return pause(failure);
        }
        connection = new Connection(producer);
        window = 1;
        quietSinceNanos = clock.nanos();
        return 0;
    }

    private long pause(Exception failure) {
        long longest =
                KafkaFailure.of(failure) == KafkaFailure.REFUSED ? LONGEST_PAUSE_OF_REFUSED_NANOS : LONGEST_PAUSE_NANOS;
        long pause = Math.min(pauseNanos, longest);
        pauseNanos = Math.min(pause * 2, longest);
        nextTryNanos = clock.nanos() + pause;
        return pause;
    }

    /** Takes acknowledgements in order; one behind a record that was not acknowledged waits. */
    private void settle(Connection live, long now) {
        for (InFlight first = live.inFlight.peek(); first != null && first.done; first = live.inFlight.peek()) {
            live.inFlight.remove();
            live.bytes -= first.taken.bytes();
            queue.acknowledge(first.taken);
            acknowledgedBlocks.addAndGet(first.givenUp || first.taken.record().heartbeat() ? 0 : 1);
            window = Math.min(window + 1, MOST_IN_FLIGHT);
            quietSinceNanos = now;
            pauseNanos = FIRST_PAUSE_NANOS;
            lastGood = clock.instant();
            if (!up) {
                tellUp(now);
            }
        }
    }

    private void feed(Connection live, long now) {
        while (live.failure == null && live.inFlight.size() < window && live.bytes < MOST_BYTES_IN_FLIGHT) {
            Taken next = queue.take();
            if (next == null) {
                return;
            }
            if (live.inFlight.isEmpty()) {
                quietSinceNanos = now;
            }
            InFlight sent = new InFlight(next);
            live.inFlight.add(sent);
            live.bytes += next.bytes();
            send(live, sent);
        }
    }

    private void send(Connection live, InFlight sent) {
        try {
            // The callback hears of every failure, so the future is of no use.
            Future<RecordMetadata> unused = live.producer.send(
                    BlockPublisher.record(topic, sent.taken.record()),
                    (metadata, error) -> answered(live, sent, error));
        } catch (KafkaException | IllegalStateException refused) {
            answered(live, sent, refused);
        }
    }

    private void answered(Connection live, InFlight sent, @Nullable Exception error) {
        if (error == null) {
            sent.done = true;
        } else if (KafkaFailure.of(error) == KafkaFailure.FOR_EVER) {
            sent.givenUp = true;
            sent.done = true;
            words.say.accept("Kafka will never take " + sent.taken.record().name() + ": " + error.getMessage()
                    + "; its " + sent.taken.record().rows() + " packets are lost, and count as such");
        } else if (live.failure == null) {
            live.failure = error;
        }
        words.wake.run();
    }

    private void lose(Connection live, Exception failure) {
        connection = null;
        live.producer.close(Duration.ZERO);
        queue.rewind();
        tell(failure);
        long unused = pause(failure);
    }

    private void tell(Exception failure) {
        up = false;
        draining = false;
        boolean refused = KafkaFailure.of(failure) == KafkaFailure.REFUSED;
        String state = refused ? "refused" + failure.getMessage() : "away";
        if (state.equals(told)) {
            return;
        }
        told = state;
        String since = lastGood.truncatedTo(ChronoUnit.SECONDS).toString();
        words.say.accept(
                refused
                        ? "the broker refuses this sensor: " + BlockPublisher.causes(failure) + "; " + words.meanwhile
                                + ", and asking again every minute"
                        : "broker away since " + since + " (" + BlockPublisher.causes(failure) + "), "
                                + words.meanwhile);
    }

    private void tellUp(long now) {
        up = true;
        Backlog left = queue.backlog();
        draining = !told.isEmpty() || left.blocks() >= WORTH_TELLING;
        if (draining) {
            words.say.accept((told.isEmpty() ? "" : "broker back, ") + "draining " + left.words());
        }
        told = "";
        drainingSinceNanos = now;
    }

    private void tellDrained(Connection live, long now) {
        if (draining && live.inFlight.size() < WORTH_TELLING && queue.backlog().blocks() < WORTH_TELLING) {
            draining = false;
            words.say.accept(String.format(
                    Locale.ROOT,
                    "drained in %.1f s",
                    (now - drainingSinceNanos) / (double) TimeUnit.SECONDS.toNanos(1)));
        }
    }

    /** Lets the producer go; what it has not sent stays in the queue. */
    void close() {
        Connection live = connection;
        connection = null;
        if (live != null) {
            settle(live, clock.nanos());
            live.producer.close(Duration.ZERO);
            queue.rewind();
        }
    }
}
