package org.yamori.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where every captured packet went, per sensor: {@code captured = counted + refused + outside + replies + duplicates +
 * lost + late + dead letters}.
 *
 * @param sensors entries by the sensor's name
 * @param refusedReasons of the refused ones of all sensors, how many for which reason
 */
public record Ledger(SortedMap<String, Entry> sensors, SortedMap<String, Long> refusedReasons) {

    /**
     * One sensor's packets. A feed's row stands for as many packets as its count says.
     *
     * @param arrived packets the input held
     * @param gone packets that are in no count, by cause
     */
    public record Entry(Arrived arrived, Gone gone) {
        public static final Entry NONE = new Entry(new Arrived(0, 0, 0), new Gone(0, 0, 0, 0, 0, 0));

        public long accountedFor() {
            return arrived.counted
                    + arrived.late
                    + gone.refused
                    + gone.outside
                    + gone.replies
                    + gone.duplicates
                    + gone.lost
                    + gone.deadLetters;
        }

        public boolean holds() {
            return arrived.captured == accountedFor();
        }

        public Entry plus(Entry other) {
            return new Entry(
                    new Arrived(
                            arrived.captured + other.arrived.captured,
                            arrived.counted + other.arrived.counted,
                            arrived.late + other.arrived.late),
                    new Gone(
                            gone.refused + other.gone.refused,
                            gone.outside + other.gone.outside,
                            gone.replies + other.gone.replies,
                            gone.duplicates + other.gone.duplicates,
                            gone.lost + other.gone.lost,
                            gone.deadLetters + other.gone.deadLetters));
        }
    }

    /**
     * What came and what was counted.
     *
     * @param captured records of the input
     * @param counted packets in the findings
     * @param late packets that came after their window and revised it only
     */
    public record Arrived(long captured, long counted, long late) {}

    /**
     * What is in no count.
     *
     * @param refused no IP packet that could be read
     * @param outside sent to addresses that are not watched
     * @param replies sent by a sensor
     * @param duplicates of blocks that came twice
     * @param lost of blocks that never came
     * @param deadLetters of blocks that could not be read
     */
    public record Gone(long refused, long outside, long replies, long duplicates, long lost, long deadLetters) {}

    public Ledger {
        sensors = new TreeMap<>(sensors);
        refusedReasons = new TreeMap<>(refusedReasons);
    }

    public Entry inAll() {
        return sensors.values().stream().reduce(Entry.NONE, Entry::plus);
    }

    public boolean holds() {
        return sensors.values().stream().allMatch(Entry::holds);
    }

    /** One sentence for each sensor whose sum does not hold. */
    public List<String> contradictions() {
        List<String> sentences = new ArrayList<>();
        sensors.forEach((sensor, entry) -> {
            if (!entry.holds()) {
                sentences.add("sensor " + sensor + ": captured " + entry.arrived.captured + ", accounted for "
                        + entry.accountedFor());
            }
        });
        return sentences;
    }

    public String json() {
        StringBuilder text =
                new StringBuilder("{\n  \"holds\": ").append(holds()).append(",\n  \"in_all\": ");
        append(text, inAll(), "  ");
        text.append(",\n  \"refused_reasons\": {");
        String comma = "\n    ";
        for (var reason : refusedReasons.entrySet()) {
            text.append(comma).append(quoted(reason.getKey())).append(": ").append(reason.getValue());
            comma = ",\n    ";
        }
        text.append(refusedReasons.isEmpty() ? "}" : "\n  }").append(",\n  \"sensors\": {");
        comma = "\n    ";
        for (var sensor : sensors.entrySet()) {
            text.append(comma).append(quoted(sensor.getKey())).append(": ");
            append(text, sensor.getValue(), "    ");
            comma = ",\n    ";
        }
        return text.append(sensors.isEmpty() ? "}" : "\n  }").append("\n}\n").toString();
    }

    /** The sum as one line for people. */
    public String sentence() {
        Entry all = inAll();
        return "captured " + all.arrived.captured + (holds() ? " = " : " IS NOT ") + "counted " + all.arrived.counted
                + " + refused " + all.gone.refused + " + outside " + all.gone.outside + " + replies "
                + all.gone.replies + " + duplicates " + all.gone.duplicates + " + lost " + all.gone.lost + " + late "
                + all.arrived.late + " + dead letters " + all.gone.deadLetters;
    }

    private static void append(StringBuilder text, Entry entry, String indent) {
        String next = ",\n" + indent + "  ";
        text.append("{\n").append(indent).append("  \"captured\": ").append(entry.arrived.captured);
        text.append(next).append("\"counted\": ").append(entry.arrived.counted);
        text.append(next).append("\"refused\": ").append(entry.gone.refused);
        text.append(next).append("\"outside\": ").append(entry.gone.outside);
        text.append(next).append("\"replies\": ").append(entry.gone.replies);
        text.append(next).append("\"duplicates\": ").append(entry.gone.duplicates);
        text.append(next).append("\"lost\": ").append(entry.gone.lost);
        text.append(next).append("\"late\": ").append(entry.arrived.late);
        text.append(next).append("\"dead_letters\": ").append(entry.gone.deadLetters);
        text.append(next).append("\"holds\": ").append(entry.holds());
        text.append('\n').append(indent).append('}');
    }

    private static String quoted(String text) {
        return '"'
                + new String(com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance()
                        .quoteAsString(text))
                + '"';
    }
}
