package org.yamori.jobs.enrich;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** A file as it is now: another one in its place has another version. */
record FileVersion(Path path, long size, FileTime modified) {
    static FileVersion of(Path path) throws IOException {
        Path file = path.toAbsolutePath();
        return new FileVersion(file, Files.size(file), Files.getLastModifiedTime(file));
    }
}
