package org.yamori.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yamori.console.overview.OverviewSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The real server over real sockets, with overviews made by hand. */
@Timeout(60)
class ConsoleServerTest {
    private static final Clock CLOCK = Clock.fixed(Overviews.END.plusSeconds(7_200), ZoneOffset.UTC);

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<OverviewSource> source =
            new AtomicReference<>(hours -> Optional.of(Overviews.hour()));
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private ConsoleServer server;

    @BeforeEach
    void start() throws IOException {
        server = ConsoleServer.start(
                settings(0),
                prefix -> {
                    asked.add(prefix);
                    return hours -> source.get().read(hours);
                },
                Optional.empty(),
                CLOCK);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void studies_arePagesOfTheirOwn_andAreForgottenWhenNobodyWatches() throws Exception {
        assertThat(get("/?hours=1&prefix=study-y").body())
                .contains("<title>Yamori: study-y</title>", "href=\"/?hours=24&amp;prefix=study-y\"");
        assertThat(get("/").body()).contains("<title>Yamori: study-x</title>");
        assertThat(get("/?prefix=Study").statusCode()).isEqualTo(400);
        for (int i = 0; i < 100; i++) {
            assertThat(get("/?prefix=study-" + i).statusCode()).isEqualTo(200);
        }
        assertThat(get("/?hours=1&prefix=study-y").statusCode()).isEqualTo(200);
        assertThat(asked).hasSize(102).contains("study-x", "study-y", "study-99");
    }

    @Test
    void page_showsTheSpanItsAgeAndTheFigures() throws Exception {
        String page = get("/").body();
        assertThat(page)
                .contains("2026-01-05 12:00 – 13:00 UTC", "newest minute ended 2 hours ago", "study-x")
                .contains(
                        "id=\"packets-now\">1,259<",
                        "id=\"sources-now\">359<",
                        "lowest 93.8 % at 12:07",
                        "at 512 addresses")
                .contains("no count so far: 30 minutes", "id=\"findings-now\">1,234<", "surge 1,233")
                .contains("tokyo-1", "silent", "2 blocks, 30 packets", "1900/udp");
    }

    @Test
    void installation_hasSensorsThatSpeak_andAStudyHasNot() throws Exception {
        assertThat(get("/?prefix=yamori").body())
                .contains("<dt>sensors speaking</dt>", ">last heard<", "no count: 30 minutes");
        assertThat(get("/").body())
                .contains("<dt>sensors of the study</dt>", ">counted up to<")
                .doesNotContain("sensors speaking", "last heard");
    }

    @Test
    void wordsOfFindings_areNeverMarkup() throws Exception {
        assertThat(get("/").body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void nothingCounted_saysWhatToDo() throws Exception {
        source.set(hours -> Optional.empty());
        assertThat(get("/").body()).contains("Nothing counted yet", "study-x-traffic", "yamori simulate");
    }

    @Test
    void indexAway_isSaid_andWhatWasKnownStays() throws Exception {
        get("/");
        source.set(hours -> {
            throw new IOException("Elasticsearch at http://es:9200 does not answer");
        });
        try (Live live = new Live("/live")) {
            live.readUntil("does not answer");
        }
        assertThat(get("/").body())
                .contains("Elasticsearch at http://es:9200 does not answer.", "What you see is what was known last")
                .contains("id=\"packets-now\">1,259<");
    }

    @Test
    void documentsNobodyExpected_areSaid_andLiveGoesOn() throws Exception {
        try (Live live = new Live("/live?hours=1")) {
            live.readUntil("1,259");
            source.set(hours -> {
                throw new IllegalStateException("no such document");
            });
            live.readUntil("The index holds what this page cannot read");
            source.set(hours -> Optional.of(Overviews.hour()));
            live.readUntil("1,259");
        }
    }

    @Test
    void onlyReading_isAllowed() throws Exception {
        for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/"))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
        }
    }

    @Test
    void strangersNames_areNotAnswered() throws Exception {
        assertThat(statusWithHost("evil.example")).isEqualTo("HTTP/1.1 421 Misdirected Request");
        assertThat(statusWithHost("localhost")).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void everyAnswer_carriesTheRulesForTheBrowser() throws Exception {
        for (String path : new String[] {"/", "/console.js", "/console.css", "/mark.svg", "/no-such-page"}) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(path.startsWith("/no") ? 404 : 200);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'self';")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        }
    }

    @Test
    void hoursThatCannotBeChosen_areRefusedWithThoseThatCan() throws Exception {
        HttpResponse<String> answer = get("/?hours=7");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("hours is one of [1, 6, 24]\n");
    }

    @Test
    void portThatIsTaken_isASentence() {
        int taken = URI.create(server.url()).getPort();
        assertThatThrownBy(() -> ConsoleServer.start(
                        settings(taken), prefix -> hours -> Optional.empty(), Optional.empty(), CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen at 127.0.0.1 port " + taken
                        + ": it is taken, or not an address of this machine; --port and --listen choose others");
    }

    private static ConsoleSettings settings(int port) {
        return new ConsoleSettings(
                "127.0.0.1", port, "http://es:9200", Optional.empty(), "study-x", ConsoleSettings.Alerts.NONE);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String statusWithHost(String host) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    /** What a browser would be told while it looks. */
    private final class Live implements AutoCloseable {
        private final BufferedReader lines;

        Live(String path) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                    .header("Accept", "text/event-stream")
                    .build();
            lines = new BufferedReader(new InputStreamReader(
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                            .body(),
                    StandardCharsets.UTF_8));
        }

        void readUntil(String words) throws IOException {
            String line;
            do {
                line = lines.readLine();
                assertThat(line).as("the stream ended before " + words).isNotNull();
            } while (!line.contains(words));
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
