package org.yamori.wire;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PacketBlockTest {
    private static final int SHARDS = 16;

    @Test
    void packets_comeBackSortedByShardAndTime() throws Exception {
        PacketColumns columns = PacketColumns.ofPackets(false, SHARDS, 1000);
        Random random = new Random(7);
        long[] expectedTimes = new long[1000];
        PacketRow row = new PacketRow();
        for (int i = 0; i < 1000; i++) {
            fill(row, random);
            expectedTimes[i] = row.timeMicros;
            columns.append(row);
        }

        PacketBlock block = PacketBlock.decode(columns.encode(header()));

        assertThat(block.rows()).isEqualTo(1000);
        block.requireHonestShards();
        long[] times = new long[1000];
        int[] offsets = block.header().shardOffsets();
        for (int shard = 0; shard < SHARDS; shard++) {
            for (int r = offsets[shard]; r < offsets[shard + 1]; r++) {
                times[r] = block.timeMicros(r);
                assertThat(r == offsets[shard] || times[r - 1] <= times[r]).isTrue();
                assertThat(block.number(Column.SEQUENCE, r)).isEqualTo(times[r] * 3 & 0xffffffffL);
                assertThat(block.text(Column.SYN_OPTIONS, r)).isEqualTo("mss" + times[r] % 5);
            }
        }
        Arrays.sort(times);
        Arrays.sort(expectedTimes);
        assertThat(times).isEqualTo(expectedTimes);
    }

    /** Arrow's own reader is the oracle: what it reads is what we wrote. */
    @Test
    void arrowsOwnReader_readsTheSame() throws Exception {
        PacketColumns columns = PacketColumns.ofFeed(false, SHARDS, 10);
        PacketRow row = new PacketRow();
        row.timeMicros = 1_400_000_000_000_000L;
        row.missing = PacketRow.NO_SOURCE | PacketRow.NO_DESTINATION | PacketRow.NO_PORT | PacketRow.NO_PROTOCOL;
        row.sourceLabel = "domain1";
        row.sourceCountry = "HK";
        row.weight = 40_949;
        columns.append(row);
        row.clear();
        row.timeMicros = 1_400_000_000_000_001L;
        row.source = 0xC0000201;
        row.destinationPort = 53413;
        row.protocol = 17;
        row.missing = PacketRow.NO_COUNT;
        columns.append(row);
        byte[] bytes = columns.encode(header());
        PacketBlock block = PacketBlock.decode(bytes);
        int labelled = block.isNull(Column.SOURCE, 0) ? 0 : 1;

        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();
            var root = reader.getVectorSchemaRoot();
            assertThat(root.getRowCount()).isEqualTo(2);
            assertThat(root.getSchema().getCustomMetadata()).containsAllEntriesOf(Map.of("yamori.sensor", "s1"));
            assertThat(((UInt4Vector) root.getVector("source")).isNull(labelled))
                    .isTrue();
            assertThat(((UInt4Vector) root.getVector("source")).getObject(1 - labelled))
                    .isEqualTo(0xC0000201);
            assertThat(((UInt2Vector) root.getVector("destination_port")).getObject(1 - labelled))
                    .isEqualTo((char) 53413);
            assertThat(((UInt8Vector) root.getVector("weight")).getObject(labelled))
                    .isEqualTo(40_949);
            assertThat(root.getVector("weight").isNull(1 - labelled)).isTrue();
            var labels = root.getVector("source_label");
            try (var decoded = DictionaryEncoder.decode(
                    labels, reader.getDictionaryVectors().get((long) Column.SOURCE_LABEL.ordinal()))) {
                assertThat(String.valueOf(decoded.getObject(labelled))).isEqualTo("domain1");
            }
            assertThat(root.getVector("time").getMinorType().name()).isEqualTo("TIMESTAMPMICROTZ");
            assertThat(reader.loadNextBatch()).isFalse();
        }
        assertThat(block.text(Column.SOURCE_LABEL, labelled)).isEqualTo("domain1");
        assertThat(block.isNull(Column.WEIGHT, 1 - labelled)).isTrue();
    }

    @Test
    void columnThatSaysNothingAtFirst_isZeroUntilItSays() throws Exception {
        PacketColumns columns = PacketColumns.ofPackets(false, 1, 4);
        PacketRow silent = new PacketRow();
        PacketRow said = new PacketRow();
        said.acknowledgement = 7;
        said.fragment = 0x4000;
        said.payloadLength = 12;
        said.payloadHash = -5;
        said.payloadClass = 2;
        said.quotes = true;
        said.quotedProtocol = 17;
        said.quotedSourcePort = 53;
        List<Column> seldom = List.of(
                Column.ACKNOWLEDGEMENT,
                Column.FRAGMENT,
                Column.PAYLOAD_LENGTH,
                Column.PAYLOAD_HASH,
                Column.PAYLOAD_CLASS,
                Column.QUOTED_PROTOCOL,
                Column.QUOTED_SOURCE_PORT);
        for (List<PacketRow> rows : List.of(
                List.of(said, said, said, said), // leaves its values in the arrays
                List.of(silent, silent, said, silent),
                List.of(silent, silent))) {
            columns.clear();
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i).timeMicros = i;
                columns.append(rows.get(i));
            }
            PacketBlock block = PacketBlock.decode(columns.encode(header()));
            for (int i = 0; i < rows.size(); i++) {
                List<Long> expected = rows.get(i).quotes
                        ? List.of(7L, 0x4000L, 12L, -5L, 2L, 17L, 53L)
                        : List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L);
                int row = i;
                assertThat(seldom.stream().map(column -> block.carries(column) ? block.number(column, row) : 0))
                        .as("row %s", row)
                        .containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void damagedBytes_areRefusedAndNeverCrash() throws Exception {
        PacketColumns columns = PacketColumns.ofPackets(true, SHARDS, 50);
        Random random = new Random(11);
        PacketRow row = new PacketRow();
        for (int i = 0; i < 50; i++) {
            fill(row, random);
            row.ipv6 = true;
            row.sourceHigh = random.nextLong();
            columns.append(row);
        }
        byte[] good = columns.encode(header());
        for (int length = 0; length < good.length - 8; length += 7) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> PacketBlock.decode(cut)).isInstanceOf(BadBlockException.class);
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int flips = random.nextInt(8); flips >= 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                PacketBlock block = PacketBlock.decode(bad);
                for (int r = 0; r < block.rows(); r++) {
                    block.shardOf(r);
                    for (Column column : Column.values()) {
                        block.number(column, r);
                        block.text(column, r);
                    }
                }
            } catch (BadBlockException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void laterSchema_isRefusedByItsNumber() throws Exception {
        var texts = header().withShardOffsets(new int[17]).toTexts();
        texts.put("yamori.schema_version", "999");

        assertThatThrownBy(() -> BlockHeader.fromTexts(texts)).hasMessageContaining("999");
    }

    private static void fill(PacketRow row, Random random) {
        row.timeMicros = 1_700_000_000_000_000L + random.nextInt(1_000_000);
        row.source = random.nextInt();
        row.destination = random.nextInt();
        row.protocol = 6;
        row.destinationPort = random.nextInt(65_536);
        row.sequence = (int) (row.timeMicros * 3);
        row.synOptions = "mss" + row.timeMicros % 5;
    }

    static BlockHeader header() {
        return new BlockHeader(
                new BlockHeader.Origin("s1", SensorKind.BLACKHOLE, "nicter", Clock.LIVE),
                new BlockHeader.Position(17, 0, 3, -1, -1, 100),
                new BlockHeader.Span(1, 2, 1, false, false),
                BlockHeader.Tally.NONE,
                new int[17]);
    }
}
