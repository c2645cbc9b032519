package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.Doors.IngestBench.Order;
import org.yamori.cli.Progress;
import org.yamori.cli.servers.ServerHome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Tag("kafka")
class IngestRunITCase {
    @TempDir
    private Path work;

    @Test
    void everyStepHandlesEveryPacket_andCompressionMakesTopicsSmaller() throws IOException {
        boolean fetched = ServerHome.find().isComplete();
        if (!fetched && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the broker is not fetched: build cli/servers/kafka");
        }
        assumeTrue(fetched, "the broker is not fetched: build cli/servers/kafka");
        Path json = work.resolve("figures.json");
        Path scenario = ServerHome.find().root().resolve("docs/scenarios/quick.yaml");
        String table;
        try (Progress quiet = new Progress(new PrintStream(OutputStream.nullOutputStream()), false, "bench")) {
            table = new IngestRun().run(new Order(100_000, scenario, work, 2, Optional.of(json)), quiet);
        }

        assertThat(table).contains("file to Kafka, zstd");
        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        assertThat(figures.at("/packets").asLong()).isEqualTo(100_000);
        JsonNode steps = figures.at("/steps");
        assertThat(steps.fieldNames())
                .toIterable()
                .containsExactly(
                        "mapped read",
                        "read",
                        "read and parse",
                        "file to blocks",
                        "file to Kafka, none",
                        "file to Kafka, lz4",
                        "file to Kafka, zstd");
        // Whatever a file needs to be opened, a megabyte of window above all, is spread over its packets.
        assertThat(steps.at("/read and parse/allocated_bytes_per_packet").asDouble())
                .isLessThan(20);
        double none = steps.at("/file to Kafka, none/made_bytes_per_packet").asDouble();
        double lz4 = steps.at("/file to Kafka, lz4/made_bytes_per_packet").asDouble();
        double zstd = steps.at("/file to Kafka, zstd/made_bytes_per_packet").asDouble();
        assertThat(none).isGreaterThan(lz4);
        assertThat(lz4).isGreaterThan(zstd);
        assertThat(zstd).isGreaterThan(10);
    }
}
