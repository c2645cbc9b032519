package org.yamori.sensor.file;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.fail;

/** The folder of real captures and facts beside the checkout; without it tests are skipped, in CI they fail. */
public final class SharedCaptures {
    private SharedCaptures() {}

    public static Path folder() {
        @Nullable Path found = find();
        if (found == null) {
            String message = "no folder shared/spec beside the checkout, in yamori.shared or in YAMORI_SHARED";
            return "true".equals(System.getenv("CI")) ? fail(message) : Assumptions.abort(message);
        }
        return found;
    }

    private static @Nullable Path find() {
        @Nullable String named = System.getProperty("yamori.shared", System.getenv("YAMORI_SHARED"));
        if (named != null) {
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/spec"))) {
                return at.resolve("shared");
            }
        }
        return null;
    }
}
