package org.yamori.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.file.CaptureFile;
import org.yamori.sensor.publish.BlockPublisher;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.PacketRow;
import org.yamori.wire.Topics;

/**
 * The parts of the way measured alone, in a process of their own: what nothing built of them can be faster than. Says
 * for each a line of name, packets, seconds and CPU seconds.
 */
public final class Floors {
    /** Blocks of so many packets are kept in memory and sent again and again. */
    private static final long KEPT_PACKETS = 4_000_000;

    private Floors() {}

    /** Arguments: capture, its packets, brokers, prefix of the topics. */
    public static void main(String[] args) throws IOException {
        Path capture = Path.of(args[0]);
        long packets = Long.parseLong(args[1]);
        say("read and parse", () -> parse(capture));
        say("file to blocks", () -> blocks(capture));
        List<BlockRecord> kept = keep(capture);
        Topics topics = new Topics(args[3]);
        long[] sent = new long[2];
        say("Kafka produce", () -> produce(kept, packets, args[2], topics, sent));
        say("Kafka consume", () -> consume(args[2], topics, sent));
    }

    private interface Work {
        /** Returns how many packets it handled. */
        long run() throws IOException;
    }

    private static void say(String name, Work work) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        long packets = work.run();
        System.out.printf(
                Locale.ROOT,
                "%s\t%d\t%.4f\t%.4f%n",
                name,
                packets,
                (System.nanoTime() - start) / 1e9,
                (system.getProcessCpuTime() - cpu) / 1e9);
    }

    private static long parse(Path capture) throws IOException {
        long packets = 0;
        long check = 0;
        PacketRow row = new PacketRow();
        try (CaptureFile file = CaptureFile.trustingOrder(capture)) {
            while (file.next(row)) {
                packets++;
                check += row.source ^ row.destinationPort;
            }
        }
        return check == Long.MIN_VALUE ? 0 : packets;
    }

    private static long blocks(Path capture) throws IOException {
        long packets = 0;
        try (SensorRun run = BenchSensor.run(capture)) {
            for (BlockRecord block = run.next(); block != null; block = run.next()) {
                packets += block.header().rows();
            }
        }
        return packets;
    }

    private static List<BlockRecord> keep(Path capture) throws IOException {
        List<BlockRecord> kept = new ArrayList<>();
        long packets = 0;
        try (SensorRun run = BenchSensor.run(capture)) {
            for (BlockRecord block = run.next();
                    block != null && packets < KEPT_PACKETS && !block.isHeartbeat();
                    block = run.next()) {
                kept.add(block);
                packets += block.header().rows();
            }
        }
        return kept;
    }

    private static long produce(List<BlockRecord> kept, long packets, String brokers, Topics topics, long[] sent)
            throws IOException {
        try (BlockPublisher publisher = BlockPublisher.open(Map.of("bootstrap.servers", brokers), topics)) {
            while (sent[0] < packets) {
                for (int i = 0; i < kept.size() && sent[0] < packets; i++) {
                    publisher.send(kept.get(i));
                    sent[0] += kept.get(i).header().rows();
                    sent[1]++;
                }
            }
            publisher.flush();
        }
        return sent[0];
    }

    private static long consume(String brokers, Topics topics, long[] sent) {
        TopicPartition partition = new TopicPartition(topics.packets(BenchSensor.SENSOR), 0);
        long bytes = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "max.partition.fetch.bytes", 8 << 20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            for (long left = sent[1]; left > 0; ) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    bytes += record.value().length;
                    left--;
                }
            }
        }
        return bytes == 0 ? 0 : sent[0];
    }
}
