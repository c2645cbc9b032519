package org.yamori.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.sensor.simulate.PcapWriter;
import org.yamori.sensor.simulate.Scenario;
import org.yamori.sensor.simulate.SimulatedPackets;
import org.yamori.sensor.simulate.Simulation;
import org.yamori.wire.PacketRow;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A capture of exactly so many packets of a scenario, made once and found again by the scenario's text. A scenario that
 * ends too early is played again after its end, as often as needed.
 *
 * @param file classic pcap, Ethernet
 * @param packets in the file
 */
record BenchCapture(Path file, long packets) {
    /** Grows when the same scenario begins to give another file. */
    private static final int FORM = 1;

    private static final int REPORT_EVERY = 1 << 16;

    /** Frames of 60 bytes and their record headers; topics, index and checkpoints at the same time. */
    private static final long FILE_BYTES_PER_PACKET = 76;

    private static final long OTHER_BYTES_PER_PACKET = 110;
    private static final long LEAST_FREE_BYTES = 2L << 30;

    static BenchCapture obtain(Path scenarioFile, long packets, Path work, Progress progress) throws IOException {
        byte[] text = Files.readAllBytes(scenarioFile);
        Path file = work.resolve("capture-" + digest(text) + "-" + packets + ".pcap");
        boolean there = Files.exists(file);
        requireRoom(work, packets * (OTHER_BYTES_PER_PACKET + (there ? 0 : FILE_BYTES_PER_PACKET)));
        if (!there) {
            Path part = work.resolve(file.getFileName() + ".part");
            progress.stage("making the capture");
            progress.total(packets);
            write(Simulation.of(Scenario.load(scenarioFile)), packets, part, progress);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return new BenchCapture(file, packets);
    }

    private static void write(Simulation once, long packets, Path part, Progress progress) throws IOException {
        PacketRow row = new PacketRow();
        try (PcapWriter writer = PcapWriter.to(part)) {
            for (long round = 0; writer.packets() < packets; round++) {
                Instant start =
                        once.scenario().start().plus(once.scenario().duration().multipliedBy(round));
                long before = writer.packets();
                try (SimulatedPackets played = once.shiftedTo(start).allPackets()) {
                    while (writer.packets() < packets && played.next(row)) {
                        writer.write(row);
                        if (writer.packets() % REPORT_EVERY == 0) {
                            progress.done(REPORT_EVERY);
                        }
                    }
                }
                if (writer.packets() == before) {
                    throw new Refusal("scenario " + once.scenario().name() + " makes no packets");
                }
            }
        }
    }

    private static void requireRoom(Path work, long bytes) throws IOException {
        long free = Files.getFileStore(work).getUsableSpace();
        if (free < bytes + LEAST_FREE_BYTES) {
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "%s has %.1f GB free; this run needs %.1f GB: choose fewer --packets or another --work",
                    work,
                    free / 1e9,
                    (bytes + LEAST_FREE_BYTES) / 1e9));
        }
    }

    private static String digest(byte[] text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((FORM + "\n").getBytes(UTF_8));
            return HexFormat.of().formatHex(sha256.digest(text), 0, 6);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
