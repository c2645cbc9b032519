package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Doors.PageServer;
import org.yamori.console.ConsoleSettings;
import picocli.CommandLine.Command;
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

    ShowCommand(PageServer pageServer) {
        this.pageServer = pageServer;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        PrintWriter say = here.commandLine().getOut();
        pageServer.serve(settings(here), url -> {
            say.println(url + " shows " + prefix + "-* of " + elasticsearch + "; Ctrl-C ends it");
            say.flush();
        });
        return 0;
    }

    private ConsoleSettings settings(CommandSpec here) {
        try {
            requireAddress(listen);
            return new ConsoleSettings(listen, port, elasticsearch, Optional.ofNullable(authorization), prefix);
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
