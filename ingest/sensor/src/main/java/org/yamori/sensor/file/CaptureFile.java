package org.yamori.sensor.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.SourceTally;
import org.yamori.sensor.parse.Decapsulation;
import org.yamori.sensor.parse.HeaderParser;
import org.yamori.sensor.parse.LinkType;
import org.yamori.sensor.parse.Refusal;
import org.yamori.sensor.signature.PayloadHash;
import org.yamori.wire.PacketRow;

/**
 * The packets of a capture file: pcap or pcapng, plain, gzip or zstd, told by their first bytes.
 *
 * <p>Records that are no readable IP packet are refused and counted by reason. Where a file is damaged everything
 * before is delivered, the rest is one refused record whose place and cause {@link #damage} names. A file of which
 * nothing can be read is a {@link CaptureException}.
 *
 * <p>A file's times need not be in order: it is read twice, first for the times only. Pipes and {@link #trustingOrder}
 * are read once and allow disorder of one second.
 */
public final class CaptureFile implements PacketSource {
    /** The name that means the standard input. */
    public static final Path STANDARD_INPUT = Path.of("-");

    private static final long ALLOWED_DISORDER_MICROS = 1_000_000;

    private final String name;
    private final CaptureRecords records;
    private final @Nullable TimeScan scan;
    private final HeaderParser parser;

    /** Whether the first record was read before it was asked for, and whether there was one. */
    private boolean readAhead;

    private boolean held;
    private long captured;
    private long packets;
    private long latestMicros = Long.MIN_VALUE;
    private boolean ended;
    private final long[] refused = new long[Refusal.values().length];
    private final Map<Integer, long[]> refusedLinkTypes = new TreeMap<>();

    private CaptureFile(String name, CaptureRecords records, @Nullable TimeScan scan, Decapsulation decapsulation) {
        this.name = name;
        this.records = records;
        this.scan = scan;
        parser = new HeaderParser(decapsulation);
    }

    /** A file in any order of time, or a pipe; no tunnel is opened. */
    public static CaptureFile open(Path file) throws IOException {
        return open(file, Decapsulation.NONE);
    }

    /** A file in any order of time, or a pipe. */
    public static CaptureFile open(Path file, Decapsulation decapsulation) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return ofStream("standard input", System.in, decapsulation);
        }
        if (isPipe(file)) {
            return read(file, null, decapsulation);
        }
        TimeScan scan;
        try (InputStream input = input(file)) {
            scan = TimeScan.of(records(file.toString(), input));
        }
        return read(file, scan, decapsulation);
    }

    /** Whether a name is of something that can be read only once: the standard input, a named pipe, a terminal. */
    public static boolean isPipe(Path file) {
        return file.equals(STANDARD_INPUT)
                || (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file));
    }

    /** Refuses what is missing or begins like no capture. Pipes, which can be read only once, are left alone. */
    public static void requireCapture(Path file) throws IOException {
        if (!isPipe(file)) {
            try (InputStream input = input(file)) {
                CaptureRecords unused = records(file.toString(), input);
            }
        }
    }

    /** A file whose packets are in order of time within one second; it is read only once. */
    public static CaptureFile trustingOrder(Path file) throws IOException {
        return read(file, null, Decapsulation.NONE);
    }

    /** What a program writes into a pipe, in order of time within one second. Closes the input with itself. */
    public static CaptureFile ofStream(String name, InputStream input, Decapsulation decapsulation) throws IOException {
        try {
            return new CaptureFile(name, records(name, input), null, decapsulation);
        } catch (IOException | RuntimeException unreadable) {
            input.close();
            throw unreadable;
        }
    }

    private static CaptureFile read(Path file, @Nullable TimeScan scan, Decapsulation decapsulation)
            throws IOException {
        InputStream input = input(file);
        try {
            return new CaptureFile(file.toString(), records(file.toString(), input), scan, decapsulation);
        } catch (IOException | RuntimeException unreadable) {
            input.close();
            throw unreadable;
        }
    }

    private static InputStream input(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CaptureException(file + ": is a directory; allowed: a pcap or pcapng file");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException missing) {
            throw new CaptureException(file + ": there is no such file", missing);
        }
    }

    private static CaptureRecords records(String name, InputStream input) throws IOException {
        try {
            return CaptureRecords.of(CaptureBytes.of(input));
        } catch (CaptureException wrong) {
            throw new CaptureException(name + ": " + wrong.getMessage(), wrong);
        } catch (IOException unreadable) {
            throw new CaptureException(name + ": cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * When the capture begins: the earliest time of a file, the first of a pipe, for which this waits. Long.MAX_VALUE
     * when there is none. Only before the first packet is asked for.
     */
    public long startMicros() throws IOException {
        if (scan != null) {
            return scan.earliestFrom(0);
        }
        if (captured > 0 || ended) {
            throw new IllegalStateException(name + ": packets were read before the start was asked for");
        }
        if (!readAhead) {
            readAhead = true;
            held = records.next();
        }
        return held && records.timed ? records.timeMicros : Long.MAX_VALUE;
    }

    private boolean nextRecord() throws IOException {
        if (readAhead) {
            readAhead = false;
            return held;
        }
        return records.next();
    }

    /** From now on; without this call payloads are hashed without a key. */
    public void hashPayloadsWith(PayloadHash hash) {
        parser.hashPayloadsWith(hash);
    }

    @Override
    public boolean next(PacketRow row) throws IOException {
        while (!ended) {
            if (!nextRecord()) {
                ended = true;
                if (!records.damage().isEmpty()) {
                    captured++;
                    refused[Refusal.DAMAGED.ordinal()]++;
                }
                return false;
            }
            captured++;
            if (accept(row)) {
                packets++;
                return true;
            }
        }
        return false;
    }

    private boolean accept(PacketRow row) {
        Refusal unreadable = records.refusal;
        if (unreadable != null) {
            refused[unreadable.ordinal()]++;
            return false;
        }
        if (!records.timed) {
            refused[Refusal.TIME.ordinal()]++;
            return false;
        }
        if (!parser.parse(records.bytes.window, records.frameAt, records.frameLength, records.linkType, row)) {
            refuse(parser.refusal());
            return false;
        }
        row.timeMicros = records.timeMicros;
        latestMicros = Math.max(latestMicros, records.timeMicros);
        return true;
    }

    private void refuse(Refusal why) {
        if (why == Refusal.LINK_TYPE) {
            refusedLinkTypes.computeIfAbsent(records.linkType, any -> new long[1])[0]++;
        } else {
            refused[why.ordinal()]++;
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Exact for files in any order, to within 4,096 records; one second before the latest packet for pipes and for
     * files whose order is trusted; Long.MAX_VALUE after the end.
     */
    @Override
    public long watermarkMicros() {
        if (ended) {
            return Long.MAX_VALUE;
        }
        if (scan != null) {
            return scan.earliestFrom(captured);
        }
        return latestMicros == Long.MIN_VALUE ? Long.MIN_VALUE : latestMicros - ALLOWED_DISORDER_MICROS;
    }

    /** Where and why the rest of the file could not be read, known at the end; empty for a whole file. */
    public String damage() {
        return records.damage().isEmpty() ? "" : name + ": " + records.damage();
    }

    /** How many tunnels stood around the packet delivered last. */
    public int tunnelsOpened() {
        return parser.tunnelsOpened();
    }

    @Override
    public SourceTally tally() {
        Map<String, Long> reasons = new TreeMap<>();
        for (Refusal why : Refusal.values()) {
            if (refused[why.ordinal()] > 0) {
                reasons.put(why.reason(), refused[why.ordinal()]);
            }
        }
        refusedLinkTypes.forEach((type, count) -> reasons.put(LinkType.refusal(type), count[0]));
        return new SourceTally(captured, packets, reasons);
    }

    @Override
    public void close() throws IOException {
        records.bytes.close();
    }
}
