package org.yamori.console.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is sent, and what is said of answers that an Elasticsearch in good health does not give. */
class ElasticsearchTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicReference<String> asked = new AtomicReference<>("");
    private HttpServer server;
    private String url;
    private int status = 200;
    private String answer = "{\"responses\": [{\"hits\": {}}]}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + "\n"
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void searches_areSentTogether_withTheAuthorizationOfTheFile(@TempDir Path folder) throws IOException {
        Path key = Files.writeString(folder.resolve("key.txt"), "ApiKey abc\n");
        List<JsonNode> answers = search(Optional.of(key));
        assertThat(answers).containsExactly(JSON.readTree("{\"hits\": {}}"));
        assertThat(asked.get()).isEqualTo("""
                        POST /_msearch ApiKey abc
                        {"ignore_unavailable":true,"allow_no_indices":true,"index":["x-*","-x-traffic-*"]}
                        {"size":0}
                        """);
        Files.delete(key);
        assertThatThrownBy(() -> search(Optional.of(key))).hasMessageContaining("cannot be read from " + key);
    }

    @Test
    void refusals_areSentences() {
        status = 401;
        answer = "unable to authenticate";
        assertThatThrownBy(() -> search(Optional.empty()))
                .hasMessage("Elasticsearch at " + url + " answered 401: unable to authenticate");
        status = 200;
        answer = "{\"responses\": [{\"error\": {\"root_cause\": [{\"reason\": \"no such field\"}]}}]}";
        assertThatThrownBy(() -> search(Optional.empty()))
                .hasMessage("Elasticsearch at " + url + " refused a search: no such field");
        answer = "<html>";
        assertThatThrownBy(() -> search(Optional.empty()))
                .hasMessage(url + " answered what is no JSON, so it may be no Elasticsearch");
    }

    @Test
    void nobodyThere_isASentence() {
        server.stop(0);
        assertThatThrownBy(() -> search(Optional.empty())).hasMessage("Elasticsearch at " + url + " does not answer");
    }

    private List<JsonNode> search(Optional<Path> authorization) throws IOException {
        return new Elasticsearch(url, authorization)
                .search(List.of(new Elasticsearch.Search(
                        List.of("x-*", "-x-traffic-*"), JSON.createObjectNode().put("size", 0))));
    }
}
