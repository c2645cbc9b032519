package org.yamori.kibana.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A running Kibana, into one space of which saved objects are put. */
public final class Kibana {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
    private static final String BOUNDARY = "yamori-saved-objects";
    private static final int LONGEST_REASON = 300;

    private final URI server;
    private final String space;
    private final ServerAccess access;

    /**
     * A Kibana that is asked when objects are put into it.
     *
     * @param url where its pages begin
     * @param space id of the space, or nothing for the default one
     */
    public Kibana(String url, String space, ServerAccess access) {
        if (!space.matches("[a-z0-9_-]{0,100}")) {
            throw new IllegalArgumentException(
                    "the id of a space has lower-case letters, digits, '_' and '-', was '" + space + "'");
        }
        this.server = ServerAccess.requireServer("Kibana", url);
        this.space = space;
        this.access = access;
    }

    /** What became of an object. */
    public enum Fate {
        INSTALLED,
        REPLACED,
        REFUSED
    }

    /**
     * One object's lot.
     *
     * @param reason why it was refused, or nothing
     */
    public record Outcome(String type, String id, Fate fate, String reason) {}

    /**
     * Puts objects into the space.
     *
     * @param ndjson one object a line
     * @param overwrite whether an object replaces one of the same id
     */
    public List<Outcome> put(String ndjson, boolean overwrite) throws IOException {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .sslContext(access.tls())
                .build();
        if (!space.isEmpty()) {
            HttpResponse<String> known =
                    ask(http, request("/api/spaces/space/" + space).GET());
            if (known.statusCode() == 404) {
                throw new IOException("Kibana at " + server + " has no space '" + space + "'");
            }
            requireDone(known);
        }
        String home = space.isEmpty() ? "" : "/s/" + space;
        HttpResponse<String> answer = ask(
                http,
                request(home + "/api/saved_objects/_import?overwrite=" + overwrite)
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofString(form(ndjson))));
        requireDone(answer);
        return outcomes(json(answer));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(ANSWER_TIMEOUT)
                // Kibana takes no change without it.
                .header("kbn-xsrf", "yamori");
        if (!access.authorization().isEmpty()) {
            request.header("Authorization", access.authorization());
        }
        return request;
    }

    private static String form(String ndjson) {
        return "--" + BOUNDARY + "\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"boards.ndjson\"\r\n"
                + "Content-Type: application/ndjson\r\n\r\n"
                + ndjson
                + "\r\n--" + BOUNDARY + "--\r\n";
    }

    private HttpResponse<String> ask(HttpClient http, HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (SSLException untrusted) {
            throw new IOException(
                    "the certificate of Kibana at " + server + " is not trusted: " + untrusted.getMessage()
                            + "; --ca names a file with the authority's",
                    untrusted);
        } catch (HttpTimeoutException silent) {
            throw new IOException("Kibana at " + server + " does not answer in time", silent);
        } catch (ConnectException absent) {
            throw new IOException("there is no Kibana at " + server + ": nobody listens there", absent);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while Kibana was asked").initCause(stopped);
        } catch (IOException broken) {
            throw new IOException("Kibana at " + server + " cannot be asked: " + broken.getMessage(), broken);
        }
    }

    private void requireDone(HttpResponse<String> answer) throws IOException {
        int status = answer.statusCode();
        if (status == 200) {
            return;
        }
        String said = said(answer);
        throw new IOException(
                switch (status) {
                    case 401 ->
                        access.authorization().isEmpty()
                                ? "Kibana at " + server
                                        + " wants to know who asks (401); --user or --api-key-file say so"
                                : "Kibana at " + server + " does not accept the " + access + " credentials (401)";
                    case 403 ->
                        "these credentials may not import saved objects into Kibana at " + server + " (403): " + said;
                    case 404 ->
                        "there is no Kibana at " + server + ": " + answer.uri().getPath() + " is unknown (404)";
                    case 422 ->
                        "Kibana at " + server + " is older than the boards, which need 8.9 or newer (422): " + said;
                    case 502, 503, 504 -> "Kibana at " + server + " is not ready (" + status + "); try again later";
                    default -> "Kibana at " + server + " refuses the import (" + status + "): " + said;
                });
    }

    private static String said(HttpResponse<String> answer) {
        String body = answer.body().strip();
        String words = body;
        try {
            words = JSON.readTree(body).path("message").asText(body);
        } catch (JsonProcessingException unreadable) {
            // Something before Kibana answered, in words of its own.
        }
        String line = words.replaceAll("\\s+", " ");
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
    }

    private JsonNode json(HttpResponse<String> answer) throws IOException {
        try {
            JsonNode json = JSON.readTree(answer.body());
            if (json.has("successCount")) {
                return json;
            }
        } catch (JsonProcessingException unreadable) {
            throw new IOException("what answers at " + server + " is no Kibana: " + said(answer), unreadable);
        }
        throw new IOException("what answers at " + server + " is no Kibana: " + said(answer));
    }

    private static List<Outcome> outcomes(JsonNode answer) {
        List<Outcome> outcomes = new ArrayList<>();
        for (JsonNode done : answer.path("successResults")) {
            Fate fate = done.path("overwrite").asBoolean() ? Fate.REPLACED : Fate.INSTALLED;
            outcomes.add(outcome(done, fate, ""));
        }
        for (JsonNode failed : answer.path("errors")) {
            outcomes.add(outcome(failed, Fate.REFUSED, reason(failed.path("error"))));
        }
        return outcomes;
    }

    private static Outcome outcome(JsonNode object, Fate fate, String reason) {
        return new Outcome(object.path("type").asText(), object.path("id").asText(), fate, reason);
    }

    private static String reason(JsonNode error) {
        String type = error.path("type").asText();
        return switch (type) {
            case "conflict", "ambiguous_conflict" -> "there is one of that id, and it was not to be replaced";
            case "unsupported_type" -> "this Kibana does not know its type";
            case "missing_references" -> {
                List<String> missing = new ArrayList<>();
                for (JsonNode reference : error.path("references")) {
                    missing.add(reference.path("type").asText() + " "
                            + reference.path("id").asText());
                }
                yield "it refers to what is not there: " + String.join(", ", missing);
            }
            default -> error.path("message").asText(type);
        };
    }
}
