package org.yamori.wire;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** The folder of facts and captures beside the checkout, which tests read and the project does not contain. */
public final class SharedFolder {
    private SharedFolder() {}

    /** A file or folder in it; without it the test says so and is not run, but under CI it fails. */
    public static Path file(String name) {
        @Nullable Path folder = folder();
        if (folder == null) {
            String message = "no folder 'shared' beside the checkout: set -Dyamori.shared or YAMORI_SHARED";
            return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
        }
        return folder.resolve(name);
    }

    private static @Nullable Path folder() {
        @Nullable String given = System.getProperty("yamori.shared", System.getenv("YAMORI_SHARED"));
        if (given != null) {
            return Path.of(given);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/spec"))) {
                return at.resolve("shared");
            }
        }
        return null;
    }
}
