package org.yamori.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command of several parts that read and write topics. */
abstract class TopicCommand implements Runnable {
    private final String parts;

    @Spec
    private @Nullable CommandSpec spec;

    /** Something done with topics. */
    interface Work<T> {
        T done(KafkaAccess access, Topics topics) throws IOException;
    }

    /** @param parts names of the parts, as a sentence has them */
    TopicCommand(String parts) {
        this.parts = parts;
    }

    @Override
    public void run() {
        throw new ParameterException(commandLine(), "name what to do: " + parts);
    }

    /** Does the work where the options say that the topics are. */
    final <T> T with(String part, TopicsOptions place, Work<T> work) throws IOException {
        KafkaAccess access = understood(part, place::access);
        Topics topics = understood(part, place::topics);
        return Connection.inWords(access, () -> work.done(access, topics));
    }

    /** What somebody typed, as it is read: a refusal of it is told with the part that it was meant for. */
    final <T> T understood(String part, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(
                    commandLine().getSubcommands().get(part), String.valueOf(refused.getMessage()), refused);
        }
    }

    final PrintWriter out() {
        return commandLine().getOut();
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }
}
