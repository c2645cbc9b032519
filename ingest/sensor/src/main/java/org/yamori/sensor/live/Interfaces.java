package org.yamori.sensor.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The network interfaces of this machine, as they are now; Java's own list leaves out those without an address. */
final class Interfaces {
    private static final Path ALL = Path.of("/sys/class/net");
    private static final int UP = 1;

    private Interfaces() {}

    /** Words for a person who named one that is not there. */
    static String names() {
        try (Stream<Path> all = Files.list(ALL)) {
            return all.map(each -> String.valueOf(each.getFileName())).sorted().collect(Collectors.joining(", "));
        } catch (IOException unreadable) {
            return "others that cannot be listed";
        }
    }

    /** The number under which the kernel knows it; another one after it was made anew, 0 while there is none. */
    static int index(String name) {
        return LibC.if_nametoindex(name);
    }

    /** Whether it is there and somebody has set it down. */
    static boolean isDown(String name) {
        try {
            return (Integer.decode(Files.readString(ALL.resolve(name).resolve("flags"))
                                    .strip())
                            & UP)
                    == 0;
        } catch (IOException | NumberFormatException unknown) {
            return false;
        }
    }
}
