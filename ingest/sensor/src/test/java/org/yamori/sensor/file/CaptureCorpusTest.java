package org.yamori.sensor.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.SharedFolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real captures and captures broken on purpose, against what independent readers saw in them: records, protocols in
 * every layer and fingerprints of each file, read in a process of little memory.
 */
class CaptureCorpusTest {
    private static final int FILES = 1639;
    private static final long LONGEST_SECONDS = 300;
    private static final String HEAP = "-Xmx64m";
    private static final long MOST_KIBIBYTES = 256 * 1024;

    private static final Set<String> COMPARED = Set.of(
            "records", "ip4", "ip6", "tcp", "udp", "icmp", "icmp6", "gre", "frag", "frag6", "syn", "synack", "rst",
            "masscan", "mirai");

    private static final Map<String, Map<String, Long>> FOUND = new TreeMap<>();
    private static List<JsonNode> oracle = List.of();
    private static long peakKibibytes;

    @TempDir
    private static Path folder;

    /** One process reads all files; it names each before it reads it, so that one that hangs is known. */
    @BeforeAll
    static void readAllInLittleMemory() throws Exception {
        Path data = SharedFolder.file("data");
        oracle = oracle(data);
        Path names = Files.write(
                folder.resolve("names"),
                oracle.stream().map(file -> file.get("file").asText()).toList());
        Path answers = folder.resolve("answers");
        Path progress = folder.resolve("progress");
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CorpusReading.class.getName(),
                        data.toString())
                .redirectInput(names.toFile())
                .redirectOutput(answers.toFile())
                .redirectError(progress.toFile())
                .start();
        boolean ended = reader.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
        reader.destroyForcibly();
        assertThat(ended)
                .as("read within %d s, the last lines were %s", LONGEST_SECONDS, lastLines(progress))
                .isTrue();
        assertThat(reader.exitValue()).as("%s", lastLines(progress)).isZero();
        for (String line : Files.readAllLines(answers)) {
            if (line.startsWith("VmHWM:")) {
                peakKibibytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
            } else {
                String[] parts = line.split("\t", -1);
                FOUND.put(parts[0], numbers(parts[1], "="));
            }
        }
    }

    private static List<String> lastLines(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.subList(Math.max(0, lines.size() - 5), lines.size());
    }

    private static List<JsonNode> oracle(Path data) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> files = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve("pcap_oracle.jsonl"))) {
            files.add(json.readTree(line));
        }
        return files;
    }

    private static Map<String, Long> numbers(String words, String mark) {
        Map<String, Long> numbers = new TreeMap<>();
        for (String word : words.split(" ", -1)) {
            if (!word.isEmpty()) {
                String[] parts = word.split(mark, -1);
                numbers.put(parts[0], Long.parseLong(parts[1]));
            }
        }
        return numbers;
    }

    /** What the oracle saw, in our words; nothing stands for zero. */
    private static Map<String, Long> expected(JsonNode file) {
        Map<String, Long> expected = new TreeMap<>();
        file.get("F").properties().forEach(count -> {
            if (COMPARED.contains(count.getKey()) || count.getKey().startsWith("icmp_t")) {
                expected.put(count.getKey(), count.getValue().asLong());
            }
        });
        for (String tool : List.of("masscan", "mirai")) {
            if (file.get("fp").has(tool)) {
                expected.put(tool, file.get("fp").get(tool).asLong());
            }
        }
        expected.put("records", file.get("n").asLong());
        expected.values().removeIf(count -> count == 0);
        return expected;
    }

    /** Words that differ, each as {@code word oracle>ours}. */
    private static String differences(Map<String, Long> expected, Map<String, Long> found) {
        Set<String> words = new TreeSet<>(expected.keySet());
        words.addAll(found.keySet());
        Map<String, String> differences = new LinkedHashMap<>();
        for (String word : words) {
            long theirs = expected.getOrDefault(word, 0L);
            long ours = found.getOrDefault(word, 0L);
            if (theirs != ours) {
                differences.put(word, theirs + ">" + ours);
            }
        }
        return String.join(
                " ",
                differences.entrySet().stream()
                        .map(word -> word.getKey() + " " + word.getValue())
                        .toList());
    }

    /** Files where we have a reason to differ, and how. */
    private static Map<String, String> defended() throws IOException {
        Map<String, String> defended = new TreeMap<>();
        Set<String> reasons = new TreeSet<>();
        try (InputStream table = CaptureCorpusTest.class.getResourceAsStream("oracle-differences.tsv")) {
            for (String line : new String(table.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.startsWith("# ") && line.contains(": ")) {
                    reasons.add(line.substring(2, line.indexOf(':')));
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    String[] parts = line.split("\t", -1);
                    assertThat(reasons).as(line).contains(parts[0]);
                    assertThat(defended.put(parts[1], parts[2])).as(line).isNull();
                }
            }
        }
        return defended;
    }

    @Test
    void everyFile_isCountedAsTheOracleCounted_orDiffersExactlyAsDefended() throws Exception {
        Map<String, String> differing = new TreeMap<>();
        for (JsonNode file : oracle) {
            String name = file.get("file").asText();
            String differences = differences(expected(file), FOUND.get(name));
            if (!differences.isEmpty()) {
                differing.put(name, differences);
            }
        }
        assertThat(oracle).hasSize(FILES);
        assertThat(FOUND).hasSize(FILES);
        assertThat(differing).isEqualTo(defended());
    }

    @Test
    void noFile_crashesTheReader_breaksItsSums_orTakesMuchMemory() {
        FOUND.forEach((name, counts) ->
                assertThat(counts).as(name).doesNotContainKeys("before-watermark", "unbalanced", "unnamed"));
        assertThat(peakKibibytes).isBetween(1L, MOST_KIBIBYTES);
    }

    @Test
    void fingerprintsOfTheOracle_areInItsFilesAlone() {
        Map<String, Long> masscan = new TreeMap<>();
        Map<String, Long> mirai = new TreeMap<>();
        FOUND.forEach((name, counts) -> {
            if (counts.containsKey("masscan")) {
                masscan.put(name, counts.get("masscan"));
            }
            if (counts.containsKey("mirai")) {
                mirai.put(name, counts.get("mirai"));
            }
        });
        assertThat(masscan).isEqualTo(Map.of("pcap/scans/esnet_masscan_tcp_0_1000.pcap", 1001L));
        assertThat(mirai).isEqualTo(Map.of("pcap/iot-botnet/mirai_two_syns_seq_eq_dst.pcap", 2L));
    }

    /** libpcap reads one link type and one snapshot length per file, and refuses the rest of such a file. */
    @Test
    void filesOfSeveralInterfaces_areReadWhereLibpcapRefusesThem() {
        int files = 0;
        for (JsonNode file : oracle) {
            if (file.at("/libpcap/err").asText().contains("different from the type of the first interface")) {
                String name = file.get("file").asText();
                assertThat(FOUND.get(name).getOrDefault("records", 0L))
                        .as(name)
                        .isEqualTo(file.get("n").asLong());
                files++;
            }
        }
        assertThat(files).isEqualTo(31);
        assertThat(FOUND.get("corpus/PcapPlusPlus/Tests/Pcap++Test/PcapExamples/many_interfaces-1.pcapng"))
                .isEqualTo(Map.of("records", 64L, "ip4", 64L, "tcp", 32L, "udp", 32L, "syn", 2L, "synack", 2L));
    }
}
