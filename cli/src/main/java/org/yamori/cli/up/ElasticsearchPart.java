package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;
import org.yamori.cli.servers.ElasticsearchServer;
import org.yamori.cli.servers.Launch;
import org.yamori.cli.servers.ServerHome;
import org.yamori.kibana.IndexTemplates;
import org.yamori.wire.Topics;

/** Elasticsearch with the templates of the findings. */
final class ElasticsearchPart implements Part {
    static final String NAME = "elasticsearch";

    /** Shares of a disk would stop us on a large one that others filled. */
    private static final Map<String, String> WATERMARKS = Map.of(
            "cluster.routing.allocation.disk.watermark.low",
            "800mb",
            "cluster.routing.allocation.disk.watermark.high",
            "600mb",
            "cluster.routing.allocation.disk.watermark.flood_stage",
            DiskWatch.REFUSED_BELOW_MEBIBYTES + "mb",
            "cluster.info.update.interval",
            "10s");

    private final ElasticsearchServer server;
    private final Home home;
    private final Addresses addresses;

    ElasticsearchPart(ServerHome programs, Home home, Addresses addresses) {
        this.home = home;
        this.addresses = addresses;
        this.server = new ElasticsearchServer(
                programs,
                ElasticsearchServer.Settings.in(home.data(NAME))
                        .withPort(addresses.elasticsearch())
                        .withHeap("1g")
                        .withOverrides(WATERMARKS));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String address() {
        return addresses.elasticsearchUrl();
    }

    @Override
    public Launch prepare(Path log) throws IOException {
        Folders.empty(home.data(NAME).resolve("tmp"));
        return server.prepare();
    }

    @Override
    public boolean isReady() {
        return server.isReady();
    }

    @Override
    public void whenReady() throws IOException {
        installTemplates(Topics.DEFAULT_PREFIX);
    }

    void installTemplates(String prefix) throws IOException {
        try (RestClient client = RestClient.builder(HttpHost.create(addresses.elasticsearchUrl()))
                .build()) {
            IndexTemplates.install(client, prefix);
        }
    }
}
