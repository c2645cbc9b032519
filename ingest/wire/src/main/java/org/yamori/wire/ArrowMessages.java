package org.yamori.wire;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.DictionaryKind;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;
import org.jspecify.annotations.Nullable;

/** Writes the encapsulated messages of an Arrow IPC stream on the heap, without Arrow's allocators. */
final class ArrowMessages {
    static final int CONTINUATION = -1;
    private static final byte[] PADDING = new byte[8];

    /**
     * One column of the batch.
     *
     * @param validity Arrow's bitmap, or null where every value is known
     * @param bytes of its values
     * @param values writes them where they belong, so that they are copied only once
     */
    record Field(byte @Nullable [] validity, int bytes, Values values) {
        int validityBytes() {
            return validity == null ? 0 : validity.length;
        }
    }

    /** The values of a column. */
    @FunctionalInterface
    interface Values {
        void writeTo(byte[] stream, int at);
    }

    private ArrowMessages() {}

    static ByteBuffer schema(List<Column> columns, boolean ipv6, boolean feed, Map<String, String> metadata) {
        FlatBufferBuilder builder = new FlatBufferBuilder(4096);
        int[] fields = new int[columns.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = field(builder, columns.get(i), ipv6, feed);
        }
        int fieldVector = Schema.createFieldsVector(builder, fields);
        int[] entries = new int[metadata.size()];
        int next = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            int key = builder.createString(entry.getKey());
            int value = builder.createString(entry.getValue());
            entries[next++] = KeyValue.createKeyValue(builder, key, value);
        }
        int metadataVector = Schema.createCustomMetadataVector(builder, entries);
        Schema.startSchema(builder);
        Schema.addFields(builder, fieldVector);
        Schema.addCustomMetadata(builder, metadataVector);
        int schema = Schema.endSchema(builder);
        return message(builder, MessageHeader.Schema, schema, new byte[0]);
    }

    private static int field(FlatBufferBuilder builder, Column column, boolean ipv6, boolean feed) {
        int name = builder.createString(column.arrowName());
        int dictionary = 0;
        byte typeKind;
        int type;
        switch (column.type()) {
            case TIMESTAMP -> {
                int zone = builder.createString("UTC");
                typeKind = Type.Timestamp;
                type = Timestamp.createTimestamp(builder, TimeUnit.MICROSECOND, zone);
            }
            case TEXT -> {
                int index = Int.createInt(builder, 16, false);
                dictionary = DictionaryEncoding.createDictionaryEncoding(
                        builder, column.ordinal(), index, false, DictionaryKind.DenseArray);
                typeKind = Type.Utf8;
                Utf8.startUtf8(builder);
                type = Utf8.endUtf8(builder);
            }
            case ADDRESS -> {
                typeKind = ipv6 ? Type.FixedSizeBinary : Type.Int;
                type = ipv6 ? FixedSizeBinary.createFixedSizeBinary(builder, 16) : Int.createInt(builder, 32, false);
            }
            default -> {
                typeKind = Type.Int;
                type = Int.createInt(builder, column.bytes(ipv6) * 8, false);
            }
        }
        int children = org.apache.arrow.flatbuf.Field.createChildrenVector(builder, new int[0]);
        org.apache.arrow.flatbuf.Field.startField(builder);
        org.apache.arrow.flatbuf.Field.addName(builder, name);
        org.apache.arrow.flatbuf.Field.addNullable(builder, feed);
        org.apache.arrow.flatbuf.Field.addTypeType(builder, typeKind);
        org.apache.arrow.flatbuf.Field.addType(builder, type);
        if (dictionary != 0) {
            org.apache.arrow.flatbuf.Field.addDictionary(builder, dictionary);
        }
        org.apache.arrow.flatbuf.Field.addChildren(builder, children);
        return org.apache.arrow.flatbuf.Field.endField(builder);
    }

    static ByteBuffer dictionary(Column column, List<String> texts) {
        ByteBuffer offsets = ByteBuffer.allocate(4 * (texts.size() + 1)).order(ByteOrder.LITTLE_ENDIAN);
        byte[][] encoded = new byte[texts.size()][];
        int total = 0;
        offsets.putInt(0);
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = texts.get(i).getBytes(StandardCharsets.UTF_8);
            total += encoded[i].length;
            offsets.putInt(total);
        }
        ByteBuffer data = ByteBuffer.allocate(total);
        for (byte[] text : encoded) {
            data.put(text);
        }
        FlatBufferBuilder builder = new FlatBufferBuilder(256);
        int batch = batch(builder, texts.size(), 1, new int[] {0, offsets.capacity(), total});
        DictionaryBatch.startDictionaryBatch(builder);
        DictionaryBatch.addId(builder, column.ordinal());
        DictionaryBatch.addData(builder, batch);
        int dictionary = DictionaryBatch.endDictionaryBatch(builder);
        return message(builder, MessageHeader.DictionaryBatch, dictionary, offsets.array(), data.array());
    }

    /** The head of a record batch; its columns follow in the stream. */
    private static ByteBuffer recordBatch(int rows, List<Field> fields) {
        int[] lengths = new int[fields.size() * 2];
        int bodyLength = 0;
        for (int i = 0; i < fields.size(); i++) {
            lengths[2 * i] = fields.get(i).validityBytes();
            lengths[2 * i + 1] = fields.get(i).bytes();
            bodyLength += padded(lengths[2 * i]) + padded(lengths[2 * i + 1]);
        }
        FlatBufferBuilder builder = new FlatBufferBuilder(2048);
        int batch = batch(builder, rows, fields.size(), lengths, fields);
        return head(builder, MessageHeader.RecordBatch, batch, bodyLength, 0);
    }

    private static int batch(FlatBufferBuilder builder, int rows, int nodes, int[] lengths) {
        return batch(builder, rows, nodes, lengths, List.of());
    }

    private static int batch(FlatBufferBuilder builder, int rows, int nodes, int[] lengths, List<Field> fields) {
        long[] starts = new long[lengths.length];
        long at = 0;
        for (int i = 0; i < lengths.length; i++) {
            starts[i] = at;
            at += padded(lengths[i]);
        }
        RecordBatch.startBuffersVector(builder, lengths.length);
        for (int i = lengths.length - 1; i >= 0; i--) {
            org.apache.arrow.flatbuf.Buffer.createBuffer(builder, starts[i], lengths[i]);
        }
        int buffers = builder.endVector();
        RecordBatch.startNodesVector(builder, nodes);
        for (int i = nodes - 1; i >= 0; i--) {
            byte[] validity = fields.isEmpty() ? null : fields.get(i).validity();
            org.apache.arrow.flatbuf.FieldNode.createFieldNode(builder, rows, nulls(validity, rows));
        }
        int nodeVector = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, rows);
        RecordBatch.addNodes(builder, nodeVector);
        RecordBatch.addBuffers(builder, buffers);
        return RecordBatch.endRecordBatch(builder);
    }

    private static int nulls(byte @Nullable [] validity, int rows) {
        if (validity == null) {
            return 0;
        }
        int known = 0;
        for (byte b : validity) {
            known += Integer.bitCount(b & 0xff);
        }
        return rows - known;
    }

    private static ByteBuffer message(FlatBufferBuilder builder, byte kind, int header, byte[]... body) {
        int bodyLength = 0;
        for (byte[] buffer : body) {
            bodyLength += padded(buffer.length);
        }
        ByteBuffer message = head(builder, kind, header, bodyLength, bodyLength);
        for (byte[] buffer : body) {
            message.put(buffer).put(PADDING, 0, padded(buffer.length) - buffer.length);
        }
        return message.flip();
    }

    /** A message up to its body, in a buffer with room for so many bytes more. */
    private static ByteBuffer head(FlatBufferBuilder builder, byte kind, int header, int bodyLength, int room) {
        Message.startMessage(builder);
        Message.addVersion(builder, MetadataVersion.V5);
        Message.addHeaderType(builder, kind);
        Message.addHeader(builder, header);
        Message.addBodyLength(builder, bodyLength);
        builder.finish(Message.endMessage(builder));
        ByteBuffer metadata = builder.dataBuffer();
        int metadataLength = padded(metadata.remaining());
        ByteBuffer message = ByteBuffer.allocate(8 + metadataLength + room).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(CONTINUATION).putInt(metadataLength);
        int unpadded = metadata.remaining();
        return message.put(metadata).put(PADDING, 0, metadataLength - unpadded);
    }

    /** Messages one after the other, one record batch, and the mark that ends a stream. */
    static byte[] stream(List<ByteBuffer> messages, int rows, List<Field> fields) {
        ByteBuffer batch = recordBatch(rows, fields).flip();
        int length = batch.remaining() + 8;
        for (ByteBuffer message : messages) {
            length += message.remaining();
        }
        for (Field field : fields) {
            length += padded(field.validityBytes()) + padded(field.bytes());
        }
        ByteBuffer stream = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        messages.forEach(stream::put);
        int at = stream.put(batch).position();
        for (Field field : fields) {
            byte[] validity = field.validity();
            if (validity != null) {
                System.arraycopy(validity, 0, stream.array(), at, validity.length);
                at += padded(validity.length);
            }
            field.values().writeTo(stream.array(), at);
            at += padded(field.bytes());
        }
        stream.position(at).putInt(CONTINUATION).putInt(0);
        return stream.array();
    }

    static int padded(int length) {
        return (length + 7) & ~7;
    }
}
