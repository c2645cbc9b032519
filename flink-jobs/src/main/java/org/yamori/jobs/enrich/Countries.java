package org.yamori.jobs.enrich;

import java.io.Serializable;
import java.nio.file.Path;

/**
 * Where a job finds its country database: a path that travels to the task managers, which open it there.
 *
 * @param path an .mmdb file, or empty for none: then no country is known
 */
public record Countries(String path) implements Serializable {
    public static final Countries NONE = new Countries("");

    private static final Shared<FileVersion, CountryTable> TABLES = new Shared<>();

    /** The table of this database. */
    public CountryTable open() throws BadDatabaseException {
        if (path.isEmpty()) {
            return CountryTable.NONE;
        }
        Path file = Path.of(path).toAbsolutePath();
        return FileVersion.read(file, TABLES, () -> CountryTable.read(file));
    }
}
