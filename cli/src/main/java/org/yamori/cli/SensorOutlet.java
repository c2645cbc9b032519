package org.yamori.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.yamori.cli.Doors.KafkaTarget;
import org.yamori.cli.Doors.Spooling;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.publish.BlockPublisher;
import org.yamori.sensor.publish.Delivery;
import org.yamori.sensor.publish.LiveDelivery;
import org.yamori.sensor.publish.LivePlayer;
import org.yamori.sensor.publish.PacketTopic;
import org.yamori.sensor.publish.PublishException;
import org.yamori.sensor.spool.Backlog;
import org.yamori.sensor.spool.SpoolFolder;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.access.AccessException;

/** Where the blocks of a live sensor go: to Kafka, and into a spool or memory while it is away. */
final class SensorOutlet implements LivePlayer.Outlet {
    /** What is left after it stays in the spool, or is lost without one. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration GRACE_WITH_SPOOL = Duration.ofSeconds(10);

    /** How long a process that was asked to end has to wait for {@link #finish}. */
    static final Duration MOST_TO_FINISH = GRACE.multipliedBy(2);

    private final String sensor;
    private final Optional<Path> folder;
    private final Epoch epoch;
    private final LiveDelivery delivery;
    private final Consumer<String> say;

    private SensorOutlet(
            String sensor, Optional<Path> folder, Epoch epoch, LiveDelivery delivery, Consumer<String> say) {
        this.sensor = sensor;
        this.folder = folder;
        this.epoch = epoch;
        this.delivery = delivery;
        this.say = say;
    }

    /**
     * Opens the way. With a spool Kafka may be away, so the topic is made when it is there for the first time; without
     * one the topic exists.
     */
    static SensorOutlet open(String sensor, KafkaTarget target, Optional<Spooling> spooling, Consumer<String> say)
            throws IOException {
        String topic = target.topics().packets(sensor);
        Delivery.Opening producer = () -> producer(target);
        if (spooling.isEmpty()) {
            LiveDelivery delivery = LiveDelivery.throughMemory(producer, topic, say);
            return new SensorOutlet(sensor, Optional.empty(), Epoch.first(Publishing.nowMicros()), delivery, say);
        }
        Path folder = spooling.get().folder().resolve(sensor);
        SpoolFolder spool = SpoolFolder.open(folder, spooling.get().bytes(), say);
        Epoch epoch = spool.beginEpoch(Publishing.nowMicros());
        LiveDelivery delivery = LiveDelivery.through(spool, afterItsTopic(sensor, target), topic, say);
        return new SensorOutlet(sensor, Optional.of(folder), epoch, delivery, say);
    }

    private static Producer<byte[], byte[]> producer(KafkaTarget target) throws PublishException {
        try {
            return BlockPublisher.liveProducer(target.kafka().settings());
        } catch (AccessException unreadable) {
            throw told(unreadable);
        }
    }

    private static PublishException told(AccessException unreadable) {
        return new PublishException(String.valueOf(unreadable.getMessage()), unreadable);
    }

    private static Delivery.Opening afterItsTopic(String sensor, KafkaTarget target) {
        boolean[] made = new boolean[1];
        return () -> {
            if (!made[0]) {
                try (Admin admin = Connection.admin(target.kafka())) {
                    new PacketTopic(sensor, target.partitions(), (short) -1, Publishing.KEEP_FOR_EVER)
                            .createOrCheck(admin, target.topics());
                } catch (AccessException unreadable) {
                    throw told(unreadable);
                }
                made[0] = true;
            }
            return producer(target);
        };
    }

    /** The run that begins with this way. */
    Epoch epoch() {
        return epoch;
    }

    @Override
    public void send(BlockRecord record) {
        delivery.send(record);
    }

    @Override
    public boolean sendTogether(List<BlockRecord> cut) {
        return delivery.sendTogether(cut);
    }

    long acknowledgedBlocks() {
        return delivery.acknowledgedBlocks();
    }

    /** Sends what there is for a while, and says what stays; without a spool, what is lost is a refusal. */
    void finish() {
        Backlog left = delivery.close(folder.isEmpty() ? GRACE : GRACE_WITH_SPOOL);
        if (left.isEmpty()) {
            return;
        }
        if (folder.isEmpty()) {
            throw new Refusal(sensor + ": Kafka stayed away, and " + left.words()
                    + " are lost; --spool DIR keeps them for the next run");
        }
        say.accept(left.words() + " stay in " + folder.get() + "; the next run sends them");
    }
}
