package org.yamori.cli;

import org.yamori.wire.access.KafkaAccess;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where Kafka is and who a command is to it. */
final class ConnectionOptions {
    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT,...",
            defaultValue = "localhost:9092",
            description = "Kafka. Default: ${DEFAULT-VALUE}.")
    private String brokers = "localhost:9092";

    @Mixin
    private IdentityOptions identity = new IdentityOptions();

    KafkaAccess access() {
        return identity.access(brokers);
    }
}
