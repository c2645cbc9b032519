package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an installation on this machine keeps everything.
 *
 * @param folder absolute
 */
public record Home(Path folder) {
    /** Environment variable that names it. */
    public static final String VARIABLE = "YAMORI_HOME";

    private static final String LOG_SUFFIX = ".log";

    public Home {
        folder = folder.toAbsolutePath().normalize();
    }

    /** The folder that was named, else the one of the environment, else {@code .yamori} in the user's own. */
    public static Home of(@Nullable Path given, Map<String, String> environment) {
        if (given != null) {
            return new Home(given);
        }
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            return new Home(Path.of(named));
        }
        String user = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return new Home(Path.of(user, ".yamori"));
    }

    /** Data of a server. */
    Path data(String part) {
        return folder.resolve(part);
    }

    Path log(String part) {
        return folder.resolve("logs").resolve(part + LOG_SUFFIX);
    }

    /** Parts that have a log. */
    public List<String> logged() throws IOException {
        if (!Files.isDirectory(folder.resolve("logs"))) {
            return List.of();
        }
        try (Stream<Path> logs = Files.list(folder.resolve("logs"))) {
            return logs.map(log -> String.valueOf(log.getFileName()))
                    .filter(name -> name.endsWith(LOG_SUFFIX))
                    .map(name -> name.substring(0, name.length() - LOG_SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    /** Checkpoints of a job. */
    Path state(String job) {
        return folder.resolve("state").resolve(job);
    }

    /** Temporary files of a part, of which nothing is needed after its end. */
    Path temporary(String part) {
        return folder.resolve("tmp").resolve(part);
    }

    Path lock() {
        return folder.resolve("run").resolve("lock");
    }

    Path running() {
        return folder.resolve("run").resolve("up.json");
    }

    /** What tells that a demonstration was played here. */
    Path demonstrated() {
        return folder.resolve("run").resolve("demonstrated");
    }

    /** Orders, truth and summary of a demonstration. */
    Path demonstration(String study) {
        return folder.resolve("demonstrations").resolve(study);
    }

    Path notifications() {
        return folder.resolve("notifications.jsonl");
    }

    /** Pages about alerts, for contacts of organisations. */
    Path alertPages() {
        return folder.resolve("alert-pages");
    }

    /** The country database, where one was fetched. */
    Optional<Path> countries() throws IOException {
        Path geo = folder.resolve("geo");
        if (!Files.isDirectory(geo)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(geo)) {
            return files.filter(file -> file.toString().endsWith(".mmdb"))
                    .sorted()
                    .findFirst();
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
