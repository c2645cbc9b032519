package org.yamori.sensor.live;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The rights of this process, which root gives up for those of another user once all interfaces are open. */
public final class Privileges {
    private static final Path TASKS = Path.of("/proc/self/task");

    /** Offsets in struct passwd: two pointers, then the numbers of user and group. */
    private static final int USER_AT = 2 * com.sun.jna.Native.POINTER_SIZE;

    private Privileges() {}

    /** Whether this process is root's, which is the only one that can become another user. */
    public static boolean areRoots() {
        return LibC.geteuid() == 0;
    }

    /**
     * Becomes a user for good: no other group, no capability, in every thread of this process, which is verified.
     *
     * @throws LiveException it is not root that asks, the user is not known or is root, or a right stayed
     */
    public static void giveUpFor(String user) throws LiveException {
        if (!areRoots()) {
            throw new LiveException("--run-as needs root, who alone can become another user; this is user "
                    + LibC.geteuid() + " already, so leave --run-as out");
        }
        Pointer found = LibC.getpwnam(user);
        if (found == null) {
            throw new LiveException("--run-as: there is no user '" + user + "' on this machine");
        }
        int userId = found.getInt(USER_AT);
        int groupId = found.getInt(USER_AT + 4);
        if (userId == 0) {
            throw new LiveException("--run-as names a user with fewer rights than root, was '" + user + "'");
        }
        openClassPath();
        try {
            // The C library does this in every thread; the system call itself would in this one alone.
            LibC.setgroups(new NativeLong(0), null);
            LibC.setgid(groupId);
            LibC.setuid(userId);
        } catch (LastErrorException refused) {
            throw new LiveException("cannot become user '" + user + "': " + refused.getMessage(), refused);
        }
        verify(user, userId, groupId);
    }

    /** Jars are opened when a class is sought in them, which the new user may not be allowed to. */
    private static void openClassPath() throws LiveException {
        try {
            ClassLoader.getSystemResources("org/yamori/is/nowhere").asIterator().forEachRemaining(none -> {});
        } catch (IOException unreadable) {
            throw new LiveException("the class path cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static void verify(String user, int userId, int groupId) throws LiveException {
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (Path task : tasks.toList()) {
                verify(task, user, userId, groupId);
            }
        } catch (IOException unreadable) {
            throw new LiveException(
                    "whether rights were given up cannot be seen in " + TASKS + ": " + unreadable, unreadable);
        }
    }

    private static void verify(Path task, String user, int userId, int groupId) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(task.resolve("status"));
        } catch (NoSuchFileException ended) {
            return;
        }
        for (String expected : List.of(
                "Uid:" + ("\t" + userId).repeat(4),
                "Gid:" + ("\t" + groupId).repeat(4),
                "Groups:",
                "CapPrm:\t0000000000000000",
                "CapEff:\t0000000000000000")) {
            if (lines.stream().map(String::stripTrailing).noneMatch(expected::equals)) {
                throw new LiveException("rights were not given up for user '" + user + "': " + task + "/status has no '"
                        + expected.replace('\t', ' ') + "'");
            }
        }
    }
}
