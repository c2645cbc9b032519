package org.yamori.jobs.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Checkpoints as Flink writes them, whole and damaged. */
class RetainedCheckpointsTest {
    private static final byte[] STATE = {1, 2, 3, 4, 5};

    @TempDir
    private Path folder;

    @Test
    void nothing_isNoCheckpoint() throws IOException {
        assertThat(newest()).isEmpty();
        assertThat(new RetainedCheckpoints(folder.resolve("missing")).newest()).isEmpty();
    }

    @Test
    void newestOfAllRuns_isTaken_andAllButTheOneBeforeAreDeleted() throws IOException {
        Path oldest = checkpoint("a", 8);
        Path old = checkpoint("a", 9);
        Path before = checkpoint("b", 10);
        Path newest = checkpoint("b", 11);
        assertThat(newest()).hasValue(newest);
        assertThat(before).exists();
        assertThat(List.of(oldest, old)).noneMatch(Files::exists);
        assertThat(folder.resolve("a")).doesNotExist();
        assertThat(newest()).hasValue(newest);
    }

    @Test
    void oneThatWasNotCompleted_isNone() throws IOException {
        Path complete = checkpoint("a", 1);
        Files.createDirectories(folder.resolve("a/chk-2"));
        Files.createDirectories(folder.resolve("a/shared"));
        assertThat(newest()).hasValue(complete);
    }

    @Test
    void damagedOnes_areLeftOut_forTheNewestThatIsWhole() throws IOException {
        Path whole = checkpoint("a", 1);
        Path shortDescription = checkpoint("a", 2);
        Files.write(shortDescription.resolve("_metadata"), new byte[] {0, 1});
        Path withoutState = checkpoint("a", 3);
        Files.delete(withoutState.resolve("state"));
        Path shortState = checkpoint("a", 4);
        Files.write(shortState.resolve("state"), new byte[STATE.length - 1]);
        Path emptyDescription = checkpoint("a", 5);
        Files.write(emptyDescription.resolve("_metadata"), new byte[0]);
        assertThat(newest()).hasValue(whole);
    }

    @Test
    void ofTwoWithOneNumber_theLaterIsTaken() throws IOException {
        Path earlier = checkpoint("a", 7);
        Path later = checkpoint("b", 7);
        Files.setLastModifiedTime(earlier.resolve("_metadata"), FileTime.from(Instant.ofEpochSecond(1_000)));
        Files.setLastModifiedTime(later.resolve("_metadata"), FileTime.from(Instant.ofEpochSecond(2_000)));
        assertThat(newest()).hasValue(later);
    }

    private java.util.Optional<Path> newest() throws IOException {
        return new RetainedCheckpoints(folder).newest();
    }

    private Path checkpoint(String run, long number) throws IOException {
        Path checkpoint = Files.createDirectories(folder.resolve(run).resolve("chk-" + number));
        Path state = Files.write(checkpoint.resolve("state"), STATE);
        OperatorState operator = new OperatorState(null, null, new OperatorID(1, 2), 1, 16);
        operator.putState(
                0,
                OperatorSubtaskState.builder()
                        .setManagedKeyedState(new KeyGroupsStateHandle(
                                new KeyGroupRangeOffsets(KeyGroupRange.of(0, 15)),
                                new FileStateHandle(new org.apache.flink.core.fs.Path(state.toUri()), STATE.length)))
                        .build());
        try (OutputStream out = Files.newOutputStream(checkpoint.resolve("_metadata"))) {
            Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(number, List.of(operator), List.of()), out);
        }
        return checkpoint;
    }
}
