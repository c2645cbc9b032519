package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yamori.cli.Doors.AlertsBench.Order;
import org.yamori.cli.Doors.AlertsBench.Result;
import org.yamori.cli.Progress;
import org.yamori.cli.servers.ServerHome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Urgent alerts through real processes, at a size that takes a minute and a half. */
@Tag("kafka")
@Tag("elasticsearch")
class AlertsRunITCase {
    private Path work;

    @BeforeEach
    void openFolder() throws IOException {
        boolean fetched = ServerHome.find().isComplete();
        if (!fetched && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the servers are not fetched: build cli/servers/kafka and elasticsearch");
        }
        assumeTrue(fetched, "the servers are not fetched: build cli/servers/kafka and cli/servers/elasticsearch");
        work = Files.setPosixFilePermissions(
                Files.createTempDirectory("yamori-alerts-test"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void deleteFolder() throws IOException {
        BenchFolder.delete(work);
    }

    /** The silent sensor holds alerts up for the late bound of five seconds and one more, and nothing else does. */
    @Test
    void everyHostIsAlertedOnceAtItsThousandthPacket_alsoWithoutElasticsearchAndWithASilentSensor() throws IOException {
        Path json = work.resolve("figures.json");

        Result result = new AlertsRun()
                .run(new Order(5_000, 2, 16, 12, 15, 2, true, work, false, Optional.of(json)), Progress.untold());

        assertThat(result.right()).as(result.table()).isTrue();
        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        for (String phase : new String[] {"well", "silent", "unindexed"}) {
            JsonNode one = figures.at("/phases/" + phase);
            assertThat(one.get("alerts").asInt()).as(phase).isEqualTo(16);
            assertThat(one.at("/appended_millis/p50").asDouble())
                    .as(phase)
                    .isGreaterThanOrEqualTo(one.at("/told_millis/p50").asDouble() - 1);
            assertThat(one.at("/received_millis/max").asDouble())
                    .as(phase)
                    .isGreaterThanOrEqualTo(one.at("/appended_millis/max").asDouble());
        }
        assertThat(figures.at("/phases/silent/appended_millis/max").asDouble()).isGreaterThan(5_000);
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left).containsExactly(json);
        }
    }
}
