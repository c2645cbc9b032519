package org.yamori.jobs.app;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that the runs of one job left in a folder, as {@code <run>/chk-<number>}. Numbers go on from run to
 * run.
 */
public final class RetainedCheckpoints {
    private static final Logger LOG = LoggerFactory.getLogger(RetainedCheckpoints.class);
    private static final Pattern NAME = Pattern.compile("chk-([0-9]{1,18})");
    private static final String METADATA = "_metadata";
    private static final int KEPT = 2;

    private final Path folder;

    public RetainedCheckpoints(Path folder) {
        this.folder = folder;
    }

    private record Checkpoint(Path folder, long number, FileTime completed) {}

    /**
     * The newest checkpoint of which nothing is missing. Whatever is older than the one before it goes, since no run
     * will ask for it again.
     */
    public Optional<Path> newest() throws IOException {
        List<Path> whole = new ArrayList<>();
        List<Path> left = new ArrayList<>();
        for (Checkpoint checkpoint : completed()) {
            if (whole.size() == KEPT) {
                delete(checkpoint.folder);
                continue;
            }
            left.add(checkpoint.folder);
            Optional<String> damage = damage(checkpoint.folder);
            if (damage.isEmpty()) {
                whole.add(checkpoint.folder);
            } else {
                LOG.warn("checkpoint {} is broken and is left out: {}", checkpoint.folder, damage.get());
            }
        }
        deleteRunsWithout(left);
        return whole.stream().findFirst();
    }

    /** Newest first. */
    private List<Checkpoint> completed() throws IOException {
        List<Checkpoint> found = new ArrayList<>();
        for (Path run : children(folder)) {
            for (Path child : children(run)) {
                Matcher name = NAME.matcher(String.valueOf(child.getFileName()));
                Path metadata = child.resolve(METADATA);
                if (name.matches() && Files.isRegularFile(metadata)) {
                    found.add(
                            new Checkpoint(child, Long.parseLong(name.group(1)), Files.getLastModifiedTime(metadata)));
                }
            }
        }
        found.sort(Comparator.comparingLong(Checkpoint::number)
                .thenComparing(Checkpoint::completed)
                .reversed());
        return found;
    }

    /** What keeps a job from going on there: its description and every piece of state must be readable to the end. */
    private static Optional<String> damage(Path checkpoint) {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(checkpoint.resolve(METADATA))))) {
            CheckpointMetadata metadata = Checkpoints.loadCheckpointMetadata(
                    in,
                    RetainedCheckpoints.class.getClassLoader(),
                    checkpoint.toUri().toString());
            for (OperatorState operator : metadata.getOperatorStates()) {
                for (StateObject state : operator.getDiscardables()) {
                    if (state instanceof StreamStateHandle piece) {
                        requireLastByte(piece);
                    }
                }
            }
            return Optional.empty();
        } catch (IOException | RuntimeException broken) {
            return Optional.of(String.valueOf(broken.getMessage() == null ? broken : broken.getMessage()));
        }
    }

    private static void requireLastByte(StreamStateHandle piece) throws IOException {
        long bytes = piece.getStateSize();
        if (bytes > 0) {
            try (FSDataInputStream in = piece.openInputStream()) {
                in.seek(bytes - 1);
                if (in.read() < 0) {
                    throw new IOException("a piece of state is shorter than its " + bytes + " bytes: " + piece);
                }
            }
        }
    }

    private void deleteRunsWithout(List<Path> checkpoints) throws IOException {
        for (Path run : children(folder)) {
            if (checkpoints.stream().noneMatch(checkpoint -> checkpoint.startsWith(run))) {
                delete(run);
            }
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(folder)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
