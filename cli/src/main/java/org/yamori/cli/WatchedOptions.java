package org.yamori.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.block.Ranges;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.BlockHeader.Origin;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryFile;
import org.yamori.wire.SensorEntry;
import picocli.CommandLine.Option;

/** The addresses a sensor watches, and when. */
final class WatchedOptions {
    @Option(
            names = "--darknet",
            paramLabel = "CIDR[@FROM/TO]",
            description = {
                "Watched addresses; repeat for more. 192.0.2.0/24@2026-01-01/2026-06-30 is watched from the first"
                        + " day to before the second, either of which may be left out. Default: every destination."
            })
    private List<String> darknets = new ArrayList<>();

    @Option(
            names = "--ranges",
            paramLabel = "FILE",
            description = "Registry (YAML or JSON) whose entries for this sensor say what it watches and when.")
    private @Nullable Path file;

    /** What a sensor watches, as the options say. */
    Ranges of(Origin origin) {
        if (file == null) {
            return Ranges.of(darknets);
        }
        if (!darknets.isEmpty()) {
            throw new IllegalArgumentException(
                    "--darknet and --ranges exclude each other; name the ranges in one place");
        }
        Registry registry = registry(file);
        List<SensorEntry> entries = registry.sensors().stream()
                .filter(entry -> entry.name().equals(origin.sensor()))
                .toList();
        if (entries.isEmpty()) {
            throw new Refusal(file + " names no sensor '" + origin.sensor() + "'; it names "
                    + registry.sensors().stream()
                            .map(SensorEntry::name)
                            .distinct()
                            .toList());
        }
        for (SensorEntry entry : entries) {
            if (!entry.network().equals(origin.network()) || entry.kind() != origin.kind()) {
                throw new Refusal("sensor '" + entry.name() + "' is of network " + entry.network() + " and kind "
                        + entry.kind().word() + " in " + file + ", and of " + origin.network() + " and "
                        + origin.kind().word() + " here; --network and --kind must agree with the file");
            }
        }
        return Ranges.ofEntries(entries);
    }

    private static Registry registry(Path file) {
        try {
            return RegistryFile.read(file);
        } catch (BadRecordException wrong) {
            throw new Refusal(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
