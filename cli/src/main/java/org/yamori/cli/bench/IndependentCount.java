package org.yamori.cli.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Refusal;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The counts of a program in C that shares nothing with Yamori but the capture; compiled here and read as it runs. */
final class IndependentCount implements Comparison.Counted, AutoCloseable {
    private static final String PROGRAM = "count.c";
    private static final int NUMBERS = 6;
    private static final long EVERYTHING = -1;
    private static final Duration COMPILE_TIMEOUT = Duration.ofMinutes(1);

    private final Process process;
    private final InputStream in;
    private final byte[] record = new byte[NUMBERS * Long.BYTES];

    private IndependentCount(Process process) {
        this.process = process;
        this.in = new BufferedInputStream(process.getInputStream(), 1 << 20);
    }

    /**
     * One window as the program counted it.
     *
     * @param resolution 0 minute, 1 hour, 2 day
     * @param startSecond since 1970
     * @param ports by protocol and port
     * @param all everything in the window
     */
    record Window(int resolution, long startSecond, PortCounts ports, PortCounts.Count all) {}

    /** Compiles the program into a folder and starts it on a capture. */
    static IndependentCount start(Path capture, Path folder) throws IOException {
        Path program = compile(folder);
        return new IndependentCount(new ProcessBuilder(program.toString(), capture.toString())
                .redirectError(folder.resolve("count.log").toFile())
                .start());
    }

    private static Path compile(Path folder) throws IOException {
        Path source = folder.resolve(PROGRAM);
        Path program = folder.resolve("count");
        Path log = folder.resolve("gcc.log");
        try (InputStream text = IndependentCount.class.getResourceAsStream(PROGRAM)) {
            if (text == null) {
                throw new IllegalStateException(PROGRAM + " is not in the jar");
            }
            Files.copy(text, source, StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            Process gcc = new ProcessBuilder("gcc", "-O2", "-o", program.toString(), source.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!gcc.waitFor(COMPILE_TIMEOUT.toSeconds(), TimeUnit.SECONDS) || gcc.exitValue() != 0) {
                gcc.destroyForcibly();
                throw new Refusal("gcc did not compile " + source + ": " + Files.readString(log, UTF_8));
            }
        } catch (IOException absent) {
            throw new Refusal(
                    "the independent count is a C program, and there is no gcc; on Debian: apt-get install gcc"
                            + " libc6-dev",
                    absent);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while gcc ran", stopped);
        }
        return program;
    }

    @Override
    public @Nullable Window next() throws IOException {
        PortCounts ports = new PortCounts();
        boolean any = false;
        while (read()) {
            any = true;
            ByteBuffer numbers = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
            int resolution = (int) numbers.getLong();
            long start = numbers.getLong();
            long key = numbers.getLong();
            PortCounts.Count count = new PortCounts.Count(numbers.getLong(), numbers.getLong(), numbers.getLong());
            if (key == EVERYTHING) {
                return new Window(resolution, start, ports, count);
            }
            ports.add((int) key, count);
        }
        awaitEnd(any);
        return null;
    }

    private boolean read() throws IOException {
        int length = in.readNBytes(record, 0, record.length);
        if (length != 0 && length != record.length) {
            throw new EOFException("the independent count ended inside a record");
        }
        return length != 0;
    }

    private void awaitEnd(boolean insideWindow) throws IOException {
        try {
            int exit = process.waitFor();
            if (exit != 0 || insideWindow) {
                throw new Refusal("the independent count ended with exit code " + exit + "; see count.log");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while counting", stopped);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.destroyForcibly();
    }
}
