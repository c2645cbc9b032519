package org.yamori.sensor.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A small file that says up to where everything was acknowledged. Two places are written in turn, each with a count and
 * a checksum, so that one that tears leaves the other. It may lag behind the truth and never runs ahead of it: what is
 * sent again is removed by the job.
 */
final class ReadPosition implements AutoCloseable {
    static final String NAME = "position";
    private static final int BYTES = 28;
    /** Places are a disk's sector apart. */
    private static final int APART = 4096;

    private final RandomAccessFile file;
    private long count;
    private long segment = -1;
    private long end;

    private ReadPosition(RandomAccessFile file) {
        this.file = file;
    }

    static ReadPosition open(Path folder) throws IOException {
        ReadPosition position =
                new ReadPosition(new RandomAccessFile(folder.resolve(NAME).toFile(), "rw"));
        position.read(0);
        position.read(APART);
        position.reserve();
        return position;
    }

    /** Both places get their room now, so that a disk that is full later does not keep them from being written. */
    private void reserve() {
        try {
            if (file.length() < 2 * APART) {
                file.seek(file.length());
                file.write(new byte[(int) (2 * APART - file.length())]);
            }
        } catch (IOException full) {
            // The position lags, and more is sent again.
        }
    }

    private void read(long offset) throws IOException {
        if (offset + BYTES > file.length()) {
            return;
        }
        byte[] bytes = new byte[BYTES];
        file.seek(offset);
        file.readFully(bytes);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long counted = in.getLong();
        boolean whole = in.getInt(BYTES - Integer.BYTES) == RecordHead.checksum(bytes, 0, BYTES - Integer.BYTES);
        if (whole && counted > count) {
            count = counted;
            segment = in.getLong();
            end = in.getLong();
        }
    }

    /** Number of the file in which the last acknowledged record is, or -1. */
    long segment() {
        return segment;
    }

    /** Offset behind it. */
    long end() {
        return end;
    }

    /** On disk when this returns. */
    void write(long newSegment, long newEnd) throws IOException {
        count++;
        segment = newSegment;
        end = newEnd;
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putLong(count).putLong(segment).putLong(end);
        out.putInt(RecordHead.checksum(out.array(), 0, BYTES - Integer.BYTES));
        file.seek(count % 2 * APART);
        file.write(out.array());
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
