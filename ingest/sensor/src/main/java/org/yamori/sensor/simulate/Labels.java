package org.yamori.sensor.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The truth about a scenario: one label per actor and sensor, in the order of the scenario.
 *
 * @param all the labels
 */
public record Labels(List<Label> all) {
    public Labels {
        all = List.copyOf(all);
    }

    public Label of(String actor, String sensor) {
        return all.stream()
                .filter(label -> label.who().actor().equals(actor)
                        && label.who().sensor().equals(sensor))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no label of actor '" + actor + "' at sensor '" + sensor + "'"));
    }

    /** One JSON object per line. */
    public String toJsonLines() {
        StringBuilder lines = new StringBuilder();
        all.forEach(label -> lines.append(label.toJson()).append('\n'));
        return lines.toString();
    }

    public void write(OutputStream out) throws IOException {
        out.write(toJsonLines().getBytes(StandardCharsets.UTF_8));
    }
}
