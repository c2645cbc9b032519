package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.yamori.sensor.simulate.PcapWriter;
import org.yamori.wire.PacketRow;

/** What {@code yamori analyze} left in a folder. */
public record Analysis(Path result) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Analyses packets as a capture has them, with a registry (YAML); in a folder that is empty. */
    public static Analysis of(List<PacketRow> packets, String registry, Path folder)
            throws IOException, InterruptedException {
        Path capture = folder.resolve("packets.pcap");
        try (PcapWriter writer = PcapWriter.to(capture)) {
            for (PacketRow packet : packets.stream()
                    .sorted(Comparator.comparingLong(row -> row.timeMicros))
                    .toList()) {
                writer.write(packet);
            }
        }
        Path owners = Files.writeString(folder.resolve("registry.yaml"), registry);
        Analysis analysis = new Analysis(folder.resolve("out"));
        YamoriProcess.run(
                List.of(
                        "analyze",
                        capture.toString(),
                        "--registry",
                        owners.toString(),
                        "--out",
                        analysis.result.toString()),
                folder);
        return analysis;
    }

    /** All findings as they stand there, one to a line. */
    public List<String> lines() throws IOException {
        return Files.readAllLines(result.resolve("findings.jsonl"));
    }

    /** Findings of a kind, in their order. */
    public List<JsonNode> ofKind(String kind) throws IOException {
        return findings(line -> line.contains("\"dataset\":\"yamori." + kind + "\""));
    }

    /** Findings whose line is wanted, in their order. */
    List<JsonNode> findings(Predicate<String> wanted) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        try (Stream<String> lines = Files.lines(result.resolve("findings.jsonl"))) {
            for (String line : (Iterable<String>) lines.filter(wanted)::iterator) {
                found.add(JSON.readTree(line));
            }
        }
        return found;
    }
}
