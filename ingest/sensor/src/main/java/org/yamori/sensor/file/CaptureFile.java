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
import org.yamori.sensor.parse.HeaderParser;
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
 * <p>A file's times need not be in order: it is read twice, first for the times only. {@link #ofStream} and
 * {@link #trustingOrder} read once and allow disorder of one second.
 */
public final class CaptureFile implements PacketSource {
    private static final long ALLOWED_DISORDER_MICROS = 1_000_000;

    private final String name;
    private final CaptureRecords records;
    private final @Nullable TimeScan scan;
    private final HeaderParser parser = new HeaderParser();

    private long captured;
    private long packets;
    private long latestMicros = Long.MIN_VALUE;
    private boolean ended;
    private final long[] refused = new long[Refusal.values().length];
    private final Map<Integer, long[]> refusedLinkTypes = new TreeMap<>();

    private CaptureFile(String name, CaptureRecords records, @Nullable TimeScan scan) {
        this.name = name;
        this.records = records;
        this.scan = scan;
    }

    /** A file in any order of time. */
    public static CaptureFile open(Path file) throws IOException {
        TimeScan scan;
        try (InputStream input = input(file)) {
            scan = TimeScan.of(records(file.toString(), input));
        }
        return read(file, scan);
    }

    /** A file whose packets are in order of time within one second; it is read only once. */
    public static CaptureFile trustingOrder(Path file) throws IOException {
        return read(file, null);
    }

    /** What a program writes into a pipe, in order of time within one second. Closes the input with itself. */
    public static CaptureFile ofStream(String name, InputStream input) throws IOException {
        try {
            return new CaptureFile(name, records(name, input), null);
        } catch (IOException | RuntimeException unreadable) {
            input.close();
            throw unreadable;
        }
    }

    private static CaptureFile read(Path file, @Nullable TimeScan scan) throws IOException {
        InputStream input = input(file);
        try {
            return new CaptureFile(file.toString(), records(file.toString(), input), scan);
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

    /** From now on; without this call payloads are hashed without a key. */
    public void hashPayloadsWith(PayloadHash hash) {
        parser.hashPayloadsWith(hash);
    }

    @Override
    public boolean next(PacketRow row) throws IOException {
        while (!ended) {
            if (!records.next()) {
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
     * <p>Exact for files in any order, to within 4,096 records; one second before the latest packet for files and
     * streams whose order is trusted; Long.MAX_VALUE after the end.
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

    @Override
    public SourceTally tally() {
        Map<String, Long> reasons = new TreeMap<>();
        for (Refusal why : Refusal.values()) {
            if (refused[why.ordinal()] > 0) {
                reasons.put(why.reason(), refused[why.ordinal()]);
            }
        }
        refusedLinkTypes.forEach((type, count) -> reasons.put("link type " + type + " not read yet", count[0]));
        return new SourceTally(captured, packets, reasons);
    }

    @Override
    public void close() throws IOException {
        records.bytes.close();
    }
}
