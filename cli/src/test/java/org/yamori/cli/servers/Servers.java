package org.yamori.cli.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Hands tests one running {@link KafkaServer} and one running {@link ElasticsearchServer}, each started when first
 * asked for and shared by all tests of the JVM; tests keep apart by their prefixes. A test that stops one starts it
 * again.
 */
public final class Servers implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == KafkaServer.class || type == ElasticsearchServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ServerHome home = ServerHome.find();
        boolean fetched = home.isComplete();
        if (!fetched && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(
                    "the servers are not fetched: build cli/servers/kafka and cli/servers/elasticsearch");
        }
        assumeTrue(fetched, "the servers are not fetched: build cli/servers/kafka and cli/servers/elasticsearch");
        Class<?> type = parameter.getParameter().getType();
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(type, unused -> Lent.start(type, home), Lent.class)
                .server;
    }

    /** A folder that everybody may enter, because Elasticsearch does not run as root. */
    static Path openFolder(String name) {
        try {
            Path folder = Files.createTempDirectory("yamori-" + name);
            return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(folder)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    private record Lent(AutoCloseable server, Path folder) implements AutoCloseable {
        static Lent start(Class<?> type, ServerHome home) {
            if (type == KafkaServer.class) {
                Path folder = openFolder("kafka");
                return new Lent(new KafkaServer(home, KafkaServer.Settings.in(folder)).start(), folder);
            }
            Path folder = openFolder("elasticsearch");
            return new Lent(new ElasticsearchServer(home, ElasticsearchServer.Settings.in(folder)).start(), folder);
        }

        @Override
        public void close() throws Exception {
            server.close();
            delete(folder);
        }
    }
}
