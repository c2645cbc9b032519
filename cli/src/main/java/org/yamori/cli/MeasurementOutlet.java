package org.yamori.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Doors.KafkaTarget;
import org.yamori.sensor.publish.MeasurementPublisher;
import org.yamori.wire.MeasurementRecord;

/**
 * Where a live sensor's measurements go, without ever holding up its packets: a thread of its own brings them to Kafka
 * and tries again while it is away. What finds no room meanwhile is given up, and told.
 */
final class MeasurementOutlet implements AutoCloseable {
    private static final int ROOM = 16_384;
    private static final int AT_ONCE = 512;
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final KafkaTarget target;
    private final Consumer<String> say;
    private final BlockingQueue<MeasurementRecord> waiting = new ArrayBlockingQueue<>(ROOM);
    private final List<MeasurementRecord> unacknowledged = new ArrayList<>();
    private final AtomicLong givenUp = new AtomicLong();
    private final Thread sender = new Thread(this::sendUntilClosed, "measurements");
    private volatile boolean closing;
    private @Nullable MeasurementPublisher publisher;

    MeasurementOutlet(KafkaTarget target, Consumer<String> say) {
        this.target = target;
        this.say = say;
        sender.setDaemon(true);
        sender.start();
    }

    /** Takes a measurement at any time and returns at once. */
    void take(MeasurementRecord measurement) {
        if (!waiting.offer(measurement)) {
            givenUp.incrementAndGet();
        }
    }

    private void sendUntilClosed() {
        Duration pause = Duration.ZERO;
        try {
            while (!(closing && waiting.isEmpty() && unacknowledged.isEmpty())) {
                try {
                    if (collect()) {
                        send();
                    }
                    if (!pause.isZero()) {
                        say.accept("measurements arrive again");
                        pause = Duration.ZERO;
                    }
                } catch (IOException away) {
                    if (pause.isZero()) {
                        say.accept("measurements wait in memory, " + ROOM + " at most: " + away.getMessage());
                    }
                    pause = pause.isZero() ? LOOK : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
                    closePublisher();
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                }
            }
        } catch (InterruptedException hurried) {
            // what is left is told by who closes
        } finally {
            closePublisher();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** False when there is nothing to send just now. */
    private boolean collect() throws InterruptedException {
        if (unacknowledged.isEmpty()) {
            MeasurementRecord first = waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (first == null) {
                return false;
            }
            unacknowledged.add(first);
        }
        waiting.drainTo(unacknowledged, AT_ONCE - unacknowledged.size());
        return true;
    }

    /** Sent again after a failure, a record is the same record. */
    private void send() throws IOException {
        MeasurementPublisher open = publisher;
        if (open == null) {
            try (Admin admin = Connection.admin(target.kafka())) {
                MeasurementPublisher.createTopic(admin, target.topics());
            }
            open = MeasurementPublisher.open(target.kafka().settings(), target.topics());
            publisher = open;
        }
        for (MeasurementRecord measurement : unacknowledged) {
            open.send(measurement);
        }
        open.flush();
        unacknowledged.clear();
    }

    private void closePublisher() {
        MeasurementPublisher open = publisher;
        publisher = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException knownAlready) {
                // what was not acknowledged is sent by the next one
            }
        }
    }

    /** Waits a while until everything has arrived, and says what has not. */
    @Override
    public void close() {
        closing = true;
        try {
            sender.join(GRACE.toMillis());
            sender.interrupt();
            sender.join(GRACE.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        long lost = waiting.size() + (sender.isAlive() ? 0 : unacknowledged.size()) + givenUp.get();
        if (lost > 0) {
            say.accept(String.format("%,d measurements did not reach Kafka", lost));
        }
    }
}
