package org.yamori.cli.analyze;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.yamori.cli.Refusal;
import org.yamori.sensor.file.CaptureFile;

/** What a file holds, by its first bytes where they tell and by its name where they do not. */
public enum InputKind {
    /** Packets: pcap or pcapng, plain or compressed. */
    CAPTURE,
    /** A table somebody else made. */
    FEED,
    /** Orders for the simulator. */
    SCENARIO;

    private static final List<String> FEEDS = List.of(".tsv", ".csv", ".jsonl", ".json", ".ndjson");
    private static final List<String> SCENARIOS = List.of(".yaml", ".yml");
    private static final List<String> CAPTURES = List.of(".pcap", ".pcapng", ".cap", ".dmp");
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b52ffd;

    /** The kind of a file, or a refusal that names it. What can be read only once is not looked into: a capture. */
    public static InputKind of(Path file) {
        if (CaptureFile.isPipe(file)) {
            return CAPTURE;
        }
        if (!Files.exists(file)) {
            throw new Refusal(file + " does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new Refusal(file + " is a directory; name the files in it");
        }
        if (!Files.isReadable(file)) {
            throw new Refusal(file + " may not be read by this user");
        }
        try {
            return kind(file);
        } catch (EOFException cutOff) {
            throw new Refusal(file + " ends before its first packed byte", cutOff);
        } catch (IOException unreadable) {
            throw new Refusal(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static InputKind kind(Path file) throws IOException {
        int magic;
        try (InputStream plain = new BufferedInputStream(Files.newInputStream(file))) {
            magic = magic(plain);
        }
        if (Files.size(file) == 0) {
            throw new Refusal(file + " is empty");
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (magic >>> 16 == GZIP || magic == ZSTD) {
            magic = unpackedMagic(file, magic == ZSTD);
            name = name.replaceFirst("\\.(gz|zst)$", "");
        }
        if (isCapture(magic) || endsWithAny(name, CAPTURES)) {
            return CAPTURE;
        }
        if (isFeedOfAnotherProgram(magic) || endsWithAny(name, FEEDS)) {
            return FEED;
        }
        if (endsWithAny(name, SCENARIOS)) {
            return SCENARIO;
        }
        throw new Refusal(file + " is neither a capture (pcap or pcapng, also .gz and .zst), nor a feed ("
                + String.join(" ", FEEDS) + "), nor a scenario (" + String.join(" ", SCENARIOS)
                + "); its first bytes are " + String.format(Locale.ROOT, "%08x", magic));
    }

    private static int unpackedMagic(Path file, boolean zstd) throws IOException {
        try (InputStream packed = new BufferedInputStream(Files.newInputStream(file));
                InputStream unpacked = zstd ? new ZstdInputStream(packed) : new GZIPInputStream(packed)) {
            return magic(unpacked);
        }
    }

    private static int magic(InputStream in) throws IOException {
        return ByteBuffer.wrap(Arrays.copyOf(in.readNBytes(4), 4)).getInt();
    }

    /** Classic pcap in both byte orders with micro- and nanoseconds, Kuznetzov's variant, and pcapng. */
    private static boolean isCapture(int magic) {
        return switch (magic) {
            case 0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0xa1b2cd34, 0x34cdb2a1, 0x0a0d0d0a -> true;
            default -> false;
        };
    }

    /** Zeek's logs begin with `#sep` or, as JSON, with a key `ts`; Corsaro's text with `# CO`. */
    private static boolean isFeedOfAnotherProgram(int magic) {
        return magic == 0x23736570 || magic == 0x7b227473 || magic == 0x2320434f;
    }

    private static boolean endsWithAny(String name, List<String> ends) {
        return ends.stream().anyMatch(name::endsWith);
    }
}
