package org.yamori.cli.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.yamori.wire.Organisation;
import org.yamori.wire.Registry;
import org.yamori.wire.SurgeThresholds;

/** A registry in words. */
public final class RegistryText {
    private static final int MOST_NAMES = 5;

    private RegistryText() {}

    /** What is in a registry, in a line. */
    public static String words(Registry registry) {
        List<String> words = new ArrayList<>();
        int livenets = 0;
        int darknets = 0;
        for (Organisation organisation : registry.organisations()) {
            livenets += organisation.livenets().size();
            darknets += organisation.darknets().size();
        }
        words.add(number(registry.organisations().size(), "organisation")
                + (livenets + darknets == 0
                        ? ""
                        : " (" + number(livenets, "livenet") + ", " + number(darknets, "darknet") + ")"));
        words.add(number(registry.sensors().size(), "sensor"));
        if (!registry.alerts().isEmpty()) {
            words.add("alerts: " + registry.alerts().words());
        }
        SurgeThresholds surge = registry.surge();
        if (!surge.all().isEmpty()) {
            words.add("surge thresholds " + surge.all());
        }
        if (!surge.watched().isEmpty()) {
            words.add("surge thresholds of the watch list " + surge.watched());
        }
        return String.join(", ", words);
    }

    private static String number(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** What is allowed and yet perhaps not meant, a line each. */
    public static List<String> notes(Registry registry) {
        List<String> silent = registry.organisations().stream()
                .filter(organisation -> organisation.contacts().isEmpty())
                .map(Organisation::name)
                .toList();
        return silent.isEmpty()
                ? List.of()
                : List.of(
                        "note: " + number(silent.size(), "organisation") + " without contacts, told to analysts only: "
                                + silent.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                                + (silent.size() > MOST_NAMES ? " ..." : ""));
    }
}
