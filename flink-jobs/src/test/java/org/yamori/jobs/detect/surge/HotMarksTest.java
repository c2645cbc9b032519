package org.yamori.jobs.detect.surge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.Tool;

import static org.assertj.core.api.Assertions.assertThat;

class HotMarksTest {
    private static final String BOT = "0:0:*,0:::0";
    private static final String LINUX = "0:1460:*,7:mss,sok,ts,nop,ws:df:0";

    private record Packet(long rank, Tool tool, String signature) {}

    private static HotMarks of(List<Packet> packets) {
        HotMarks marks = new HotMarks();
        packets.forEach(packet -> marks.add(packet.rank, packet.tool, packet.signature));
        return marks;
    }

    /** The 256 smallest ranks are Mirai's but for every fourth; all larger ones are ZMap's. */
    @Test
    void thoseOfTheSmallestRanks_areCounted_inWhateverOrderTheyCame() {
        List<Packet> packets = new ArrayList<>();
        for (int rank = 0; rank < 256; rank++) {
            packets.add(rank % 4 == 0 ? new Packet(rank, Tool.UNKNOWN, LINUX) : new Packet(rank, Tool.MIRAI, BOT));
        }
        for (int rank = 256; rank < 1000; rank++) {
            packets.add(new Packet(rank, Tool.ZMAP, BOT));
        }
        Random random = new Random(4);
        for (int order = 0; order < 4; order++) {
            HotMarks marks = of(packets);
            assertThat(marks.tools()[Tool.MIRAI.ordinal()]).isEqualTo(192);
            assertThat(marks.tools()[Tool.UNKNOWN.ordinal()]).isEqualTo(64);
            assertThat(marks.tools()[Tool.ZMAP.ordinal()]).isZero();
            assertThat(marks.signatures()).containsExactly(Map.entry(BOT, 192), Map.entry(LINUX, 64));
            Collections.shuffle(packets, random);
        }
    }

    @Test
    void ofEqualRank_theOrderDoesNotDecide() {
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            packets.add(new Packet(1, Tool.ZMAP, BOT));
            packets.add(new Packet(1, Tool.MIRAI, LINUX));
        }
        HotMarks first = of(packets);
        Collections.reverse(packets);
        assertThat(of(packets).tools()).isEqualTo(first.tools());
        assertThat(first.tools()[Tool.MIRAI.ordinal()]).isEqualTo(200);
        assertThat(first.tools()[Tool.ZMAP.ordinal()]).isEqualTo(56);
    }

    @Test
    void restart_changesNothing_andNoSignatureIsNone() throws IOException {
        HotMarks marks = of(List.of(new Packet(-3, Tool.NONE, ""), new Packet(9, Tool.NMAP, LINUX)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        marks.write(new DataOutputStream(bytes));
        HotMarks again = HotMarks.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(again.tools()).isEqualTo(marks.tools());
        assertThat(again.tools()[Tool.NONE.ordinal()]).isEqualTo(1);
        assertThat(again.signatures()).containsExactly(Map.entry(LINUX, 1));
    }
}
