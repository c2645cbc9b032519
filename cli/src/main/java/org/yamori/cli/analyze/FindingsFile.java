package org.yamori.cli.analyze;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.yamori.cli.analyze.Analysis.FindingSink;
import org.yamori.wire.Finding;

/**
 * The last revision of every finding, one JSON document per line, in the order of anchor, kind and id: the same set of
 * findings gives the same bytes, in whatever order it comes.
 *
 * <p>An external merge sort: findings are gathered up to a number of bytes, sorted and written to a run beside the
 * result; runs are merged at the end. Memory is the gathered bytes, whatever the number of findings.
 */
public final class FindingsFile implements FindingSink, AutoCloseable {
    private static final int DEFAULT_RUN_BYTES = 64 << 20;
    private static final int MOST_RUNS_AT_ONCE = 64;
    /** What a gathered finding costs beyond its document: record, two texts, array headers, its place in the list. */
    private static final int OVERHEAD_BYTES = 200;

    /** Larger revisions first, so that the first of equal ids is the one to keep. */
    private static final Comparator<Finding> ORDER = Comparator.comparingLong(Finding::anchorMicros)
            .thenComparing(Finding::kind)
            .thenComparing(Finding::id)
            .thenComparing(Comparator.comparingLong(Finding::revision).reversed())
            .thenComparing(Finding::json, Arrays::compare);

    private final Path scratch;
    private final long runBytes;
    private final List<Finding> gathered = new ArrayList<>();
    private final List<Path> runs = new ArrayList<>();
    private long gatheredBytes;
    private int runsEver;
    private boolean written;

    /**
     * A sorter.
     *
     * @param scratch an existing folder for runs, on a disk that can hold all findings once more
     */
    public FindingsFile(Path scratch) {
        this(scratch, DEFAULT_RUN_BYTES);
    }

    FindingsFile(Path scratch, long runBytes) {
        this.scratch = scratch;
        this.runBytes = runBytes;
    }

    /** What a file holds. */
    public record Written(long findings, long revisions) {}

    @Override
    public synchronized void accept(Finding finding) throws IOException {
        if (written) {
            throw new IllegalStateException("a finding came after the file was written: " + finding.id());
        }
        gathered.add(finding);
        gatheredBytes +=
                finding.json().length + finding.kind().length() + finding.id().length() + OVERHEAD_BYTES;
        if (gatheredBytes >= runBytes) {
            spill();
        }
    }

    /** Everything of an iterator. */
    public void acceptAll(Iterator<Finding> findings) throws IOException {
        while (findings.hasNext()) {
            accept(findings.next());
        }
    }

    /** Writes the result; nothing can be added afterwards. */
    public synchronized Written write(Path file) throws IOException {
        written = true;
        while (runs.size() > MOST_RUNS_AT_ONCE) {
            List<Path> some = new ArrayList<>(runs.subList(0, MOST_RUNS_AT_ONCE));
            Path merged = nextRun();
            try (DataOutputStream out = output(merged)) {
                merge(cursors(some), finding -> writeRecord(out, finding));
            }
            runs.removeAll(some);
            runs.add(merged);
            for (Path run : some) {
                Files.delete(run);
            }
        }
        gathered.sort(ORDER);
        List<Cursor> cursors = cursors(runs);
        cursors.add(Cursor.of(gathered.iterator()));
        LineWriter lines = new LineWriter();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            merge(cursors, finding -> lines.write(out, finding));
        }
        gathered.clear();
        return new Written(lines.findings, lines.revisions);
    }

    @Override
    public synchronized void close() throws IOException {
        gathered.clear();
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
        runs.clear();
    }

    /** Where merged findings go. */
    private interface Target {
        void accept(Finding finding) throws IOException;
    }

    /** Writes the first of each id. */
    private static final class LineWriter {
        private long findings;
        private long revisions;
        private Optional<Finding> last = Optional.empty();

        void write(OutputStream out, Finding finding) throws IOException {
            revisions++;
            if (last.isPresent() && sameFinding(last.get(), finding)) {
                return;
            }
            last = Optional.of(finding);
            findings++;
            out.write(finding.json());
            out.write('\n');
        }

        private static boolean sameFinding(Finding a, Finding b) {
            return a.anchorMicros() == b.anchorMicros()
                    && a.id().equals(b.id())
                    && a.kind().equals(b.kind());
        }
    }

    private void spill() throws IOException {
        gathered.sort(ORDER);
        Path run = nextRun();
        runs.add(run);
        try (DataOutputStream out = output(run)) {
            for (Finding finding : gathered) {
                writeRecord(out, finding);
            }
        }
        gathered.clear();
        gatheredBytes = 0;
    }

    private Path nextRun() {
        return scratch.resolve("findings-" + runsEver++ + ".run");
    }

    private static void merge(List<Cursor> cursors, Target target) throws IOException {
        PriorityQueue<Cursor> queue = new PriorityQueue<>(Comparator.comparing(Cursor::head, ORDER));
        try {
            for (Cursor cursor : cursors) {
                if (cursor.advance()) {
                    queue.add(cursor);
                }
            }
            for (Cursor first = queue.poll(); first != null; first = queue.poll()) {
                target.accept(first.head());
                if (first.advance()) {
                    queue.add(first);
                }
            }
        } finally {
            for (Cursor cursor : cursors) {
                cursor.close();
            }
        }
    }

    private static List<Cursor> cursors(List<Path> runs) throws IOException {
        List<Cursor> cursors = new ArrayList<>();
        for (Path run : runs) {
            cursors.add(Cursor.of(new DataInputStream(new BufferedInputStream(Files.newInputStream(run), 1 << 16))));
        }
        return cursors;
    }

    /** A sorted sequence and the finding it stands at. */
    private abstract static class Cursor {
        private Optional<Finding> head = Optional.empty();

        abstract Optional<Finding> next() throws IOException;

        abstract void close() throws IOException;

        boolean advance() throws IOException {
            head = next();
            return head.isPresent();
        }

        Finding head() {
            return head.orElseThrow();
        }

        static Cursor of(Iterator<Finding> findings) {
            return new Cursor() {
                @Override
                Optional<Finding> next() {
                    return findings.hasNext() ? Optional.of(findings.next()) : Optional.empty();
                }

                @Override
                void close() {}
            };
        }

        static Cursor of(DataInputStream in) {
            return new Cursor() {
                @Override
                Optional<Finding> next() throws IOException {
                    return readRecord(in);
                }

                @Override
                void close() throws IOException {
                    in.close();
                }
            };
        }
    }

    private static DataOutputStream output(Path file) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    }

    private static void writeRecord(DataOutputStream out, Finding finding) throws IOException {
        out.writeLong(finding.anchorMicros());
        out.writeUTF(finding.kind());
        out.writeUTF(finding.id());
        out.writeLong(finding.revision());
        out.writeInt(finding.json().length);
        out.write(finding.json());
    }

    private static Optional<Finding> readRecord(DataInputStream in) throws IOException {
        long anchorMicros;
        try {
            anchorMicros = in.readLong();
        } catch (EOFException end) {
            return Optional.empty();
        }
        String kind = in.readUTF();
        String id = in.readUTF();
        long revision = in.readLong();
        byte[] json = new byte[in.readInt()];
        in.readFully(json);
        return Optional.of(new Finding(kind, id, revision, anchorMicros, json));
    }
}
