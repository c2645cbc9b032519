package org.yamori.jobs.flow;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;
import org.yamori.wire.PacketBlock;
import org.yamori.wire.PacketRow;

/**
 * The rows of one block that live in one shard, column by column in one byte array: what crosses the network inside the
 * job. Only columns that somebody reads are in it, in the order of {@link Column}, without gaps; absent ones take no
 * room and read as 0.
 */
public final class Slice {
    /** What labelling and rooms read. */
    private static final Set<Column> READ = EnumSet.of(
            Column.TIME,
            Column.SOURCE,
            Column.DESTINATION,
            Column.PROTOCOL,
            Column.SOURCE_PORT,
            Column.DESTINATION_PORT,
            Column.TCP_FLAGS,
            Column.SEQUENCE,
            Column.WINDOW,
            Column.TTL,
            Column.IP_ID,
            Column.TOTAL_LENGTH,
            Column.SYN_SIGNATURE,
            Column.QUOTED_PROTOCOL,
            Column.QUOTED_DESTINATION_PORT,
            Column.WEIGHT,
            Column.SOURCE_COUNTRY,
            Column.DESTINATION_COUNTRY,
            Column.SOURCE_LABEL);

    public int shard;
    /** The Flink key that carries the shard to its home, see {@link ShardKeys}. */
    public int key;

    public String sensor = "";
    public String network = "";
    public long epoch;
    public int partition;
    public long block;
    public boolean late;
    /** When the block was known: appended by the broker or, with a file's clock, the end of the block. */
    public long knownMicros;

    public boolean ipv6;
    public boolean feed;
    public int rows;
    /** A bit per column that is present. */
    public int present;

    public byte[] data = {};
    /** Of feeds: what each row does not say, bits of {@link PacketRow}; empty otherwise. */
    public short[] missing = {};

    /** SYN signatures of these rows, the first one empty; the rows' numbers are places in it. */
    public String[] synSignatures = {};

    public String[] sourceCountries = {};
    public String[] destinationCountries = {};
    public String[] sourceLabels = {};

    private transient int[] offsets = {};

    static Slice of(PacketBlock block, int shard, boolean late, long knownMicros, int key) {
        int[] shardOffsets = block.header().shardOffsets();
        int from = shardOffsets[shard];
        int to = shardOffsets[shard + 1];
        Slice slice = new Slice();
        slice.shard = shard;
        slice.key = key;
        slice.sensor = block.header().origin().sensor();
        slice.network = block.header().origin().network();
        slice.epoch = block.header().position().epoch();
        slice.partition = block.header().position().partition();
        slice.block = block.header().position().block();
        slice.late = late;
        slice.knownMicros = knownMicros;
        slice.ipv6 = block.ipv6();
        slice.feed = block.carries(Column.WEIGHT);
        slice.rows = to - from;
        int bytesPerRow = 0;
        for (Column column : READ) {
            if (block.carries(column)) {
                slice.present |= 1 << column.ordinal();
                bytesPerRow += column.bytes(slice.ipv6);
            }
        }
        slice.data = new byte[bytesPerRow * slice.rows];
        int at = 0;
        for (Column column : READ) {
            if (block.carries(column)) {
                block.copy(column, from, to, slice.data, at);
                at += column.bytes(slice.ipv6) * slice.rows;
            }
        }
        if (slice.feed) {
            slice.takeFeed(block, from);
        }
        if (block.carries(Column.SYN_SIGNATURE)) {
            slice.takeSignatures(block.texts(Column.SYN_SIGNATURE));
        }
        return slice;
    }

    /** The block this slice was cut from, as {@code sensor/epoch/partition/block}. */
    public String identity() {
        return sensor + '/' + epoch + '/' + partition + '/' + block;
    }

    private void takeFeed(PacketBlock block, int from) {
        missing = new short[rows];
        for (int row = 0; row < rows; row++) {
            int bits = PacketRow.NO_LENGTH;
            bits |= block.isNull(Column.SOURCE, from + row) ? PacketRow.NO_SOURCE : 0;
            bits |= block.isNull(Column.DESTINATION, from + row) ? PacketRow.NO_DESTINATION : 0;
            bits |= block.isNull(Column.PROTOCOL, from + row) ? PacketRow.NO_PROTOCOL : 0;
            bits |= block.isNull(Column.DESTINATION_PORT, from + row) ? PacketRow.NO_PORT : 0;
            bits |= block.isNull(Column.WEIGHT, from + row) ? PacketRow.NO_COUNT : 0;
            missing[row] = (short) bits;
        }
        sourceCountries = block.texts(Column.SOURCE_COUNTRY);
        destinationCountries = block.texts(Column.DESTINATION_COUNTRY);
        sourceLabels = block.texts(Column.SOURCE_LABEL);
    }

    /** Keeps the texts of these rows only: a block's texts are of all its shards. */
    private void takeSignatures(String[] all) {
        int[] places = new int[all.length];
        String[] kept = new String[all.length + 1];
        kept[0] = "";
        int used = 1;
        int end = offset(Column.SYN_SIGNATURE) + (rows << 1);
        for (int at = offset(Column.SYN_SIGNATURE); at < end; at += 2) {
            int number = Bytes.unsignedShort(data, at);
            if (places[number] == 0 && !all[number].isEmpty()) {
                kept[used] = all[number];
                places[number] = used++;
            }
            data[at] = (byte) places[number];
            data[at + 1] = (byte) (places[number] >>> 8);
        }
        synSignatures = Arrays.copyOf(kept, used);
    }

    /**
     * Where a column begins in {@link #data}, or -1 where the block lacks it. Ask once per slice, not once per row.
     *
     * @throws IllegalArgumentException if no slice ever carries the column
     */
    public int offset(Column column) {
        if (!READ.contains(column)) {
            throw new IllegalArgumentException("slices do not carry " + column + "; they carry " + READ);
        }
        if (offsets.length == 0) {
            offsets = new int[Column.count()];
            Arrays.fill(offsets, -1);
            int at = 0;
            for (int c = 0; c < Column.count(); c++) {
                if ((present >>> c & 1) != 0) {
                    offsets[c] = at;
                    at += Column.at(c).bytes(ipv6) * rows;
                }
            }
        }
        return offsets[column.ordinal()];
    }

    public long timeMicros(int row) {
        return Bytes.longer(data, row << 3);
    }

    /** A text of a feed's column. */
    public String text(Column column, String[] texts, int row) {
        int at = offset(column);
        return at < 0 ? "" : texts[Bytes.unsignedShort(data, at + (row << 1))];
    }
}
