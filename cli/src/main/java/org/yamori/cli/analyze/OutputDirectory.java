package org.yamori.cli.analyze;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Refusal;

/**
 * The folder an analysis writes to. Everything is first written to a folder inside it and moved to its place when it is
 * whole, {@value #LEDGER} last: a folder with a ledger is complete.
 */
final class OutputDirectory implements AutoCloseable {
    static final String FINDINGS = "findings.jsonl";
    static final String MEASUREMENTS = "measurements.jsonl";
    static final String LEDGER = "ledger.json";
    static final String SUMMARY = "summary.txt";
    static final String TABLES = "tables";
    static final String KEY = "pseudonyms.key.tsv";
    private static final String WORK = ".yamori-partial";
    private static final Set<String> OURS = Set.of(FINDINGS, MEASUREMENTS, LEDGER, SUMMARY, TABLES, KEY, WORK);

    private final Path directory;
    private final Path work;
    private final FileChannel lockFile;
    private final boolean created;

    private OutputDirectory(Path directory, Path work, FileChannel lockFile, boolean created) {
        this.created = created;
        this.directory = directory;
        this.work = work;
        this.lockFile = lockFile;
    }

    /** Takes the folder, or refuses one that holds what an analysis does not write. */
    static OutputDirectory take(Path directory, boolean force) throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new Refusal(directory + " is a file, not a folder to write to");
        }
        if (Files.isDirectory(directory) && !force) {
            List<String> others;
            try (Stream<Path> entries = Files.list(directory)) {
                others = entries.map(entry -> String.valueOf(entry.getFileName()))
                        .filter(name -> !OURS.contains(name))
                        .sorted()
                        .toList();
            }
            if (!others.isEmpty()) {
                throw new Refusal(directory + " holds something else, for example " + others.get(0)
                        + "; name another folder, or say --force to write beside it");
            }
        }
        boolean created = !Files.exists(directory);
        Path work = Files.createDirectories(directory.resolve(WORK));
        FileChannel lockFile =
                FileChannel.open(work.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!lock(lockFile)) {
            lockFile.close();
            throw new Refusal("another analysis is writing to " + directory + "; wait for it or name another folder");
        }
        OutputDirectory taken = new OutputDirectory(directory, work, lockFile, created);
        taken.clearWork();
        return taken;
    }

    private static boolean lock(FileChannel lockFile) throws IOException {
        try {
            @Nullable FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldHere) {
            return false;
        }
    }

    /** Where to write before everything is whole. */
    Path work() {
        return work;
    }

    /** Puts everything written to its place, instead of what an earlier analysis left. */
    void publish() throws IOException {
        Files.deleteIfExists(directory.resolve(LEDGER));
        for (String name : List.of(SUMMARY, KEY, TABLES, MEASUREMENTS, FINDINGS)) {
            delete(directory.resolve(name));
            if (Files.exists(work.resolve(name))) {
                move(name);
            }
        }
        move(LEDGER);
    }

    private void move(String name) throws IOException {
        Files.move(work.resolve(name), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void clearWork() throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.list(work)) {
            entries = all.filter(entry -> !entry.endsWith("lock")).toList();
        }
        for (Path entry : entries) {
            delete(entry);
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            tree.sorted(Comparator.reverseOrder()).forEach(entry -> {
                try {
                    Files.delete(entry);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        } catch (UncheckedIOException failed) {
            throw new IOException("cannot replace " + path + ": " + failed.getMessage(), failed);
        }
    }

    /** Leaves no trace of an unfinished analysis; a folder that was made for it goes too. */
    @Override
    public void close() throws IOException {
        clearWork();
        lockFile.close();
        delete(work);
        if (!created) {
            return;
        }
        try (Stream<Path> left = Files.list(directory)) {
            if (left.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(directory);
    }
}
