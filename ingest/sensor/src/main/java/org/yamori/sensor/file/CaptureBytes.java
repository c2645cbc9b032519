package org.yamori.sensor.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * A window of 1 MiB that slides over the bytes of a capture, decompressed where they were compressed. A plain read()
 * into an array measured faster than a memory map.
 *
 * <p>Compressed data that breaks off or is damaged ends the bytes and is told by {@link #fault}; every other failure to
 * read is thrown.
 */
final class CaptureBytes implements Closeable {
    static final int WINDOW_BYTES = 1 << 20;

    final byte[] window = new byte[WINDOW_BYTES];
    /** Where the next unread byte is. */
    int position;

    private int limit;
    private long windowOffset;
    private boolean ended;
    private String fault = "";
    private final InputStream input;
    private final boolean compressed;

    private CaptureBytes(InputStream input, boolean compressed) {
        this.input = input;
        this.compressed = compressed;
    }

    static CaptureBytes of(InputStream raw) throws IOException {
        PlainBytes plain = PlainBytes.of(raw);
        return new CaptureBytes(plain.input(), plain.isCompressed());
    }

    /** Makes the next bytes lie in the window, at most 1 MiB; false when the input ends before. */
    boolean has(int bytes) throws IOException {
        return limit - position >= bytes || fill(bytes);
    }

    private boolean fill(int bytes) throws IOException {
        if (bytes > WINDOW_BYTES) {
            throw new IllegalArgumentException("asked for " + bytes + " bytes of a window of " + WINDOW_BYTES);
        }
        System.arraycopy(window, position, window, 0, limit - position);
        windowOffset += position;
        limit -= position;
        position = 0;
        while (limit < bytes && !ended) {
            int read = read();
            if (read < 0) {
                ended = true;
            } else {
                limit += read;
            }
        }
        return limit >= bytes;
    }

    private int read() throws IOException {
        try {
            return input.read(window, limit, WINDOW_BYTES - limit);
        } catch (IOException broken) {
            if (!compressed) {
                throw broken;
            }
            fault = "compressed data broken: " + broken.getMessage();
            return -1;
        }
    }

    /** Steps over bytes; false when the input ends before. */
    boolean skip(long bytes) throws IOException {
        long left = bytes;
        while (left > available()) {
            left -= available();
            position = limit;
            if (!has(1)) {
                return false;
            }
        }
        position += (int) left;
        return true;
    }

    /** Bytes that lie in the window. */
    int available() {
        return limit - position;
    }

    /** Offset of the next byte, counted after decompression. */
    long offset() {
        return windowOffset + position;
    }

    /** Why the input ended early, or empty. */
    String fault() {
        return fault;
    }

    /** Words for where an offset counts. */
    String unit() {
        return compressed ? "decompressed byte " : "byte ";
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
