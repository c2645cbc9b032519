package org.yamori.console;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.yamori.console.alerts.AlertAddress;
import org.yamori.console.alerts.AlertPages;
import org.yamori.console.alerts.Replies;
import org.yamori.console.alerts.ReplyBounds;
import org.yamori.console.index.Elasticsearch;
import org.yamori.console.index.OverviewIndex;
import org.yamori.console.overview.OverviewSource;
import org.yamori.console.page.PageModel;
import org.yamori.console.page.Pages;

/**
 * Serves the page: {@code /} and, for what changes, {@code /live}; and below {@code /alerts/} what contacts of
 * organisations open. It only reads, but for {@link AlertDesk answers of contacts}, sends nothing from elsewhere, and
 * answers only {@link HostRule hosts} that cannot be a stranger's name.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final Duration BETWEEN_READS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_SIGNS_OF_LIFE = Duration.ofSeconds(15);
    /** Each holds a thread. */
    private static final int MOST_WATCHERS = 50;

    private static final Map<String, String> FILES = Map.of(
            "console.css", "text/css; charset=utf-8",
            "console.js", "text/javascript; charset=utf-8",
            "mark.svg", "image/svg+xml");

    private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);

    /** The web server would take a GET for the POST that this header names. */
    private static final String OTHER_METHOD = "X-HTTP-Method-Override";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
                    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    private final HostRule hosts;
    private final AlertDesk desk;
    private final Views views;
    private final String prefix;
    private final Semaphore seats = new Semaphore(MOST_WATCHERS);
    private final Thread reader = new Thread(this::readUntilInterrupted, "console-reader");
    private final Javalin javalin;
    private final String listen;

    private ConsoleServer(
            ConsoleSettings settings,
            Function<String, OverviewSource> sources,
            Optional<Replies> replies,
            Clock clock) {
        this.listen = settings.listen();
        this.hosts = new HostRule(listen, settings.alerts().publicNames());
        this.prefix = settings.prefix();
        Pages pages = new Pages();
        this.desk = new AlertDesk(new AlertPages(settings.alerts().folder()), replies, new ReplyBounds(clock), pages);
        this.views = new Views((of, hours) -> new LiveView(
                sources.apply(of), new PageModel.Place(of, settings.elasticsearch()), hours, pages, clock));
        this.javalin = Javalin.create(this::configure);
        reader.setDaemon(true);
    }

    /**
     * Starts to serve; Elasticsearch need not be there yet.
     *
     * @param replies where answers of contacts go; without it none are taken
     */
    public static ConsoleServer start(ConsoleSettings settings, Optional<Replies> replies) throws IOException {
        Elasticsearch elasticsearch = new Elasticsearch(settings.elasticsearch(), settings.authorization());
        return start(settings, prefix -> new OverviewIndex(elasticsearch, prefix), replies, Clock.systemUTC());
    }

    static ConsoleServer start(
            ConsoleSettings settings, Function<String, OverviewSource> sources, Optional<Replies> replies, Clock clock)
            throws IOException {
        ConsoleServer server = new ConsoleServer(settings, sources, replies, clock);
        try {
            server.javalin.start(settings.listen(), settings.port());
        } catch (JavalinBindException taken) {
            server.close();
            throw new IOException(
                    "cannot listen at " + settings.listen() + " port " + settings.port()
                            + ": it is taken, or not an address of this machine; --port and --listen choose others",
                    taken);
        }
        server.reader.start();
        return server;
    }

    public String url() {
        String host = listen.contains(":") ? '[' + listen + ']' : listen;
        return "http://" + host + ":" + javalin.port();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.routes.before(this::admit);
        config.routes.get("/", this::page);
        config.routes.sse("/live", this::live);
        desk.open(config.routes);
        FILES.forEach((name, type) -> {
            byte[] bytes = resource(name);
            config.routes.get("/" + name, context -> context.contentType(type).result(bytes));
        });
    }

    private void admit(Context context) {
        String path = context.path();
        HEADERS.forEach(context::header);
        if (path.startsWith(AlertAddress.ROOT)) {
            AlertDesk.HEADERS.forEach(context::header);
        }
        if (!hosts.allows(context.header("Host"), path)) {
            refuse(context, HttpStatus.MISDIRECTED_REQUEST, "this server is asked by its address or as localhost");
        } else if (context.header(OTHER_METHOD) != null) {
            refuse(context, HttpStatus.BAD_REQUEST, "a request is what its first line says: no " + OTHER_METHOD);
        } else if (!READING.contains(context.method())
                && !(context.method().equals(HandlerType.POST) && AlertAddress.takesAnswers(path))) {
            context.header("Allow", "GET, HEAD");
            refuse(context, HttpStatus.METHOD_NOT_ALLOWED, "this page is only read: GET is allowed");
        }
    }

    private static void refuse(Context context, HttpStatus status, String sentence) {
        context.status(status).contentType("text/plain; charset=utf-8").result(sentence + "\n");
        context.skipRemainingHandlers();
    }

    private void page(Context context) {
        Optional<LiveView> view = view(context);
        if (view.isPresent()) {
            context.html(view.get().page());
        }
    }

    /** Each watcher waits in a thread of its own, so that a slow one holds up nobody. */
    private void live(SseClient client) {
        Optional<LiveView> found = view(client.ctx());
        if (found.isEmpty()) {
            return;
        }
        if (!seats.tryAcquire()) {
            refuse(client.ctx(), HttpStatus.SERVICE_UNAVAILABLE, "at most " + MOST_WATCHERS + " pages are kept live");
            return;
        }
        LiveView view = found.get();
        view.enter();
        try {
            long seen = 0;
            while (!client.terminated() && !view.isClosed()) {
                LiveView.Parts parts = view.await(seen, BETWEEN_SIGNS_OF_LIFE);
                if (parts.version() > seen) {
                    client.sendEvent("parts", parts.html());
                    seen = parts.version();
                } else {
                    client.sendComment("still here");
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            view.leave();
            seats.release();
        }
    }

    private Optional<LiveView> view(Context context) {
        String hours = Optional.ofNullable(context.queryParam("hours")).orElse(String.valueOf(PageModel.DEFAULT_HOURS));
        String wanted = Optional.ofNullable(context.queryParam("prefix")).orElse(prefix);
        Optional<Integer> length = PageModel.HOURS.stream()
                .filter(known -> String.valueOf(known).equals(hours))
                .findFirst();
        if (length.isEmpty()) {
            refuse(context, HttpStatus.BAD_REQUEST, "hours is one of " + PageModel.HOURS);
            return Optional.empty();
        }
        if (!ConsoleSettings.isPrefix(wanted)) {
            refuse(context, HttpStatus.BAD_REQUEST, "prefix is 1 to 60 lower-case letters, digits or '-'");
            return Optional.empty();
        }
        return Optional.of(views.of(wanted, length.get()));
    }

    private void readUntilInterrupted() {
        try {
            while (true) {
                views.all().forEach(LiveView::refreshForWatchers);
                Thread.sleep(BETWEEN_READS.toMillis());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = ConsoleServer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        reader.interrupt();
        views.all().forEach(LiveView::close);
        javalin.stop();
    }
}
