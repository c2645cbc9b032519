package org.yamori.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.file.CaptureFile;
import org.yamori.sensor.publish.BlockPublisher;
import org.yamori.sensor.publish.PacketTopic;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.PacketRow;
import org.yamori.wire.Topics;

/**
 * The way of a capture into blocks and on to Kafka in steps, each measured alone, in a process of its own. Every step
 * is taken in every round, so that a slow minute of the machine meets all of them. Says for each step and round a line:
 * round, name, packets, seconds, CPU seconds of the process, bytes that the thread allocated, bytes that came out, CPU
 * seconds of the broker.
 */
public final class IngestSteps {
    static final String MAPPED = "mapped read";
    static final List<String> CODECS = List.of("none", "lz4", "zstd");

    private static final long MOST_MAPPED = 1 << 30;
    private static final int READ_BYTES = 1 << 20;

    private final Path capture;
    private final long packets;

    private IngestSteps(Path capture, long packets) {
        this.capture = capture;
        this.packets = packets;
    }

    /** Arguments: capture, its packets, rounds, brokers, process of the broker, prefix of the topics. */
    public static void main(String[] args) throws IOException {
        IngestSteps steps = new IngestSteps(Path.of(args[0]), Long.parseLong(args[1]));
        int rounds = Integer.parseInt(args[2]);
        for (int round = 1; round <= rounds; round++) {
            say(round, MAPPED, steps::map);
            say(round, "read", steps::read);
            say(round, "read and parse", steps::parse);
            say(round, "file to blocks", steps::blocks);
        }
        try (ProcessMeter broker = new ProcessMeter();
                Admin admin = Admin.create(Map.of("bootstrap.servers", args[3]))) {
            for (int round = 1; round <= rounds; round++) {
                for (String codec : CODECS) {
                    Topics topics = new Topics(args[5] + '-' + codec + round);
                    PacketTopic.of(BenchSensor.SENSOR, -1).createOrCheck(admin, topics);
                    broker.watch(codec, Long.parseLong(args[4]));
                    say(round, "file to Kafka, " + codec, () -> steps.publish(args[3], codec, topics, admin, broker));
                    admin.deleteTopics(List.of(topics.packets(BenchSensor.SENSOR)));
                }
            }
        }
    }

    /** What a step handled and made. */
    private record Made(long packets, long bytes, double brokerSeconds) {}

    private interface Step {
        Made take() throws IOException;
    }

    private static void say(int round, String name, Step step) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long cpu = system.getProcessCpuTime();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        Made made = step.take();
        System.out.printf(
                Locale.ROOT,
                "%d\t%s\t%d\t%.4f\t%.4f\t%d\t%d\t%.2f%n",
                round,
                name,
                made.packets,
                (System.nanoTime() - start) / 1e9,
                (system.getProcessCpuTime() - cpu) / 1e9,
                threads.getCurrentThreadAllocatedBytes() - allocated,
                made.bytes,
                made.brokerSeconds);
    }

    /** Every byte looked at once, eight at a time, where the kernel has it. */
    private Made map() throws IOException {
        long bytes = 0;
        long check = 0;
        try (FileChannel channel = FileChannel.open(capture)) {
            long size = channel.size();
            while (bytes < size) {
                MappedByteBuffer part =
                        channel.map(FileChannel.MapMode.READ_ONLY, bytes, Math.min(MOST_MAPPED, size - bytes));
                bytes += part.remaining();
                while (part.remaining() >= Long.BYTES) {
                    check += part.getLong();
                }
            }
        }
        return made(bytes, check);
    }

    /** The file copied into an array and not looked at. */
    private Made read() throws IOException {
        byte[] window = new byte[READ_BYTES];
        long bytes = 0;
        try (InputStream input = new FileInputStream(capture.toFile())) {
            for (int read = input.read(window); read > 0; read = input.read(window)) {
                bytes += read;
            }
        }
        return made(bytes, window[0]);
    }

    private Made parse() throws IOException {
        long seen = 0;
        long check = 0;
        PacketRow row = new PacketRow();
        try (CaptureFile file = CaptureFile.trustingOrder(capture)) {
            while (file.next(row)) {
                seen++;
                check += row.source ^ row.destinationPort;
            }
        }
        requireAll(seen);
        return made(0, check);
    }

    private Made blocks() throws IOException {
        long rows = 0;
        long bytes = 0;
        try (SensorRun run = BenchSensor.runTrustingOrder(capture)) {
            for (BlockRecord block = run.next(); block != null; block = run.next()) {
                rows += block.header().rows();
                bytes += block.body().length;
            }
        }
        requireAll(rows);
        return new Made(packets, bytes, 0);
    }

    private Made publish(String brokers, String codec, Topics topics, Admin admin, ProcessMeter broker)
            throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", brokers);
        settings.put("compression.type", codec);
        long rows = 0;
        try (SensorRun run = BenchSensor.runTrustingOrder(capture);
                BlockPublisher publisher = BlockPublisher.open(settings, topics)) {
            for (BlockRecord block = run.next(); block != null; block = run.next()) {
                rows += block.header().rows();
                publisher.send(block);
            }
            publisher.flush();
        }
        requireAll(rows);
        double brokerSeconds =
                Objects.requireNonNull(broker.usages().get(codec)).cpuSeconds();
        return new Made(packets, bytesOf(topics, admin), brokerSeconds);
    }

    private static long bytesOf(Topics topics, Admin admin) throws IOException {
        try {
            return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                    .filter(replica -> replica.getKey().topic().equals(topics.packets(BenchSensor.SENSOR)))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        } catch (ExecutionException refused) {
            throw new IOException("Kafka does not say how large the topic is: " + refused.getMessage(), refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking Kafka", stopped);
        }
    }

    private void requireAll(long seen) throws IOException {
        if (seen != packets) {
            throw new IOException(capture + " has " + packets + " packets, and " + seen + " were handled");
        }
    }

    /** The check keeps the compiler from leaving the work out. */
    private Made made(long bytes, long check) {
        return new Made(check == Long.MIN_VALUE ? packets - 1 : packets, bytes, 0);
    }
}
