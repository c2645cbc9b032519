package org.yamori.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yamori.cli.Doors;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.ServerHome;

/** Measures a sensor's work alone: a capture into blocks in memory, and to a broker with each way to compress. */
public final class IngestRun implements Doors.IngestBench {
    private static final List<String> KAFKA_FLAGS = List.of("-Xmx512m", "-XX:+UseSerialGC");

    @Override
    public String run(Order order, Progress progress) throws IOException {
        Path work = BenchFolder.open(order.work());
        Path folder = BenchFolder.open(work.resolve("run-" + BenchFolder.random()));
        BenchCapture capture = BenchCapture.obtain(order.scenario(), order.packets(), work, progress);
        IngestFigures figures;
        try (KafkaServer kafka = new KafkaServer(
                ServerHome.find(),
                KafkaServer.Settings.in(folder.resolve("kafka")).withJvmFlags(KAFKA_FLAGS))) {
            progress.stage("starting Kafka");
            kafka.start();
            progress.stage("measuring");
            figures = measure(capture, order.rounds(), kafka, folder);
        } catch (IOException | RuntimeException failed) {
            throw new Refusal(failed.getMessage() + " (logs are in " + folder + ")", failed);
        }
        if (order.json().isPresent()) {
            figures.write(order.json().get());
        }
        BenchFolder.delete(folder);
        return figures.table();
    }

    private static IngestFigures measure(BenchCapture capture, int rounds, KafkaServer kafka, Path folder)
            throws IOException {
        Process child = BenchFolder.child(
                folder,
                "steps",
                IngestSteps.class,
                List.of(
                        capture.file().toString(),
                        String.valueOf(capture.packets()),
                        String.valueOf(rounds),
                        kafka.bootstrapServers(),
                        String.valueOf(kafka.pid()),
                        "study-bench-" + BenchFolder.random()));
        try {
            if (child.waitFor() != 0) {
                throw new Refusal("the steps could not be measured; see steps.log");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a program ran", stopped);
        } finally {
            child.destroyForcibly();
        }
        List<IngestFigures.Taken> taken = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("steps.out"))) {
            taken.add(IngestFigures.Taken.of(line));
        }
        return new IngestFigures(Files.size(capture.file()), taken);
    }
}
