package org.yamori.cli.up;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.yamori.cli.servers.Launch;

import static org.assertj.core.api.Assertions.assertThat;

/** Small processes in sessions of their own. */
final class Children {
    private static final long PATIENCE_SECONDS = 60;

    private Children() {}

    static Launch shell(String script, Path folder) {
        return new Launch("shell", List.of("sh", "-c", script), folder, Map.of());
    }

    static ProcessIdentity start(String script, Path folder) {
        Process process = shell(script, folder).inOwnSession().start(folder.resolve("words"));
        return ProcessIdentity.of(process.pid()).orElseThrow();
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
