package org.yamori.jobs.detect.backscatter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.flow.FlagClass;
import org.yamori.jobs.flow.LabelledRows;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.ShardKeys;
import org.yamori.jobs.flow.TrafficKind;
import org.yamori.wire.Column;
import org.yamori.wire.Finding;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

/** Forged sources by the million through the operators of this room, as the job chains them. */
class StormFunctionTest {
    private static final int SHARDS = LabelledRows.SHARDS;
    private static final int ROWS = 10_000;
    private static final Column[] COLUMNS = {
        Column.TIME,
        Column.SOURCE,
        Column.DESTINATION,
        Column.PROTOCOL,
        Column.SOURCE_PORT,
        Column.DESTINATION_PORT,
        Column.TCP_FLAGS,
        Column.WINDOW,
        Column.TTL,
        Column.IP_ID
    };
    private static final int[] KEYS = ShardKeys.of(SHARDS).keys();

    private KeyedOneInputStreamOperatorTestHarness<Integer, LabelledSlice, StormShare> samples = sampling(131_072);
    private final KeyedOneInputStreamOperatorTestHarness<Integer, LabelledSlice, Finding> victims =
            new KeyedOneInputStreamOperatorTestHarness<>(
                    new VictimFunction(Answers.standard(), Registries.NONE),
                    LabelledSlice::key,
                    Types.INT,
                    SHARDS,
                    1,
                    0);
    private final KeyedOneInputStreamOperatorTestHarness<Integer, StormShare, Finding> storms;
    private final LabelledSlice slice = emptySlice();
    private final List<Finding> told = new ArrayList<>();
    private long mostShared;

    StormFunctionTest() throws Exception {
        storms = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new StormMergeFunction(Answers.standard())),
                StormMergeFunction::keyOf,
                Types.INT);
        victims.open();
        storms.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<Integer, LabelledSlice, StormShare> sampling(int sample) {
        try {
            var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                    new StormFunction(new StormRules(1_000, 4, 150, 95, 4, 16, sample)),
                    LabelledSlice::key,
                    Types.INT,
                    SHARDS,
                    1,
                    0);
            harness.open();
            return harness;
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static LabelledSlice emptySlice() {
        LabelledSlice labelled = new LabelledSlice();
        labelled.slice.sensor = "tokyo-1";
        labelled.slice.network = "nicter";
        labelled.slice.rows = ROWS;
        int bytes = 0;
        for (Column column : COLUMNS) {
            labelled.slice.present |= 1 << column.ordinal();
            bytes += column.bytes(false) * ROWS;
        }
        labelled.slice.data = new byte[bytes];
        labelled.kinds = new byte[ROWS];
        labelled.countries = new short[ROWS];
        ByteBuffer data = ByteBuffer.wrap(labelled.slice.data).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < ROWS; row++) {
            data.put(labelled.slice.offset(Column.PROTOCOL) + row, (byte) 6);
            data.putShort(labelled.slice.offset(Column.DESTINATION_PORT) + (row << 1), (short) 443);
            data.put(labelled.slice.offset(Column.TTL) + row, (byte) 240);
        }
        return labelled;
    }

    /**
     * Sources {@code from} to {@code to}, all different: SYNs, or as answers. Their order over the shards is not that
     * of a sensor; a table does not know whose home it is.
     */
    private void send(long from, long to, int perMinute, TrafficKind kind) throws Exception {
        ByteBuffer data = ByteBuffer.wrap(slice.slice.data).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(slice.kinds, (byte) kind.ordinal());
        int sources = slice.slice.offset(Column.SOURCE);
        int flags = slice.slice.offset(Column.TCP_FLAGS);
        for (int row = 0; row < ROWS; row++) {
            data.put(flags + row, (byte) (kind == TrafficKind.SCAN ? 2 : 18));
        }
        // An odd factor permutes all addresses: none comes twice.
        for (long first = from; first < to; first += ROWS) {
            long time = Answers.START + first * StormTable.MINUTE_MICROS / perMinute;
            for (int row = 0; row < ROWS; row++) {
                data.putLong(row << 3, time);
                data.putInt(sources + (row << 2), (int) ((first + row) * 0x9e3779b1L));
            }
            slice.slice.shard = (int) (first / ROWS % SHARDS);
            slice.slice.key = KEYS[slice.slice.shard];
            samples.processElement(slice, 0);
            victims.processElement(slice, 0);
            advance(time / 1000 - 1);
        }
    }

    private void advance(long millis) throws Exception {
        samples.processWatermark(millis);
        victims.processWatermark(millis);
        for (StormShare share : samples.extractOutputValues()) {
            mostShared = Math.max(mostShared, share.sources.length);
            storms.processElement(share, 0);
        }
        samples.getOutput().clear();
        storms.processWatermark(millis);
        told.addAll(storms.extractOutputValues());
        told.addAll(victims.extractOutputValues());
        storms.getOutput().clear();
        victims.getOutput().clear();
    }

    private static long usedMebibytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    private List<Finding> ofKind(String kind) {
        return told.stream().filter(finding -> finding.kind().equals(kind)).toList();
    }

    @Test
    void twoMillionForgedSources_areOneStormInAFlatHeap() throws Exception {
        samples = sampling(8_192);
        send(0, 1_000_000, 1_000_000, TrafficKind.SCAN);
        long during = usedMebibytes();
        send(1_000_000, 2_000_000, 1_000_000, TrafficKind.SCAN);
        long after = usedMebibytes();
        advance(Answers.START / 1000 + 600_000);

        assertThat(Answers.states(ofKind("storm"))).containsExactly("onset");
        assertThat(Answers.json(ofKind("storm").get(0))
                        .at("/storm/largest_minute/sources")
                        .asLong())
                .isCloseTo(1_000_000, withPercentage(3));
        assertThat(mostShared).as("rows of a shard's share").isLessThanOrEqualTo(8_192);
        assertThat(after).isLessThanOrEqualTo(during + 16);
    }

    @Test
    void packetsOfOneMinuteInSeveralBlocksAndFamilies_areSampledWithoutAnswers() throws Exception {
        List<PacketRow> rows = new ArrayList<>();
        for (int source = 0; source < 50; source++) {
            PacketRow scan = Answers.synAck(source, source);
            scan.tcpFlags = 2;
            scan.destinationPort = 7_547;
            scan.ttl = 50;
            rows.add(scan);
            rows.add(Answers.synAck(source, source));
        }
        for (LabelledSlice labelled : LabelledRows.of("tokyo-1", "nicter", 0, false, rows)) {
            samples.processElement(labelled, 0);
        }
        for (LabelledSlice labelled : LabelledRows.of("tokyo-1", "nicter", 1, true, rows)) {
            samples.processElement(labelled, 0);
        }
        samples.processWatermark(Answers.START / 1000 + 59_999);

        StormShare share = samples.extractOutputValues().get(0);
        assertThat(share.startMicros).isEqualTo(Answers.START);
        assertThat(share.keys).hasSize(50).containsOnly(StormKey.packed(6, FlagClass.SYN, 7_547));
        assertThat(share.packets).as("late blocks are not in it").containsOnly(1);
    }

    /** Ten minutes of a flood that nobody's memory should see: first as SYNs, then as answers of as many victims. */
    @Test
    @Tag("slow")
    void seventyMillionForgedSources_leaveTheHeapAsItWas() throws Exception {
        long before = usedMebibytes();
        send(0, 35_000_000, 7_000_000, TrafficKind.SCAN);
        long during = usedMebibytes();
        send(35_000_000, 70_000_000, 7_000_000, TrafficKind.SCAN);
        long atTheEnd = usedMebibytes();
        advance(Answers.START / 1000 + 660_000);
        long after = usedMebibytes();
        send(77_000_000, 98_000_000, 7_000_000, TrafficKind.BACKSCATTER);
        long answersDuring = usedMebibytes();
        send(98_000_000, 147_000_000, 7_000_000, TrafficKind.BACKSCATTER);
        long answersAtTheEnd = usedMebibytes();
        advance(Answers.START / 1000 + 3_600_000);
        long answersAfter = usedMebibytes();

        System.out.printf(
                "70 million forged sources in ten minutes: heap %d MiB before, %d in the middle, %d at the end, %d after;"
                        + " as answers of 70 million victims: %d, %d, %d%n",
                before, during, atTheEnd, after, answersDuring, answersAtTheEnd, answersAfter);
        told.stream()
                .map(finding -> new String(finding.json(), StandardCharsets.UTF_8))
                .limit(3)
                .forEach(System.out::println);
        assertThat(Answers.states(ofKind("storm"))).containsExactly("onset", "end");
        assertThat(atTheEnd).isLessThanOrEqualTo(during + 32);
        assertThat(answersAtTheEnd).isLessThanOrEqualTo(answersDuring + 64);
        assertThat(ofKind("attack"))
                .isNotEmpty()
                .allMatch(finding -> Answers.states(List.of(finding)).equals(List.of("overflow")));
    }
}
