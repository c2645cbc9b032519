package org.yamori.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.alerts.AlertFilter;
import org.yamori.cli.alerts.AlertList;
import org.yamori.cli.alerts.AlertText;
import org.yamori.cli.alerts.AlertTopics;
import org.yamori.cli.alerts.DarknetDays;
import org.yamori.cli.alerts.MonthlyReport;
import org.yamori.cli.decision.AskedWords;
import org.yamori.cli.decision.DecisionWriter;
import org.yamori.cli.decision.Judging;
import org.yamori.wire.AlertKind;
import org.yamori.wire.Cidr;
import org.yamori.wire.Decision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Alerts about hosts of organisations, as an analyst looks at them and decides about them. */
@Command(
        name = "alerts",
        description = "Shows alerts about organisations' hosts, takes what becomes of them, and adds it up.",
        synopsisSubcommandLabel = "COMMAND")
final class AlertsCommand extends TopicCommand {
    private static final String ID =
            "Id of the case or of one of its alerts, or a beginning that no other case's ids have.";

    /** Something decided. */
    private interface Deciding {
        void write(AlertTopics topics, DecisionWriter writer) throws IOException;
    }

    AlertsCommand() {
        super("list, show, mark, contact, outcome or report");
    }

    @Command(
            name = "list",
            sortOptions = false,
            description = "Lists cases, one to a line, the newest last.",
            footer = {
                "",
                "A case is all alerts about a host from its first packet until it was quiet: n new, c continuing,",
                "u urgent. Its points say how likely malware is; 'show' says why."
            })
    int list(
            @Option(names = "--since", paramLabel = "TIME", description = "With an alert on this day or at this time.")
                    @Nullable
                    String since,
            @Option(names = "--organisation", paramLabel = "NAME", description = "Of this organisation.") @Nullable
                    String organisation,
            @Option(
                            names = "--kind",
                            paramLabel = "KIND",
                            description = "With an alert of this kind: new, continuing or urgent.")
                    @Nullable
                    String kind,
            @Option(
                            names = "--class",
                            paramLabel = "CLASS",
                            description = "Held for infected, attacked-server, spoofed-source, misconfiguration,"
                                    + " known-harmless-cause or unclear by its newest alert.")
                    @Nullable
                    String hostClass,
            @Option(names = "--source", paramLabel = "PREFIX", description = "A host, or all of a prefix.") @Nullable
                    String source,
            @Option(names = "--open", description = "Of hosts that were not quiet yet.") boolean open,
            @Option(names = "--unmarked", description = "That nobody has marked.") boolean unmarked,
            @Option(names = "--ranked", description = "The likeliest malware first; hides nothing.") boolean ranked,
            @Option(names = "--top", paramLabel = "N", description = "Only the first N of the ranked, or the newest N.")
                    @Nullable
                    Integer top,
            @Option(names = "--json", description = "One JSON object a line, with all that was decided.") boolean json,
            @Mixin TopicsOptions place)
            throws IOException {
        AlertFilter filter = understood(
                "list",
                () -> new AlertFilter(
                        Optional.ofNullable(since).map(AskedWords::since),
                        new AlertFilter.About(
                                Optional.ofNullable(organisation),
                                Optional.ofNullable(hostClass).map(AlertFilter::hostClass),
                                Optional.ofNullable(source).map(Cidr::parsePrefixOrAddress)),
                        Optional.ofNullable(kind).map(word -> AskedWords.choice("--kind", AlertKind.class, word)),
                        open,
                        unmarked));
        OptionalInt most = understood("list", () -> top(top));
        AlertList list = new AlertList(read("list", place), filter, ranked, most);
        if (json) {
            list.printJson(out());
        } else {
            list.print(out());
        }
        return 0;
    }

    @Command(name = "show", sortOptions = false, description = "Shows all that is known of a case.")
    int show(@Parameters(paramLabel = "ID", description = ID) String id, @Mixin TopicsOptions place)
            throws IOException {
        AlertText.print(read("show", place), id, out());
        return 0;
    }

    @Command(
            name = "mark",
            sortOptions = false,
            description = "Writes down what a case was held for; a later mark of the same person replaces it.")
    int mark(
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Parameters(paramLabel = "VERDICT", description = "true, false or unclear.") String verdict,
            @Mixin SayingOptions saying,
            @Mixin TopicsOptions place)
            throws IOException {
        Judging judging = understood("mark", () -> saying.judging(verdict));
        return decide("mark", place, (topics, writer) -> topics.mark(id, judging, writer));
    }

    @Command(
            name = "contact",
            sortOptions = false,
            description = "Writes down that an organisation is asked to look at a host.",
            footer = {"", "--why is what is asked. The notify job mails it, where a mail server is set."})
    int contact(
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Mixin SayingOptions saying,
            @Mixin TopicsOptions place)
            throws IOException {
        AlertTopics.Request request =
                understood("contact", () -> new AlertTopics.Request(saying.author(), saying.reason()));
        return decide("contact", place, (topics, writer) -> topics.contact(id, request, writer));
    }

    @Command(
            name = "outcome",
            sortOptions = false,
            description = "Writes down what the organisation found; a later outcome replaces it.")
    int outcome(
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Parameters(paramLabel = "RESULT", description = "infected, misconfiguration or normal.") String result,
            @Option(
                            names = "--infection",
                            paramLabel = "NAME",
                            description = "What had infected the host; may be given more than once.")
                    @Nullable
                    List<String> infections,
            @Mixin SayingOptions saying,
            @Mixin TopicsOptions place)
            throws IOException {
        List<String> names = infections == null ? List.of() : infections;
        AlertTopics.Report report = understood("outcome", () -> {
            names.forEach(name -> Terminal.requireLine("--infection", name));
            return new AlertTopics.Report(
                    saying.author(),
                    AskedWords.choice("an outcome", Decision.Result.class, result),
                    names,
                    saying.reason());
        });
        return decide("outcome", place, (topics, writer) -> topics.outcome(id, report, writer));
    }

    @Command(
            name = "report",
            sortOptions = false,
            description = "Adds up packets, alerts, contacts and infections of each month.",
            footer = {
                "",
                "A mean is shown with what it was divided by. What people decided counts in the month of its alert.",
                "What the topics no longer hold can be read from files with --findings."
            })
    int report(
            @Option(names = "--month", paramLabel = "YYYY-MM", description = "Only this month (UTC).") @Nullable
                    String month,
            @Option(names = "--organisation", paramLabel = "NAME", description = "Only this organisation.") @Nullable
                    String organisation,
            @Option(
                            names = "--findings",
                            paramLabel = "FILE",
                            description = "Also the findings of this file, one JSON object a line; may be given more"
                                    + " than once.")
                    @Nullable
                    List<Path> findings,
            @Option(
                            names = "--no-darknets",
                            description = "Leave out what all darknets saw: the topic of traffic is large.")
                    boolean noDarknets,
            @Option(names = "--json", description = "One JSON object.") boolean json,
            @Mixin TopicsOptions place)
            throws IOException {
        MonthlyReport.Wanted wanted = understood(
                "report",
                () -> new MonthlyReport.Wanted(
                        Optional.ofNullable(month).map(AskedWords::month), Optional.ofNullable(organisation)));
        List<Path> files = findings == null ? List.of() : findings;
        MonthlyReport report = with(
                "report",
                place,
                (access, topics) -> new MonthlyReport(
                        AlertTopics.read(access, topics, files),
                        noDarknets ? Optional.empty() : Optional.of(DarknetDays.read(access, topics, files)),
                        wanted));
        if (json) {
            report.printJson(out());
        } else {
            report.print(out());
        }
        return 0;
    }

    private AlertTopics read(String part, TopicsOptions place) throws IOException {
        return with(part, place, (access, topics) -> AlertTopics.read(access, topics, List.of()));
    }

    private int decide(String part, TopicsOptions place, Deciding deciding) throws IOException {
        return with(part, place, (access, topics) -> {
            deciding.write(
                    AlertTopics.read(access, topics, List.of()),
                    new DecisionWriter(access, topics, Instant.now(), out()));
            return 0;
        });
    }

    private static OptionalInt top(@Nullable Integer most) {
        if (most == null) {
            return OptionalInt.empty();
        }
        if (most < 1) {
            throw new IllegalArgumentException("--top is at least 1, was " + most);
        }
        return OptionalInt.of(most);
    }
}
