package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Tells once when the disk of a home becomes nearly full, and once when there is room again. */
final class DiskWatch {
    /** Below this Elasticsearch takes no more documents until there is room. */
    static final long REFUSED_BELOW_MEBIBYTES = 400;

    private static final long TOLD_BELOW_MEBIBYTES = 1024;
    private static final long ROOM_ABOVE_MEBIBYTES = 1280;

    private final Home home;
    private boolean low;

    DiskWatch(Home home) {
        this.home = home;
    }

    Optional<String> look() {
        try {
            return look(Files.getFileStore(home.folder()).getUsableSpace() >> 20);
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    Optional<String> look(long freeMebibytes) {
        if (!low && freeMebibytes < TOLD_BELOW_MEBIBYTES) {
            low = true;
            return Optional.of("only " + freeMebibytes + " MiB are free on the disk of " + home + "; below "
                    + REFUSED_BELOW_MEBIBYTES + " MiB nothing more is indexed, and with 0 the parts end: free some");
        }
        if (low && freeMebibytes > ROOM_ABOVE_MEBIBYTES) {
            low = false;
            return Optional.of("there is room again on the disk of " + home + ": " + freeMebibytes + " MiB");
        }
        return Optional.empty();
    }
}
