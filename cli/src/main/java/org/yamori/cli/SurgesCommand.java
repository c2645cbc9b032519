package org.yamori.cli;

import java.io.IOException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.decision.AskedWords;
import org.yamori.cli.decision.DecisionWriter;
import org.yamori.cli.decision.Judging;
import org.yamori.cli.surges.Precision;
import org.yamori.cli.surges.SurgeFilter;
import org.yamori.cli.surges.SurgeList;
import org.yamori.cli.surges.SurgeText;
import org.yamori.cli.surges.SurgeTopics;
import org.yamori.wire.ProtocolPort;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Surges as an analyst looks at them and judges them. */
@Command(
        name = "surges",
        description = "Shows surges, and takes what analysts hold them for.",
        synopsisSubcommandLabel = "COMMAND")
final class SurgesCommand extends TopicCommand {
    private static final String ID = "Id of the surge, or a beginning that no other surge's id has.";

    SurgesCommand() {
        super("list, show, judge or precision");
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
                        Optional.ofNullable(since).map(AskedWords::since),
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
            @Mixin SayingOptions saying,
            @Mixin TopicsOptions place)
            throws IOException {
        Judging judging = understood("judge", () -> saying.judging(verdict));
        return with("judge", place, (access, topics) -> {
            SurgeTopics.read(access, topics)
                    .judge(id, judging, new DecisionWriter(access, topics, Instant.now(), out()));
            return 0;
        });
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
                understood("precision", () -> Optional.ofNullable(month).map(AskedWords::month));
        new Precision(read("precision", place)).print(only, out());
        return 0;
    }

    private SurgeTopics read(String part, TopicsOptions place) throws IOException {
        return with(part, place, SurgeTopics::read);
    }
}
