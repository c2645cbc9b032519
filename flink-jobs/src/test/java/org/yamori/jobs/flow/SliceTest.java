package org.yamori.jobs.flow;

import java.util.List;
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
                .as("time 8, addresses 4 + 4, protocol 1, ports 2 + 2, flags 1, window 2, TTL 1, IP id 2, length 2")
                .hasSize(29);
        assertThatThrownBy(() -> slice.offset(Column.SEQUENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slices do not carry SEQUENCE");
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
