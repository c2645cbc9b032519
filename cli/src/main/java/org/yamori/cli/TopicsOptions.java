package org.yamori.cli;

import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the topics of an installation or a study are, and who asks. */
final class TopicsOptions {
    @Option(
            names = "--prefix",
            paramLabel = "WORD",
            defaultValue = Topics.DEFAULT_PREFIX,
            description = "First word of the topics: the installation's or a study's. Default: ${DEFAULT-VALUE}.")
    private String prefix = Topics.DEFAULT_PREFIX;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    KafkaAccess access() {
        return connection.access();
    }

    Topics topics() {
        return new Topics(prefix);
    }
}
