package org.yamori.sensor.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The 44 bytes before each payload in a segment, big-endian: magic, length, checksum of the payload, kind, partition,
 * rows, epoch, block, and a checksum of the 40 bytes before it. Both checksums are CRC32C. A head that is whole tells
 * where the next one is even if its payload is not.
 *
 * @param length bytes of the payload
 * @param checksum of the payload
 */
record RecordHead(int length, int checksum, boolean heartbeat, int partition, int rows, long epoch, long block) {
    static final int BYTES = 44;
    static final int MAGIC = 0x59426c6b; // YBlk
    /** Kafka takes 8 MiB; a length beyond twice that is no length. */
    static final int MOST_BYTES = 16 << 20;

    private static final int CHECKED = 40;
    private static final int BLOCK = 1;
    private static final int HEARTBEAT = 2;

    static RecordHead of(QueuedRecord record) {
        return new RecordHead(
                record.payload().length,
                checksum(record.payload(), 0, record.payload().length),
                record.heartbeat(),
                record.partition(),
                record.rows(),
                record.epoch(),
                record.block());
    }

    QueuedRecord with(byte[] payload) {
        return new QueuedRecord(heartbeat, partition, epoch, block, rows, payload);
    }

    boolean fits(byte[] payload) {
        return payload.length == length && checksum(payload, 0, length) == checksum;
    }

    void write(ByteBuffer out) {
        int start = out.position();
        out.putInt(MAGIC)
                .putInt(length)
                .putInt(checksum)
                .putInt(heartbeat ? HEARTBEAT : BLOCK)
                .putInt(partition)
                .putInt(rows)
                .putLong(epoch)
                .putLong(block);
        out.putInt(checksum(out.array(), out.arrayOffset() + start, CHECKED));
    }

    /** The head that begins at this offset, or null if none does. */
    static @Nullable RecordHead read(byte[] bytes, int offset) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, BYTES);
        if (in.getInt() != MAGIC || in.getInt(offset + CHECKED) != checksum(bytes, offset, CHECKED)) {
            return null;
        }
        int length = in.getInt();
        int checksum = in.getInt();
        int kind = in.getInt();
        boolean known = kind == BLOCK || kind == HEARTBEAT;
        RecordHead head = new RecordHead(
                length, checksum, kind == HEARTBEAT, in.getInt(), in.getInt(), in.getLong(), in.getLong());
        return known && length > 0 && length <= MOST_BYTES ? head : null;
    }

    static int checksum(byte[] bytes, int offset, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, offset, length);
        return (int) sum.getValue();
    }
}
