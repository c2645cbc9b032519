package org.yamori.cli.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the programs of the servers are, as the build of the modules under {@code cli/servers} left them.
 *
 * @param root the checkout
 */
public record ServerHome(Path root) {
    /** System property that names the checkout; without it the folders above the working directory are searched. */
    public static final String PROPERTY = "yamori.home";

    private static final Path KAFKA = Path.of("cli", "servers", "kafka");
    private static final Path ELASTICSEARCH = Path.of("cli", "servers", "elasticsearch");

    public static ServerHome find() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return new ServerHome(Path.of(given).toAbsolutePath());
        }
        @Nullable Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(KAFKA))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new ServerException("no checkout of Yamori at or above "
                    + Path.of("").toAbsolutePath() + "; name it with -D" + PROPERTY + "=…");
        }
        return new ServerHome(folder);
    }

    /** Whether both servers have been fetched. */
    public boolean isComplete() {
        return Files.isDirectory(kafkaLibraries()) && !unpacked().isEmpty();
    }

    /** The class path of the broker, which is not ours. */
    public String kafkaClasspath() {
        requireFetched(Files.isDirectory(kafkaLibraries()), kafkaLibraries());
        return kafkaLibraries() + "/*";
    }

    /** The unpacked distribution of Elasticsearch. */
    public Path elasticsearch() {
        List<Path> found = unpacked();
        requireFetched(!found.isEmpty(), root.resolve(ELASTICSEARCH).resolve("target"));
        return found.get(found.size() - 1);
    }

    private Path kafkaLibraries() {
        return root.resolve(KAFKA).resolve("target").resolve("lib");
    }

    private List<Path> unpacked() {
        Path target = root.resolve(ELASTICSEARCH).resolve("target");
        if (!Files.isDirectory(target)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(target)) {
            return children.filter(child -> Files.isRegularFile(child.resolve("bin/elasticsearch")))
                    .sorted()
                    .collect(Collectors.toList());
        } catch (IOException unreadable) {
            throw new ServerException("cannot read " + target, unreadable);
        }
    }

    private static void requireFetched(boolean fetched, Path where) {
        if (!fetched) {
            throw new ServerException("there is no server in " + where
                    + "; fetch it with: mvn package -am -pl cli/servers/kafka,cli/servers/elasticsearch");
        }
    }
}
