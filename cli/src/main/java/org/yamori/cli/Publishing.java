package org.yamori.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.yamori.cli.Doors.CaptureToKafka;
import org.yamori.cli.Doors.KafkaTarget;
import org.yamori.cli.Doors.Playing;
import org.yamori.cli.Doors.Sent;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.Ranges;
import org.yamori.sensor.block.SensorLedger;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.file.CaptureChain;
import org.yamori.sensor.file.CaptureFile;
import org.yamori.sensor.publish.BlockPublisher;
import org.yamori.sensor.publish.MeasurementPublisher;
import org.yamori.sensor.publish.PacketTopic;
import org.yamori.sensor.simulate.DarkSensor;
import org.yamori.sensor.simulate.PcapWriter;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.sensor.simulate.SeriesFolder;
import org.yamori.sensor.simulate.SimulatedPackets;
import org.yamori.sensor.simulate.Simulation;
import org.yamori.sensor.simulate.Truth;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketRow;

/** Captures and scenarios on their way to Kafka or into a capture. */
final class Publishing implements CaptureToKafka, Doors.ScenarioRunner {
    static final long KEEP_FOR_EVER = -1;
    private static final long PROGRESS_PACKETS = 8192;

    @Override
    public Sent send(Request request, Progress progress) throws IOException {
        // Before Kafka, which may take its time.
        for (Path capture : request.captures()) {
            CaptureFile.requireCapture(capture);
        }
        BlockHeader.Origin origin = request.origin();
        SensorSettings settings = SensorSettings.blackhole(origin.sensor(), origin.network(), Clock.FILE)
                .withKind(origin.kind())
                .withShards(request.target().shards())
                .withRanges(request.ranges());
        KafkaTarget target = request.target();
        Connection.check(target.kafka(), Optional.of(settings.sensor()));
        return Connection.inWords(target.kafka(), () -> {
            createTopics(target, List.of(settings.sensor()));
            try (CaptureChain captures =
                    CaptureChain.open(request.captures(), request.observation().decapsulation())) {
                captures.hashPayloadsWith(request.observation().payloadHash());
                Sent sent = Observation.answers(settings)
                        ? publishWithMeasurements(settings, captures, request, progress)
                        : publish(settings, captures, target, progress);
                captures.damages().forEach(damage -> System.err.println("yamori: " + damage));
                return sent;
            }
        });
    }

    /** As a sensor that answers: the answer times of who completes a handshake go to a topic of their own. */
    private static Sent publishWithMeasurements(
            SensorSettings settings, PacketSource source, Request request, Progress progress) throws IOException {
        KafkaTarget target = request.target();
        try (Admin admin = Connection.admin(target.kafka())) {
            MeasurementPublisher.createTopic(admin, target.topics());
        }
        try (MeasurementPublisher measurements =
                MeasurementPublisher.open(target.kafka().settings(), target.topics())) {
            PacketSource watched = request.observation().watched(settings, source, measurement -> {
                try {
                    measurements.send(measurement);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            Sent sent = publish(settings, watched, target, progress);
            measurements.flush();
            return sent;
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    @Override
    public long toCapture(Doors.Scenario scenario, Path capture, Path labels, Progress progress) throws IOException {
        Simulation simulation = simulation(scenario);
        progress.total(simulation.expectedPackets());
        PacketRow row = new PacketRow();
        try (SimulatedPackets packets = simulation.allPackets();
                PcapWriter writer = PcapWriter.to(capture)) {
            while (packets.next(row)) {
                writer.write(row);
                if (writer.packets() % PROGRESS_PACKETS == 0) {
                    progress.done(PROGRESS_PACKETS);
                    progress.packets(PROGRESS_PACKETS);
                }
            }
            Truth truth = Truth.of(packets, simulation.scenario());
            Files.writeString(labels, truth.labels().toJsonLines());
            truth.writeBeside(capture);
            return writer.packets();
        }
    }

    @Override
    public long toSeries(Doors.Scenario scenario, Path folder, Progress progress) throws IOException {
        Simulation simulation = simulation(scenario);
        progress.total(simulation.expectedPackets());
        return new SeriesFolder(folder).write(simulation, packets -> {
            progress.done(packets);
            progress.packets(packets);
        });
    }

    private static Simulation simulation(Doors.Scenario scenario) throws IOException {
        Scenario orders = Scenario.load(scenario.file());
        return Simulation.of(
                scenario.seed().isPresent() ? orders.withSeed(scenario.seed().getAsLong()) : orders);
    }

    @Override
    public Sent toKafka(Doors.Scenario scenario, KafkaTarget target, Playing playing, Progress progress)
            throws IOException {
        Connection.check(target.kafka(), Optional.empty());
        return Connection.inWords(target.kafka(), () -> publish(scenario, target, playing, progress));
    }

    private static Sent publish(Doors.Scenario scenario, KafkaTarget target, Playing playing, Progress progress)
            throws IOException {
        boolean live = playing.live();
        Simulation recorded = simulation(scenario);
        Simulation simulation = live ? recorded.shiftedTo(Instant.now().plusSeconds(1)) : recorded;
        if (playing.spool().isEmpty()) {
            createTopics(target, simulation.sensors());
        }
        ExecutorService players =
                Executors.newFixedThreadPool(simulation.sensors().size());
        try {
            List<Future<Sent>> all = new ArrayList<>();
            for (DarkSensor sensor : simulation.scenario().sensors()) {
                SensorSettings settings = new SensorSettings(
                        sensor.name(),
                        sensor.kind(),
                        sensor.network(),
                        live ? Clock.LIVE : Clock.FILE,
                        target.shards(),
                        SensorSettings.DEFAULT_MAX_ROWS,
                        Ranges.of(sensor.ranges().stream().map(String::valueOf).toList()));
                all.add(players.submit(() -> {
                    try (PacketSource packets = simulation.packetsOf(sensor.name())) {
                        return live
                                ? new LivePlay(settings, target, playing.spool()).play(packets, progress)
                                : publish(settings, packets, target, progress);
                    }
                }));
            }
            return inAll(all);
        } finally {
            players.shutdownNow();
        }
    }

    private static Sent inAll(List<Future<Sent>> all) throws IOException {
        long packets = 0;
        long blocks = 0;
        long[] tally = new long[6];
        for (Future<Sent> each : all) {
            try {
                Sent sent = each.get();
                packets += sent.packets();
                blocks += sent.blocks();
                tally[0] += sent.tally().captured();
                tally[1] += sent.tally().refused();
                tally[2] += sent.tally().outside();
                tally[3] += sent.tally().replies();
                tally[4] += sent.tally().droppedByKernel();
                tally[5] += sent.tally().droppedBySensor();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("stopped while packets were published", stopped);
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof IOException io) {
                    throw io;
                }
                throw new IOException(failed.getCause());
            }
        }
        return new Sent(
                packets, blocks, new BlockHeader.Tally(tally[0], tally[1], tally[2], tally[3], tally[4], tally[5]));
    }

    private static Sent publish(SensorSettings settings, PacketSource source, KafkaTarget target, Progress progress)
            throws IOException {
        try (BlockPublisher publisher = BlockPublisher.open(target.kafka().settings(), target.topics())) {
            SensorRun run = new SensorRun(settings, source, Epoch.first(nowMicros()));
            for (BlockRecord record = run.next(); record != null; record = run.next()) {
                publisher.send(record);
                progress.packets(record.header().rows());
            }
            publisher.flush();
            return sent(run.ledger(), publisher.acknowledgedBlocks());
        }
    }

    static Sent sent(SensorLedger ledger, long blocks) {
        return new Sent(
                ledger.published(),
                blocks,
                new BlockHeader.Tally(
                        ledger.captured(),
                        ledger.refusedInAll(),
                        ledger.outside(),
                        ledger.replies(),
                        0,
                        ledger.dropped()));
    }

    static void createTopics(KafkaTarget target, List<String> sensors) throws IOException {
        try (Admin admin = Connection.admin(target.kafka())) {
            for (String sensor : sensors) {
                new PacketTopic(sensor, target.partitions(), (short) -1, KEEP_FOR_EVER)
                        .createOrCheck(admin, target.topics());
            }
        }
    }

    static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }
}
