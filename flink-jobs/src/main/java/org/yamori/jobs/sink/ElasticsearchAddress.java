package org.yamori.jobs.sink;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;

/**
 * Where Elasticsearch is and who we are to it.
 *
 * @param hosts at least one of {@code http://host:port} or {@code https://host:port}
 * @param authorizationFile a file whose text is sent as the Authorization header, or nothing where none is needed
 */
public record ElasticsearchAddress(List<String> hosts, String authorizationFile) implements Serializable {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    public ElasticsearchAddress {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(
                    "at least one host of Elasticsearch is needed, such as http://localhost:9200");
        }
        for (String host : hosts) {
            if (!host.matches("https?://[^/ ]+")) {
                throw new IllegalArgumentException(
                        "a host of Elasticsearch is http://host:port or https://host:port, was " + Document.clip(host));
            }
        }
        hosts = List.copyOf(hosts);
    }

    public static ElasticsearchAddress of(String host) {
        return new ElasticsearchAddress(List.of(host), "");
    }

    RestClient open(Duration requestTimeout) throws IOException {
        RestClientBuilder builder = RestClient.builder(
                        hosts.stream().map(HttpHost::create).toArray(HttpHost[]::new))
                .setRequestConfigCallback(request -> request.setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setSocketTimeout(Math.toIntExact(requestTimeout.toMillis())));
        if (!authorizationFile.isEmpty()) {
            String authorization = Files.readString(Path.of(authorizationFile)).strip();
            builder.setDefaultHeaders(new Header[] {new BasicHeader("Authorization", authorization)});
        }
        return builder.build();
    }
}
