package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@link IngestSteps} measured: of each step the round that took the least CPU. */
final class IngestFigures {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long fileBytes;
    private final Map<String, Taken> best = new LinkedHashMap<>();

    /** One step in one round. */
    record Taken(
            String step,
            long packets,
            double seconds,
            double cpuSeconds,
            long allocated,
            long bytes,
            double brokerSeconds) {
        static Taken of(String line) {
            String[] words = line.split("\t", -1);
            return new Taken(
                    words[1],
                    Long.parseLong(words[2]),
                    Double.parseDouble(words[3]),
                    Double.parseDouble(words[4]),
                    Long.parseLong(words[5]),
                    Long.parseLong(words[6]),
                    Double.parseDouble(words[7]));
        }

        double perCpuSecond() {
            return packets / cpuSeconds;
        }

        double bytesPerPacket() {
            return (double) bytes / packets;
        }

        double allocatedPerPacket() {
            return (double) allocated / packets;
        }

        boolean isToKafka() {
            return step.startsWith("file to Kafka");
        }
    }

    IngestFigures(long fileBytes, List<Taken> taken) {
        this.fileBytes = fileBytes;
        for (Taken one : taken) {
            best.merge(one.step, one, (known, next) -> next.cpuSeconds < known.cpuSeconds ? next : known);
        }
    }

    String table() {
        Taken mapped = mapped();
        StringBuilder text = new StringBuilder();
        line(text, "%,d packets, %,d bytes of capture", mapped.packets, fileBytes);
        line(text, "");
        line(
                text,
                "%-22s %14s %18s %12s %14s %12s %12s",
                "step",
                "packets/s",
                "packets/CPU s",
                "times map",
                "allocated B/p",
                "made B/p",
                "broker s/M");
        for (Taken one : best.values()) {
            line(
                    text,
                    "%-22s %,14.0f %,18.0f %12.2f %14.2f %12s %12s",
                    one.step,
                    one.packets / one.seconds,
                    one.perCpuSecond(),
                    one.perCpuSecond() / mapped.perCpuSecond(),
                    one.allocatedPerPacket(),
                    one.bytes == 0 ? "" : String.format(Locale.ROOT, "%.1f", one.bytesPerPacket()),
                    one.isToKafka() ? String.format(Locale.ROOT, "%.3f", one.brokerSeconds / one.packets * 1e6) : "");
        }
        return text.toString();
    }

    private Taken mapped() {
        Taken mapped = best.get(IngestSteps.MAPPED);
        if (mapped == null) {
            throw new IllegalStateException("the mapped read was not measured");
        }
        return mapped;
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    void write(Path file) throws IOException {
        ObjectNode root =
                JSON.createObjectNode().put("packets", mapped().packets).put("capture_bytes", fileBytes);
        ObjectNode steps = root.putObject("steps");
        for (Taken one : best.values()) {
            ObjectNode step = steps.putObject(one.step)
                    .put("packets_per_second", Math.round(one.packets / one.seconds))
                    .put("packets_per_cpu_second", Math.round(one.perCpuSecond()))
                    .put("times_mapped_read", one.perCpuSecond() / mapped().perCpuSecond())
                    .put("allocated_bytes_per_packet", one.allocatedPerPacket())
                    .put("made_bytes_per_packet", one.bytesPerPacket());
            if (one.isToKafka()) {
                step.put("broker_cpu_seconds_per_million_packets", one.brokerSeconds / one.packets * 1e6);
            }
        }
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }
}
