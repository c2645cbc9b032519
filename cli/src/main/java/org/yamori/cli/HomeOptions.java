package org.yamori.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.up.Home;
import picocli.CommandLine.Option;

/** Which installation of this machine is meant. */
final class HomeOptions {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Folder of all data, logs and settings. Default: $YAMORI_HOME, else ~/.yamori.")
    private @Nullable Path folder;

    Home home() {
        return Home.of(folder, System.getenv());
    }
}
