package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.lists.ListTopic;
import org.yamori.cli.lists.ListWork;
import org.yamori.wire.ListFile;
import org.yamori.wire.ListRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists of addresses on their way from files into their topic. */
@Command(
        name = "lists",
        description = "Tells a running job who surveys the Internet, and whoever else is on a list.",
        synopsisSubcommandLabel = "COMMAND")
final class ListsCommand extends TopicCommand {
    private static final String FILES =
            "Prefixes line by line, a JSON array of them, or a MISP warninglist; of a folder"
                    + " its .txt and .json files.";
    private static final String WHY = "Why, in one line.";
    private static final String BY = "Who changes it. Default: this user's name.";

    /** Something done with the lists. */
    private interface ListUse {
        void with(ListTopic topic) throws IOException;
    }

    ListsCommand() {
        super("validate, apply, end or show");
    }

    @Command(name = "validate", sortOptions = false, description = "Reads lists and says what is in them.")
    int validate(@Parameters(paramLabel = "FILE", arity = "1..*", description = FILES) List<Path> files) {
        new ListWork(out()).validate(files);
        return 0;
    }

    @Command(
            name = "apply",
            sortOptions = false,
            description = "Writes lists that have changed into their topic; a running job takes them over.",
            footer = {"", "A list is named as its file, without what follows the last dot."})
    int apply(
            @Parameters(paramLabel = "FILE", arity = "1..*", description = FILES) List<Path> files,
            @Option(names = "--why", paramLabel = "TEXT", required = true, description = WHY) String why,
            @Option(names = "--by", paramLabel = "NAME", description = BY) @Nullable String by,
            @Option(
                            names = "--purpose",
                            paramLabel = "WORD",
                            defaultValue = "survey-scanner",
                            description = "survey-scanner, no-probe or label. Default: ${DEFAULT-VALUE}.")
                    String purpose,
            @Option(
                            names = "--from",
                            paramLabel = "TIME",
                            description = "When it takes effect. Default: two seconds after it was written.")
                    @Nullable
                    Instant from,
            @Mixin TopicsOptions place)
            throws IOException {
        ListWork.Change change = understood("apply", () -> change(by, why, purpose(purpose), from));
        List<ListFile> read = new ListWork(new PrintWriter(Writer.nullWriter())).validate(files);
        return withLists("apply", place, topic -> new ListWork(out()).apply(read, change, topic));
    }

    @Command(name = "end", sortOptions = false, description = "Ends lists: nobody is on them any more.")
    int end(
            @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names of lists.") List<String> names,
            @Option(names = "--why", paramLabel = "TEXT", required = true, description = WHY) String why,
            @Option(names = "--by", paramLabel = "NAME", description = BY) @Nullable String by,
            @Option(
                            names = "--from",
                            paramLabel = "TIME",
                            description = "When it takes effect. Default: two seconds after it was written.")
                    @Nullable
                    Instant from,
            @Mixin TopicsOptions place)
            throws IOException {
        ListWork.Change change = understood("end", () -> change(by, why, ListRecord.Purpose.LABEL, from));
        return withLists("end", place, topic -> new ListWork(out()).end(names, change, topic));
    }

    @Command(name = "show", sortOptions = false, description = "Shows the lists of the topic, or the prefixes of one.")
    int show(
            @Parameters(paramLabel = "NAME", arity = "0..1", description = "A list.") @Nullable String name,
            @Mixin TopicsOptions place)
            throws IOException {
        return withLists("show", place, topic -> {
            ListWork work = new ListWork(out());
            if (name == null) {
                work.show(topic);
            } else {
                work.show(topic, name);
            }
        });
    }

    private int withLists(String part, TopicsOptions place, ListUse work) throws IOException {
        return with(part, place, (access, topics) -> {
            work.with(ListTopic.read(access, topics));
            return 0;
        });
    }

    private static ListWork.Change change(
            @Nullable String by, String why, ListRecord.Purpose purpose, @Nullable Instant from) {
        return new ListWork.Change(
                Terminal.requireAuthor(by),
                Terminal.requireLine("--why", why),
                purpose,
                ChronoUnit.MICROS.between(Instant.EPOCH, from == null ? Instant.now() : from));
    }

    private static ListRecord.Purpose purpose(String word) {
        for (ListRecord.Purpose purpose : ListRecord.Purpose.values()) {
            if (purpose.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return purpose;
            }
        }
        throw new IllegalArgumentException("--purpose is survey-scanner, no-probe or label, was '" + word + "'");
    }
}
