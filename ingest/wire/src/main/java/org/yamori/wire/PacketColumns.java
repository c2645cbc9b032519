package org.yamori.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The open block of a sensor: rows of one address family in order of arrival, column by column. {@link #encode} sorts
 * them by shard and time and writes an Arrow IPC stream of one record batch.
 *
 * <p>Every column is a byte array in Arrow's own layout, so that encoding is one gather per column. Nothing is
 * allocated per row.
 */
public final class PacketColumns {
    private static final int MAX_TEXTS = 0xffff;

    /* Bits of columns that scans leave at 0. */
    private static final int ACKNOWLEDGEMENT = Column.ACKNOWLEDGEMENT.bit();
    private static final int FRAGMENT = Column.FRAGMENT.bit();
    private static final int PAYLOAD =
            Column.PAYLOAD_LENGTH.bit() | Column.PAYLOAD_HASH.bit() | Column.PAYLOAD_CLASS.bit();
    private static final int QUOTES = Column.bits(Column.Group.QUOTES);
    private static final int SELDOM = ACKNOWLEDGEMENT | FRAGMENT | PAYLOAD | QUOTES;

    private final boolean ipv6;
    private final int shards;
    private final int capacity;
    private final byte[][] columns = new byte[Column.count()][];
    private final short[] shardOfRow;
    private final int[] rowsOfShard;
    private final short[] missing;
    private final Dictionary[] dictionaries = new Dictionary[Column.count()];
    private final boolean feed;
    /** Columns of which every row so far is 0: they are not written before one is not. */
    private int silent = SELDOM;

    private int rows;

    private PacketColumns(boolean ipv6, boolean feed, int shards, int capacity) {
        if (capacity < 1 || capacity > 1 << 20) {
            throw new IllegalArgumentException("a block holds 1 to 1048576 rows, was " + capacity);
        }
        this.ipv6 = ipv6;
        this.feed = feed;
        this.shards = shards;
        this.capacity = capacity;
        this.shardOfRow = new short[capacity];
        this.rowsOfShard = new int[shards];
        this.missing = new short[feed ? capacity : 0];
        for (int c = 0; c < Column.count(); c++) {
            Column column = Column.at(c);
            boolean carried = column.group() != (feed ? Column.Group.PACKETS : Column.Group.FEED);
            columns[c] = new byte[carried ? capacity * column.bytes(ipv6) : 0];
            dictionaries[c] = new Dictionary();
        }
    }

    /** Rows as a sensor captures them. */
    public static PacketColumns ofPackets(boolean ipv6, int shards, int capacity) {
        return new PacketColumns(ipv6, false, shards, capacity);
    }

    /** Rows of a feed carry a weight, labels and countries, and may miss anything but the time. */
    public static PacketColumns ofFeed(boolean ipv6, int shards, int capacity) {
        return new PacketColumns(ipv6, true, shards, capacity);
    }

    public boolean isEmpty() {
        return rows == 0;
    }

    public boolean isFull() {
        return rows == capacity;
    }

    public int rows() {
        return rows;
    }

    public void clear() {
        rows = 0;
        Arrays.fill(rowsOfShard, 0);
        silent = SELDOM;
        for (Dictionary dictionary : dictionaries) {
            dictionary.clear();
        }
    }

    /** Appends a copy of the row. */
    public void append(PacketRow row) {
        int at = rows++;
        int shard = row.shard(shards);
        shardOfRow[at] = (short) shard;
        rowsOfShard[shard]++;
        Bytes.putLong(columns[Column.TIME.ordinal()], at << 3, row.timeMicros);
        address(Column.SOURCE, at, row.source, row.sourceHigh, row.sourceLow);
        address(Column.DESTINATION, at, row.destination, row.destinationHigh, row.destinationLow);
        columns[Column.PROTOCOL.ordinal()][at] = (byte) row.protocol;
        Bytes.putShort(columns[Column.SOURCE_PORT.ordinal()], at << 1, row.sourcePort);
        Bytes.putShort(columns[Column.DESTINATION_PORT.ordinal()], at << 1, row.destinationPort);
        if (feed) {
            appendFeed(row, at);
        } else {
            appendPacket(row, at);
        }
    }

    private void appendPacket(PacketRow row, int at) {
        columns[Column.TCP_FLAGS.ordinal()][at] = (byte) row.tcpFlags;
        Bytes.putInteger(columns[Column.SEQUENCE.ordinal()], at << 2, row.sequence);
        if (isWritten(ACKNOWLEDGEMENT, row.acknowledgement, at)) {
            Bytes.putInteger(columns[Column.ACKNOWLEDGEMENT.ordinal()], at << 2, row.acknowledgement);
        }
        Bytes.putShort(columns[Column.WINDOW.ordinal()], at << 1, row.window);
        columns[Column.TTL.ordinal()][at] = (byte) row.ttl;
        Bytes.putShort(columns[Column.IP_ID.ordinal()], at << 1, row.ipId);
        Bytes.putShort(columns[Column.TOTAL_LENGTH.ordinal()], at << 1, row.totalLength);
        if (isWritten(FRAGMENT, row.fragment, at)) {
            Bytes.putShort(columns[Column.FRAGMENT.ordinal()], at << 1, row.fragment);
        }
        text(Column.SYN_OPTIONS, at, row.synOptions);
        text(Column.SYN_SIGNATURE, at, row.synSignature);
        if (isWritten(PAYLOAD, row.payloadLength | row.payloadHash | row.payloadClass, at)) {
            Bytes.putShort(columns[Column.PAYLOAD_LENGTH.ordinal()], at << 1, row.payloadLength);
            Bytes.putLong(columns[Column.PAYLOAD_HASH.ordinal()], at << 3, row.payloadHash);
            columns[Column.PAYLOAD_CLASS.ordinal()][at] = (byte) row.payloadClass;
        }
        if (isWritten(QUOTES, row.quotes ? 1 : 0, at)) {
            appendQuote(row, at);
        }
    }

    /** Whether the columns are to be written; at the first row that says something, the rows before it become 0. */
    private boolean isWritten(int bits, long said, int at) {
        if ((silent & bits) == 0) {
            return true;
        }
        if (said == 0) {
            return false;
        }
        silent &= ~bits;
        for (int rest = bits; rest != 0; rest &= rest - 1) {
            int c = Integer.numberOfTrailingZeros(rest);
            Arrays.fill(columns[c], 0, at * Column.at(c).bytes(ipv6), (byte) 0);
        }
        return true;
    }

    private void appendQuote(PacketRow row, int at) {
        columns[Column.QUOTED_PROTOCOL.ordinal()][at] = (byte) row.quotedProtocol;
        address(Column.QUOTED_SOURCE, at, row.quotedSource, row.quotedSourceHigh, row.quotedSourceLow);
        address(
                Column.QUOTED_DESTINATION,
                at,
                row.quotedDestination,
                row.quotedDestinationHigh,
                row.quotedDestinationLow);
        Bytes.putShort(columns[Column.QUOTED_SOURCE_PORT.ordinal()], at << 1, row.quotedSourcePort);
        Bytes.putShort(columns[Column.QUOTED_DESTINATION_PORT.ordinal()], at << 1, row.quotedDestinationPort);
    }

    private void appendFeed(PacketRow row, int at) {
        missing[at] = (short) row.missing;
        Bytes.putLong(columns[Column.WEIGHT.ordinal()], at << 3, row.weight);
        text(Column.SOURCE_COUNTRY, at, row.sourceCountry);
        text(Column.DESTINATION_COUNTRY, at, row.destinationCountry);
        text(Column.SOURCE_LABEL, at, row.sourceLabel);
    }

    private void address(Column column, int at, int v4, long high, long low) {
        byte[] bytes = columns[column.ordinal()];
        if (ipv6) {
            Bytes.putBigEndian(bytes, at << 4, high);
            Bytes.putBigEndian(bytes, (at << 4) + 8, low);
        } else {
            Bytes.putInteger(bytes, at << 2, v4);
        }
    }

    private void text(Column column, int at, String text) {
        Bytes.putShort(columns[column.ordinal()], at << 1, dictionaries[column.ordinal()].indexOf(text));
    }

    /** The first row of each shard in the encoded block and, last, the number of rows. */
    public int[] shardOffsets() {
        int[] offsets = new int[shards + 1];
        for (int shard = 0; shard < shards; shard++) {
            offsets[shard + 1] = offsets[shard] + rowsOfShard[shard];
        }
        return offsets;
    }

    /** The block as it goes to Kafka. The rows stay until {@link #clear}. */
    public byte[] encode(BlockHeader header) {
        int[] offsets = shardOffsets();
        int[] order = sortedByShardAndTime(offsets);
        BlockHeader complete = header.withShardOffsets(offsets);
        List<Column> carried = carried();
        List<ByteBuffer> messages = new ArrayList<>();
        messages.add(ArrowMessages.schema(carried, ipv6, feed, complete.toTexts()));
        for (Column column : carried) {
            if (column.type() == Column.Type.TEXT) {
                messages.add(ArrowMessages.dictionary(column, dictionaries[column.ordinal()].texts));
            }
        }
        return ArrowMessages.stream(messages, rows, fields(carried, order));
    }

    private List<Column> carried() {
        List<Column> carried = new ArrayList<>();
        for (int c = 0; c < Column.count(); c++) {
            Column column = Column.at(c);
            if (switch (column.group()) {
                case ALWAYS -> true;
                case PACKETS -> !feed;
                case QUOTES -> (silent & QUOTES) == 0;
                case FEED -> feed;
            }) {
                carried.add(column);
            }
        }
        return carried;
    }

    private List<ArrowMessages.Field> fields(List<Column> carried, int[] order) {
        List<ArrowMessages.Field> fields = new ArrayList<>();
        for (Column column : carried) {
            byte[] from = columns[column.ordinal()];
            int width = column.bytes(ipv6);
            fields.add(new ArrowMessages.Field(
                    feed ? validity(column, order) : null,
                    order.length * width,
                    (silent & column.bit()) != 0
                            ? (stream, at) -> {}
                            : (stream, at) -> gather(from, order, width, stream, at)));
        }
        return fields;
    }

    private static void gather(byte[] from, int[] order, int width, byte[] to, int at) {
        switch (width) {
            case 1 -> {
                for (int i = 0; i < order.length; i++) {
                    to[at + i] = from[order[i]];
                }
            }
            case 2 -> {
                for (int i = 0; i < order.length; i++) {
                    Bytes.putShort(to, at + (i << 1), Bytes.unsignedShort(from, order[i] << 1));
                }
            }
            case 4 -> {
                for (int i = 0; i < order.length; i++) {
                    Bytes.putInteger(to, at + (i << 2), Bytes.integer(from, order[i] << 2));
                }
            }
            case 8 -> {
                for (int i = 0; i < order.length; i++) {
                    Bytes.putLong(to, at + (i << 3), Bytes.longer(from, order[i] << 3));
                }
            }
            default -> {
                for (int i = 0; i < order.length; i++) {
                    System.arraycopy(from, order[i] * width, to, at + i * width, width);
                }
            }
        }
    }

    /** Arrow's bitmap, a set bit where the value is known, or null where all are. */
    private byte @org.jspecify.annotations.Nullable [] validity(Column column, int[] order) {
        int bit = switch (column) {
            case SOURCE -> PacketRow.NO_SOURCE;
            case DESTINATION -> PacketRow.NO_DESTINATION;
            case PROTOCOL -> PacketRow.NO_PROTOCOL;
            case SOURCE_PORT, DESTINATION_PORT -> PacketRow.NO_PORT;
            case WEIGHT -> PacketRow.NO_COUNT;
            default -> 0;
        };
        boolean any = false;
        byte[] bitmap = new byte[(rows + 7) >> 3];
        for (int i = 0; i < rows; i++) {
            if ((missing[order[i]] & bit) == 0) {
                bitmap[i >> 3] |= (byte) (1 << (i & 7));
            } else {
                any = true;
            }
        }
        return any ? bitmap : null;
    }

    /** A counting sort by shard; within a shard rows mostly are in order, so that insertion is the cheapest sort. */
    private int[] sortedByShardAndTime(int[] offsets) {
        int[] next = Arrays.copyOf(offsets, shards);
        int[] order = new int[rows];
        byte[] times = columns[Column.TIME.ordinal()];
        for (int i = 0; i < rows; i++) {
            int shard = shardOfRow[i];
            int at = next[shard]++;
            long time = Bytes.longer(times, i << 3);
            while (at > offsets[shard] && Bytes.longer(times, order[at - 1] << 3) > time) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = i;
        }
        return order;
    }

    /** Texts of one column in order of first use; index 0 is the empty text. */
    private static final class Dictionary {
        private final Map<String, Integer> indexes = new HashMap<>();
        private final List<String> texts = new ArrayList<>();
        private String last = "";
        private int lastIndex;

        Dictionary() {
            clear();
        }

        void clear() {
            indexes.clear();
            texts.clear();
            indexes.put("", 0);
            texts.add("");
            last = "";
            lastIndex = 0;
        }

        @SuppressWarnings("ReferenceEquality") // a shortcut only: equal texts are found either way
        int indexOf(String text) {
            if (text != last) {
                Integer known = indexes.get(text);
                lastIndex = known == null ? added(text) : known;
                last = text;
            }
            return lastIndex;
        }

        private int added(String text) {
            if (texts.size() > MAX_TEXTS) {
                throw new IllegalStateException("a block names at most " + MAX_TEXTS + " different texts in a column");
            }
            indexes.put(text, texts.size());
            texts.add(text);
            return texts.size() - 1;
        }
    }
}
