package org.yamori.cli.up;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Refusal;

/** The right to run a home; the kernel takes it back however its owner ends. */
public final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    public static HomeLock take(Home home) throws IOException {
        Files.createDirectories(home.folder().resolve("run"));
        FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            String who = Running.in(home)
                    .map(running -> " as process " + running.supervisor().pid())
                    .orElse("");
            throw new Refusal("Yamori already runs in " + home + who
                    + "; './yamori status' tells more, './yamori down' ends it, --home DIR names another folder");
        }
        return new HomeLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
