package org.yamori.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.parse.Decapsulation;
import org.yamori.sensor.signature.PayloadKey;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.signature.SystemSignatures;
import picocli.CommandLine.Option;

/** How packets of a capture are looked at, as options. */
final class ObservationOptions {
    @Option(
            names = "--decapsulate",
            paramLabel = "A,B",
            split = ",",
            defaultValue = "none",
            description = "Tunnels whose inner packet counts: all, or some of gre, ipip, erspan, vxlan."
                    + " Default: ${DEFAULT-VALUE}, the outer packet counts.")
    private List<String> tunnels = List.of("none");

    @Option(
            names = "--payload-key-file",
            paramLabel = "FILE",
            description =
                    "Key of payload hashes (hexadecimal), the same for all sensors. Default: hashes without a key.")
    private @Nullable Path payloadKey;

    @Option(
            names = "--os-signatures",
            paramLabel = "FILE",
            description = "Database like p0f.fp that tells the operating systems of measured handshakes.")
    private @Nullable Path systems;

    /**
     * Reads the files, or refuses them.
     *
     * @throws IllegalArgumentException when a word is no tunnel
     */
    Observation observation() {
        return new Observation(
                Decapsulation.of(tunnels),
                Optional.ofNullable(payloadKey).map(ObservationOptions::key),
                Optional.ofNullable(systems).map(ObservationOptions::signatures));
    }

    private static PayloadKey key(Path file) {
        try {
            return PayloadKey.read(file);
        } catch (IOException refused) {
            throw new Refusal(String.valueOf(refused.getMessage()), refused);
        }
    }

    private static SystemSignatures signatures(Path file) {
        try {
            return SystemSignatures.read(file);
        } catch (BadRecordException refused) {
            throw new Refusal(String.valueOf(refused.getMessage()), refused);
        }
    }
}
