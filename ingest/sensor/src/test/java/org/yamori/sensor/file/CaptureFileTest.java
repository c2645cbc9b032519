package org.yamori.sensor.file;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.sensor.SourceTally;
import org.yamori.sensor.block.Epoch;
import org.yamori.sensor.block.SensorRun;
import org.yamori.sensor.block.SensorSettings;
import org.yamori.sensor.parse.Decapsulation;
import org.yamori.wire.Clock;
import org.yamori.wire.PacketRow;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CaptureFileTest {
    private static final long MICROS_MAGIC = 0xa1b2c3d4L;
    private static final long NANOS_MAGIC = 0xa1b23c4dL;

    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("capture"), bytes);
    }

    private record Reading(List<Long> times, SourceTally tally, String damage) {}

    private Reading read(byte[] bytes) throws IOException {
        try (CaptureFile capture = CaptureFile.open(file(bytes))) {
            PacketRow row = new PacketRow();
            List<Long> times = new ArrayList<>();
            while (capture.next(row)) {
                assertThat(row.source).isEqualTo(0xc0000201);
                times.add(row.timeMicros);
            }
            return new Reading(times, capture.tally(), capture.damage());
        }
    }

    private static byte[] twoPackets(ByteOrder order, long magic) {
        return new CaptureBytesOf(order)
                .pcap(magic, 101)
                .record(1413849600, 5)
                .record(1413849601, 999_999)
                .toByteArray();
    }

    @Test
    void pcapInBothByteOrders_givesMicroseconds() throws Exception {
        for (ByteOrder order : List.of(BIG_ENDIAN, LITTLE_ENDIAN)) {
            Reading reading = read(twoPackets(order, MICROS_MAGIC));
            assertThat(reading.times).containsExactly(1_413_849_600_000_005L, 1_413_849_601_999_999L);
            assertThat(reading.tally).isEqualTo(new SourceTally(2, 2, Map.of()));
            assertThat(reading.damage).isEmpty();
        }
    }

    @Test
    void pcapWithNanoseconds_isCutToMicroseconds() throws Exception {
        for (ByteOrder order : List.of(BIG_ENDIAN, LITTLE_ENDIAN)) {
            byte[] bytes = new CaptureBytesOf(order)
                    .pcap(NANOS_MAGIC, 101)
                    .record(1413849600, 123_456_789)
                    .toByteArray();
            assertThat(read(bytes).times).containsExactly(1_413_849_600_123_456L);
        }
    }

    @Test
    void modifiedPcap_hasLongerRecordHeaders() throws Exception {
        byte[] bytes = new CaptureBytesOf(LITTLE_ENDIAN)
                .pcap(0xa1b2cd34L, 101)
                .integers(7, 8, 28, 28, 1)
                .shorts(2048, 0)
                .raw(CaptureBytesOf.PACKET)
                .toByteArray();
        assertThat(read(bytes).times).containsExactly(7_000_008L);
    }

    @Test
    void timeBeforeTheSectionsOf2038And2106_isUnsigned() throws Exception {
        byte[] bytes = new CaptureBytesOf(LITTLE_ENDIAN)
                .pcap(MICROS_MAGIC, 101)
                .record(0, 0)
                .record(4_102_444_800L, 0)
                .toByteArray();
        assertThat(read(bytes).times).as("1970 and 2100").containsExactly(0L, 4_102_444_800_000_000L);
    }

    @Test
    void compressedFiles_areToldByTheirMagicNumbers() throws Exception {
        byte[] plain = twoPackets(LITTLE_ENDIAN, MICROS_MAGIC);
        Reading expected = read(plain);
        assertThat(read(gzip(plain))).isEqualTo(expected);
        assertThat(read(Zstd.compress(plain))).isEqualTo(expected);
    }

    @Test
    void gzipMembersOneAfterTheOther_areOneFile_alsoInAPipeThatHasNothingYet() throws Exception {
        byte[] plain = twoPackets(LITTLE_ENDIAN, MICROS_MAGIC);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(gzip(Arrays.copyOf(plain, 40)));
        members.writeBytes(gzip(Arrays.copyOfRange(plain, 40, plain.length)));
        assertThat(read(members.toByteArray()).tally.packets()).isEqualTo(2);

        InputStream slow = new ByteArrayInputStream(members.toByteArray()) {
            @Override
            public synchronized int available() {
                return 0;
            }

            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1));
            }
        };
        try (CaptureFile capture = CaptureFile.ofStream("pipe", slow, Decapsulation.NONE)) {
            PacketRow row = new PacketRow();
            assertThat(capture.next(row)).isTrue();
            assertThat(capture.next(row)).isTrue();
            assertThat(capture.next(row)).isFalse();
            assertThat(capture.damage()).isEmpty();
        }
    }

    @Test
    void namedPipe_isReadOnce_andBeginsWithItsFirstPacket() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try {
                Files.write(pipe, twoPackets(BIG_ENDIAN, MICROS_MAGIC), StandardOpenOption.WRITE);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
        try (CaptureFile capture = CaptureFile.open(pipe)) {
            PacketRow row = new PacketRow();
            assertThat(CaptureFile.isPipe(pipe)).isTrue();
            assertThat(capture.startMicros()).isEqualTo(1_413_849_600_000_005L);
            assertThat(capture.startMicros()).as("asked twice").isEqualTo(1_413_849_600_000_005L);
            assertThat(capture.watermarkMicros()).isEqualTo(Long.MIN_VALUE);
            assertThat(capture.next(row)).isTrue();
            assertThat(row.timeMicros).isEqualTo(1_413_849_600_000_005L);
            assertThat(capture.watermarkMicros()).isEqualTo(1_413_849_599_000_005L);
            assertThat(capture.next(row)).isTrue();
            assertThat(capture.next(row)).isFalse();
            assertThat(capture.tally()).isEqualTo(new SourceTally(2, 2, Map.of()));
        }
        writer.join();
    }

    @Test
    void packetThatIsTooEarly_isLateInAPipe_andNeverInAFile() throws Exception {
        byte[] bytes = new CaptureBytesOf(LITTLE_ENDIAN)
                .pcap(MICROS_MAGIC, 101)
                .record(100, 0)
                .record(101, 0)
                .record(100, 500_000)
                .record(50, 0)
                .toByteArray();
        SensorSettings twoRowsABlock =
                SensorSettings.blackhole("s1", "n", Clock.FILE).withMaxRows(2);
        for (boolean pipe : List.of(true, false)) {
            CaptureFile capture = pipe
                    ? CaptureFile.ofStream("pipe", new ByteArrayInputStream(bytes), Decapsulation.NONE)
                    : CaptureFile.open(file(bytes));
            try (SensorRun run = new SensorRun(twoRowsABlock, capture, Epoch.first(1))) {
                while (run.next() != null) {
                    assertThat(run.ledger().captured()).isBetween(1L, 4L);
                }
                assertThat(run.ledger().published()).isEqualTo(4);
                assertThat(run.ledger().late()).as("pipe: %s", pipe).isEqualTo(pipe ? 1 : 0);
            }
        }
    }

    @Test
    void startOfAFile_isItsEarliestPacket_ofAnEmptyCaptureNone() throws Exception {
        byte[] bytes = new CaptureBytesOf(LITTLE_ENDIAN)
                .pcap(MICROS_MAGIC, 101)
                .record(50, 0)
                .record(9, 1)
                .toByteArray();
        try (CaptureFile capture = CaptureFile.open(file(bytes))) {
            assertThat(CaptureFile.isPipe(folder.resolve("capture"))).isFalse();
            assertThat(capture.startMicros()).isEqualTo(9_000_001);
        }
        byte[] empty = Arrays.copyOf(bytes, 24);
        try (CaptureFile capture = CaptureFile.ofStream("pipe", new ByteArrayInputStream(empty), Decapsulation.NONE)) {
            assertThat(capture.startMicros()).isEqualTo(Long.MAX_VALUE);
            assertThat(capture.next(new PacketRow())).isFalse();
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    @Test
    void compressedDataThatBreaksOff_deliversWhatCameBefore() throws Exception {
        byte[] plain = manyPackets(20_000);
        for (byte[] compressed : List.of(gzip(plain), Zstd.compress(plain))) {
            Reading reading = read(Arrays.copyOf(compressed, compressed.length / 2));
            assertThat(reading.tally.packets()).isBetween(1L, 19_999L);
            assertThat(reading.tally.refused()).isEqualTo(Map.of("file damaged from here on", 1L));
            assertThat(reading.tally.captured()).isEqualTo(reading.tally.packets() + 1);
            assertThat(reading.damage).contains("compressed data broken", "decompressed byte");
        }
    }

    private static byte[] manyPackets(int packets) {
        Random random = new Random(3);
        CaptureBytesOf bytes = new CaptureBytesOf(LITTLE_ENDIAN).pcap(MICROS_MAGIC, 101);
        for (int i = 0; i < packets; i++) {
            bytes.record(1_000_000 + random.nextInt(86_400), random.nextInt(1_000_000));
        }
        return bytes.toByteArray();
    }

    @Test
    void watermark_isNeverLaterThanWhatFollows_andFollowsTheFile() throws Exception {
        int packets = 3 * 4096 + 17;
        CaptureBytesOf bytes = new CaptureBytesOf(LITTLE_ENDIAN).pcap(MICROS_MAGIC, 101);
        for (int i = 0; i < packets; i++) {
            // a second per packet, every other one 100 seconds early
            bytes.record(10_000 + i - (i % 2) * 100, 0);
        }
        long[] watermarks = new long[packets + 1];
        long[] times = new long[packets];
        try (CaptureFile capture = CaptureFile.open(file(bytes.toByteArray()))) {
            PacketRow row = new PacketRow();
            watermarks[0] = capture.watermarkMicros();
            for (int i = 0; i < packets; i++) {
                assertThat(capture.next(row)).isTrue();
                times[i] = row.timeMicros;
                watermarks[i + 1] = capture.watermarkMicros();
            }
            assertThat(capture.next(row)).isFalse();
            assertThat(capture.watermarkMicros()).isEqualTo(Long.MAX_VALUE);
        }
        // By hand: the earliest of chunk c is its first odd packet, number 4096 c + 1.
        for (int i = 0; i < packets; i++) {
            int chunk = i / 4096;
            assertThat(watermarks[i]).isEqualTo((10_000L + chunk * 4096L + 1 - 100) * 1_000_000);
            assertThat(times[i]).isGreaterThanOrEqualTo(watermarks[i]);
        }
    }

    @Test
    void trustedOrder_statesOneSecondBeforeTheLatest() throws Exception {
        byte[] bytes = new CaptureBytesOf(LITTLE_ENDIAN)
                .pcap(MICROS_MAGIC, 101)
                .record(50, 0)
                .record(49, 500_000)
                .toByteArray();
        for (CaptureFile opened : List.of(
                CaptureFile.trustingOrder(file(bytes)),
                CaptureFile.ofStream("pipe", new ByteArrayInputStream(bytes), Decapsulation.NONE))) {
            try (CaptureFile capture = opened) {
                PacketRow row = new PacketRow();
                assertThat(capture.watermarkMicros()).isEqualTo(Long.MIN_VALUE);
                assertThat(capture.next(row)).isTrue();
                assertThat(capture.next(row)).isTrue();
                assertThat(row.timeMicros).isEqualTo(49_500_000);
                assertThat(capture.watermarkMicros()).isEqualTo(49_000_000);
            }
        }
    }

    @Test
    void pcapng_hasSectionsInEitherOrder_interfacesWithTheirOwnTime_andBlocksToStepOver() throws Exception {
        CaptureBytesOf big = new CaptureBytesOf(BIG_ENDIAN)
                .section()
                .description(101)
                .enhanced(0, 1_413_849_600_000_001L)
                .integers(0xbad, 16, 0xffffffff, 16);
        CaptureBytesOf little = new CaptureBytesOf(LITTLE_ENDIAN)
                .section()
                .description(228, 9, 0)
                .description(101, 0x80 | 10, -100)
                .description(101, 0, 3)
                .enhanced(0, 1_413_849_600_123_456_789L)
                // 2^-10 seconds: 2000.5 s less 100 s
                .enhanced(1, 2000 * 1024 + 512)
                .enhanced(2, 40);
        little.raw(big.toByteArray());

        Reading reading = read(little.toByteArray());

        assertThat(reading.times)
                .containsExactly(1_413_849_600_123_456L, 1_900_500_000L, 43_000_000L, 1_413_849_600_000_001L);
        assertThat(reading.tally).isEqualTo(new SourceTally(4, 4, Map.of()));
    }

    @Test
    void finestTimeResolutions_keepTheirMicroseconds() throws Exception {
        byte[] bytes = new CaptureBytesOf(LITTLE_ENDIAN)
                .section()
                .description(101, 12, 1_413_849_600)
                .description(101, 0x80 | 63, 1_413_849_600)
                .description(101, 25, 0)
                .enhanced(0, 1_500_000_999_999L)
                // 3/4 of a second
                .enhanced(1, 0x6000_0000_0000_0000L)
                .enhanced(2, 1)
                .toByteArray();

        Reading reading = read(bytes);

        assertThat(reading.times).containsExactly(1_413_849_601_500_000L, 1_413_849_600_750_000L);
        assertThat(reading.tally.refused()).isEqualTo(Map.of("time before 1970 or after the year 9999", 1L));
    }

    @Test
    void obsoletePacketBlock_isRead_simplePacketBlockHasNoTime() throws Exception {
        byte[] bytes = new CaptureBytesOf(LITTLE_ENDIAN)
                .section()
                .description(101)
                .integers(2, 60)
                .shorts(0, 0)
                .integers(0, 77, 28, 28)
                .raw(CaptureBytesOf.PACKET)
                .integers(60)
                .integers(3, 44, 28)
                .raw(CaptureBytesOf.PACKET)
                .integers(44)
                .toByteArray();

        Reading reading = read(bytes);

        assertThat(reading.times).containsExactly(77L);
        assertThat(reading.tally)
                .isEqualTo(new SourceTally(2, 1, Map.of("simple packet block, which carries no time", 1L)));
    }

    @Test
    void blockThatContradictsItself_isRefusedAndTheNextIsRead() throws Exception {
        byte[] bytes = new CaptureBytesOf(LITTLE_ENDIAN)
                .section()
                .description(101)
                .enhanced(7, 1)
                .integers(6, 60, 0, 0, 2, 29, 29)
                .raw(CaptureBytesOf.PACKET)
                .integers(60)
                .enhanced(0, 3)
                .toByteArray();

        Reading reading = read(bytes);

        assertThat(reading.times).containsExactly(3L);
        assertThat(reading.tally)
                .isEqualTo(new SourceTally(
                        3,
                        1,
                        Map.of("pcapng interface not described", 1L, "captured length does not fit its block", 1L)));
    }

    @Test
    void otherLinkTypes_areRefusedByName_packetByPacket() throws Exception {
        byte[] bytes = new CaptureBytesOf(LITTLE_ENDIAN)
                .section()
                .description(253)
                .description(101)
                .description(65_000)
                .enhanced(0, 1)
                .enhanced(0, 2)
                .enhanced(1, 3)
                .enhanced(2, 4)
                .toByteArray();
        assertThat(read(bytes).tally)
                .isEqualTo(new SourceTally(
                        4,
                        1,
                        Map.of("link type 253 (Linux netlink) is not read", 2L, "link type 65000 is not read", 1L)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 43})
    void damagedTail_isOneRefusedRecordWithItsPlace(int bytesOfSecondRecord) throws Exception {
        byte[] whole = twoPackets(LITTLE_ENDIAN, MICROS_MAGIC);
        Reading reading = read(Arrays.copyOf(whole, 24 + 44 + bytesOfSecondRecord));

        assertThat(reading.times).containsExactly(1_413_849_600_000_005L);
        assertThat(reading.tally).isEqualTo(new SourceTally(2, 1, Map.of("file damaged from here on", 1L)));
        assertThat(reading.damage).contains(folder.resolve("capture") + ": byte 68: file ends inside a record");
    }

    @ParameterizedTest
    @ValueSource(longs = {262_145, 0x7fffffffL, 0xffffffffL})
    void recordLongerThanAnyPacket_isDamage(long length) throws Exception {
        byte[] bytes = new CaptureBytesOf(LITTLE_ENDIAN)
                .pcap(MICROS_MAGIC, 101)
                .record(1, 1)
                .integers(2, 2, length, length)
                .raw(new byte[1000])
                .toByteArray();
        Reading reading = read(bytes);
        assertThat(reading.tally.packets()).isEqualTo(1);
        assertThat(reading.damage).contains("byte 68", "record of " + length, "up to 262144");
    }

    @Test
    void longestRecord_isRead() throws Exception {
        byte[] frame = Arrays.copyOf(CaptureBytesOf.PACKET, 262_144);
        CaptureBytesOf bytes = new CaptureBytesOf(LITTLE_ENDIAN).pcap(MICROS_MAGIC, 101);
        for (int i = 0; i < 9; i++) {
            bytes.integers(i, 0, frame.length, frame.length).raw(frame);
        }
        assertThat(read(bytes.toByteArray()).times).hasSize(9).endsWith(8_000_000L);
    }

    @Test
    void whatIsNoCapture_isRefusedWithNameAndReason() throws Exception {
        assertRefused(new byte[0], "the file is empty");
        assertRefused("time\tcount\n2014".getBytes(java.nio.charset.StandardCharsets.UTF_8), "magic number 74696d65");
        assertRefused(new byte[] {1, 2}, "only 2 bytes");
        assertRefused(Arrays.copyOf(twoPackets(LITTLE_ENDIAN, MICROS_MAGIC), 20), "inside the pcap file header");
        assertRefused(
                new CaptureBytesOf(LITTLE_ENDIAN)
                        .integers(MICROS_MAGIC)
                        .shorts(3, 0)
                        .integers(0, 0, 0, 1)
                        .toByteArray(),
                "pcap version 3.0");
        assertRefused(
                new CaptureBytesOf(LITTLE_ENDIAN)
                        .integers(0x0a0d0d0a, 28, 0x12345678, 1, -1, -1, 28)
                        .toByteArray(),
                "byte-order magic 12345678");
        assertRefused(new byte[] {0x1f, (byte) 0x8b, 8}, "cannot be read");
        assertThatThrownBy(() -> CaptureFile.open(folder))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("is a directory");
        assertThatThrownBy(() -> CaptureFile.open(folder.resolve("nowhere")))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("no such file");
    }

    private void assertRefused(byte[] bytes, String why) throws IOException {
        Path file = file(bytes);
        for (boolean trusting : new boolean[] {false, true}) {
            assertThatThrownBy(() -> {
                        try (CaptureFile opened = trusting ? CaptureFile.trustingOrder(file) : CaptureFile.open(file)) {
                            opened.next(new PacketRow());
                        }
                    })
                    .isInstanceOf(CaptureException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageContaining(why);
        }
    }

    @Test
    void randomlyChangedFiles_neverCrashAndAlwaysBalance() throws Exception {
        Random random = new Random(99);
        CaptureBytesOf section = new CaptureBytesOf(LITTLE_ENDIAN)
                .section()
                .description(101, 9, 5)
                .description(1);
        for (int i = 0; i < 20; i++) {
            section.enhanced(i % 2, i * 1000L);
        }
        byte[][] seeds = {twoPackets(BIG_ENDIAN, NANOS_MAGIC), section.toByteArray()};
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = seeds[i % 2].clone();
            for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try (CaptureFile capture =
                    CaptureFile.ofStream("seed 99, " + i, new ByteArrayInputStream(bytes), Decapsulation.NONE)) {
                PacketRow row = new PacketRow();
                long packets = 0;
                while (capture.next(row)) {
                    packets++;
                }
                SourceTally tally = capture.tally();
                assertThat(tally.packets()).isEqualTo(packets);
                assertThat(tally.captured()).isEqualTo(packets + tally.refusedInAll());
            } catch (CaptureException refused) {
                assertThat(refused).hasMessageStartingWith("seed 99, " + i);
            }
        }
    }
}
