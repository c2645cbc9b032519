package org.yamori.jobs.enrich;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** A file as it is now: another one in its place has another version. */
record FileVersion(Path path, long size, FileTime modified) {
    private static FileVersion of(Path path) throws IOException {
        Path file = path.toAbsolutePath();
        return new FileVersion(file, Files.size(file), Files.getLastModifiedTime(file));
    }

    /** What a file holds, read once as long as it stays as it is; who reads it says what is wrong with it. */
    static <V, E extends Exception> V read(Path path, Shared<FileVersion, V> all, Shared.Making<V, E> reading)
            throws E {
        FileVersion version;
        try {
            version = of(path);
        } catch (IOException unreadable) {
            return reading.make();
        }
        return all.get(version, reading);
    }
}
