package org.yamori.cli.up;

/**
 * Where an installation listens, always on the loopback address.
 *
 * @param kafka port of the broker
 * @param elasticsearch port of Elasticsearch
 * @param page port of the page
 */
public record Addresses(int kafka, int elasticsearch, int page) {
    private static final int LEAST = 1;
    private static final int MOST = 65_535;

    public Addresses {
        require("Kafka", kafka);
        require("Elasticsearch", elasticsearch);
        require("the page", page);
        if (kafka == elasticsearch || kafka == page || elasticsearch == page) {
            throw new IllegalArgumentException("Kafka, Elasticsearch and the page need a port each, were " + kafka
                    + ", " + elasticsearch + " and " + page);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + kafka;
    }

    public String elasticsearchUrl() {
        return "http://127.0.0.1:" + elasticsearch;
    }

    public String pageUrl() {
        return "http://127.0.0.1:" + page;
    }

    private static void require(String who, int port) {
        if (port < LEAST || port > MOST) {
            throw new IllegalArgumentException("the port of " + who + " is " + LEAST + " to " + MOST + ", was " + port);
        }
    }
}
