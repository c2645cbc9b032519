package org.yamori.jobs.enrich;

import java.io.IOException;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a job finds its country database: a path that travels to the task managers, which open it there.
 *
 * @param path an .mmdb file, or empty for none: then no country is known
 */
public record Countries(String path) implements Serializable {
    public static final Countries NONE = new Countries("");

    /** Tables in use in this process, so that all slots of a task manager share one. */
    private static final Map<Version, WeakReference<CountryTable>> OPEN = new HashMap<>();

    private record Version(Path path, long size, FileTime modified) {}

    /** The table of this database. */
    public CountryTable open() throws BadDatabaseException {
        if (path.isEmpty()) {
            return CountryTable.NONE;
        }
        Path file = Path.of(path).toAbsolutePath();
        Version version;
        try {
            version = new Version(file, Files.size(file), Files.getLastModifiedTime(file));
        } catch (IOException unreadable) {
            return CountryTable.read(file);
        }
        synchronized (OPEN) {
            WeakReference<CountryTable> reference = OPEN.get(version);
            @Nullable CountryTable open = reference == null ? null : reference.get();
            if (open == null) {
                open = CountryTable.read(file);
                OPEN.values().removeIf(other -> other.get() == null);
                OPEN.put(version, new WeakReference<>(open));
            }
            return open;
        }
    }
}
