package org.yamori.sensor.file;

import com.github.luben.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/** Bytes of an input as they were before compression: gzip and zstd are told by their magic numbers. */
public final class PlainBytes {
    private static final int BUFFER_BYTES = 1 << 18;

    private final InputStream input;
    private final boolean compressed;

    private PlainBytes(InputStream input, boolean compressed) {
        this.input = input;
        this.compressed = compressed;
    }

    /** Closes the input when it cannot be read. */
    public static PlainBytes of(InputStream raw) throws IOException {
        try {
            PushbackInputStream input = new PushbackInputStream(raw, 4);
            byte[] magic = new byte[4];
            int read = input.readNBytes(magic, 0, 4);
            input.unread(magic, 0, read);
            if (read >= 2 && magic[0] == 0x1f && (magic[1] & 0xff) == 0x8b) {
                return new PlainBytes(new GZIPInputStream(new NotYetEnded(input), BUFFER_BYTES), true);
            }
            boolean zstd = read == 4
                    && magic[0] == 0x28
                    && (magic[1] & 0xff) == 0xb5
                    && magic[2] == 0x2f
                    && (magic[3] & 0xff) == 0xfd;
            return zstd ? new PlainBytes(new ZstdInputStream(input), true) : new PlainBytes(input, false);
        } catch (IOException | RuntimeException notReadable) {
            raw.close();
            throw notReadable;
        }
    }

    /**
     * An input of which gzip is told that there may be more: what is available decides there whether another member
     * follows, and of a pipe nothing may be available that is not at its end.
     */
    private static final class NotYetEnded extends FilterInputStream {
        NotYetEnded(InputStream input) {
            super(input);
        }

        @Override
        public int available() throws IOException {
            return Math.max(1, super.available());
        }
    }

    public InputStream input() {
        return input;
    }

    public boolean isCompressed() {
        return compressed;
    }
}
