package org.yamori.cli.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The task manager on which a cluster's only job runs; another one stands by. */
public final class BusyWorker {
    private BusyWorker() {}

    /** Ends it as a power cut would. It is the one whose slot is taken, as the cluster itself tells. */
    public static void kill(FlinkCluster flink) throws IOException {
        JsonNode workers = new ObjectMapper()
                .readTree(URI.create(flink.restUrl() + "/taskmanagers").toURL())
                .get("taskmanagers");
        List<Integer> busy = new ArrayList<>();
        for (int number = 0; number < flink.taskManagerPids().size(); number++) {
            for (JsonNode worker : workers) {
                if (worker.get("freeSlots").asInt() == 0
                        && flink.taskManagerId(number).equals(worker.get("id").asText())) {
                    busy.add(number);
                }
            }
        }
        assertThat(busy).hasSize(1);
        flink.killTaskManager(busy.get(0));
    }
}
