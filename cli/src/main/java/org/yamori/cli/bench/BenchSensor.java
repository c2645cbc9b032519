package org.yamori.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.file.CaptureFile;
import org.yamori.wire.Clock;

/** The sensor that a capture is published as. */
final class BenchSensor {
    static final String SENSOR = "telescope-1";
    static final String NETWORK = "bench";

    private BenchSensor() {}

    /** The blocks of a capture. */
    static SensorRun run(Path capture) throws IOException {
        return of(CaptureFile.open(capture));
    }

    /** The blocks of a capture that is read once. */
    static SensorRun runTrustingOrder(Path capture) throws IOException {
        return of(CaptureFile.trustingOrder(capture));
    }

    private static SensorRun of(CaptureFile capture) {
        return new SensorRun(SensorSettings.blackhole(SENSOR, NETWORK, Clock.FILE), capture, Epoch.first(1));
    }
}
