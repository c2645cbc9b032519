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

    /** Writes all of it into a folder. */
    public void writeInto(Path folder) throws IOException {
        Files.writeString(folder.resolve(LABELS), labels.toJsonLines());
        write(folder.resolve(EXPECTED), folder.resolve(COUNTRIES));
    }

    /** Writes all but the labels beside a file, under its name with more behind it. */
    public void writeBeside(Path file) throws IOException {
        write(Path.of(file + "." + EXPECTED), Path.of(file + "." + COUNTRIES));
    }

    private void write(Path expected, Path table) throws IOException {
        StringBuilder lines = new StringBuilder();
        expectations.forEach(expectation -> lines.append(expectation.toJson()).append('\n'));
        Files.writeString(expected, lines.toString());
        if (!countries.isEmpty()) {
            Files.writeString(table, countries);
        }
    }
}
