package org.yamori.sensor.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that is true of a scenario that was played.
 *
 * @param labels what each actor did to each sensor
 * @param expectations what of it somebody should notice
 * @param countries where addresses are; empty where the scenario does not say
 */
public record Truth(Labels labels, List<Expectation> expectations, String countries) {
    public static final String LABELS = "labels.jsonl";
    public static final String EXPECTED = "expected.jsonl";
    public static final String COUNTRIES = "countries.tsv";

    public Truth {
        expectations = List.copyOf(expectations);
    }

    /** Of packets that were all read, of all sensors. */
    public static Truth of(SimulatedPackets packets, Scenario scenario) {
        Labels labels = packets.labels();
        return new Truth(
                labels,
                new Expectations(scenario, packets.startMicros(), packets.lanes(), labels).all(),
                scenario.hasCountries() ? scenario.countryTable() : "");
    }

    /** Writes the three files, whose names begin with a prefix; without countries it is two. */
    public void writeInto(Path folder, String prefix) throws IOException {
        Files.writeString(folder.resolve(prefix + LABELS), labels.toJsonLines());
        writeBeside(folder, prefix);
    }

    /** The same without the labels. */
    public void writeBeside(Path folder, String prefix) throws IOException {
        StringBuilder lines = new StringBuilder();
        expectations.forEach(expectation -> lines.append(expectation.toJson()).append('\n'));
        Files.writeString(folder.resolve(prefix + EXPECTED), lines.toString());
        if (!countries.isEmpty()) {
            Files.writeString(folder.resolve(prefix + COUNTRIES), countries);
        }
    }
}
