package org.yamori.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.yamori.cli.Refusal;

/**
 * What the index of an installation or study holds.
 *
 * @param documents of all kinds
 * @param counted packets in the documents of minutes
 */
record IndexCount(long documents, long counted) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MINUTES = """
            {"size":0,
             "query":{"bool":{"filter":[
               {"term":{"yamori.breakdown":"sensor"}},
               {"term":{"yamori.window.resolution":"minute"}}]}},
             "aggs":{"packets":{"sum":{"field":"yamori.packets"}}}}""";

    static IndexCount of(URI elasticsearch, String prefix) throws IOException {
        ask(elasticsearch, "POST", "/" + prefix + "-*/_refresh", "");
        long documents = ask(elasticsearch, "GET", "/" + prefix + "-*/_count", "")
                .path("count")
                .asLong();
        long counted = ask(
                        elasticsearch,
                        "POST",
                        "/" + prefix + "-traffic*/_search?ignore_unavailable=true&allow_no_indices=true",
                        MINUTES)
                .at("/aggregations/packets/value")
                .asLong();
        return new IndexCount(documents, counted);
    }

    private static JsonNode ask(URI elasticsearch, String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(elasticsearch.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new Refusal("Elasticsearch at " + elasticsearch + " answers " + answer.statusCode() + " to "
                        + method + " " + path);
            }
            return JSON.readTree(answer.body());
        } catch (IOException away) {
            throw new Refusal("Elasticsearch at " + elasticsearch + " does not answer", away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking Elasticsearch", stopped);
        }
    }
}
