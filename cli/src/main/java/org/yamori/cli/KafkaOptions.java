package org.yamori.cli;

import org.yamori.cli.Doors.KafkaTarget;
import org.yamori.cli.Doors.Sent;
import org.yamori.wire.Topics;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command publishes to. */
final class KafkaOptions {
    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--prefix",
            paramLabel = "WORD",
            defaultValue = "study-local",
            description = "First word of the topics; a study's begins with study-. Default: ${DEFAULT-VALUE}.")
    private String prefix = "study-local";

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "1",
            description = "Partitions of a sensor's topic, a divisor of the shards. Default: ${DEFAULT-VALUE}.")
    private int partitions = 1;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "16",
            description = "Shards of the installation. Default: ${DEFAULT-VALUE}.")
    private int shards = 16;

    /** A target for packets that carry the present time. */
    KafkaTarget any() {
        return new KafkaTarget(connection.access(), new Topics(prefix), partitions, shards);
    }

    /** A target for packets of another time, which would be late everywhere else. */
    KafkaTarget study() {
        KafkaTarget target = any();
        if (!target.topics().isStudy()) {
            throw new IllegalArgumentException(
                    "packets of another time go only to a study: --prefix begins with study-, was '" + prefix + "'");
        }
        return target;
    }

    static String words(Sent sent) {
        String dropped = sent.tally().droppedByKernel() + sent.tally().droppedBySensor() == 0
                ? ""
                : String.format(
                        ", dropped by kernel %,d, by sensor %,d",
                        sent.tally().droppedByKernel(), sent.tally().droppedBySensor());
        return String.format(
                "published %,d packets in %,d blocks; refused %,d, outside %,d, replies %,d%s",
                sent.packets(),
                sent.blocks(),
                sent.tally().refused(),
                sent.tally().outside(),
                sent.tally().replies(),
                dropped);
    }
}
