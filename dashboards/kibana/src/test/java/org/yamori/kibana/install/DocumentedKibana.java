package org.yamori.kibana.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A server that takes saved objects and answers as Kibana's documentation says: header {@code kbn-xsrf}, a form with
 * one file, a result for each object. It is no Kibana and draws nothing.
 */
public final class DocumentedKibana implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BOUNDARY = Pattern.compile("multipart/form-data; *boundary=(\\S+)");

    private final HttpServer server;
    private final Map<String, Map<String, JsonNode>> spaces = new TreeMap<>(Map.of("", new TreeMap<>()));
    private final Set<String> unsupported = new TreeSet<>();
    private String authorization = "";
    private int status = 200;
    private String newestDashboard = "10.3.0";

    private DocumentedKibana(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.start();
    }

    public static DocumentedKibana start() throws IOException {
        return new DocumentedKibana(HttpServer.create(loopback(), 0));
    }

    /** One that speaks TLS. */
    static DocumentedKibana start(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new DocumentedKibana(server);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public String url() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Lets in only who sends this. */
    public DocumentedKibana requiring(String header) {
        authorization = header;
        return this;
    }

    public DocumentedKibana withSpace(String space) {
        spaces.put(space, new TreeMap<>());
        return this;
    }

    /** Answers everything with a status and a message. */
    DocumentedKibana answering(int always) {
        status = always;
        return this;
    }

    DocumentedKibana withoutType(String type) {
        unsupported.add(type);
        return this;
    }

    /** Refuses dashboards of a newer shape. */
    DocumentedKibana knowingDashboardsUpTo(String shape) {
        newestDashboard = shape;
        return this;
    }

    /** What was put into a space, by type and id; the default space has no name. */
    public Map<String, JsonNode> objects(String space) {
        return spaces.getOrDefault(space, Map.of());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            @Nullable String sent = exchange.getRequestHeaders().getFirst("Authorization");
            if (status != 200) {
                say(exchange, status, failure(status, "Because of the test"));
            } else if (!authorization.isEmpty() && !authorization.equals(sent)) {
                say(exchange, 401, failure(401, "Unauthorized"));
            } else if (path.matches("/api/spaces/space/[^/]+")) {
                String space = path.substring(path.lastIndexOf('/') + 1);
                boolean known = spaces.containsKey(space);
                say(
                        exchange,
                        known ? 200 : 404,
                        known ? JSON.createObjectNode().put("id", space) : failure(404, "Not Found"));
            } else if (path.matches("(/s/[^/]+)?/api/saved_objects/_import")) {
                take(exchange, path.startsWith("/s/") ? path.split("/", -1)[2] : "", request);
            } else {
                say(exchange, 404, failure(404, "Not Found"));
            }
        }
    }

    private void take(HttpExchange exchange, String space, byte[] request) throws IOException {
        Matcher form =
                BOUNDARY.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")));
        if (!exchange.getRequestMethod().equals("POST")
                || exchange.getRequestHeaders().getFirst("kbn-xsrf") == null) {
            say(exchange, 400, failure(400, "Request must contain a kbn-xsrf header."));
            return;
        }
        if (!form.matches()) {
            say(exchange, 415, failure(415, "Unsupported Media Type"));
            return;
        }
        boolean overwrite = "overwrite=true".equals(exchange.getRequestURI().getQuery());
        Map<String, JsonNode> given = new TreeMap<>();
        for (String line : file(new String(request, UTF_8), form.group(1)).split("\n", -1)) {
            if (!line.isBlank()) {
                JsonNode object = JSON.readTree(line);
                given.put(key(object), object);
            }
        }
        for (JsonNode object : given.values()) {
            String shape = object.path("typeMigrationVersion").asText();
            if (object.path("type").asText().equals("dashboard") && isNewer(shape, newestDashboard)) {
                say(
                        exchange,
                        422,
                        failure(
                                422,
                                "Document \"" + object.path("id").asText()
                                        + "\" belongs to a more recent version of Kibana [" + shape
                                        + "] when the last known version is [" + newestDashboard + "]."));
                return;
            }
        }
        say(exchange, 200, imported(given, spaces.getOrDefault(space, new TreeMap<>()), overwrite));
    }

    private static boolean isNewer(String shape, String known) {
        String[] ours = shape.split("\\.", -1);
        String[] theirs = known.split("\\.", -1);
        for (int i = 0; i < 3; i++) {
            int order = Integer.compare(Integer.parseInt(ours[i]), Integer.parseInt(theirs[i]));
            if (order != 0) {
                return order > 0;
            }
        }
        return false;
    }

    private ObjectNode imported(Map<String, JsonNode> given, Map<String, JsonNode> space, boolean overwrite) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode done = JSON.createArrayNode();
        ArrayNode errors = JSON.createArrayNode();
        given.forEach((key, object) -> {
            ObjectNode result = JSON.createObjectNode();
            result.set("type", object.get("type"));
            result.set("id", object.get("id"));
            result.putObject("meta").put("title", object.at("/attributes/title").asText());
            ArrayNode missing = missing(object, given, space);
            if (unsupported.contains(object.path("type").asText())) {
                errors.add(result);
                result.putObject("error").put("type", "unsupported_type");
            } else if (!missing.isEmpty()) {
                errors.add(result);
                result.putObject("error").put("type", "missing_references").set("references", missing);
            } else if (space.containsKey(key) && !overwrite) {
                errors.add(result);
                result.putObject("error").put("type", "conflict");
            } else {
                done.add(result);
                if (space.put(key, object) != null) {
                    result.put("overwrite", true);
                }
            }
        });
        answer.put("success", errors.isEmpty()).put("successCount", done.size());
        answer.putArray("warnings");
        if (!done.isEmpty()) {
            answer.set("successResults", done);
        }
        if (!errors.isEmpty()) {
            answer.set("errors", errors);
        }
        return answer;
    }

    /** Kibana looks for the data views and searches that an object refers to. */
    private static ArrayNode missing(JsonNode object, Map<String, JsonNode> given, Map<String, JsonNode> space) {
        ArrayNode missing = JSON.createArrayNode();
        for (JsonNode reference : object.path("references")) {
            if (!given.containsKey(key(reference)) && !space.containsKey(key(reference))) {
                missing.addObject()
                        .put("type", reference.path("type").asText())
                        .put("id", reference.path("id").asText());
            }
        }
        return missing;
    }

    private static String key(JsonNode object) {
        return object.path("type").asText() + " " + object.path("id").asText();
    }

    private static String file(String form, String boundary) {
        int begin = form.indexOf("\r\n\r\n") + 4;
        int end = form.indexOf("\r\n--" + boundary + "--", begin);
        if (!form.startsWith("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"") || end < 0) {
            throw new IllegalArgumentException("this is no form with one file: " + form);
        }
        return form.substring(begin, end);
    }

    private static ObjectNode failure(int code, String message) {
        return JSON.createObjectNode().put("statusCode", code).put("message", message);
    }

    private static void say(HttpExchange exchange, int code, ObjectNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
