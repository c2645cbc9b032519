package org.yamori.jobs.enrich;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.ProtocolPort;

/**
 * What harmless programs and old settings send to ports, so that an alert can suggest it (requirement D-18).
 *
 * @param byPort causes of each port, in the order of their file
 */
public record HarmlessCauses(Map<ProtocolPort, List<Cause>> byPort) implements Serializable {
    private static final String DEFAULTS = "harmless-causes.tsv";
    private static final int COLUMNS = 3;

    /**
     * A program or a setting that does so.
     *
     * @param name what it is
     * @param meaning why it sends, and what to do
     */
    public record Cause(String name, String meaning) implements Serializable {}

    /** The causes that come with the program. */
    public static HarmlessCauses defaults() {
        try {
            return new HarmlessCauses(read(TabbedLines.ofResource(DEFAULTS, COLUMNS), new TreeMap<>()));
        } catch (BadRecordException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** These and those of a file in the same form. */
    public HarmlessCauses and(Path path) throws BadRecordException {
        return new HarmlessCauses(read(TabbedLines.ofFile(path, COLUMNS), new TreeMap<>(byPort)));
    }

    private static Map<ProtocolPort, List<Cause>> read(TabbedLines lines, Map<ProtocolPort, List<Cause>> into)
            throws BadRecordException {
        lines.forEach(row -> {
            Cause cause = new Cause(row.cells().get(1), row.cells().get(2));
            if (cause.name().isEmpty() || cause.meaning().isEmpty()) {
                throw new IllegalArgumentException("a cause has a name and a meaning, one is empty");
            }
            for (String port : row.cells().get(0).split(" +", -1)) {
                List<Cause> causes = new ArrayList<>(into.getOrDefault(ProtocolPort.parse(port), List.of()));
                causes.add(cause);
                into.put(ProtocolPort.parse(port), List.copyOf(causes));
            }
        });
        return into;
    }

    /** What may send to a port without harm; empty where nothing is known. */
    public List<Cause> of(int protocol, int port) {
        if (protocol != ProtocolPort.TCP && protocol != ProtocolPort.UDP) {
            return List.of();
        }
        return byPort.getOrDefault(new ProtocolPort(protocol, port), List.of());
    }
}
