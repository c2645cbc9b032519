package org.yamori.cli.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * One page of a headless Chromium, spoken to in its own protocol (Chrome DevTools Protocol). It records every request
 * and every complaint of the page.
 */
public final class Browser implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final String session;

    /** Hands tests a browser of their own, which is closed with the test. */
    public static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Browser.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            boolean installed = Files.isExecutable(PROGRAM);
            if (!installed && "true".equals(System.getenv("CI"))) {
                throw new AssertionError(PROGRAM + " is missing; on Debian: apt-get install chromium");
            }
            assumeTrue(installed, PROGRAM + " is missing; on Debian: apt-get install chromium");
            ExtensionContext.Store store = context.getStore(ExtensionContext.Namespace.create(Browser.class));
            return store.getOrComputeIfAbsent(Browser.class, unused -> new Browser(), Browser.class);
        }
    }

    private Browser() {
        try {
            profile = Files.createTempDirectory("yamori-browser");
            List<String> command = new ArrayList<>(List.of(
                    PROGRAM.toString(),
                    "--headless=new",
                    "--remote-debugging-port=0",
                    "--user-data-dir=" + profile,
                    "--no-first-run",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--hide-scrollbars"));
            if ("root".equals(System.getProperty("user.name"))) {
                command.add("--no-sandbox");
            }
            command.add("about:blank");
            process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(address()), new Listener())
                    .join();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
        JsonNode targets = send("", "Target.getTargets", Map.of()).path("targetInfos");
        String target = "";
        for (JsonNode info : targets) {
            target = info.path("type").asText().equals("page")
                    ? info.path("targetId").asText()
                    : target;
        }
        session = send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : new String[] {"Page", "Network", "Runtime", "Log"}) {
            call(domain + ".enable", Map.of());
        }
    }

    /** The browser says where it listens, then goes on talking to itself. */
    private String address() throws IOException {
        BufferedReader words = process.errorReader(UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            said.append(line).append('\n');
            int at = line.indexOf("ws://");
            if (at >= 0) {
                Thread rest = new Thread(() -> words.lines().forEach(unused -> {}), "browser-words");
                rest.setDaemon(true);
                rest.start();
                return line.substring(at).strip();
            }
        }
        throw new IOException("the browser ended with: " + said);
    }

    /** Puts together what arrives in pieces and files it. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                try {
                    received(JSON.readTree(message.toString()));
                } catch (IOException broken) {
                    complaints.add(broken.toString());
                }
                message.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void received(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.path("id").asInt());
            if (message.has("error")) {
                answer.completeExceptionally(
                        new AssertionError(message.path("error").toString()));
            } else {
                answer.complete(message.path("result"));
            }
            return;
        }
        JsonNode params = message.path("params");
        switch (message.path("method").asText()) {
            case "Network.requestWillBeSent" ->
                requests.add(params.at("/request/url").asText());
            case "Runtime.exceptionThrown" ->
                complaints.add(params.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" ->
                complaints.add(params.path("args").toString());
            case "Log.entryAdded" -> complaints.add(params.path("entry").toString());
            default -> {}
        }
    }

    private JsonNode call(String method, Map<String, Object> params) {
        return send(session, method, params);
    }

    private JsonNode send(String to, String method, Map<String, Object> params) {
        int id = lastId.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(params));
        if (!to.isEmpty()) {
            message.put("sessionId", to);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(message.toString(), true).join();
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Goes to an address. */
    public void open(String url) {
        call("Page.navigate", Map.of("url", url));
        awaitThat("document.readyState === 'complete' && location.href.startsWith(" + JSON.valueToTree(url) + ")");
    }

    /** The value of a JavaScript expression. */
    public JsonNode value(String expression) {
        JsonNode result = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + " failed: " + result.path("exceptionDetails"));
        }
        return result.at("/result/value");
    }

    /** Waits until a JavaScript expression is true. */
    public void awaitThat(String condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!value("Boolean(" + condition + ")").asBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + PATIENCE_SECONDS + " s in vain for " + condition + " in\n"
                        + value("document.body.innerText").asText());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** What the first element that fits a selector reads, white space put together. */
    public String text(String selector) {
        return value("document.querySelector(" + JSON.valueToTree(selector)
                        + ").textContent.replace(/\\s+/g, ' ').trim()")
                .asText();
    }

    public void press(String key) {
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "code", key));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "code", key));
    }

    /** The size of the window and which colours its user likes, {@code dark} or {@code light}. */
    public void look(int width, int height, String colours) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    /** A picture of the whole page, as PNG. */
    public byte[] picture() {
        JsonNode size = call("Page.getLayoutMetrics", Map.of()).path("cssContentSize");
        Map<String, Object> clip =
                Map.of("x", 0, "y", 0, "width", size.path("width"), "height", size.path("height"), "scale", 1);
        String picture = call(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", clip))
                .path("data")
                .asText();
        return Base64.getDecoder().decode(picture);
    }

    /** Addresses that the page asked for. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** What the browser had to say about the page: errors, warnings, words on its console. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(profile)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
