package org.yamori.cli.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.yamori.sensor.publish.PacketTopic;
import org.yamori.wire.Topics;

/**
 * The topics of an installation or study, and who may do what with them. A sensor may write its own topic, and
 * measurements if its addresses answer, and read none; a job may write what it finds and read what it needs for that.
 *
 * @param topics names of the topics
 * @param sensors each has a topic of its own
 * @param answering those of the sensors whose addresses answer
 * @param names who is who
 * @param layout how topics are kept
 */
public record BrokerPlan(Topics topics, Set<String> sensors, Set<String> answering, Names names, Layout layout) {
    private static final String ANYWHERE = "*";
    private static final long MILLIS_OF_A_DAY = 86_400_000;

    /**
     * Who is who to the brokers.
     *
     * @param detectJob who finds
     * @param indexJob who puts findings into Elasticsearch
     * @param notifyJob who tells people
     * @param readers may read everything and write nothing
     * @param analysts judge what was found
     */
    public record Names(
            String detectJob, String indexJob, String notifyJob, Set<String> readers, Set<String> analysts) {
        public static Names of(Topics topics, Set<String> readers, Set<String> analysts) {
            return new Names(
                    topics.prefix() + "-detect",
                    topics.prefix() + "-index",
                    topics.prefix() + "-notify",
                    readers,
                    analysts);
        }

        Set<String> all() {
            Set<String> all = new TreeSet<>(readers);
            all.addAll(analysts);
            all.addAll(List.of(detectJob, indexJob, notifyJob));
            return all;
        }
    }

    /**
     * How topics are kept.
     *
     * @param partitions of a sensor's topic
     * @param replicas copies of each partition, or -1 for the cluster's default
     * @param keepDays how long packets and findings are kept, or -1 for ever
     */
    public record Layout(int partitions, short replicas, int keepDays) {
        public Layout {
            if (partitions < 1 || partitions > 256) {
                throw new IllegalArgumentException("--partitions is 1 to 256, was " + partitions);
            }
            if (replicas != -1 && replicas < 1) {
                throw new IllegalArgumentException("--replicas is at least 1, was " + replicas);
            }
            if (keepDays != -1 && keepDays < 1) {
                throw new IllegalArgumentException("--keep-days is at least 1, or -1 for ever, was " + keepDays);
            }
        }

        long keepMillis() {
            return keepDays < 0 ? -1 : keepDays * MILLIS_OF_A_DAY;
        }
    }

    public BrokerPlan {
        if (!sensors.containsAll(answering)) {
            throw new IllegalArgumentException(
                    "sensors that answer are " + answering + ", and not all are among " + sensors);
        }
        for (String sensor : sensors) {
            if (names.all().contains(sensor)) {
                throw new IllegalArgumentException("sensor '" + sensor + "' has the name of a job, reader or analyst:"
                        + " its certificate would open what theirs does");
            }
        }
    }

    /** A sensor's topic, as the sensor itself wants it. */
    PacketTopic packetTopic(String sensor) {
        return new PacketTopic(sensor, layout.partitions, layout.replicas, layout.keepMillis());
    }

    /** All topics but those of sensors. */
    List<NewTopic> commonTopics() {
        String kept = String.valueOf(layout.keepMillis());
        Map<String, String> retention = new LinkedHashMap<>();
        for (String topic : List.of(topics.findings(), topics.traffic(), topics.measurements(), topics.deadLetters())) {
            retention.put(topic, kept);
        }
        for (String topic : List.of(topics.registry(), topics.news(), topics.lists(), topics.decisions())) {
            retention.put(topic, "-1");
        }
        List<NewTopic> all = new ArrayList<>();
        retention.forEach((topic, millis) -> all.add(new NewTopic(
                        topic, Optional.of(1), layout.replicas < 0 ? Optional.empty() : Optional.of(layout.replicas))
                .configs(Map.of(
                        "message.timestamp.type",
                        "LogAppendTime",
                        "max.message.bytes",
                        String.valueOf(PacketTopic.MAX_MESSAGE_BYTES),
                        "retention.ms",
                        millis))));
        return all;
    }

    List<AclBinding> rights() {
        List<AclBinding> all = new ArrayList<>();
        for (String sensor : sensors) {
            allow(all, sensor, topic(topics.packets(sensor)), AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
        }
        for (String sensor : answering) {
            allow(all, sensor, topic(topics.measurements()), AclOperation.WRITE);
        }
        ResourcePattern packets = new ResourcePattern(ResourceType.TOPIC, topics.packets(""), PatternType.PREFIXED);
        allow(all, names.detectJob, packets, AclOperation.READ);
        for (String read : List.of(topics.registry(), topics.news(), topics.lists(), topics.measurements())) {
            allow(all, names.detectJob, topic(read), AclOperation.READ);
        }
        for (String written : List.of(topics.findings(), topics.traffic(), topics.deadLetters())) {
            allow(all, names.detectJob, topic(written), AclOperation.WRITE);
        }
        allow(all, names.indexJob, topic(topics.findings()), AclOperation.READ);
        allow(all, names.indexJob, topic(topics.traffic()), AclOperation.READ);
        allow(all, names.indexJob, topic(topics.deadLetters()), AclOperation.WRITE);
        allow(all, names.notifyJob, topic(topics.findings()), AclOperation.READ, AclOperation.WRITE);
        allow(all, names.notifyJob, topic(topics.registry()), AclOperation.READ);
        allow(all, names.notifyJob, topic(topics.decisions()), AclOperation.READ);
        allow(all, names.notifyJob, topic(topics.deadLetters()), AclOperation.WRITE);
        allow(all, names.detectJob, group("detect"), AclOperation.READ);
        allow(all, names.indexJob, group("index"), AclOperation.READ);
        allow(all, names.notifyJob, group("notify"), AclOperation.READ);
        for (String analyst : new TreeSet<>(names.analysts)) {
            allow(all, analyst, topic(topics.findings()), AclOperation.READ);
            allow(all, analyst, topic(topics.traffic()), AclOperation.READ);
            allow(all, analyst, topic(topics.decisions()), AclOperation.READ, AclOperation.WRITE);
        }
        for (String reader : new TreeSet<>(names.readers)) {
            allow(
                    all,
                    reader,
                    new ResourcePattern(ResourceType.TOPIC, topics.prefix() + ".", PatternType.PREFIXED),
                    AclOperation.READ);
        }
        return all;
    }

    /** Whether a right is about this installation or study, whoever has it and whoever gave it. */
    static boolean concerns(Topics topics, AclBinding right) {
        String name = right.pattern().name();
        String own = topics.prefix() + ".";
        return name.startsWith(own)
                || name.equals(ANYWHERE)
                || (right.pattern().patternType() == PatternType.PREFIXED && own.startsWith(name));
    }

    /** A literal name: a right to sensor {@code a} must not open the topic of {@code a.b}. */
    private static ResourcePattern topic(String name) {
        return new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL);
    }

    private ResourcePattern group(String job) {
        return new ResourcePattern(ResourceType.GROUP, topics.prefix() + "." + job, PatternType.LITERAL);
    }

    /** Writing and reading imply that a topic may be described. */
    private static void allow(List<AclBinding> all, String name, ResourcePattern what, AclOperation... operations) {
        for (AclOperation operation : operations) {
            all.add(new AclBinding(
                    what, new AccessControlEntry("User:" + name, ANYWHERE, operation, AclPermissionType.ALLOW)));
        }
    }
}
