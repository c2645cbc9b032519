package org.yamori.sensor.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.sensor.block.Epoch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpoolFolderTest {
    private static final long MIB = 1 << 20;
    private static final int HEAD = 44;
    private static final int FILE_HEADER = 40;

    @TempDir
    Path place;

    private final List<String> said = new ArrayList<>();

    private Path folder() {
        return place.resolve("s1");
    }

    private SpoolFolder open(Path folder, long bytes) throws SpoolException {
        SpoolFolder spool = SpoolFolder.open(folder, bytes, said::add);
        Epoch unused = spool.beginEpoch(7);
        return spool;
    }

    private static void append(SpoolFolder spool, long from, long to, int bytes) {
        for (long number = from; number <= to; number++) {
            assertThat(spool.append(List.of(Spooled.block(number, bytes)))).isTrue();
        }
    }

    private static void acknowledge(SpoolFolder spool, int records) {
        for (int i = 0; i < records; i++) {
            spool.acknowledge(requireNonNull(spool.take()));
        }
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void newFolder_isEmpty() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            assertThat(spool.take()).isNull();
            assertThat(spool.backlog()).isEqualTo(new Backlog(0, 0));
        }
        assertThat(said).isEmpty();
    }

    @Test
    void blocks_comeOutInOrder_andAgainAfterARewind() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            append(spool, 0, 4, 100);
            assertThat(spool.backlog()).isEqualTo(new Backlog(5, 500));

            acknowledge(spool, 2);
            assertThat(Spooled.takeAll(spool)).containsExactly(2L, 3L, 4L);
            spool.rewind();
            assertThat(Spooled.takeAll(spool)).containsExactly(2L, 3L, 4L);

            append(spool, 5, 5, 100);
            assertThat(Spooled.takeAll(spool)).containsExactly(5L);
            assertThat(spool.backlog()).isEqualTo(new Backlog(4, 400));
        }
    }

    @Test
    void nextRun_findsWhatWasNotAcknowledged_andNoMore() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            append(spool, 0, 9, 100);
            acknowledge(spool, 4);
        }
        try (SpoolFolder spool = open(folder(), MIB)) {
            assertThat(spool.backlog()).isEqualTo(new Backlog(6, 600));
            assertThat(Spooled.takeAll(spool)).isEqualTo(numbers(4, 9));
        }
        assertThat(said).containsExactly("spool " + folder() + ": the run before left 6 blocks, 0.0 MiB");
    }

    /** A file may hold a sixteenth of the bound, 65,536 bytes; with heads and header six blocks of 10,000. */
    @Test
    void filledFiles_areFollowedByNewOnes_andDeletedWhenAllOfThemIsAcknowledged() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            append(spool, 0, 19, 10_000);
            assertThat(Spooled.segments(folder()))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly(
                            "000000000000.spool", "000000000001.spool", "000000000002.spool", "000000000003.spool");

            acknowledge(spool, 6);
            assertThat(Spooled.segments(folder())).hasSize(4);
            acknowledge(spool, 1);
            assertThat(Spooled.segments(folder())).hasSize(3);
            acknowledge(spool, 13);
            assertThat(Spooled.segments(folder()))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("000000000003.spool");
            assertThat(spool.backlog()).isEqualTo(new Backlog(0, 0));
        }
    }

    @Test
    void fullSpool_refusesTheNewest_andNeverHoldsMoreThanItsBound() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            long taken = 0;
            while (spool.append(List.of(Spooled.block(taken, 50_000)))) {
                taken++;
            }
            assertThat(spool.refusal()).isEqualTo("the spool is full (1.0 MiB of 1.0 MiB)");
            // 1,048,576 / (50,000 + 44 + 40): each has a file of its own.
            assertThat(taken).isEqualTo(20);
            assertThat(Spooled.bytesOnDisk(folder())).isEqualTo(20 * 50_084L).isLessThanOrEqualTo(MIB);

            assertThat(spool.append(List.of(Spooled.block(20, 10))))
                    .as("what is small would fit, and waits with the others: one hole, not many")
                    .isFalse();

            acknowledge(spool, 2);
            assertThat(spool.append(List.of(Spooled.block(20, 50_000)))).isTrue();
            assertThat(Spooled.takeAll(spool)).isEqualTo(numbers(2, 20));
        }
    }

    /** The newest file holds more than half of the bound: it must go, or nothing would ever fit again. */
    @Test
    void drainedSpool_hasRoomAgain_andKnowsItsLastBlock() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            append(spool, 0, 0, 800_000);
            assertThat(spool.append(List.of(Spooled.block(1, 300_000)))).isFalse();
            acknowledge(spool, 1);
            assertThat(Spooled.bytesOnDisk(folder())).isEqualTo(FILE_HEADER);
            append(spool, 1, 1, 300_000);
            spool.rewind();
            assertThat(Spooled.takeAll(spool)).containsExactly(1L);
        }
        try (SpoolFolder spool = SpoolFolder.open(folder(), MIB, said::add)) {
            assertThat(spool.beginEpoch(9).previousLastBlock()).isEqualTo(1);
        }
    }

    @Test
    void blocksCutTogether_areTakenAllOrNone() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            assertThat(spool.append(List.of(Spooled.block(0, 600_000), Spooled.block(1, 600_000))))
                    .isFalse();
            assertThat(spool.take()).isNull();
            assertThat(spool.append(List.of(Spooled.block(0, 500_000), Spooled.block(1, 500_000))))
                    .isTrue();
            assertThat(Spooled.takeAll(spool)).containsExactly(0L, 1L);
        }
    }

    /**
     * A kill at any moment leaves the file at some length: what is whole comes out, the rest is cut, and it goes on.
     */
    @Test
    void tornTail_isCutAtEveryByte() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            append(spool, 0, 2, 30);
        }
        Path whole = Spooled.segments(folder()).get(0);
        byte[] bytes = Files.readAllBytes(whole);
        assertThat(bytes).hasSize(FILE_HEADER + 3 * (HEAD + 30));
        for (int length = 0; length <= bytes.length; length++) {
            Path torn = Files.createDirectory(place.resolve("torn" + length));
            Files.write(torn.resolve(whole.getFileName()), java.util.Arrays.copyOf(bytes, length));
            int left = Math.max(0, length - FILE_HEADER) / (HEAD + 30);
            said.clear();
            try (SpoolFolder spool = SpoolFolder.open(torn, MIB, said::add)) {
                assertThat(spool.beginEpoch(9))
                        .as("cut at %d", length)
                        .isEqualTo(length < FILE_HEADER ? new Epoch(9, 0, -1, -1) : new Epoch(9, 0, 7, left - 1));
                assertThat(spool.append(List.of(Spooled.block(9, 0, 30)))).isTrue();
                List<Long> expected = new ArrayList<>(numbers(0, left - 1));
                expected.add(0L);
                assertThat(Spooled.takeAll(spool)).as("cut at %d", length).isEqualTo(expected);
            }
            int torn2 = length <= FILE_HEADER ? 0 : (length - FILE_HEADER) % (HEAD + 30);
            assertThat(said.stream().filter(sentence -> sentence.contains("cut off")))
                    .hasSize(torn2 == 0 ? 0 : 1);
        }
    }

    @Test
    void damagedByte_costsNoMoreThanItsBlock_andIsTold() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            append(spool, 0, 3, 30);
        }
        Path whole = Spooled.segments(folder()).get(0);
        byte[] bytes = Files.readAllBytes(whole);
        for (int at = FILE_HEADER; at < bytes.length; at++) {
            Path damaged = Files.createDirectory(place.resolve("damaged" + at));
            byte[] copy = bytes.clone();
            copy[at] ^= 0x10;
            Files.write(damaged.resolve(whole.getFileName()), copy);
            long hit = (long) (at - FILE_HEADER) / (HEAD + 30);
            List<Long> others =
                    numbers(0, 3).stream().filter(number -> number != hit).toList();
            said.clear();
            try (SpoolFolder spool = open(damaged, MIB)) {
                assertThat(Spooled.takeAll(spool)).as("byte %d", at).isEqualTo(others);
            }
            assertThat(said.stream().filter(sentence -> sentence.matches(".*(are damaged and left out|are cut off).*")))
                    .as("byte %d", at)
                    .hasSize(1);
        }
    }

    /** Of a kill while Kafka takes blocks quickly: nothing is left out, and what comes again the job still knows. */
    @Test
    void killedRun_sendsAgainAtMost256_andNeverLeavesOneOut() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            append(spool, 0, 999, 100);
            acknowledge(spool, 700);
            Path left = Spooled.killed(folder(), place.resolve("killed"));
            try (SpoolFolder next = open(left, MIB)) {
                assertThat(Spooled.takeAll(next)).isEqualTo(numbers(512, 999));
            }
        }
    }

    @Test
    void tornPosition_isAnEarlierOne() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            append(spool, 0, 9, 100);
            acknowledge(spool, 3);
            spool.force();
            acknowledge(spool, 3);
            spool.force();
        }
        byte[] bytes = Files.readAllBytes(folder().resolve("position"));
        for (int place4k : new int[] {0, 4096}) {
            for (int at = place4k; at < place4k + 28; at++) {
                Path torn = Spooled.killed(folder(), place.resolve("position" + at));
                byte[] copy = bytes.clone();
                copy[at] ^= 1;
                Files.write(torn.resolve("position"), copy);
                try (SpoolFolder spool = open(torn, MIB)) {
                    assertThat(requireNonNull(spool.take()).record().block()).isIn(3L, 6L);
                }
            }
        }
    }

    @Test
    void positionInAFileThatWasDeleted_meansTheNextOne() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            append(spool, 0, 19, 10_000);
            acknowledge(spool, 3);
        }
        Files.delete(Spooled.segments(folder()).get(0));
        try (SpoolFolder spool = open(folder(), MIB)) {
            assertThat(Spooled.takeAll(spool)).isEqualTo(numbers(6, 19));
        }
    }

    @Test
    void filesDeletedByHand_areForgotten_andNewBlocksAreNotTakenForThem() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            append(spool, 0, 19, 10_000);
            acknowledge(spool, 20);
        }
        for (Path segment : Spooled.segments(folder())) {
            Files.delete(segment);
        }
        try (SpoolFolder spool = open(folder(), MIB)) {
            append(spool, 0, 0, 10);
            assertThat(Spooled.takeAll(spool)).containsExactly(0L);
        }
    }

    @Test
    void epoch_namesTheLastBlockOfTheRunBefore_evenIfAllOfItWasAcknowledged() throws Exception {
        try (SpoolFolder spool = SpoolFolder.open(folder(), MIB, said::add)) {
            assertThat(spool.beginEpoch(1_000)).isEqualTo(new Epoch(1_000, 0, -1, -1));
            assertThat(spool.append(List.of(Spooled.block(1_000, 0, 10), Spooled.block(1_000, 1, 10))))
                    .isTrue();
            acknowledge(spool, 2);
        }
        try (SpoolFolder spool = SpoolFolder.open(folder(), MIB, said::add)) {
            assertThat(spool.beginEpoch(2_000)).isEqualTo(new Epoch(2_000, 0, 1_000, 1));
        }
        try (SpoolFolder clockWentBack = SpoolFolder.open(folder(), MIB, said::add)) {
            assertThat(clockWentBack.beginEpoch(500)).isEqualTo(new Epoch(2_001, 0, 2_000, -1));
        }
    }

    @Test
    void lockedFolder_isRefused() throws Exception {
        try (SpoolFolder first = open(folder(), MIB)) {
            assertThatThrownBy(() -> SpoolFolder.open(folder(), MIB, said::add))
                    .isInstanceOf(SpoolException.class)
                    .hasMessage(folder() + " is used by another sensor that is running");
            append(first, 0, 0, 10);
        }
        try (SpoolFolder second = open(folder(), MIB)) {
            assertThat(second.backlog().blocks()).isEqualTo(1);
        }
    }

    @Test
    void foreignFile_isRefused_andLeftAlone() throws Exception {
        Path notes = Files.writeString(Files.createDirectories(folder()).resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> open(folder(), MIB))
                .hasMessage(
                        folder() + " holds notes.txt, which is no part of a spool; a spool needs a folder of its own");
        Files.delete(notes);
        Path disguised = Files.writeString(folder().resolve("000000000000.spool"), "What is this?");
        assertThatThrownBy(() -> open(folder(), MIB))
                .hasMessage(disguised + " does not begin as a spool's file does; move it away");
        assertThat(disguised).hasContent("What is this?");
    }

    @Test
    void anotherVersion_isRefused() throws Exception {
        try (SpoolFolder spool = open(folder(), MIB)) {
            append(spool, 0, 0, 10);
        }
        Path segment = Spooled.segments(folder()).get(0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[11] = 2;
        Files.write(segment, bytes);
        assertThatThrownBy(() -> open(folder(), MIB))
                .hasMessage(
                        segment + " has version 2; known: 1. Drain it with the Yamori that wrote it, or move it away");
    }

    @Test
    void placeThatCannotBeWritten_isRefusedWithItsReason() throws Exception {
        Path file = Files.writeString(place.resolve("file"), "");
        assertThatThrownBy(() -> open(file, MIB))
                .hasMessage("spool " + file + " cannot be used: " + file + " is no folder");
        // Not even root makes a folder there.
        assertThatThrownBy(() -> open(Path.of("/proc/spool"), MIB))
                .hasMessageStartingWith("spool /proc/spool cannot be used: /proc/spool");
        assertThatThrownBy(() -> open(folder(), MIB - 1))
                .hasMessage("a spool has room for at least 1048576 bytes, was 1048575");
    }

    /** Appending goes on in a thread that was asked to stop, which closes channels. */
    @Test
    void interruptedThread_stillAppends() throws IOException {
        try (SpoolFolder spool = open(folder(), MIB)) {
            Thread.currentThread().interrupt();
            append(spool, 0, 1, 10);
            assertThat(Thread.interrupted()).isTrue();
            append(spool, 2, 2, 10);
            assertThat(Spooled.takeAll(spool)).isEqualTo(numbers(0, 2));
        }
    }
}
