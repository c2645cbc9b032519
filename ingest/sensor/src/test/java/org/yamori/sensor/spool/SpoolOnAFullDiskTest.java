package org.yamori.sensor.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A spool on a real file system that is smaller than the spool's bound; mounting it needs root. */
class SpoolOnAFullDiskTest {
    private static final long BOUND = 64 << 20;

    @TempDir
    Path disk;

    private final List<String> said = new ArrayList<>();
    private boolean mounted;

    @BeforeEach
    void mountASmallDisk() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        if (!mounted && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("a full disk needs a file system of its own, which only root can mount");
        }
        assumeTrue(mounted, "a full disk needs a file system of its own, which only root can mount");
    }

    @AfterEach
    void unmount() throws Exception {
        assertThat(!mounted || run("umount", disk.toString())).isTrue();
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void fullDisk_refusesTheNewest_keepsWhatItHas_andGoesOnWhenThereIsRoom() throws Exception {
        try (SpoolFolder spool = SpoolFolder.open(disk.resolve("s1"), BOUND, said::add)) {
            assertThat(spool.beginEpoch(7).micros()).isEqualTo(7);
            long taken = 0;
            while (spool.append(List.of(Spooled.block(taken, 30_000)))) {
                taken++;
            }
            // 1 MiB less the pages of the position, the lock and the folder: 34 blocks would be 1,021,496 bytes.
            assertThat(taken).isBetween(30L, 34L);
            assertThat(spool.refusal()).isEqualTo("the disk takes no more (No space left on device)");
            assertThat(Files.size(Spooled.segments(disk.resolve("s1")).get(0))).isEqualTo(40 + taken * 30_044);

            assertThat(spool.append(List.of(Spooled.block(taken, 10))))
                    .as("one hole, not many")
                    .isFalse();
            assertThat(Spooled.takeAll(spool))
                    .isEqualTo(LongStream.range(0, taken).boxed().toList());
        }
        try (SpoolFolder next = SpoolFolder.open(disk.resolve("s1"), BOUND, said::add)) {
            long last = next.backlog().blocks() - 1;
            assertThat(next.beginEpoch(9).previousLastBlock()).isEqualTo(last);
            for (long number = 0; number <= last; number++) {
                Taken taken = requireNonNull(next.take());
                assertThat(taken.record().block()).isEqualTo(number);
                next.acknowledge(taken);
            }
            assertThat(next.append(List.of(Spooled.block(9, 0, 10)))).isTrue();
            next.acknowledge(requireNonNull(next.take()));
            assertThat(next.append(List.of(Spooled.block(9, 1, 900_000))))
                    .as("the old file is gone")
                    .isTrue();
        }
    }
}
