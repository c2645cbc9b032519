package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Doors.PageServer;
import org.yamori.cli.alerts.ContactReplies;
import org.yamori.console.ConsoleSettings;
import org.yamori.console.alerts.Replies;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves the page of what arrives until it is interrupted. */
@Command(
        name = "show",
        sortOptions = false,
        description = "Serves a local page of what arrives, who watches it and what was found.")
final class ShowCommand implements Callable<Integer> {
    private final PageServer pageServer;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--elasticsearch",
            paramLabel = "URL",
            defaultValue = "http://localhost:9200",
            description = "Where the index is. Default: ${DEFAULT-VALUE}.")
    private String elasticsearch = "http://localhost:9200";

    @Option(
            names = "--authorization",
            paramLabel = "FILE",
            description = "File whose text is sent to Elasticsearch as the Authorization header.")
    private @Nullable Path authorization;

    @Option(
            names = "--prefix",
            paramLabel = "WORD",
            defaultValue = "yamori",
            description = "First word of the indices; a study's begins with study-. Default: ${DEFAULT-VALUE}.")
    private String prefix = "yamori";

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = ConsoleSettings.DEFAULT_LISTEN,
            description = "Address to serve at; whoever reaches it can read the page. Default: ${DEFAULT-VALUE}.")
    private String listen = ConsoleSettings.DEFAULT_LISTEN;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + ConsoleSettings.DEFAULT_PORT,
            description = "Port to serve at, 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port = ConsoleSettings.DEFAULT_PORT;

    @Mixin
    private AlertPageOptions alertPages = new AlertPageOptions();

    ShowCommand(PageServer pageServer) {
        this.pageServer = pageServer;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        PrintWriter say = here.commandLine().getOut();
        ConsoleSettings settings = understood(here, this::settings);
        Optional<KafkaAccess> access = understood(here, alertPages::access);
        Optional<Replies> replies = Optional.empty();
        if (access.isPresent()) {
            Connection.check(access.get(), Optional.empty());
            replies = Optional.of(new ContactReplies(access.get(), new Topics(prefix), Clock.systemUTC(), say));
        }
        pageServer.serve(settings, replies, url -> {
            settings.alerts().folder().ifPresent(folder -> say.println(alertsSentence(url, folder, access)));
            say.println(url + " shows " + prefix + "-* of " + elasticsearch + "; Ctrl-C ends it");
            say.flush();
        });
        return 0;
    }

    private String alertsSentence(String url, Path folder, Optional<KafkaAccess> access) {
        return url + "/alerts/ shows the pages of alerts in " + folder
                + (Files.isDirectory(folder) ? "" : ", when there are any")
                + access.map(kafka -> "; answers go to " + new Topics(prefix).decisions() + " at " + kafka.brokers())
                        .orElse("; answers are not taken, because --brokers is not given");
    }

    private ConsoleSettings settings() {
        requireAddress(listen);
        return new ConsoleSettings(
                listen, port, elasticsearch, Optional.ofNullable(authorization), prefix, alertPages.settings());
    }

    private static <T> T understood(CommandSpec here, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(here.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
    }

    private static void requireAddress(String listen) {
        try {
            InetAddress.getAllByName(listen);
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "--listen is an address of this machine, such as 127.0.0.1, was '" + listen + "'", unknown);
        }
    }
}
