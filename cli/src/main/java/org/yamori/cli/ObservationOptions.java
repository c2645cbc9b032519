package org.yamori.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.signature.PayloadKey;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.signature.SystemSignatures;
import picocli.CommandLine.Option;

/** What a sensor keeps of packets, as options. */
final class ObservationOptions {
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

    /** Reads both files, or refuses them. */
    Observation observation() {
        return new Observation(
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
