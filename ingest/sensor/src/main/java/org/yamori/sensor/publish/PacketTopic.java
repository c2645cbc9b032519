package org.yamori.sensor.publish;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.yamori.wire.Topics;

/**
 * The topic of one sensor as it must be: append time stamped by the broker, room for a whole block.
 *
 * @param sensor name of the sensor
 * @param partitions P, which divides the number of shards
 * @param replicas copies the cluster keeps; -1 for the cluster's default
 * @param retentionMillis how long packets are kept; -1 for ever
 */
public record PacketTopic(String sensor, int partitions, short replicas, long retentionMillis) {
    public static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
    private static final int MAX_PARTITIONS = 4096;
    private static final long TIMEOUT_SECONDS = 30;

    public PacketTopic {
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "partitions of a sensor must be 1 to " + MAX_PARTITIONS + ", was " + partitions);
        }
        if (replicas < -1 || replicas == 0) {
            throw new IllegalArgumentException("replicas must be at least 1, or -1 for the default, was " + replicas);
        }
        if (retentionMillis < -1 || retentionMillis == 0) {
            throw new IllegalArgumentException(
                    "retention must be at least 1 ms, or -1 for ever, was " + retentionMillis + " ms");
        }
    }

    /** One partition, the cluster's number of copies, kept for so long. */
    public static PacketTopic of(String sensor, long retentionMillis) {
        return new PacketTopic(sensor, 1, (short) -1, retentionMillis);
    }

    /** What the topic is created with. */
    NewTopic definition(Topics topics) {
        NewTopic topic = new NewTopic(
                topics.packets(sensor),
                java.util.Optional.of(partitions),
                replicas < 0 ? java.util.Optional.empty() : java.util.Optional.of(replicas));
        return topic.configs(Map.of(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                String.valueOf(MAX_MESSAGE_BYTES),
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(retentionMillis)));
    }

    /**
     * Checks that the topic stamps append time, has the partitions and may be written, or creates it. Sensors may not
     * create topics where brokers ask who they are, not even one that exists, so it is looked at first.
     *
     * @return whether it was created
     */
    public boolean createOrCheck(Admin admin, Topics topics) throws PublishException {
        String name = topics.packets(sensor);
        if (exists(admin, name)) {
            check(admin, name);
            return false;
        }
        create(admin, topics, name);
        return true;
    }

    private static boolean exists(Admin admin, String name) throws PublishException {
        try {
            TopicDescription found = Objects.requireNonNull(
                    admin.describeTopics(List.of(name), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .allTopicNames()
                            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                            .get(name));
            if (found.authorizedOperations() != null
                    && !found.authorizedOperations().contains(AclOperation.WRITE)) {
                throw new PublishException(
                        "topic " + name + " cannot be written",
                        new TopicAuthorizationException("it may read topic " + name + " but not write it"));
            }
            return true;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw new PublishException("topic " + name + " cannot be looked at: " + failed.getCause(), failed);
        } catch (TimeoutException late) {
            throw new PublishException("topic " + name + " was not described within " + TIMEOUT_SECONDS + " s", late);
        } catch (InterruptedException stopped) {
            throw interrupted(name, stopped);
        }
    }

    private void create(Admin admin, Topics topics, String name) throws PublishException {
        try {
            admin.createTopics(List.of(definition(topics))).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new PublishException("topic " + name + " cannot be created: " + failed.getCause(), failed);
            }
            check(admin, name);
        } catch (TimeoutException late) {
            throw new PublishException(
                    "topic " + name + " was not created within " + TIMEOUT_SECONDS + " s; is the broker there?", late);
        } catch (InterruptedException stopped) {
            throw interrupted(name, stopped);
        }
    }

    private void check(Admin admin, String name) throws PublishException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        try {
            Config config = Objects.requireNonNull(admin.describeConfigs(List.of(resource))
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .get(resource));
            TopicDescription found = Objects.requireNonNull(admin.describeTopics(List.of(name))
                    .allTopicNames()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .get(name));
            ConfigEntry stamp = config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
            String stamps = stamp == null ? "unknown" : String.valueOf(stamp.value());
            if (!stamps.equals("LogAppendTime")) {
                throw new PublishException("topic " + name + " has message.timestamp.type " + stamps
                        + "; allowed: LogAppendTime, because lateness is judged by it");
            }
            if (found.partitions().size() != partitions) {
                throw new PublishException("topic " + name + " has "
                        + found.partitions().size() + " partitions; the sensor was told " + partitions);
            }
        } catch (ExecutionException failed) {
            throw new PublishException("topic " + name + " cannot be checked: " + failed.getCause(), failed);
        } catch (TimeoutException late) {
            throw new PublishException("topic " + name + " was not described within " + TIMEOUT_SECONDS + " s", late);
        } catch (InterruptedException stopped) {
            throw interrupted(name, stopped);
        }
    }

    private static PublishException interrupted(String name, InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new PublishException("interrupted while creating topic " + name, stopped);
    }
}
