package org.yamori.cli.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a process is started when everything that it reads has been written.
 *
 * @param name for messages
 * @param command program and arguments
 * @param folder where it works
 * @param environment variables besides those of this process
 */
public record Launch(String name, List<String> command, Path folder, Map<String, String> environment) {
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The same in a session of its own: Ctrl-C at our terminal does not reach it, and its children bear its number. */
    public Launch inOwnSession() {
        List<String> own = new ArrayList<>(command);
        own.add(0, "setsid");
        return new Launch(name, own, folder, environment);
    }

    /** Starts it; what it says is appended to the log. */
    public Process start(Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException cannot) {
            throw new ServerException(
                    name + " cannot be started as " + command.get(0) + ": " + cannot.getMessage(), cannot);
        }
    }
}
