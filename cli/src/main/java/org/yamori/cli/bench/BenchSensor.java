package org.yamori.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.file.CaptureFile;
import org.yamori.sensor.publish.BlockPublisher;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.Clock;
import org.yamori.wire.Topics;

/** A sensor as a process of its own: one capture in order of time to one partition, and the end. */
public final class BenchSensor {
    static final String SENSOR = "telescope-1";
    static final String NETWORK = "bench";

    private BenchSensor() {}

    /** Arguments: capture, brokers, prefix of the topics. */
    public static void main(String[] args) throws IOException {
        try (SensorRun run = run(Path.of(args[0]));
                BlockPublisher publisher =
                        BlockPublisher.open(Map.of("bootstrap.servers", args[1]), new Topics(args[2]))) {
            for (BlockRecord block = run.next(); block != null; block = run.next()) {
                publisher.send(block);
            }
            publisher.flush();
        }
    }

    /** The blocks of a capture. */
    static SensorRun run(Path capture) throws IOException {
        return new SensorRun(
                SensorSettings.blackhole(SENSOR, NETWORK, Clock.FILE),
                CaptureFile.trustingOrder(capture),
                Epoch.first(1));
    }
}
