package org.yamori.wire;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The folder of facts and captures beside the checkout, which tests read and the project does not contain. */
final class SharedFolder {
    private SharedFolder() {}

    /** A file in it; the test is skipped where the folder is absent, but fails under CI. */
    static Path file(String name) {
        Path folder = folder();
        if (folder == null) {
            String message = "no folder 'shared' beside the checkout: set -Dyamori.shared or YAMORI_SHARED";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            assumeTrue(false, message);
            throw new IllegalStateException(message);
        }
        return folder.resolve(name);
    }

    private static @org.jspecify.annotations.Nullable Path folder() {
        String given = System.getProperty("yamori.shared", System.getenv("YAMORI_SHARED"));
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
