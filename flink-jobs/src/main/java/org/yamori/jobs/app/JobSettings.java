package org.yamori.jobs.app;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the small jobs ask of Flink; whatever the command line says goes first. */
final class JobSettings {
    private JobSettings() {}

    /**
     * Checkpoints every ten seconds, restarts for ever with growing waits, no generic types.
     *
     * @param given from the command line
     * @param tolerableFailedCheckpoints how many checkpoints in a row may fail before the job restarts
     */
    static Configuration withDefaults(Configuration given, int tolerableFailedCheckpoints) {
        Configuration settings = new Configuration(given);
        unlessGiven(settings, CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
        unlessGiven(settings, CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, tolerableFailedCheckpoints);
        unlessGiven(
                settings,
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        unlessGiven(settings, RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        unlessGiven(
                settings,
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                Duration.ofSeconds(1));
        unlessGiven(
                settings, RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofMinutes(1));
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        return settings;
    }

    /**
     * Where the job will run: where {@code execution.target} says, else where Flink's own tools or a test put us, else
     * in this process.
     */
    static StreamExecutionEnvironment environment(Configuration settings) {
        return settings.getOptional(DeploymentOptions.TARGET).isPresent()
                ? new StreamExecutionEnvironment(settings)
                : StreamExecutionEnvironment.getExecutionEnvironment(settings);
    }

    private static <T> void unlessGiven(Configuration settings, ConfigOption<T> option, T value) {
        if (settings.getOptional(option).isEmpty()) {
            settings.set(option, value);
        }
    }
}
