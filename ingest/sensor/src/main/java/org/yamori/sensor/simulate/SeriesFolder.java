package org.yamori.sensor.simulate;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.yamori.wire.PacketRow;

/**
 * A scenario's series as files, counted while its packets are made: a table of each sensor and one of all together, in
 * which a source that several sensors heard is one. A sensor's own replies are in none.
 */
public final class SeriesFolder {
    private static final int STRIDE = 8_192;

    private final Path folder;

    public SeriesFolder(Path folder) {
        this.folder = folder;
    }

    public Path all() {
        return folder.resolve("all.tsv");
    }

    public Path of(String sensor) {
        return folder.resolve("sensors").resolve(sensor + ".tsv");
    }

    /**
     * Plays the scenario once and writes the tables and what is true of it.
     *
     * @param progress is told of packets that were made
     * @return how many packets were counted
     */
    public long write(Simulation simulation, LongConsumer progress) throws IOException {
        Files.createDirectories(folder.resolve("sensors"));
        List<Writer> writers = new ArrayList<>();
        try (SimulatedPackets packets = simulation.allPackets()) {
            List<MinuteSeries> sensors = new ArrayList<>();
            for (String sensor : simulation.sensors()) {
                sensors.add(open(of(sensor), writers));
            }
            MinuteSeries all = open(all(), writers);
            long counted = count(packets, simulation.scenario().sensors(), sensors, all, progress);
            all.end();
            for (MinuteSeries sensor : sensors) {
                sensor.end();
            }
            Truth.of(packets, simulation.scenario()).writeInto(folder);
            return counted;
        } finally {
            for (Writer writer : writers) {
                writer.close();
            }
        }
    }

    private static MinuteSeries open(Path file, List<Writer> writers) throws IOException {
        Writer writer = Files.newBufferedWriter(file);
        writers.add(writer);
        return new MinuteSeries(writer);
    }

    private static long count(
            SimulatedPackets packets,
            List<DarkSensor> heard,
            List<MinuteSeries> sensors,
            MinuteSeries all,
            LongConsumer progress)
            throws IOException {
        PacketRow row = new PacketRow();
        long made = 0;
        long counted = 0;
        while (packets.next(row)) {
            int sensor = packets.sensor();
            if (!heard.get(sensor).hears(row.source)) {
                sensors.get(sensor).count(row);
                all.count(row);
                counted++;
            }
            if (++made % STRIDE == 0) {
                long watermark = packets.watermarkMicros();
                all.writeUntil(watermark);
                for (MinuteSeries each : sensors) {
                    each.writeUntil(watermark);
                }
                progress.accept(STRIDE);
            }
        }
        return counted;
    }
}
