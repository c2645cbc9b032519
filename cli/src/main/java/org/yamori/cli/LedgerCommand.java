package org.yamori.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.ledger.LedgerRun;
import org.yamori.wire.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Adds up where every packet of an installation or study went. */
@Command(
        name = "ledger",
        sortOptions = false,
        description = "Adds up where every packet went, and fails if a sum does not hold.",
        footer = {
            "",
            "Reads all that the topics still hold. For every sensor and minute: captured = counted + late + waiting",
            "+ refused + outside + replies + dropped + lost + dead letters."
        })
final class LedgerCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--prefix",
            paramLabel = "WORD",
            defaultValue = Topics.DEFAULT_PREFIX,
            description = "First word of the topics and indices. Default: ${DEFAULT-VALUE}.")
    private String prefix = Topics.DEFAULT_PREFIX;

    @Option(
            names = "--elasticsearch",
            paramLabel = "URL",
            description = "Compare the index too, for example http://localhost:9200.")
    private @Nullable URI elasticsearch;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "How long to wait for what is still on its way; what still waits then is a failure."
                    + " Default: ${DEFAULT-VALUE}, what waits is counted as waiting.")
    private int wait;

    @Override
    public Integer call() throws IOException {
        CommandSpec here = Objects.requireNonNull(spec);
        LedgerRun.Request request;
        try {
            request = new LedgerRun.Request(
                    connection.access(),
                    new Topics(prefix),
                    Optional.ofNullable(elasticsearch).map(LedgerCommand::requireHttp),
                    prefix,
                    requirePatience(wait));
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(here.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
        return new LedgerRun(request).read(here.commandLine().getOut()) ? 0 : 1;
    }

    private static URI requireHttp(URI url) {
        String scheme = String.valueOf(url.getScheme());
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("--elasticsearch is http://HOST:PORT or https://HOST:PORT, was " + url);
        }
        return url;
    }

    private static Duration requirePatience(int seconds) {
        if (seconds < 0 || seconds > 86_400) {
            throw new IllegalArgumentException("--wait is 0 to 86400 seconds, was " + seconds);
        }
        return Duration.ofSeconds(seconds);
    }
}
