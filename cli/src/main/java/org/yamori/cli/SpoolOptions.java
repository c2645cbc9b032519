package org.yamori.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Doors.Spooling;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where a live sensor keeps its blocks while Kafka is away. */
final class SpoolOptions {
    private static final long DEFAULT_BYTES = 512L << 20;

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            description = "Keep blocks on disk until Kafka has them; each sensor has a folder in it."
                    + " Default: 64 MiB of memory.")
    private @Nullable Path folder;

    @Option(
            names = "--spool-bytes",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "How much a sensor's spool may hold, for example 900m or 20g; what comes when it is"
                    + " full is dropped and counted. Default: 512m.")
    private @Nullable Long bytes;

    Optional<Spooling> spooling() {
        if (folder == null) {
            if (bytes != null) {
                throw new IllegalArgumentException("--spool-bytes goes only with --spool");
            }
            return Optional.empty();
        }
        return Optional.of(new Spooling(folder, bytes == null ? DEFAULT_BYTES : bytes));
    }

    /** Bytes, or with k, m or g as many times 1024. */
    static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            String word = text.toLowerCase(Locale.ROOT);
            if (!word.matches("[0-9]{1,12}[kmg]?")) {
                throw new TypeConversionException("allowed are bytes, or a number with k, m or g; was '" + text + "'");
            }
            int thousands = "kmg".indexOf(word.charAt(word.length() - 1)) + 1;
            long number = Long.parseLong(thousands == 0 ? word : word.substring(0, word.length() - 1));
            return number << (10 * thousands);
        }
    }
}
