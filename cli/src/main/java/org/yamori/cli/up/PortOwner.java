package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The process that listens on a port, as far as /proc tells this user.
 *
 * @param command name of its program
 */
record PortOwner(long pid, String command) {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENS = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    static Optional<PortOwner> of(int port) {
        Set<String> sockets = new HashSet<>();
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : lines(PROC.resolve(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > INODE && fields[STATE].equals(LISTENS) && fields[LOCAL_ADDRESS].endsWith(suffix)) {
                    sockets.add("socket:[" + fields[INODE] + "]");
                }
            }
        }
        return sockets.isEmpty()
                ? Optional.empty()
                : ProcessHandle.allProcesses()
                        .filter(process -> holds(process.pid(), sockets))
                        .findFirst()
                        .map(process -> new PortOwner(process.pid(), command(process.pid())));
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (Stream<Path> open = Files.list(PROC.resolve(pid + "/fd"))) {
            return open.anyMatch(file -> {
                try {
                    return sockets.contains(Files.readSymbolicLink(file).toString());
                } catch (IOException closed) {
                    return false;
                }
            });
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static String command(long pid) {
        return lines(PROC.resolve(pid + "/comm")).stream().findFirst().orElse("unknown");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
