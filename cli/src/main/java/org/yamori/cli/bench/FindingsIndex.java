package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.yamori.kibana.IndexTemplates;

/** The indices of one study, asked in the cheapest way there is. */
final class FindingsIndex implements Comparison.Indexed, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 5_000;

    private final RestClient client;
    private final String prefix;

    FindingsIndex(String url, String prefix) {
        this.client = RestClient.builder(HttpHost.create(url))
                .setRequestConfigCallback(config -> config.setSocketTimeout(120_000))
                .build();
        this.prefix = prefix;
    }

    void installTemplates() throws IOException {
        IndexTemplates.install(client, prefix);
    }

    /** How many times a document was written, seen or not; costs no refresh. */
    long written() throws IOException {
        return ask("GET", "/" + prefix + "-*/_stats/indexing?filter_path=_all.primaries.indexing.index_total", null)
                .at("/_all/primaries/indexing/index_total")
                .asLong();
    }

    void refresh() throws IOException {
        ask("POST", "/" + prefix + "-*/_refresh", null);
    }

    /** Documents of all kinds. */
    long documents() throws IOException {
        return ask("GET", "/" + prefix + "-*/_count", null).path("count").asLong();
    }

    long bytes() throws IOException {
        return ask("GET", "/" + prefix + "-*/_stats/store", null)
                .at("/_all/primaries/store/size_in_bytes")
                .asLong();
    }

    /** Packets that the minutes say there were in all. */
    long packetsOfMinutes() throws IOException {
        ObjectNode body = JSON.createObjectNode().put("size", 0);
        ArrayNode filters = body.putObject("query").putObject("bool").putArray("filter");
        term(filters, "yamori.breakdown", "total");
        term(filters, "yamori.window.resolution", "minute");
        body.putObject("aggs").putObject("packets").putObject("sum").put("field", "yamori.packets");
        return ask("POST", "/" + prefix + "-traffic/_search", body)
                .at("/aggregations/packets/value")
                .asLong();
    }

    @Override
    public long documents(String resolution, String breakdown) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode filters = body.putObject("query").putObject("bool").putArray("filter");
        term(filters, "yamori.breakdown", breakdown);
        term(filters, "yamori.window.resolution", resolution);
        return ask("POST", "/" + prefix + "-traffic/_count", body).path("count").asLong();
    }

    @Override
    public void window(String resolution, Instant start, Consumer<JsonNode> each) throws IOException {
        String pit = ask("POST", "/" + prefix + "-traffic/_pit?keep_alive=5m", null)
                .path("id")
                .asText();
        ObjectNode body = JSON.createObjectNode().put("size", PAGE).put("track_total_hits", false);
        ArrayNode filters = body.putObject("query").putObject("bool").putArray("filter");
        term(filters, "yamori.window.resolution", resolution);
        term(filters, "@timestamp", start.toString());
        ArrayNode breakdowns = filters.addObject().putObject("terms").putArray("yamori.breakdown");
        breakdowns.add("port").add("port-tail").add("protocol").add("total");
        body.putObject("pit").put("id", pit).put("keep_alive", "5m");
        body.putArray("sort").addObject().put("_shard_doc", "asc");
        ArrayNode wanted = body.putArray("_source");
        for (String field : new String[] {"breakdown", "key", "packets", "bytes", "sources", "sources_exact", "tail"}) {
            wanted.add("yamori." + field);
        }
        JsonNode hits;
        do {
            hits = ask("POST", "/_search", body).at("/hits/hits");
            for (JsonNode hit : hits) {
                each.accept(hit.at("/_source/yamori"));
            }
            if (!hits.isEmpty()) {
                body.set("search_after", hits.get(hits.size() - 1).get("sort"));
            }
        } while (hits.size() == PAGE);
        ask("DELETE", "/_pit", JSON.createObjectNode().put("id", pit));
    }

    private static void term(ArrayNode filters, String field, String value) {
        filters.addObject().putObject("term").put(field, value);
    }

    private JsonNode ask(String method, String path, @org.jspecify.annotations.Nullable JsonNode body)
            throws IOException {
        Request request = new Request(method, path);
        if (body != null) {
            request.setJsonEntity(JSON.writeValueAsString(body));
        }
        return JSON.readTree(client.performRequest(request).getEntity().getContent());
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
