package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Launch;
import org.yamori.cli.servers.ServerHome;
import org.yamori.wire.Topics;

/** The broker with the topics that the jobs read and write. */
final class KafkaPart implements Part {
    static final String NAME = "kafka";

    private final KafkaServer server;
    private final Home home;
    private final Addresses addresses;

    KafkaPart(ServerHome programs, Home home, Addresses addresses) {
        this.home = home;
        this.addresses = addresses;
        this.server = new KafkaServer(
                programs,
                KafkaServer.Settings.in(home.data(NAME))
                        .withPort(addresses.kafka())
                        .withJvmFlags(List.of(
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-Djava.io.tmpdir=" + home.temporary(NAME))));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String address() {
        return addresses.bootstrapServers();
    }

    @Override
    public Launch prepare(Path log) throws IOException {
        Folders.empty(home.temporary(NAME));
        return server.prepare(log);
    }

    @Override
    public boolean isReady() {
        return server.isReady();
    }

    @Override
    public void whenReady() {
        createTopics(new Topics(Topics.DEFAULT_PREFIX));
    }

    /** Those of an installation or study, but for the packets, which sensors make. */
    void createTopics(Topics topics) {
        for (String topic : List.of(topics.findings(), topics.traffic(), topics.deadLetters())) {
            server.createTopic(topic, 1, Map.of());
        }
        for (String topic : List.of(topics.registry(), topics.lists(), topics.decisions())) {
            server.createTopic(topic, 1, Map.of("retention.ms", "-1"));
        }
    }
}
