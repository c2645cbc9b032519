package org.yamori.cli;

import org.yamori.cli.up.Addresses;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where an installation of this machine listens. */
final class PortOptions {
    @Option(
            names = "--kafka-port",
            paramLabel = "N",
            defaultValue = "9092",
            description = "Port of Kafka on the loopback address. Default: ${DEFAULT-VALUE}.")
    private int kafka = 9092;

    @Option(
            names = "--elasticsearch-port",
            paramLabel = "N",
            defaultValue = "9200",
            description = "Port of Elasticsearch. Default: ${DEFAULT-VALUE}.")
    private int elasticsearch = 9200;

    @Option(
            names = "--page-port",
            paramLabel = "N",
            defaultValue = "8470",
            description = "Port of the page. Default: ${DEFAULT-VALUE}.")
    private int page = 8470;

    Addresses addresses(CommandLine command) {
        try {
            return new Addresses(kafka, elasticsearch, page);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command, String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
