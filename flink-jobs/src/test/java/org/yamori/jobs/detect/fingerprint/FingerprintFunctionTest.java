package org.yamori.jobs.detect.fingerprint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.detect.fingerprint.MergedFingerprints.Sum;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.Subtasks;
import org.yamori.jobs.flow.Tool;
import org.yamori.wire.ProtocolPort;

import static org.assertj.core.api.Assertions.assertThat;

/** The operator in a harness, at several parallelisms one after the other. */
class FingerprintFunctionTest {
    private static final long END_OF_HOUR = (Probes.START + Probes.HOUR) / 1000 - 1;
    private static final long END_OF_DAY = (Probes.START + 24 * Probes.HOUR) / 1000 - 1;

    @AutoClose
    private final Subtasks<FingerprintPartial> subtasks = new Subtasks<>(this::take);

    /** The newest share of each window and shard. */
    private final Map<String, FingerprintPartial> told = new TreeMap<>();

    private int shares;

    private void start(FingerprintRules rules, int parallelism) throws Exception {
        subtasks.start(parallelism, () -> new FingerprintFunction(rules));
    }

    private void take(FingerprintPartial share) {
        told.put(share.resolution + " " + share.startMicros + " " + share.shard, share);
        shares++;
    }

    private void receive(List<LabelledSlice> slices) throws Exception {
        subtasks.receive(slices);
    }

    private void advance(long millis) throws Exception {
        subtasks.advance(millis);
    }

    private MergedFingerprints merged(Resolution resolution, long start) {
        MergedFingerprints merged = new MergedFingerprints();
        told.forEach((key, share) -> {
            if (key.startsWith(resolution.ordinal() + " " + start + " ")) {
                merged.add(share);
            }
        });
        return merged;
    }

    /** Everything that was told, as text. */
    private Map<String, String> all() {
        Map<String, String> texts = new TreeMap<>();
        told.forEach((key, share) -> {
            MergedFingerprints one = new MergedFingerprints();
            one.add(share);
            texts.put(
                    key,
                    one.series() + " " + one.signatures() + " " + one.networks() + " " + one.scanningSources() + " "
                            + one.packets() + " " + one.lateSlices() + " " + one.isExact() + " " + one.networksSeen());
        });
        return texts;
    }

    @Test
    void sourcesOfEachTool_areCountedWithTheirPackets() throws Exception {
        start(Rules.standard(), 2);
        Probes probes = new Probes(1);
        probes.mirai(0x0a010001, 20, true, Probes.START);
        probes.mirai(0x0a020001, 10, false, Probes.START);
        probes.mirai(0x0a030001, 1, true, Probes.START);
        probes.zmap(0x0a040001, 7, Probes.START);
        probes.zmap(0x0a040002, 2, Probes.START);
        probes.masscan(0x0a050001, 9, Probes.START);
        probes.nmap(0x0a060001, 5, Probes.START);
        probes.syn(0x0a070001, 1, Probes.START);
        probes.syn(0x0a070001, 2, Probes.START);
        receive(probes.block(false));
        advance(END_OF_DAY);

        for (Resolution resolution : Resolution.values()) {
            MergedFingerprints window = merged(resolution, Probes.START);
            assertThat(window.labels())
                    .as(resolution.word())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            SourceLabel.MIRAI_LEAKED, new Sum(20, 1),
                            SourceLabel.MIRAI_EARLIER, new Sum(10, 1),
                            SourceLabel.MIRAI_UNCLEAR, new Sum(1, 1),
                            SourceLabel.ZMAP, new Sum(7, 1),
                            SourceLabel.UNDECIDED, new Sum(2, 1),
                            SourceLabel.MASSCAN, new Sum(9, 1),
                            SourceLabel.NMAP, new Sum(5, 1),
                            SourceLabel.UNKNOWN, new Sum(2, 1)));
            assertThat(window.scanningSources()).isEqualTo(8);
            assertThat(window.marked(Tool.ZMAP)).isEqualTo(9);
            assertThat(window.series().get(Series.of(SourceLabel.MIRAI_LEAKED, port(23))))
                    .isEqualTo(new Sum(18, 1));
            assertThat(window.series().get(Series.of(SourceLabel.MIRAI_LEAKED, port(2323))))
                    .isEqualTo(new Sum(2, 1));
            assertThat(window.series().get(Series.of(SourceLabel.ZMAP, port(443))))
                    .isEqualTo(new Sum(7, 1));
            assertThat(window.signatures()).isEqualTo(Map.of(Probes.LINUX, new Sum(2, 1)));
        }
        assertThat(merged(Resolution.DAY, Probes.START).networks())
                .containsOnlyKeys(0x0a01, 0x0a02, 0x0a03)
                .containsEntry(0x0a01, new MergedFingerprints.Network(20, 20));
        assertThat(shares).as("an hour and a day of each shard with packets").isEqualTo(2 * toldShards());
    }

    private static ProtocolPort port(int port) {
        return new ProtocolPort(ProtocolPort.TCP, port);
    }

    private int toldShards() {
        return (int) told.keySet().stream()
                .filter(key -> key.startsWith(Resolution.DAY.ordinal() + " "))
                .count();
    }

    /** What each hour alone would not decide. */
    @Test
    void packetsOfSeveralHours_decideADayTogether() throws Exception {
        start(Rules.standard(), 1);
        Probes probes = new Probes(2);
        for (int hour = 0; hour < 3; hour++) {
            probes.zmap(0x0a040001, 1, Probes.START + hour * Probes.HOUR);
            receive(probes.block(false));
            advance(END_OF_HOUR + hour * Probes.HOUR / 1000);
        }
        advance(END_OF_DAY);

        assertThat(merged(Resolution.HOUR, Probes.START).labels())
                .isEqualTo(Map.of(SourceLabel.UNDECIDED, new Sum(1, 1)));
        assertThat(merged(Resolution.DAY, Probes.START).labels()).isEqualTo(Map.of(SourceLabel.ZMAP, new Sum(3, 1)));
    }

    @Test
    void latePackets_reviseHourAndDay_asFarAsTheyWereKnownInTime() throws Exception {
        start(Rules.standard(), 1);
        Probes probes = new Probes(3);
        probes.zmap(0x0a040001, 2, Probes.START);
        receive(probes.block(false));
        advance(END_OF_HOUR);
        probes.zmap(0x0a040001, 1, Probes.START + 60 * Probes.SECOND);
        List<LabelledSlice> inTime = probes.block(true);
        inTime.forEach(slice -> slice.slice.knownMicros = Probes.START + 2 * Probes.HOUR);
        receive(inTime);
        probes.zmap(0x0a040001, 1, Probes.START + 70 * Probes.SECOND);
        List<LabelledSlice> tooLateForTheHour = probes.block(true);
        tooLateForTheHour.forEach(slice -> slice.slice.knownMicros = Probes.START + 2 * Probes.HOUR + 1);
        receive(tooLateForTheHour);
        advance(END_OF_DAY);

        MergedFingerprints hour = merged(Resolution.HOUR, Probes.START);
        assertThat(hour.labels()).isEqualTo(Map.of(SourceLabel.ZMAP, new Sum(3, 1)));
        assertThat(hour.lateSlices()).isEqualTo(1);
        MergedFingerprints day = merged(Resolution.DAY, Probes.START);
        assertThat(day.labels()).isEqualTo(Map.of(SourceLabel.ZMAP, new Sum(4, 1)));
        assertThat(day.lateSlices()).isEqualTo(2);
    }

    private Map<String, String> run(FingerprintRules rules, int... parallelisms) throws Exception {
        Probes probes = new Probes(77);
        int quarter = 0;
        for (int parallelism : parallelisms) {
            start(rules, parallelism);
            for (int i = 0; i < 6; i++, quarter++) {
                long from = Probes.START + quarter * Probes.HOUR / 4;
                for (int n = 0; n < 600; n++) {
                    probes.any(900, from, Probes.HOUR / 4);
                }
                receive(probes.block(false));
                for (int n = 0; n < 60; n++) {
                    probes.any(900, from, Probes.HOUR / 4);
                }
                advance((from + Probes.HOUR / 4) / 1000 - 1);
                List<LabelledSlice> late = probes.block(true);
                late.forEach(slice -> slice.slice.knownMicros = from + Probes.HOUR / 4);
                receive(late);
            }
        }
        advance(Long.MAX_VALUE);
        subtasks.stop();
        return all();
    }

    @Test
    void rescaling_fromOneToThreeToTwoToOne_changesNothing() throws Exception {
        Map<String, String> uninterrupted = new FingerprintFunctionTest().run(Rules.standard(), 1, 1, 1, 1);

        assertThat(run(Rules.standard(), 1, 3, 2, 1)).isEqualTo(uninterrupted).hasSizeGreaterThan(80);
        assertThat(merged(Resolution.DAY, Probes.START).packets()).isEqualTo(24 * 660);
    }

    @Test
    void rescaling_keepsSamplesToo() throws Exception {
        FingerprintRules small =
                Rules.with(Map.of("sources-per-shard", "16", "pairs-per-shard", "16", "signatures-per-shard", "16"));
        Map<String, String> uninterrupted = new FingerprintFunctionTest().run(small, 1, 1, 1);

        assertThat(run(small, 2, 1, 4)).isEqualTo(uninterrupted);
        assertThat(merged(Resolution.DAY, Probes.START).isExact()).isFalse();
    }

    /** Sources with Mirai's mark have room of their own, whatever a flood without it does. */
    @Test
    void floodOfForgedSources_leavesMiraiExact_andIsEstimatedItself() throws Exception {
        FingerprintRules small = Rules.with(Map.of("sources-per-shard", "4096"));
        start(small, 1);
        Probes probes = new Probes(9);
        for (int block = 0; block < 40; block++) {
            for (int i = 0; i < 10_000; i++) {
                probes.syn((block * 10_000 + i) * 10_007, 1 + i, Probes.START + i * 1000L);
            }
            receive(probes.block(false));
        }
        for (int bot = 0; bot < 500; bot++) {
            probes.mirai(0x2d000000 + bot * 65_537, 4, true, Probes.START);
        }
        receive(probes.block(false));
        advance(Long.MAX_VALUE);

        MergedFingerprints day = merged(Resolution.DAY, Probes.START);
        assertThat(day.of(SourceLabel.MIRAI_LEAKED)).isEqualTo(new Sum(2_000, 500));
        assertThat(day.isExact()).isFalse();
        double error = 4 / Math.sqrt(16 * 2_048);
        assertThat((double) day.of(SourceLabel.UNKNOWN).sources())
                .isBetween(400_000 * (1 - error), 400_000 * (1 + error));
        assertThat(day.packets()).isEqualTo(402_000);
    }
}
