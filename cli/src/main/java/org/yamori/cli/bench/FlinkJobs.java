package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.yamori.cli.Refusal;
import org.yamori.cli.servers.FlinkCluster;
import org.yamori.jobs.app.DetectJob;
import org.yamori.jobs.app.IndexJob;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.jobs.topology.Room;

/** The jobs on a session cluster whose class path holds them, and what Flink says of them. */
final class FlinkJobs {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PATIENCE_WITH_A_JOB = Duration.ofHours(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FlinkCluster cluster;
    private final Map<String, String> common = new TreeMap<>();
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final List<JobClient> clients = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    FlinkJobs(FlinkCluster cluster, String brokers, String prefix) {
        this.cluster = cluster;
        common.put("execution.target", "remote");
        common.put("rest.address", "127.0.0.1");
        common.put("rest.port", String.valueOf(cluster.restPort()));
        common.put("yamori.kafka.bootstrap-servers", brokers);
        common.put("yamori.prefix", prefix);
    }

    /** Checkpoints of one job. */
    record Checkpoints(long completed, long failed, long largestBytes, long longestMillis, long averageMillis) {}

    void startDetect(int parallelism) throws IOException {
        Configuration options = Configuration.fromMap(common);
        DetectConfig config = DetectJob.config(options);
        StreamExecutionEnvironment env = DetectJob.environment(options, config);
        env.setParallelism(parallelism);
        DetectJob.build(env, options, config);
        submit("detect", env);
    }

    /** Runs the detect job with some of its rooms over what the topics hold, to its end. */
    void runRecorded(int parallelism, Set<Room> rooms) throws IOException {
        runRecorded(parallelism, rooms, Map.of());
    }

    /** The same with more options. */
    void runRecorded(int parallelism, Set<Room> rooms, Map<String, String> more) throws IOException {
        Map<String, String> entries = new TreeMap<>(common);
        entries.putAll(more);
        Configuration options = Configuration.fromMap(entries);
        DetectConfig config = DetectJob.config(options);
        StreamExecutionEnvironment env = DetectJob.environment(options, config);
        env.setParallelism(parallelism);
        DetectJob.buildRecorded(env, options, config, rooms);
        try {
            env.executeAsync("rooms").getJobExecutionResult().get(PATIENCE_WITH_A_JOB.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a job ran", stopped);
        } catch (Exception failed) {
            throw new IOException("the detect job with " + rooms + " failed: " + failed.getMessage(), failed);
        }
    }

    void startIndex(String elasticsearch) throws IOException {
        Map<String, String> entries = new TreeMap<>(common);
        entries.put("yamori.index.elasticsearch.hosts", elasticsearch);
        Configuration options = Configuration.fromMap(entries);
        StreamExecutionEnvironment env = IndexJob.environment(options);
        env.setParallelism(1);
        IndexJob.build(env, options);
        submit("index", env);
    }

    private void submit(String name, StreamExecutionEnvironment env) throws IOException {
        try {
            JobClient client = env.executeAsync(name);
            ids.put(name, client.getJobID().toHexString());
            clients.add(client);
        } catch (Exception refused) {
            throw new IOException("the " + name + " job was not taken by Flink: " + refused.getMessage(), refused);
        }
    }

    /** Returns when every task of every job runs. */
    void awaitRunning() throws IOException {
        for (Map.Entry<String, String> job : ids.entrySet()) {
            Waiting.until("the " + job.getKey() + " job to run", PATIENCE, () -> {
                JsonNode vertices = get("/jobs/" + job.getValue()).path("vertices");
                int running = 0;
                for (JsonNode vertex : vertices) {
                    running += vertex.path("status").asText().equals("RUNNING") ? 1 : 0;
                }
                return running > 0 && running == vertices.size();
            });
        }
    }

    /** Ends all jobs and gives their slots back. */
    void cancel() throws IOException {
        for (JobClient client : clients) {
            try {
                client.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException refused) {
                throw new IOException("a job cannot be ended: " + refused.getMessage(), refused);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a job was ended", stopped);
            }
        }
        for (String id : ids.values()) {
            Waiting.until(
                    "a job to end",
                    PATIENCE,
                    () -> get("/jobs/" + id).path("state").asText().equals("CANCELED"));
        }
    }

    /** Refuses when a job has ended or was restarted, since its figures would mean nothing. */
    void requireUndisturbed() throws IOException {
        for (Map.Entry<String, String> job : ids.entrySet()) {
            String state = get("/jobs/" + job.getValue()).path("state").asText();
            JsonNode restarts = get("/jobs/" + job.getValue() + "/metrics?get=numRestarts");
            if (!state.equals("RUNNING") || restarts.path(0).path("value").asLong() > 0) {
                JsonNode why = get("/jobs/" + job.getValue() + "/exceptions");
                throw new Refusal("the " + job.getKey() + " job is " + state + " and was restarted "
                        + restarts.path(0).path("value").asText("0") + " times; see " + cluster.folder() + "; "
                        + why.path("exceptionHistory")
                                .path("entries")
                                .path(0)
                                .path("stacktrace")
                                .asText("")
                                .lines()
                                .limit(1)
                                .findFirst()
                                .orElse(""));
            }
        }
    }

    Map<String, Checkpoints> checkpoints() throws IOException {
        Map<String, Checkpoints> all = new LinkedHashMap<>();
        for (Map.Entry<String, String> job : ids.entrySet()) {
            JsonNode answer = get("/jobs/" + job.getValue() + "/checkpoints");
            JsonNode summary = answer.path("summary");
            all.put(
                    job.getKey(),
                    new Checkpoints(
                            answer.at("/counts/completed").asLong(),
                            answer.at("/counts/failed").asLong(),
                            summary.at("/checkpointed_size/max").asLong(),
                            summary.at("/end_to_end_duration/max").asLong(),
                            summary.at("/end_to_end_duration/avg").asLong()));
        }
        return all;
    }

    private JsonNode get(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.restUrl() + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            HttpResponse<byte[]> answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                    .get(30, TimeUnit.SECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException(request.uri() + " answered " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (ExecutionException | TimeoutException silent) {
            throw new IOException(request.uri() + " does not answer: " + silent.getMessage(), silent);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + request.uri(), stopped);
        }
    }
}
