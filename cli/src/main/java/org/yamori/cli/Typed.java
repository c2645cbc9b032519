package org.yamori.cli;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What somebody typed, as it is read: a refusal of it is told with the command that it was meant for. */
final class Typed {
    private Typed() {}

    /** @param command word of the command below that of the specification */
    static <T> T understood(@Nullable CommandSpec spec, String command, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).subcommands().get(command),
                    String.valueOf(refused.getMessage()),
                    refused);
        }
    }
}
