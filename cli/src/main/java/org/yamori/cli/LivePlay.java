package org.yamori.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.yamori.cli.Doors.KafkaTarget;
import org.yamori.cli.Doors.Sent;
import org.yamori.cli.Doors.Spooling;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.publish.BlockPublisher;
import org.yamori.sensor.publish.Delivery;
import org.yamori.sensor.publish.HeartbeatClock;
import org.yamori.sensor.publish.LiveDelivery;
import org.yamori.sensor.publish.LivePlayer;
import org.yamori.sensor.publish.PacketTopic;
import org.yamori.sensor.publish.PublishException;
import org.yamori.sensor.spool.Backlog;
import org.yamori.sensor.spool.SpoolFolder;
import org.yamori.wire.BlockRecord;

/**
 * One sensor of a scenario, played as if it stood here: its blocks wait in a spool or in memory while Kafka is away.
 */
final class LivePlay {
    /** What is left after it stays in the spool, or is lost without one. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration GRACE_WITH_SPOOL = Duration.ofSeconds(10);

    private final SensorSettings settings;
    private final KafkaTarget target;
    private final Optional<Path> folder;
    private final long spoolBytes;
    private final Consumer<String> say;

    LivePlay(SensorSettings settings, KafkaTarget target, Optional<Spooling> spool) {
        this.settings = settings;
        this.target = target;
        this.folder = spool.map(Spooling::folder).map(each -> each.resolve(settings.sensor()));
        this.spoolBytes = spool.map(Spooling::bytes).orElse(0L);
        this.say = sentence -> System.err.println("yamori: " + settings.sensor() + ": " + sentence);
    }

    /** Returns when the packets are at their end, or the process is asked to end. */
    Sent play(PacketSource packets, Progress progress) throws IOException {
        String topic = target.topics().packets(settings.sensor());
        if (folder.isEmpty()) {
            LiveDelivery delivery = LiveDelivery.throughMemory(this::producer, topic, say);
            return play(packets, Epoch.first(Publishing.nowMicros()), delivery, progress);
        }
        SpoolFolder spool = SpoolFolder.open(folder.get(), spoolBytes, say);
        Epoch epoch = spool.beginEpoch(Publishing.nowMicros());
        return play(packets, epoch, LiveDelivery.through(spool, opening(), topic, say), progress);
    }

    private Sent play(PacketSource packets, Epoch epoch, LiveDelivery delivery, Progress progress) throws IOException {
        LivePlayer.Outlet counted = new LivePlayer.Outlet() {
            @Override
            public void send(BlockRecord record) {
                delivery.send(record);
            }

            @Override
            public boolean sendTogether(List<BlockRecord> cut) {
                cut.forEach(block -> progress.packets(block.header().rows()));
                return delivery.sendTogether(cut);
            }
        };
        LivePlayer player = LivePlayer.atItsOwnTime(packets, settings, epoch, counted, HeartbeatClock.ofMachine());
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(player, ended));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            player.play();
        } finally {
            Backlog left = delivery.close(folder.isEmpty() ? GRACE : GRACE_WITH_SPOOL);
            ended.countDown();
            tell(left);
        }
        return Publishing.sent(player.ledger(), delivery.acknowledgedBlocks());
    }

    /** The process ends when this returns. */
    private static void stop(LivePlayer player, CountDownLatch ended) {
        player.stop();
        try {
            boolean unused = ended.await(2 * GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Backlog left) {
        if (left.isEmpty()) {
            return;
        }
        if (folder.isEmpty()) {
            throw new Refusal(settings.sensor() + ": Kafka stayed away, and " + left.words()
                    + " are lost; --spool DIR keeps them for the next run");
        }
        say.accept(left.words() + " stay in " + folder.get() + "; the next run sends them");
    }

    private Producer<byte[], byte[]> producer() throws PublishException {
        return BlockPublisher.liveProducer(target.kafka().settings());
    }

    /** Kafka may be away when the sensor starts, so its topic is made when it is there for the first time. */
    private Delivery.Opening opening() {
        boolean[] made = new boolean[1];
        return () -> {
            if (!made[0]) {
                try (Admin admin = Connection.admin(target.kafka())) {
                    new PacketTopic(settings.sensor(), target.partitions(), (short) -1, Publishing.KEEP_FOR_EVER)
                            .createOrCheck(admin, target.topics());
                }
                made[0] = true;
            }
            return producer();
        };
    }
}
