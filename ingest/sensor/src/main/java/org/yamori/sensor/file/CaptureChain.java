package org.yamori.sensor.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.SourceTally;
import org.yamori.sensor.parse.Decapsulation;
import org.yamori.sensor.signature.PayloadHash;
import org.yamori.wire.PacketRow;

/**
 * The captures of one sensor, one after the other, as one source. They may overlap and stand in any order; of a pipe
 * nothing is known before it is read, so that no time has passed for certain until then.
 */
public final class CaptureChain implements PacketSource {
    private final List<CaptureFile> files = new ArrayList<>();
    /** The earliest packet in the file of this number or a later one; one entry more than files. */
    private final long[] earliestFrom;

    private int current;

    private CaptureChain(List<Path> captures, Decapsulation decapsulation) throws IOException {
        try {
            for (Path capture : captures) {
                files.add(CaptureFile.open(capture, decapsulation));
            }
        } catch (IOException refused) {
            close();
            throw refused;
        }
        earliestFrom = new long[files.size() + 1];
        earliestFrom[files.size()] = Long.MAX_VALUE;
        for (int i = files.size() - 1; i >= 0; i--) {
            earliestFrom[i] = Math.min(earliestFrom[i + 1], files.get(i).watermarkMicros());
        }
    }

    public static CaptureChain open(List<Path> captures, Decapsulation decapsulation) throws IOException {
        return new CaptureChain(captures, decapsulation);
    }

    /** From now on; without this call payloads are hashed without a key. */
    public void hashPayloadsWith(PayloadHash hash) {
        files.forEach(file -> file.hashPayloadsWith(hash));
    }

    @Override
    public boolean next(PacketRow row) throws IOException {
        while (current < files.size()) {
            if (files.get(current).next(row)) {
                return true;
            }
            current++;
        }
        return false;
    }

    @Override
    public long watermarkMicros() {
        return current == files.size()
                ? Long.MAX_VALUE
                : Math.min(files.get(current).watermarkMicros(), earliestFrom[current + 1]);
    }

    @Override
    public SourceTally tally() {
        long captured = 0;
        long packets = 0;
        Map<String, Long> refused = new HashMap<>();
        for (CaptureFile file : files) {
            SourceTally tally = file.tally();
            captured += tally.captured();
            packets += tally.packets();
            tally.refused().forEach((reason, count) -> refused.merge(reason, count, Long::sum));
        }
        return new SourceTally(captured, packets, refused);
    }

    /** Where and why the rest of a file could not be read, a sentence a file. */
    public List<String> damages() {
        return files.stream()
                .map(CaptureFile::damage)
                .filter(damage -> !damage.isEmpty())
                .toList();
    }

    @Override
    public void close() throws IOException {
        for (CaptureFile file : files) {
            file.close();
        }
    }
}
