package org.yamori.jobs.enrich;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegistriesTest {
    private static final String ONE = """
            organisations:
              - name: campus
                livenets: [10.16.0.0/12]
                contacts: [soc@campus.example]
            """;

    private static Registry read(Path file) throws BadRecordException {
        try (var view = Registries.ofFile(file.toString()).open()) {
            return view.upToNow().at(0);
        }
    }

    @Test
    void tasksOfAProcess_useOneRegistry_untilTheFileChanges(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("registry.yaml"), ONE);
        Registry first = read(file);
        assertThat(first.organisations()).hasSize(1);
        assertThat(read(file)).isSameAs(first);

        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(read(file)).isNotSameAs(first).isEqualTo(first);
        Files.writeString(file, ONE.replace("campus", "college"));
        assertThat(read(file).organisations().get(0).name()).isEqualTo("college");
    }

    @Test
    void fileThatCannotBeRead_isNamed(@TempDir Path folder) {
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> read(missing)).hasMessageContaining("missing.yaml");
    }
}
