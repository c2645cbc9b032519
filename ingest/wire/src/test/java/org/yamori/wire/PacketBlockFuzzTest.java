package org.yamori.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/** No bytes make the decoder fail in another way than it says, and of what it accepts every value can be read. */
class PacketBlockFuzzTest {
    @FuzzTest(maxDuration = "5m")
    void decode(byte[] bytes) {
        PacketBlock block;
        try {
            block = PacketBlock.decode(bytes);
        } catch (BadBlockException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
            return;
        }
        byte[] copied = new byte[16 * block.rows()];
        for (Column column : Column.values()) {
            for (int row = 0; row < block.rows(); row++) {
                readValue(block, column, row);
            }
            block.copy(column, 0, block.rows(), copied, 0);
        }
        for (int row = 0; row < block.rows(); row++) {
            block.timeMicros(row);
            assertThat(block.shardOf(row)).isBetween(0, block.header().shards() - 1);
        }
        try {
            block.requireHonestShards();
        } catch (BadBlockException dishonest) {
            assertThat(dishonest).hasMessageStartingWith("row ");
        }
    }

    private static void readValue(PacketBlock block, Column column, int row) {
        block.isNull(column, row);
        if (column.type() == Column.Type.TEXT) {
            assertThat(block.text(column, row)).isNotNull();
        } else if (block.ipv6() && column.type() == Column.Type.ADDRESS) {
            if (block.carries(column)) {
                block.ipv6High(column, row);
                block.ipv6Low(column, row);
            }
        } else {
            block.number(column, row);
        }
    }
}
