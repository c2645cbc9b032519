package org.yamori.cli;

import java.nio.file.Path;
import java.util.List;
import org.yamori.sensor.file.CaptureFile;
import org.yamori.sensor.parse.Decapsulation;
import picocli.CommandLine.Option;

/** How captures are read, for every command that reads some. */
final class CaptureOptions {
    @Option(
            names = "--decapsulate",
            paramLabel = "A,B",
            split = ",",
            defaultValue = "none",
            description = "Tunnels whose inner packet counts: all, or some of gre, ipip, erspan, vxlan."
                    + " Default: ${DEFAULT-VALUE}, the outer packet counts.")
    private List<String> tunnels = List.of("none");

    /** @throws IllegalArgumentException when a word is no tunnel */
    Decapsulation decapsulation() {
        return Decapsulation.of(tunnels);
    }

    /** @throws IllegalArgumentException when a pipe is named twice */
    static void requirePipesOnce(List<Path> inputs) {
        for (Path input : inputs) {
            if (CaptureFile.isPipe(input) && inputs.indexOf(input) != inputs.lastIndexOf(input)) {
                throw new IllegalArgumentException(
                        (input.equals(CaptureFile.STANDARD_INPUT) ? "standard input (-)" : input)
                                + " can be read only once, and is named more than once");
            }
        }
    }
}
