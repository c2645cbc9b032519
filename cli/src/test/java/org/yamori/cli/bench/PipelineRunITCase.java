package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yamori.cli.Doors.PipelineBench.LargeRegistry;
import org.yamori.cli.Doors.PipelineBench.Order;
import org.yamori.cli.Doors.PipelineBench.Result;
import org.yamori.cli.Progress;
import org.yamori.cli.servers.ServerHome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The whole way of a packet through real processes, at a size that takes seconds. */
@Tag("kafka")
@Tag("elasticsearch")
class PipelineRunITCase {
    private Path work;

    @BeforeEach
    void openFolder() throws IOException {
        boolean fetched = ServerHome.find().isComplete();
        if (!fetched && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the servers are not fetched: build cli/servers/kafka and elasticsearch");
        }
        assumeTrue(fetched, "the servers are not fetched: build cli/servers/kafka and cli/servers/elasticsearch");
        work = Files.setPosixFilePermissions(
                Files.createTempDirectory("yamori-bench-test"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void deleteFolder() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(work)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    @Test
    void everyNumberInTheIndex_isWhatTheIndependentCountSays() throws IOException {
        Path json = work.resolve("figures.json");
        Path scenario = ServerHome.find().root().resolve("docs/scenarios/quick.yaml");
        Result result;
        try (Progress quiet =
                new Progress(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()), false, "bench")) {
            result = new PipelineRun()
                    .run(
                            new Order(
                                    200_000,
                                    scenario,
                                    work,
                                    2,
                                    0,
                                    1,
                                    new LargeRegistry(10, 200, 2),
                                    false,
                                    true,
                                    Optional.of(json)),
                            quiet);
        }

        assertThat(result.equal()).as(result.table()).isTrue();
        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        assertThat(figures.at("/packets").asLong()).isEqualTo(200_000);
        assertThat(figures.at("/packets_per_second").asLong()).isPositive();
        // Seven minutes of the scenario hold 200,000 packets; they lie in one hour and one day.
        assertThat(figures.at("/independent_count/windows").asLong()).isEqualTo(9);
        assertThat(figures.at("/independent_count/numbers").asLong()).isGreaterThan(200_000);
        assertThat(figures.at("/independent_count/differences").asLong()).isZero();
        assertThat(figures.at("/sizes/documents").asLong())
                .isEqualTo(figures.at("/sizes/findings").asLong());
        assertThat(figures.at("/processes").fieldNames())
                .toIterable()
                .containsExactly("Kafka", "Flink job manager", "Flink task manager", "Elasticsearch", "sensor");
        assertThat(figures.at("/floors").fieldNames())
                .toIterable()
                .containsExactly("read and parse", "file to blocks", "Kafka produce", "Kafka consume");
        assertThat(figures.at("/detect_job_alone").fieldNames())
                .toIterable()
                .containsExactly(
                        "all rooms",
                        "without traffic",
                        "without surge",
                        "without fingerprint",
                        "without backscatter",
                        "without daedalus",
                        "traffic and sensor",
                        "sensor");
        assertThat(figures.at("/detect_job_alone/all rooms/cpu_nanos_per_packet")
                        .asDouble())
                .isGreaterThan(figures.at("/detect_job_alone/sensor/cpu_nanos_per_packet")
                        .asDouble());
        assertThat(figures.at("/large_registry/organisations").asInt()).isEqualTo(10);
        assertThat(figures.at("/large_registry/speeds_to_empty"))
                .hasSize(2)
                .allSatisfy(speed -> assertThat(speed.asDouble()).isPositive());
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left.map(Path::getFileName).map(Path::toString))
                    .allMatch(
                            name -> name.equals("figures.json") || name.matches("capture-[0-9a-f]{12}-200000[.]pcap"));
        }
    }
}
