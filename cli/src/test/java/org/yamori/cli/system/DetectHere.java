package org.yamori.cli.system;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.jobs.app.DetectJob;
import org.yamori.jobs.config.DetectConfig;
import org.yamori.wire.Topics;

/** A detect job on the cluster of this process. */
final class DetectHere {
    private DetectHere() {}

    /** Starts one that a failure ends; checkpoints go into the folder, if more options ask for any. */
    static JobClient start(KafkaServer kafka, Topics topics, Path folder, int parallelism, Map<String, String> more)
            throws Exception {
        Map<String, String> all = new HashMap<>(more);
        all.put("yamori.prefix", topics.prefix());
        all.put("yamori.kafka.bootstrap-servers", kafka.bootstrapServers());
        all.put("restart-strategy.type", "none");
        all.put("execution.checkpointing.dir", folder.toUri().toString());
        Configuration options = Configuration.fromMap(all);
        DetectConfig config = DetectConfig.from(options);
        StreamExecutionEnvironment env = DetectJob.environment(options, config);
        env.setParallelism(parallelism);
        DetectJob.build(env, options, config);
        return env.executeAsync(topics.prefix());
    }
}
