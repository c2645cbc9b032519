package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.registry.RegistryTopic;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryFile;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The registry on its way from a file into its topic. */
@Command(
        name = "registry",
        description = "Tells a running job who owns and watches what, and when a rise is a surge.",
        synopsisSubcommandLabel = "COMMAND")
final class RegistryCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    /** Something done with the topic. */
    private interface Work {
        void with(RegistryTopic topic) throws IOException;
    }

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "name what to do: validate, apply or show");
    }

    @Command(name = "validate", sortOptions = false, description = "Reads a registry and says what is in it.")
    int validate(@Parameters(paramLabel = "FILE", description = "YAML or JSON.") Path file) {
        out().println(RegistryTopic.words(read(file)));
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
                        ChronoUnit.MICROS.between(Instant.EPOCH, from == null ? Instant.now() : from)));
        Registry registry = read(file);
        return with("apply", place, topic -> topic.apply(registry, change, out()));
    }

    @Command(name = "show", sortOptions = false, description = "Shows the versions of the topic, or one as JSON.")
    int show(
            @Parameters(paramLabel = "REVISION", arity = "0..1", description = "A version.") @Nullable Long revision,
            @Mixin TopicsOptions place)
            throws IOException {
        return with("show", place, topic -> {
            if (revision == null) {
                topic.show(out());
            } else {
                topic.show(revision, out());
            }
        });
    }

    private static Registry read(Path file) {
        try {
            return RegistryFile.read(file);
        } catch (BadRecordException bad) {
            throw new Refusal(String.valueOf(bad.getMessage()), bad);
        }
    }

    private int with(String command, TopicsOptions place, Work work) throws IOException {
        KafkaAccess access = understood(command, place::access);
        Topics topics = understood(command, place::topics);
        return Connection.inWords(access, () -> {
            work.with(RegistryTopic.read(access, topics));
            return 0;
        });
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
