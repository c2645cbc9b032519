package org.yamori.sensor.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A small file that remembers a sensor's epoch and last block per partition, so that the next run can name the last
 * block of this one.
 *
 * <p>One line per partition, {@code partition epoch lastBlock}, under a first line that names the format. It is
 * replaced whole: written beside, forced to disk, renamed. A crash leaves either the old or the new file.
 */
public final class SequenceLedger {
    private static final String FIRST_LINE = "yamori-sequence-ledger 1";

    private record Last(long epochMicros, long block) {}

    private final Path file;
    private final Map<Integer, Last> lasts = new TreeMap<>();

    private SequenceLedger(Path file) {
        this.file = file;
    }

    /** The ledger in this file, which need not exist yet. */
    public static SequenceLedger open(Path file) throws IOException {
        SequenceLedger ledger = new SequenceLedger(file.toAbsolutePath());
        if (Files.exists(file)) {
            ledger.read(Files.readAllLines(file, StandardCharsets.UTF_8));
        }
        return ledger;
    }

    private void read(List<String> lines) throws IOException {
        if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE)) {
            throw new IOException(file + ", line 1: is no sequence ledger; allowed: '" + FIRST_LINE + "'");
        }
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.matches("[0-9]{1,9} [0-9]{1,18} (-1|[0-9]{1,18})")) {
                throw new IOException(file + ", line " + (i + 1) + ": '" + line
                        + "'; allowed: partition, epoch in microseconds and last block or -1");
            }
            int first = line.indexOf(' ');
            int second = line.indexOf(' ', first + 1);
            lasts.put(
                    Integer.valueOf(line.substring(0, first)),
                    new Last(Long.parseLong(line, first + 1, second, 10), Long.parseLong(line.substring(second + 1))));
        }
    }

    /** Starts a run: its epoch is now, or one later than the last where the clock went backwards. On disk at once. */
    public synchronized Epoch begin(int partition, long nowMicros) throws IOException {
        @Nullable Last last = lasts.get(partition);
        Epoch epoch = last == null
                ? new Epoch(nowMicros, partition, -1, -1)
                : new Epoch(Math.max(nowMicros, last.epochMicros + 1), partition, last.epochMicros, last.block);
        lasts.put(partition, new Last(epoch.micros(), -1));
        write();
        return epoch;
    }

    /** Remembers the last block cut in the run of the epoch. On disk when this returns. */
    public synchronized void record(Epoch epoch, long lastBlock) throws IOException {
        @Nullable Last last = lasts.get(epoch.partition());
        if (last == null || last.epochMicros != epoch.micros() || lastBlock < last.block) {
            throw new IllegalStateException("block " + lastBlock + " of epoch " + epoch.micros() + " in partition "
                    + epoch.partition() + " does not follow " + last + " of " + file);
        }
        lasts.put(epoch.partition(), new Last(epoch.micros(), lastBlock));
        write();
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        lasts.forEach((partition, last) -> text.append(partition)
                .append(' ')
                .append(last.epochMicros)
                .append(' ')
                .append(last.block)
                .append('\n'));
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
