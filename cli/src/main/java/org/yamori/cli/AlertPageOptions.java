package org.yamori.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yamori.console.ConsoleSettings;
import org.yamori.wire.access.KafkaAccess;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pages for contacts of organisations, and where their answers go. */
final class AlertPageOptions {
    @Option(
            names = "--pages",
            paramLabel = "FOLDER",
            description = "Also serve the pages of alerts that the notify job writes here, below /alerts/.")
    private @Nullable Path folder;

    @Option(
            names = "--public-name",
            paramLabel = "NAME,...",
            split = ",",
            description = "Host name under which contacts get pages of alerts and nothing else; may be given more than"
                    + " once.")
    private @Nullable List<String> publicNames;

    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT,...",
            description = "Kafka, where answers of contacts become decisions; without it none are taken.")
    private @Nullable String brokers;

    @Mixin
    private IdentityOptions identity = new IdentityOptions();

    ConsoleSettings.Alerts settings() {
        if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--pages is a folder, but " + folder + " is none");
        }
        if (folder == null && publicNames != null) {
            throw new IllegalArgumentException("--public-name goes only with --pages");
        }
        Set<String> names = publicNames == null
                ? Set.of()
                : publicNames.stream()
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        return new ConsoleSettings.Alerts(Optional.ofNullable(folder), names);
    }

    /** Who writes answers down, if somebody does. */
    Optional<KafkaAccess> access() {
        if (brokers == null) {
            if (identity.isGiven()) {
                throw new IllegalArgumentException("certificates, users and settings of Kafka go only with --brokers");
            }
            return Optional.empty();
        }
        if (folder == null) {
            throw new IllegalArgumentException("--brokers goes only with --pages");
        }
        return Optional.of(identity.access(brokers));
    }
}
