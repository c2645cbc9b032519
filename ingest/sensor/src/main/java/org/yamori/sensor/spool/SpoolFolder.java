package org.yamori.sensor.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.block.Epoch;

/**
 * Room on disk: what is appended survives the end of the process at once, and the end of the machine after the next
 * {@link #force}.
 *
 * <p>Records go to the end of the newest of a row of files and are taken from the oldest. A file is deleted when all of
 * it is acknowledged, so a file that is missing was acknowledged. Each run begins a file of its own and never writes to
 * another's. Appending never waits for the disk itself, only for the system's cache.
 */
public final class SpoolFolder implements BlockStore {
    public static final long LEAST_BYTES = 1 << 20;
    /** So many acknowledged records may be sent again after a crash; the job knows the last 1,024 blocks. */
    public static final int RECORDS_PER_POSITION = 256;

    private static final int PARTS = 16;
    private static final long MOST_SEGMENT_BYTES = 64 << 20;

    private final Path folder;
    private final long mostBytes;
    private final Consumer<String> say;
    private final FolderLock lock;
    private final ReadPosition position;
    private final Deque<Segment> segments = new ArrayDeque<>();

    private Segment.Numbering numbering;
    private long nextSegment;
    private long heldBytes;
    private long backlogBlocks;
    private long backlogBytes;
    private String refusal = "";
    /**
     * The most that was refused since something was kept; less than that is refused too, so that a full spool is one
     * hole.
     */
    private int refusedBytes;

    private boolean diskIsFull;

    private @Nullable RandomAccessFile out;
    /** Files that are full and may still be in the system's cache alone. */
    private final List<RandomAccessFile> unforced = new ArrayList<>();

    private SpoolReader reader;
    private @Nullable Taken acknowledged;
    private long unwritten;

    private SpoolFolder(Path folder, long mostBytes, Consumer<String> say, FolderLock lock, ReadPosition position)
            throws IOException {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.say = say;
        this.lock = lock;
        this.position = position;
        SpoolContents found = SpoolContents.read(folder, position);
        segments.addAll(found.segments());
        numbering = found.numbering();
        nextSegment = found.next();
        backlogBlocks = found.backlog().blocks();
        backlogBytes = found.backlog().bytes();
        heldBytes = segments.stream().mapToLong(Segment::end).sum();
        reader = new SpoolReader(position.segment(), position.end());
        if (found.cutBytes() > 0) {
            say.accept("spool " + folder + ": the last " + found.cutBytes()
                    + " bytes were no whole block and are cut off; a run that was killed leaves such a tail");
        }
        if (backlogBlocks > 0) {
            say.accept("spool " + folder + ": the run before left "
                    + found.backlog().words());
        }
    }

    /**
     * Opens the folder, which is made if it is not there, for this process alone.
     *
     * @param mostBytes all files together never hold more
     * @param say told what a person should know, in sentences
     */
    public static SpoolFolder open(Path folder, long mostBytes, Consumer<String> say) throws SpoolException {
        if (mostBytes < LEAST_BYTES) {
            throw new SpoolException("a spool has room for at least " + LEAST_BYTES + " bytes, was " + mostBytes);
        }
        @Nullable FolderLock lock = null;
        @Nullable ReadPosition position = null;
        try {
            Files.createDirectories(folder);
            lock = FolderLock.take(folder);
            position = ReadPosition.open(folder);
            return new SpoolFolder(folder, mostBytes, say, lock, position);
        } catch (IOException wrong) {
            release(position, lock);
            if (wrong instanceof SpoolException said) {
                throw said;
            }
            throw new SpoolException("spool " + folder + " cannot be used: " + reason(wrong), wrong);
        }
    }

    private static void release(@Nullable AutoCloseable... held) {
        for (AutoCloseable each : held) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception alreadyGone) {
                // There is nothing left to hold.
            }
        }
    }

    private static String reason(IOException wrong) {
        if (wrong instanceof AccessDeniedException) {
            return wrong.getMessage() + " may not be written by this user";
        }
        if (wrong instanceof FileAlreadyExistsException) {
            return wrong.getMessage() + " is no folder";
        }
        if (wrong instanceof FileSystemException named && named.getReason() != null) {
            return named.getFile() + ": " + named.getReason();
        }
        return wrong instanceof FileSystemException
                ? wrong.getMessage() + " (" + wrong.getClass().getSimpleName() + ")"
                : String.valueOf(wrong.getMessage());
    }

    /** The epoch of this run, which names the last block that the folder knows of the run before. */
    public synchronized Epoch beginEpoch(long nowMicros) {
        Segment.Numbering before = numbering;
        Epoch epoch = new Epoch(Math.max(nowMicros, before.epoch() + 1), 0, before.epoch(), before.lastBlock());
        numbering = new Segment.Numbering(epoch.micros(), -1);
        if (!beginSegment()) {
            say.accept("spool " + folder + ": " + refusal + "; packets are dropped and counted until there is room");
        }
        return epoch;
    }

    @Override
    public synchronized boolean append(List<QueuedRecord> together) {
        List<RecordHead> heads = together.stream().map(RecordHead::of).toList();
        int bytes = heads.stream()
                .mapToInt(head -> RecordHead.BYTES + head.length())
                .sum();
        RandomAccessFile file = isStillFull(bytes) ? null : fileFor(bytes);
        if (file == null) {
            refusedBytes = Math.max(refusedBytes, bytes);
            return false;
        }
        ByteBuffer encoded = ByteBuffer.allocate(bytes);
        for (int i = 0; i < heads.size(); i++) {
            heads.get(i).write(encoded);
            encoded.put(together.get(i).payload());
        }
        Segment newest = segments.getLast();
        try {
            file.seek(newest.end());
            file.write(encoded.array());
        } catch (IOException failed) {
            refusal = "the disk takes no more (" + reason(failed) + ")";
            undo(file, newest.end());
            refusedBytes = Math.max(refusedBytes, bytes);
            diskIsFull = true;
            return false;
        }
        refusedBytes = 0;
        diskIsFull = false;
        newest.end(newest.end() + bytes);
        heldBytes += bytes;
        for (RecordHead head : heads) {
            numbering = numbering.after(head);
            backlogBlocks += head.heartbeat() ? 0 : 1;
            backlogBytes += head.length();
        }
        return true;
    }

    private boolean isStillFull(int bytes) {
        long wanted = Math.max(bytes, Math.min(refusedBytes, mostBytes / 4));
        if (heldBytes + wanted + Segment.HEADER_BYTES > mostBytes) {
            refusal =
                    "the spool is full (" + Backlog.mebibytes(heldBytes) + " of " + Backlog.mebibytes(mostBytes) + ")";
            return true;
        }
        return diskIsFull && folder.toFile().getUsableSpace() < wanted;
    }

    /** The newest file, or a new one if the records would not fit into it; null if there is no room for one. */
    private @Nullable RandomAccessFile fileFor(int bytes) {
        boolean roll = out == null
                || (segments.getLast().end() > Segment.HEADER_BYTES
                        && segments.getLast().end() + bytes > segmentBytes());
        return roll && !beginSegment() ? null : out;
    }

    private long segmentBytes() {
        return Math.min(MOST_SEGMENT_BYTES, mostBytes / PARTS);
    }

    /**
     * The newest file is not deleted because it tells where the numbering stands; one that is large gives way to one.
     */
    private synchronized long rollWhenDrained(Taken last) {
        Segment newest = segments.getLast();
        boolean drained = newest.number == last.segment() && newest.end() == last.end();
        return drained && out != null && newest.end() > segmentBytes() / 2 && beginSegment()
                ? last.segment() + 1
                : last.segment();
    }

    private boolean beginSegment() {
        Segment fresh = new Segment(folder, nextSegment, Segment.HEADER_BYTES);
        try {
            RandomAccessFile file = new RandomAccessFile(fresh.file.toFile(), "rw");
            try {
                file.setLength(0);
                file.write(Segment.header(numbering));
            } catch (IOException noRoom) {
                file.close();
                Files.deleteIfExists(fresh.file);
                throw noRoom;
            }
            if (out != null) {
                unforced.add(out);
            }
            out = file;
        } catch (IOException failed) {
            refusal = "the disk takes no new file (" + reason(failed) + ")";
            diskIsFull = true;
            return false;
        }
        segments.add(fresh);
        heldBytes += fresh.end();
        nextSegment++;
        return true;
    }

    private static void undo(RandomAccessFile file, long end) {
        try {
            file.setLength(end);
        } catch (IOException staysTorn) {
            // The next append writes over it, and what follows a whole record is never read.
        }
    }

    @Override
    public synchronized String refusal() {
        return refusal;
    }

    @Override
    public @Nullable Taken take() {
        while (true) {
            @Nullable Segment segment = segmentToRead();
            if (segment == null) {
                return null;
            }
            long limit = endOf(segment);
            @Nullable Taken taken = reader.next(segment, limit, say);
            if (taken != null) {
                return taken;
            }
            if (!isOlder(segment)) {
                return null;
            }
            reader.toSegmentAfter(segment.number);
        }
    }

    private synchronized @Nullable Segment segmentToRead() {
        for (Segment segment : segments) {
            if (segment.number >= reader.segment()) {
                return segment;
            }
        }
        return null;
    }

    private synchronized long endOf(Segment segment) {
        return segment.end();
    }

    /** Whether nothing is appended to it any more. */
    private synchronized boolean isOlder(Segment segment) {
        return segments.getLast() != segment || out == null;
    }

    @Override
    public void acknowledge(Taken upTo) {
        boolean write;
        synchronized (this) {
            acknowledged = upTo;
            backlogBlocks -= upTo.record().heartbeat() ? 0 : 1;
            backlogBytes -= upTo.bytes();
            unwritten++;
            write = unwritten >= RECORDS_PER_POSITION;
        }
        if (write) {
            writePosition();
        }
        deleteBefore(rollWhenDrained(upTo));
    }

    private void deleteBefore(long number) {
        for (Segment done = oldestBefore(number); done != null; done = oldestBefore(number)) {
            try {
                Files.deleteIfExists(done.file);
            } catch (IOException stays) {
                say.accept("spool " + folder + ": " + done.file.getFileName() + " is done with and cannot be deleted: "
                        + reason(stays));
            }
            synchronized (this) {
                segments.remove(done);
                heldBytes -= done.end();
            }
        }
    }

    private synchronized @Nullable Segment oldestBefore(long number) {
        Segment oldest = segments.peekFirst();
        return oldest != null && oldest.number < number && oldest != segments.peekLast() ? oldest : null;
    }

    /** Makes what was appended and acknowledged so far safe against the end of the machine. */
    public void force() {
        @Nullable RandomAccessFile newest;
        List<RandomAccessFile> older;
        synchronized (this) {
            newest = out;
            older = List.copyOf(unforced);
            unforced.clear();
        }
        try {
            for (RandomAccessFile file : older) {
                file.getFD().sync();
                file.close();
            }
            if (newest != null) {
                newest.getFD().sync();
            }
        } catch (IOException failed) {
            say.accept("spool " + folder + " cannot be forced to disk: " + reason(failed));
        }
        writePosition();
    }

    /** Nobody who appends waits for this. */
    private void writePosition() {
        synchronized (position) {
            @Nullable Taken last;
            synchronized (this) {
                last = unwritten == 0 ? null : acknowledged;
                unwritten = 0;
            }
            if (last == null) {
                return;
            }
            try {
                position.write(last.segment(), last.end());
            } catch (IOException failed) {
                say.accept("spool " + folder + " cannot note what was acknowledged, and would send it again: "
                        + reason(failed));
            }
        }
    }

    @Override
    public void rewind() {
        @Nullable Taken last;
        synchronized (this) {
            last = acknowledged;
        }
        reader.close();
        reader = last == null
                ? new SpoolReader(position.segment(), position.end())
                : new SpoolReader(last.segment(), last.end());
    }

    @Override
    public synchronized Backlog backlog() {
        return new Backlog(backlogBlocks, backlogBytes);
    }

    @Override
    public void close() {
        force();
        reader.close();
        release(out, position, lock);
    }
}
