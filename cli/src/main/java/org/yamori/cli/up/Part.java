package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.yamori.cli.servers.Launch;

/** One kind of process that is kept running. */
interface Part {
    String name();

    /** Names of the parts that must be ready before it is started first. */
    default List<String> needs() {
        return List.of();
    }

    /** Where it listens, for people. */
    default String address() {
        return "";
    }

    /** Writes what it reads; called before every start. */
    Launch prepare(Path log) throws IOException;

    /** Whether it does its work; asked again and again while it starts. */
    boolean isReady();

    /** What has to be done once it is ready, every time. */
    default void whenReady() throws IOException {}

    /** How long it may take to be ready. */
    default Duration patience() {
        return Duration.ofMinutes(2);
    }
}
