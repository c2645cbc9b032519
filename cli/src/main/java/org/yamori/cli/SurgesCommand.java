package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.surges.Judging;
import org.yamori.cli.surges.Precision;
import org.yamori.cli.surges.SurgeFilter;
import org.yamori.cli.surges.SurgeList;
import org.yamori.cli.surges.SurgeText;
import org.yamori.cli.surges.SurgeTopics;
import org.yamori.wire.Decision;
import org.yamori.wire.ProtocolPort;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Surges as an analyst looks at them and judges them. */
@Command(
        name = "surges",
        description = "Shows surges, and takes what analysts hold them for.",
        synopsisSubcommandLabel = "COMMAND")
final class SurgesCommand implements Runnable {
    private static final String ID = "Id of the surge, or a beginning that no other surge's id has.";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "name what to do: list, show, judge or precision");
    }

    @Command(name = "list", sortOptions = false, description = "Lists surges, one to a line, the newest last.")
    int list(
            @Option(names = "--since", paramLabel = "TIME", description = "With an onset on this day or at this time.")
                    @Nullable
                    String since,
            @Option(names = "--port", paramLabel = "PORT", description = "At a port, for example 7547/tcp.") @Nullable
                    String port,
            @Option(names = "--open", description = "That have not ended.") boolean open,
            @Option(names = "--paged", description = "That paged somebody.") boolean paged,
            @Option(names = "--unjudged", description = "That nobody has judged.") boolean unjudged,
            @Option(names = "--json", description = "One JSON object a line, with all judgements.") boolean json,
            @Mixin TopicsOptions place)
            throws IOException {
        SurgeFilter filter = understood(
                "list",
                () -> new SurgeFilter(
                        Optional.ofNullable(since).map(SurgeFilter::time),
                        Optional.ofNullable(port).map(ProtocolPort::parse),
                        open,
                        paged,
                        unjudged));
        SurgeList list = new SurgeList(read("list", place), filter);
        if (json) {
            list.printJson(out());
        } else {
            list.print(out());
        }
        return 0;
    }

    @Command(name = "show", sortOptions = false, description = "Shows all that is known of a surge.")
    int show(@Parameters(paramLabel = "ID", description = ID) String id, @Mixin TopicsOptions place)
            throws IOException {
        SurgeText.print(read("show", place), id, out());
        return 0;
    }

    @Command(
            name = "judge",
            sortOptions = false,
            description = "Writes down what a surge was held for; a later judgement of the same person replaces it.")
    int judge(
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Parameters(paramLabel = "VERDICT", description = "true, false or unclear.") String verdict,
            @Option(names = "--why", paramLabel = "TEXT", required = true, description = "Why, in one line.")
                    String why,
            @Option(names = "--by", paramLabel = "NAME", description = "Who judges. Default: this user's name.")
                    @Nullable
                    String by,
            @Mixin TopicsOptions place)
            throws IOException {
        Judging judging = understood(
                "judge",
                () -> new Judging(Terminal.requireAuthor(by), verdict(verdict), Terminal.requireLine("--why", why)));
        KafkaAccess access = understood("judge", place::access);
        Topics topics = understood("judge", place::topics);
        Connection.inWords(access, () -> {
            judging.write(access, topics, id, Instant.now(), out());
            return 0;
        });
        return 0;
    }

    @Command(
            name = "precision",
            sortOptions = false,
            description = "Of each month's surges held for true or false, the share of true.",
            footer = {
                "",
                "What nobody judged or what is unclear stands beside, and is not in the share. Where people disagree",
                "a surge is unclear."
            })
    int precision(
            @Option(names = "--month", paramLabel = "YYYY-MM", description = "Only this month (UTC).") @Nullable
                    String month,
            @Mixin TopicsOptions place)
            throws IOException {
        Optional<YearMonth> only =
                understood("precision", () -> Optional.ofNullable(month).map(SurgesCommand::month));
        new Precision(read("precision", place)).print(only, out());
        return 0;
    }

    private SurgeTopics read(String command, TopicsOptions place) throws IOException {
        KafkaAccess access = understood(command, place::access);
        Topics topics = understood(command, place::topics);
        return Connection.inWords(access, () -> SurgeTopics.read(access, topics));
    }

    private static Decision.Verdict verdict(String word) {
        for (Decision.Verdict verdict : Decision.Verdict.values()) {
            if (verdict.name().toLowerCase(Locale.ROOT).equals(word)) {
                return verdict;
            }
        }
        throw new IllegalArgumentException("a verdict is true, false or unclear, was '" + word + "'");
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException notAMonth) {
            throw new IllegalArgumentException("--month is like 2026-01, was '" + text + "'", notAMonth);
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private <T> T understood(String command, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).subcommands().get(command),
                    String.valueOf(refused.getMessage()),
                    refused);
        }
    }
}
