package org.yamori.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of packets of one sensor and one address family, column by column: an Arrow IPC stream of one record batch.
 *
 * <p>A block is a view of the bytes that came from Kafka. Decoding reads the format's offsets and copies nothing; every
 * offset is checked against the bytes that are there, so that no sender can make a reader run outside them.
 */
public final class PacketBlock {
    private static final int MAX_FIELDS = 256;
    private static final int MAX_METADATA = 256;

    private final byte[] bytes;
    private final BlockHeader header;
    private final int rows;
    private final boolean ipv6;
    private final int[] dataOffsets;
    private final int[] validityOffsets;
    private final @Nullable String[][] dictionaries;

    private PacketBlock(
            byte[] bytes,
            BlockHeader header,
            boolean ipv6,
            int[] dataOffsets,
            int[] validityOffsets,
            @Nullable String[][] dictionaries) {
        this.bytes = bytes;
        this.header = header;
        this.rows = header.rows();
        this.ipv6 = ipv6;
        this.dataOffsets = dataOffsets;
        this.validityOffsets = validityOffsets;
        this.dictionaries = dictionaries;
    }

    public static PacketBlock decode(byte[] bytes) throws BadBlockException {
        try {
            return new Decoder(bytes).decode();
        } catch (IndexOutOfBoundsException | IllegalArgumentException | AssertionError damaged) {
            throw new BadBlockException("damaged Arrow stream: " + damaged.getMessage(), damaged);
        }
    }

    public BlockHeader header() {
        return header;
    }

    public int rows() {
        return rows;
    }

    public boolean ipv6() {
        return ipv6;
    }

    public int sizeInBytes() {
        return bytes.length;
    }

    public boolean carries(Column column) {
        return dataOffsets[column.ordinal()] >= 0;
    }

    public boolean isNull(Column column, int row) {
        int at = validityOffsets[column.ordinal()];
        return dataOffsets[column.ordinal()] < 0 || (at >= 0 && (bytes[at + (row >> 3)] >> (row & 7) & 1) == 0);
    }

    /** An unsigned number of up to 32 bits, the bits of a longer one, or 0 where the block lacks the column. */
    public long number(Column column, int row) {
        int at = dataOffsets[column.ordinal()];
        if (at < 0) {
            return 0;
        }
        return switch (column.bytes(ipv6)) {
            case 1 -> bytes[at + row] & 0xff;
            case 2 -> Bytes.unsignedShort(bytes, at + (row << 1));
            case 4 -> Bytes.integer(bytes, at + (row << 2)) & 0xffffffffL;
            default -> Bytes.longer(bytes, at + (row << 3));
        };
    }

    public long timeMicros(int row) {
        return Bytes.longer(bytes, dataOffsets[Column.TIME.ordinal()] + (row << 3));
    }

    public long ipv6High(Column column, int row) {
        return Bytes.bigEndian(bytes, dataOffsets[column.ordinal()] + (row << 4));
    }

    public long ipv6Low(Column column, int row) {
        return Bytes.bigEndian(bytes, dataOffsets[column.ordinal()] + (row << 4) + 8);
    }

    /** A text, or the empty text where the block lacks the column. */
    public String text(Column column, int row) {
        @Nullable String[] texts = dictionaries[column.ordinal()];
        return texts == null ? "" : String.valueOf(texts[(int) number(column, row)]);
    }

    /** All texts of a column by index; the empty text alone where the block lacks the column. */
    public String[] texts(Column column) {
        @Nullable String[] texts = dictionaries[column.ordinal()];
        return texts == null ? new String[] {""} : Arrays.copyOf(texts, texts.length, String[].class);
    }

    /** Copies rows of a column as they are stored; zeros where the block lacks the column. */
    public void copy(Column column, int fromRow, int toRow, byte[] target, int targetOffset) {
        int width = column.bytes(ipv6);
        int at = dataOffsets[column.ordinal()];
        if (at < 0) {
            Arrays.fill(target, targetOffset, targetOffset + (toRow - fromRow) * width, (byte) 0);
        } else {
            System.arraycopy(bytes, at + fromRow * width, target, targetOffset, (toRow - fromRow) * width);
        }
    }

    /** The home of a row's source, as {@link Shards} says, whatever the sender claims. */
    public int shardOf(int row) {
        if (isNull(Column.SOURCE, row)) {
            String label = text(Column.SOURCE_LABEL, row);
            return label.isEmpty() ? Shards.ofNobody() : Shards.ofLabel(label, header.shards());
        }
        return ipv6
                ? Shards.ofIpv6(ipv6High(Column.SOURCE, row), header.shards())
                : Shards.ofIpv4((int) number(Column.SOURCE, row), header.shards());
    }

    /** Refuses a block whose sender put rows where they do not belong: their sources would count twice. */
    public void requireHonestShards() throws BadBlockException {
        int[] offsets = header.shardOffsets();
        for (int shard = 0; shard < header.shards(); shard++) {
            for (int row = offsets[shard]; row < offsets[shard + 1]; row++) {
                if (shardOf(row) != shard) {
                    throw new BadBlockException("row " + row + " belongs to shard " + shardOf(row) + " of "
                            + header.shards() + ", but stands in shard " + shard);
                }
            }
        }
    }

    /** Walks through the messages of a stream once. */
    private static final class Decoder {
        private final byte[] bytes;
        private final ByteBuffer buffer;
        private int position;
        private final int[] dataOffsets = new int[Column.count()];
        private final int[] validityOffsets = new int[Column.count()];
        private final @Nullable String[][] dictionaries = new String[Column.count()][];
        private final Map<Long, Column> textColumns = new HashMap<>();
        private @Nullable Schema schema;
        private @Nullable BlockHeader header;
        private boolean ipv6;

        Decoder(byte[] bytes) {
            this.bytes = bytes;
            this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            Arrays.fill(dataOffsets, -1);
            Arrays.fill(validityOffsets, -1);
        }

        PacketBlock decode() throws BadBlockException {
            while (true) {
                Message message = nextMessage();
                int body = position;
                if (message.bodyLength() < 0 || message.bodyLength() > bytes.length - body) {
                    throw new BadBlockException("truncated: a message of " + message.bodyLength()
                            + " bytes begins at byte " + body + " of " + bytes.length);
                }
                position += (int) message.bodyLength();
                switch (message.headerType()) {
                    case MessageHeader.Schema -> readSchema((Schema) required(message.header(new Schema())));
                    case MessageHeader.DictionaryBatch ->
                        readDictionary((DictionaryBatch) required(message.header(new DictionaryBatch())), body);
                    case MessageHeader.RecordBatch -> {
                        return readBatch((RecordBatch) required(message.header(new RecordBatch())), body);
                    }
                    default -> throw new BadBlockException("unexpected Arrow message of kind " + message.headerType());
                }
            }
        }

        private Message nextMessage() throws BadBlockException {
            if (bytes.length - position < 8) {
                throw new BadBlockException("truncated: no record batch in " + bytes.length + " bytes");
            }
            int mark = buffer.getInt(position);
            int length = buffer.getInt(position + 4);
            if (mark != ArrowMessages.CONTINUATION) {
                throw new BadBlockException(
                        position == 0 ? "no Arrow IPC stream" : "no Arrow message at byte " + position);
            }
            position += 8;
            if (length <= 0 || length > bytes.length - position) {
                throw new BadBlockException("truncated: Arrow metadata of " + length + " bytes begins at byte "
                        + position + " of " + bytes.length);
            }
            ByteBuffer metadata = buffer.slice(position, length).order(ByteOrder.LITTLE_ENDIAN);
            position += length;
            return Message.getRootAsMessage(metadata);
        }

        private void readSchema(Schema read) throws BadBlockException {
            if (read.fieldsLength() > MAX_FIELDS || read.customMetadataLength() > MAX_METADATA) {
                throw new BadBlockException("a schema has at most " + MAX_FIELDS + " fields and " + MAX_METADATA
                        + " metadata entries, was " + read.fieldsLength() + " and " + read.customMetadataLength());
            }
            Map<String, String> texts = new HashMap<>();
            for (int i = 0; i < read.customMetadataLength(); i++) {
                KeyValue entry = read.customMetadata(i);
                texts.put(String.valueOf(entry.key()), String.valueOf(entry.value()));
            }
            schema = read;
            header = BlockHeader.fromTexts(texts);
            for (int i = 0; i < read.fieldsLength(); i++) {
                Column column = columnNamed(String.valueOf(read.fields(i).name()));
                if (column == Column.SOURCE) {
                    ipv6 = read.fields(i).typeType() == Type.FixedSizeBinary;
                }
            }
            for (int i = 0; i < read.fieldsLength(); i++) {
                Field field = read.fields(i);
                Column column = columnNamed(String.valueOf(field.name()));
                if (column == null) {
                    continue;
                }
                requireType(column, field);
                if (column.type() == Column.Type.TEXT) {
                    textColumns.put(required(field.dictionary()).id(), column);
                }
            }
        }

        private void requireType(Column column, Field field) throws BadBlockException {
            boolean asExpected = switch (column.type()) {
                case TIMESTAMP -> field.typeType() == Type.Timestamp;
                case TEXT -> isTextIndex(field.dictionary());
                case ADDRESS ->
                    ipv6
                            ? field.typeType() == Type.FixedSizeBinary
                                    && ((FixedSizeBinary) required(field.type(new FixedSizeBinary()))).byteWidth() == 16
                            : isUnsigned(field, 32);
                default -> isUnsigned(field, column.bytes(ipv6) * 8);
            };
            if (!asExpected || (column.type() != Column.Type.TEXT && field.dictionary() != null)) {
                throw new BadBlockException("column " + column.arrowName() + " is not stored as " + column.type());
            }
        }

        private static boolean isTextIndex(@Nullable DictionaryEncoding encoding) {
            return encoding != null
                    && encoding.indexType() != null
                    && encoding.indexType().bitWidth() == 16
                    && !encoding.indexType().isSigned();
        }

        private static boolean isUnsigned(Field field, int bits) throws BadBlockException {
            if (field.typeType() != Type.Int) {
                return false;
            }
            Int type = (Int) required(field.type(new Int()));
            return type.bitWidth() == bits && !type.isSigned();
        }

        private void readDictionary(DictionaryBatch dictionary, int body) throws BadBlockException {
            Column column = textColumns.get(dictionary.id());
            if (column == null) {
                return;
            }
            RecordBatch batch = required(dictionary.data());
            requirePlain(batch);
            int count = count(batch.length());
            int offsets = place(batch, 1, body, 4L * (count + 1));
            int data =
                    place(batch, 2, body, count == 0 ? 0 : Integer.toUnsignedLong(buffer.getInt(offsets + 4 * count)));
            String[] texts = new String[count];
            for (int i = 0; i < count; i++) {
                int from = buffer.getInt(offsets + 4 * i);
                int to = buffer.getInt(offsets + 4 * (i + 1));
                if (from < 0 || to < from || to > buffer.getInt(offsets + 4 * count)) {
                    throw new BadBlockException("offsets of dictionary " + column.arrowName() + " run backwards");
                }
                try {
                    texts[i] = StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, data + from, to - from))
                            .toString();
                } catch (CharacterCodingException notText) {
                    throw new BadBlockException("a text of column " + column.arrowName() + " is not UTF-8", notText);
                }
            }
            dictionaries[column.ordinal()] = texts;
        }

        private PacketBlock readBatch(RecordBatch batch, int body) throws BadBlockException {
            if (schema == null || header == null) {
                throw new BadBlockException("a record batch without a schema before it");
            }
            requirePlain(batch);
            int rows = count(batch.length());
            if (rows != header.rows()) {
                throw new BadBlockException(
                        "the batch has " + rows + " rows, the shard offsets end at " + header.rows());
            }
            if (batch.nodesLength() != schema.fieldsLength()) {
                throw new BadBlockException("the batch tells of " + batch.nodesLength() + " columns, the schema of "
                        + schema.fieldsLength());
            }
            int next = 0;
            for (int i = 0; i < schema.fieldsLength(); i++) {
                Field field = schema.fields(i);
                Column column = columnNamed(String.valueOf(field.name()));
                if (column != null) {
                    if (batch.nodes(i).nullCount() > 0) {
                        validityOffsets[column.ordinal()] = place(batch, next, body, (rows + 7L) >> 3);
                    }
                    dataOffsets[column.ordinal()] = place(batch, next + 1, body, (long) rows * column.bytes(ipv6));
                }
                next += buffersOf(field);
            }
            for (Column column : Column.values()) {
                if (column.group() == Column.Group.ALWAYS && dataOffsets[column.ordinal()] < 0) {
                    throw new BadBlockException("column " + column.arrowName() + " is missing");
                }
                requireTextsExist(column, rows);
            }
            return new PacketBlock(bytes, header, ipv6, dataOffsets, validityOffsets, dictionaries);
        }

        private void requireTextsExist(Column column, int rows) throws BadBlockException {
            int at = dataOffsets[column.ordinal()];
            if (column.type() != Column.Type.TEXT || at < 0) {
                return;
            }
            @Nullable String[] texts = dictionaries[column.ordinal()];
            int largest = -1;
            for (int row = 0; row < rows; row++) {
                largest = Math.max(largest, Bytes.unsignedShort(bytes, at + (row << 1)));
            }
            int known = texts == null ? 0 : texts.length;
            if (largest >= known) {
                throw new BadBlockException(
                        "column " + column.arrowName() + " refers to text " + largest + " of " + known);
            }
        }

        private static int buffersOf(Field field) throws BadBlockException {
            if (field.dictionary() != null) {
                return 2;
            }
            return switch (field.typeType()) {
                case Type.Int,
                        Type.FloatingPoint,
                        Type.Bool,
                        Type.Timestamp,
                        Type.FixedSizeBinary,
                        Type.Date,
                        Type.Time -> 2;
                case Type.Utf8, Type.Binary -> 3;
                default ->
                    throw new BadBlockException("column " + field.name() + " has Arrow type " + field.typeType()
                            + ", which is not read here");
            };
        }

        /** Where a buffer of the batch begins, checked to hold what is needed. */
        private int place(RecordBatch batch, int index, int body, long needed) throws BadBlockException {
            if (index >= batch.buffersLength()) {
                throw new BadBlockException("the batch has " + batch.buffersLength() + " buffers, one more is needed");
            }
            Buffer place = required(batch.buffers(index));
            long end = position - (long) body;
            if (place.offset() < 0
                    || place.length() < needed
                    || place.length() > end
                    || place.offset() > end - place.length()) {
                throw new BadBlockException("truncated: a buffer of " + needed + " bytes lies at " + place.offset()
                        + "+" + place.length() + " of " + end);
            }
            return body + (int) place.offset();
        }

        private static void requirePlain(RecordBatch batch) throws BadBlockException {
            if (batch.compression() != null) {
                throw new BadBlockException("compressed Arrow buffers are not read here: Kafka compresses blocks");
            }
        }

        private int count(long length) throws BadBlockException {
            if (length < 0 || length > bytes.length) {
                throw new BadBlockException(length + " rows in a block of " + bytes.length + " bytes");
            }
            return (int) length;
        }

        private static <T> T required(@Nullable T part) throws BadBlockException {
            if (part == null) {
                throw new BadBlockException("an Arrow message lacks a part");
            }
            return part;
        }

        private static @Nullable Column columnNamed(String name) {
            return BY_NAME.get(name);
        }
    }

    private static final Map<String, Column> BY_NAME = new HashMap<>();

    static {
        for (Column column : Column.values()) {
            BY_NAME.put(column.arrowName(), column);
        }
    }
}
