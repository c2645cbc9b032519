package org.yamori.console.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Searches in Elasticsearch; whatever goes wrong is an {@link IOException} with a sentence for a person. */
public final class Elasticsearch {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int MOST_WORDS = 300;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_PATIENCE).build();
    private final String url;
    private final Optional<Path> authorization;

    /**
     * A server that is asked only when {@link #search} is called.
     *
     * @param url {@code http://host:port} or {@code https://host:port}
     * @param authorization a file whose text is sent as the Authorization header
     */
    public Elasticsearch(String url, Optional<Path> authorization) {
        this.url = url;
        this.authorization = authorization;
    }

    /**
     * A search in some indices; those that do not exist hold nothing.
     *
     * @param indices names, aliases and patterns, those to leave out with a hyphen before them
     */
    public record Search(List<String> indices, JsonNode body) {}

    /** The answers to some searches, in their order. */
    public List<JsonNode> search(List<Search> searches) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Search search : searches) {
            ObjectNode header = JSON.createObjectNode().put("ignore_unavailable", true);
            header.put("allow_no_indices", true).putPOJO("index", search.indices());
            lines.append(header).append('\n').append(search.body()).append('\n');
        }
        List<JsonNode> answers = new ArrayList<>();
        for (JsonNode answer : send(lines.toString()).path("responses")) {
            if (answer.has("error")) {
                throw new IOException("Elasticsearch at " + url + " refused a search: "
                        + clip(answer.at("/error/root_cause/0/reason").asText(answer.toString())));
            }
            answers.add(answer);
        }
        return answers;
    }

    private JsonNode send(String lines) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/_msearch"))
                .timeout(ANSWER_PATIENCE)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines));
        if (authorization.isPresent()) {
            request.header("Authorization", words(authorization.get()));
        }
        HttpResponse<String> response = exchange(request.build());
        if (response.statusCode() != OK) {
            throw new IOException(
                    "Elasticsearch at " + url + " answered " + response.statusCode() + ": " + clip(response.body()));
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException other) {
            throw new IOException(url + " answered what is no JSON, so it may be no Elasticsearch", other);
        }
    }

    private static String words(Path file) throws IOException {
        try {
            return Files.readString(file, UTF_8).strip();
        } catch (IOException unreadable) {
            throw new IOException("The authorization for Elasticsearch cannot be read from " + file, unreadable);
        }
    }

    private HttpResponse<String> exchange(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (ConnectException refused) {
            throw new IOException("Elasticsearch at " + url + " does not answer", refused);
        } catch (HttpTimeoutException late) {
            throw new IOException(
                    "Elasticsearch at " + url + " did not answer within " + ANSWER_PATIENCE.toSeconds() + " s", late);
        } catch (IOException broken) {
            throw new IOException("Elasticsearch at " + url + " broke off: " + broken.getMessage(), broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Elasticsearch was asked", stopped);
        }
    }

    private static String clip(String words) {
        return words.length() <= MOST_WORDS ? words : words.substring(0, MOST_WORDS) + '…';
    }
}
