package org.yamori.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.wire.AlertThresholds.Beginning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class RegistryFileTest {
    private static final String GOOD = """
            # who we watch for
            organisations:
              - name: 情報大学
                livenets: [192.0.2.0/25, "2001:db8:1::/48"]
                darknets:
                  - 192.0.2.128/25
                contacts: {new: [soc@example.jp], urgent: [cert@example.jp]}
                thresholds: {unit: 1h, count: 1000}
                validFrom: 2015-04-01
                language: ja
              - name: Example Corp
                livenets: [198.51.100.0/24]
            sensors:
              - name: dark-1
                network: nicter
                kind: blackhole
                country: JP
                ranges: [192.0.2.128/25]
                validFrom: 2005-01-01
                validTo: 2016-01-01T00:00:00+09:00
              - {name: dark-1, network: nicter, kind: blackhole, country: JP, ranges: [192.0.2.128/26], validFrom: "2016-01-01"}
              - {name: norse, network: norse, kind: feed, country: NO}
            """;

    @TempDir
    Path folder;

    @Test
    void yamlFile_isReadWhole() throws Exception {
        Registry registry = read("registry.yaml", GOOD);

        assertThat(registry.organisations()).extracting(Organisation::name).containsExactly("情報大学", "Example Corp");
        Organisation university = registry.organisation("情報大学").orElseThrow();
        assertThat(university.livenets()).containsExactly(Cidr.parse("192.0.2.0/25"), Cidr.parse("2001:db8:1::/48"));
        assertThat(university.darknets()).containsExactly(Cidr.parse("192.0.2.128/25"));
        assertThat(university.contacts().of(AlertKind.NEW)).containsExactly("soc@example.jp");
        assertThat(university.contacts().of(AlertKind.CONTINUING)).isEmpty();
        assertThat(university.contacts().of(AlertKind.URGENT)).containsExactly("cert@example.jp");
        assertThat(university.thresholds())
                .isEqualTo(new AlertThresholds(3_600_000_000L, Beginning.UNSAID, 0, 1000, 0));
        assertThat(university.language()).isEqualTo(Language.JA);
        assertThat(university.zone()).isEqualTo(Organisation.UTC);
        assertThat(university.validity().fromMicros()).isEqualTo(1_427_846_400_000_000L);
        assertThat(registry.sensors()).hasSize(3);
        SensorEntry first = registry.sensor("dark-1", 1_300_000_000_000_000L).orElseThrow();
        assertThat(first.ranges()).containsExactly(Cidr.parse("192.0.2.128/25"));
        assertThat(first.validity()).isEqualTo(new Validity(1_104_537_600_000_000L, 1_451_574_000_000_000L));
        assertThat(registry.sensor("dark-1", 1_460_000_000_000_000L)
                        .orElseThrow()
                        .ranges())
                .containsExactly(Cidr.parse("192.0.2.128/26"));
        assertThat(registry.sensor("dark-1", 1_451_580_000_000_000L)).isEmpty();
        assertThat(registry.sensors().get(2).country()).isEqualTo("NO");
        assertThat(registry.sensors().get(2).kind()).isEqualTo(SensorKind.FEED);
    }

    @Test
    void jsonOfARegistry_isAFileOfTheSameRegistry() throws Exception {
        Registry registry = read("registry.yml", GOOD);
        String json = new String(registry.toJson(), StandardCharsets.UTF_8);

        assertThat(read("registry.json", json)).isEqualTo(registry);
        assertThat(read("registry", json)).isEqualTo(registry);
        assertThat(read("registry.yaml", json)).isEqualTo(registry);
        assertThat(Registry.fromJson(registry.toJson())).isEqualTo(registry);
    }

    @Test
    void byteOrderMark_isSkipped() throws Exception {
        assertThat(read("marked.yaml", "\ufeff" + GOOD)).isEqualTo(read("plain.yaml", GOOD));
        assertThat(read("marked.json", "\ufeff{}")).isEqualTo(Registry.EMPTY);
    }

    @Test
    void registry_travelsToTaskManagers() throws Exception {
        Registry registry = read("registry.yaml", GOOD);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(registry);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(registry);
        }
    }

    /** Every value costs many times its bytes, so that a small file can fill a large memory. */
    @Test
    void fileOfTooManyValues_isRefusedBeforeItFillsTheMemory() {
        List<Problem> problems = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> refused("many.json", "{\"sensors\":[" + "[],".repeat(2_100_000) + "1]}"));

        assertThat(problems)
                .hasSize(1)
                .first()
                .extracting(Problem::message)
                .isEqualTo("the document has more than 2000000 values");
    }

    /** Random damage to a good file: a registry or a list of problems, whatever it hits, and quickly. */
    @Test
    void damagedFile_isReadOrRefusedWithReasons() throws Exception {
        byte[] yaml = GOOD.getBytes(StandardCharsets.UTF_8);
        byte[] json = read("registry.yaml", GOOD).toJson();
        String letters = "{}[]:,'\"#&*!|>-?%@`\\ \n\t0aé.~<=";
        Random random = new Random(23);
        int refused = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] bad = (i % 2 == 0 ? yaml : json).clone();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                int at = random.nextInt(bad.length);
                bad[at] = flips % 3 == 2
                        ? (byte) random.nextInt()
                        : (byte) letters.charAt(random.nextInt(letters.length()));
            }
            Path file = Files.write(folder.resolve(i % 2 == 0 ? "bad.yaml" : "bad.json"), bad);
            try {
                RegistryFile.read(file);
            } catch (BadRecordException reasons) {
                assertThat(reasons.problems())
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem.message()).doesNotContain("cannot be read"));
                refused++;
            }
            if (i % 2 == 1) {
                try {
                    Registry.fromJson(bad);
                } catch (BadRecordException reasons) {
                    assertThat(reasons.problems()).isNotEmpty();
                }
            }
        }
        assertThat(refused).isBetween(2000, 3999);
    }

    @Test
    void everyProblem_isReportedAtOnceWithItsLine() {
        List<Problem> problems = refused("registry.yaml", """
                organisations:
                  - name: A
                    livenets: [10.0.0.0/33, 10.1.2.3/16]
                    darknetts: [10.2.0.0/16]
                  - name: A
                    livenets:
                      - 10.3.0.0/16
                      - banana
                  - name: B
                    darknets: [10.3.0.0/16]
                    validFrom: 2020-01-01
                    validTo: 2019-01-01
                  - livenets: 10.4.0.0/16
                sensors:
                  - name: one two
                    network: nicter
                    kind: blackhol
                    country: Japan
                    ranges: [10.5.0.0/16]
                  - {name: s, network: n, kind: blackhole}
                  - {name: t, network: n, kind: feed}
                  - {name: t, network: n, kind: feed, validFrom: yesterday}
                  - 17
                sensor: []
                """);

        assertThat(problems)
                .extracting(problem -> problem.line() + " " + problem.key())
                .containsExactlyInAnyOrder(
                        "3 organisations[0].livenets[0]",
                        "3 organisations[0].livenets[1]",
                        "4 organisations[0].darknetts",
                        "5 organisations[1].name",
                        "8 organisations[1].livenets[1]",
                        "10 organisations[2].darknets[0]",
                        "12 organisations[2].validTo",
                        "13 organisations[3].name",
                        "13 organisations[3].livenets",
                        "15 sensors[0].name",
                        "17 sensors[0].kind",
                        "18 sensors[0].country",
                        "20 sensors[1]",
                        "22 sensors[3].validFrom",
                        "22 sensors[3].name",
                        "23 sensors[4]",
                        "24 sensor");
        assertThat(problems)
                .extracting(Problem::message)
                .contains(
                        "a prefix length of this family is 0 to 32, was '10.0.0.0/33'",
                        "host bits are set in '10.1.2.3/16'; the prefix is 10.1.0.0/16, the address alone 10.1.2.3/32",
                        "the key 'darknetts' is not known; did you mean 'darknets'?",
                        "'A' is already the name of the organisation in line 2; names must differ",
                        "a prefix is like 192.0.2.0/24 or 2001:db8::/32, was 'banana'",
                        "10.3.0.0/16 already belongs to 'A' in line 7; a prefix has one owner and one use",
                        "validTo must be after validFrom 2020-01-01T00:00:00Z, was 2019-01-01T00:00:00Z",
                        "is missing; it must be a text",
                        "must be a list, was '10.4.0.0/16'",
                        "sensor must be 1 to 100 letters, digits, '_', '.' or '-', was 'one two'",
                        "sensor kind must be one of blackhole, low-interaction, high-interaction, feed, was 'blackhol';"
                                + " did you mean 'blackhole'?",
                        "country must be two capital letters like JP, was 'Japan'",
                        "sensor 's' of kind blackhole must have at least one prefix in ranges; only a feed may have none",
                        "sensor 't' already has an entry in line 21 that holds at the same time; names must differ or"
                                + " times must not overlap",
                        "the key 'sensor' is not known; did you mean 'sensors'?");
        assertThat(problems.get(0).value()).isEqualTo("10.0.0.0/33");
    }

    @Test
    void message_namesFileLineKeyValueAndWhatIsAllowed() {
        Path file = write("registry.yaml", "sensors:\n  - {name: a, network: b, kind: drone, ranges: [10.0.0.0/8]}\n");

        assertThatThrownBy(() -> RegistryFile.read(file))
                .isInstanceOf(BadRecordException.class)
                .hasMessage(file + ":2: sensors[0].kind: sensor kind must be one of blackhole, low-interaction,"
                        + " high-interaction, feed, was 'drone'");
    }

    @Test
    void linesOfJson_areKnownToo() {
        List<Problem> problems = refused("registry.json", """
                {"organisations": [
                  {"name": "A",
                   "livenets": ["10.0.0.1/8"],
                   "livenets": []}
                ]}
                """);

        assertThat(problems).extracting(Problem::line).containsExactlyInAnyOrder(3, 4);
    }

    @Test
    void brokenSyntax_isOneProblemWithItsLine() {
        assertThat(refused("registry.json", "{\n\"sensors\": [}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
        assertThat(refused("registry.yaml", "sensors: [\n\n}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(3));
    }

    @Test
    void whatIsNoRegistry_isSaid() throws Exception {
        assertThat(refused("empty.yaml", ""))
                .singleElement()
                .hasToString(folder.resolve("empty.yaml") + ":1: the document is empty");
        assertThat(refused("list.yaml", "- 1\n- 2\n").get(0).message())
                .isEqualTo("must be an object with the keys organisations, sensors, surge, alerts, was a list of 2");
        assertThat(refused("two.yaml", "sensors: []\n---\nsensors: []\n").get(0).message())
                .isEqualTo("a second document follows; one is allowed");
        assertThat(refused("null.yaml", "sensors:\n").get(0).message()).isEqualTo("must be a list, was ''");
        assertThat(refused("null.json", "{\"sensors\": null}").get(0).message()).startsWith("has no value");
        assertThat(refused("alias.yaml", "organisations:\n  - name: &n A\n  - name: *n\n"))
                .anySatisfy(problem -> assertThat(problem.message()).startsWith("YAML aliases are not read"));
        assertThat(refused("number.yaml", "organisations: [{name: 17}]").get(0).message())
                .isEqualTo("must be a text, was 17; put it into quotes");
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', '\n', (byte) 0xe4, 'b'});
        assertThat(refused(latin).get(0)).hasToString(latin + ":2: is not UTF-8: byte 3 of the file begins no letter");
        assertThat(refused(folder).get(0).message()).startsWith("is a directory");
        assertThat(refused(folder.resolve("nowhere.yaml")).get(0).message()).isEqualTo("there is no such file");
    }

    /** A sparse file takes no room on the disk; it must not take any in memory either. */
    @Test
    void hugeFile_isRefusedByItsSize() throws Exception {
        Path file = folder.resolve("huge.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 30);
        }

        List<Problem> problems = assertTimeoutPreemptively(Duration.ofSeconds(2), () -> refused(file));

        assertThat(problems)
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("has 1073741824 bytes; at most 67108864 are allowed");
    }

    @Test
    void deepNesting_isRefusedAndDoesNotOverflow() {
        String deep = "{\"organisations\":" + "[".repeat(90) + "]".repeat(90) + "}";
        assertThat(refused("deep.json", deep))
                .anySatisfy(problem -> assertThat(problem.message()).startsWith("nested deeper than the 32 levels"));
        assertThat(refused("deeper.json", "[".repeat(100_000))).isNotEmpty();
        assertThat(refused("deeper.yaml", "[".repeat(100_000))).isNotEmpty();
    }

    @Test
    void thousandsOfProblems_areCountedNotListed() {
        List<Problem> problems = refused("wrong.yaml", "organisations: [" + "1,".repeat(5000) + "1]");

        assertThat(problems).hasSize(1001);
        assertThat(problems.get(1000).message()).isEqualTo("and 4001 more problems, which are not listed");
    }

    private Registry read(String name, String text) throws BadRecordException {
        return RegistryFile.read(write(name, text));
    }

    private List<Problem> refused(String name, String text) {
        return refused(write(name, text));
    }

    private static List<Problem> refused(Path file) {
        return catchThrowableOfType(BadRecordException.class, () -> RegistryFile.read(file))
                .problems();
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
