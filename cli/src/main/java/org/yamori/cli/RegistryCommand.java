package org.yamori.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.registry.RegistryText;
import org.yamori.cli.registry.RegistryTopic;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The registry on its way from a file into its topic. */
@Command(
        name = "registry",
        description = "Tells a running job who owns and watches what, who is told, and from when on.",
        synopsisSubcommandLabel = "COMMAND")
final class RegistryCommand extends TopicCommand {
    /** Neither refused nor misunderstood. */
    private static final int DIFFERENT = 3;

    /** Something done with the versions of the registry, and its exit code. */
    private interface RegistryUse {
        int with(RegistryTopic topic) throws IOException;
    }

    RegistryCommand() {
        super("validate, apply, diff, history or show");
    }

    @Command(name = "validate", sortOptions = false, description = "Reads a registry and says what is in it.")
    int validate(
            @Parameters(paramLabel = "FILE", description = "YAML or JSON.") Path file,
            @Option(names = "--at", paramLabel = "TIME", description = "What ended by then is refused. Default: now.")
                    @Nullable
                    Instant at) {
        Registry registry = read(file, micros(at == null ? Instant.now() : at));
        out().println(RegistryText.words(registry));
        RegistryText.notes(registry).forEach(out()::println);
        out().flush();
        return 0;
    }

    @Command(
            name = "apply",
            sortOptions = false,
            description = "Writes a registry that has changed into its topic; a running job takes it over.")
    int apply(
            @Parameters(paramLabel = "FILE", description = "YAML or JSON: the whole registry.") Path file,
            @Option(names = "--why", paramLabel = "TEXT", required = true, description = "Why, in one line.")
                    String why,
            @Option(names = "--by", paramLabel = "NAME", description = "Who changes it. Default: this user's name.")
                    @Nullable
                    String by,
            @Option(
                            names = "--from",
                            paramLabel = "TIME",
                            description = "When it takes effect. Default: two seconds after it was written.")
                    @Nullable
                    Instant from,
            @Mixin TopicsOptions place)
            throws IOException {
        RegistryTopic.Change change = understood(
                "apply",
                () -> new RegistryTopic.Change(
                        Terminal.requireAuthor(by),
                        Terminal.requireLine("--why", why),
                        micros(from == null ? Instant.now() : from)));
        Registry registry = read(file, Math.max(change.effectiveMicros(), micros(Instant.now())));
        return withRegistry("apply", place, 0, topic -> {
            topic.apply(registry, change, out());
            return 0;
        });
    }

    @Command(
            name = "diff",
            sortOptions = false,
            description = "Shows what applying a registry would change.",
            footer = {"", "Exits with 0, and with --exit-code with 3 where something would change."})
    int diff(
            @Parameters(paramLabel = "FILE", description = "YAML or JSON: the whole registry.") Path file,
            @Option(names = "--exit-code", description = "Exit with 3 where something would change.") boolean exitCode,
            @Mixin TopicsOptions place)
            throws IOException {
        Registry registry = read(file, micros(Instant.now()));
        return withRegistry("diff", place, 0, topic -> topic.diff(registry, out()) && exitCode ? DIFFERENT : 0);
    }

    @Command(
            name = "history",
            sortOptions = false,
            description = "Shows every version: when, by whom and why, and what it changed.")
    int history(@Mixin TopicsOptions place) throws IOException {
        return withRegistry("history", place, 0, topic -> {
            topic.history(out());
            return 0;
        });
    }

    @Command(
            name = "show",
            sortOptions = false,
            description = "Shows a version as JSON; the last one if none is named.")
    int show(
            @Parameters(paramLabel = "REVISION", arity = "0..1", description = "A version.") @Nullable Long revision,
            @Mixin TopicsOptions place)
            throws IOException {
        return withRegistry("show", place, revision == null ? 0 : revision, topic -> {
            if (revision == null) {
                topic.show(out());
            } else {
                topic.showWanted(out());
            }
            return 0;
        });
    }

    private static Registry read(Path file, long effectiveMicros) {
        try {
            return RegistryFile.read(file, effectiveMicros);
        } catch (BadRecordException bad) {
            throw new Refusal(String.valueOf(bad.getMessage()), bad);
        }
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private int withRegistry(String part, TopicsOptions place, long wanted, RegistryUse work) throws IOException {
        return with(part, place, (access, topics) -> work.with(RegistryTopic.read(access, topics, wanted)));
    }
}
