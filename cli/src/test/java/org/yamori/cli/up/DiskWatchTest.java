package org.yamori.cli.up;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiskWatchTest {
    private final DiskWatch watch = new DiskWatch(new Home(Path.of("/data")));

    @Test
    void diskThatFills_isToldOnce_andOnceAgainWhenThereIsRoom() {
        assertThat(watch.look(1024)).isEmpty();
        assertThat(watch.look(1023))
                .hasValue("only 1023 MiB are free on the disk of /data; below 400 MiB nothing more is indexed,"
                        + " and with 0 the parts end: free some");
        assertThat(watch.look(500)).isEmpty();
        assertThat(watch.look(1280)).isEmpty();
        assertThat(watch.look(1281)).hasValue("there is room again on the disk of /data: 1281 MiB");
        assertThat(watch.look(1023)).isPresent();
    }
}
