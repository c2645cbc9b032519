package org.yamori.jobs.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SliceTest {
    private final Slice slice =
            LabelledRows.of("s1", "nicter", 7, false, List.of(packet())).get(0).slice;

    @Test
    void columnsThatAreRead_standInTheSlice() {
        assertThat(slice.rows).isEqualTo(1);
        assertThat(slice.timeMicros(0)).isEqualTo(1_474_329_600_000_000L);
        assertThat(Bytes.integer(slice.data, slice.offset(Column.SOURCE))).isEqualTo(0xc0000201);
        assertThat(Bytes.integer(slice.data, slice.offset(Column.DESTINATION))).isEqualTo(0x64420001);
        assertThat(slice.data[slice.offset(Column.PROTOCOL)]).isEqualTo((byte) 6);
        assertThat(Bytes.unsignedShort(slice.data, slice.offset(Column.SOURCE_PORT)))
                .isEqualTo(40_000);
        assertThat(Bytes.unsignedShort(slice.data, slice.offset(Column.DESTINATION_PORT)))
                .isEqualTo(23);
        assertThat(slice.data[slice.offset(Column.TCP_FLAGS)]).isEqualTo((byte) 2);
        assertThat(Bytes.unsignedShort(slice.data, slice.offset(Column.TOTAL_LENGTH)))
                .isEqualTo(44);
    }

    @Test
    void columnsThatNobodyReads_takeNoRoomAndAreRefused() {
        assertThat(slice.data)
                .as("time 8, addresses 4 + 4, protocol 1, ports 2 + 2, flags 1, sequence 4, window 2, TTL 1, IP id 2,"
                        + " length 2, signature 2")
                .hasSize(35);
        assertThatThrownBy(() -> slice.offset(Column.PAYLOAD_HASH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slices do not carry PAYLOAD_HASH");
    }

    @Test
    void signatures_areThoseOfTheSliceOnly() {
        List<PacketRow> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            PacketRow row = packet();
            row.source = i << 16;
            row.synSignature = i % 3 == 0 ? "" : "0:14" + i + ":*,0:mss::0";
            rows.add(row);
        }
        Set<String> seen = new TreeSet<>();
        int rowsSeen = 0;
        for (LabelledSlice labelled : LabelledRows.of("s1", "nicter", 7, false, rows)) {
            Slice one = labelled.slice;
            assertThat(one.synSignatures[0]).isEmpty();
            assertThat(one.synSignatures).doesNotHaveDuplicates();
            for (int row = 0; row < one.rows; row++) {
                int source = Bytes.integer(one.data, one.offset(Column.SOURCE) + (row << 2)) >>> 16;
                String signature = one.text(Column.SYN_SIGNATURE, one.synSignatures, row);
                assertThat(signature).isEqualTo(source % 3 == 0 ? "" : "0:14" + source + ":*,0:mss::0");
                seen.add(signature);
                rowsSeen++;
            }
            assertThat(one.synSignatures.length).isLessThanOrEqualTo(one.rows + 1);
        }
        assertThat(rowsSeen).isEqualTo(40);
        assertThat(seen).hasSize(27);
    }

    @Test
    void columnsOfFeeds_areAbsentFromPackets() {
        assertThat(slice.offset(Column.WEIGHT)).isEqualTo(-1);
    }

    private static PacketRow packet() {
        PacketRow row = new PacketRow();
        row.timeMicros = 1_474_329_600_000_000L;
        row.source = 0xc0000201;
        row.destination = 0x64420001;
        row.protocol = 6;
        row.sourcePort = 40_000;
        row.destinationPort = 23;
        row.tcpFlags = 2;
        row.sequence = 0x01020304;
        row.totalLength = 44;
        return row;
    }
}
