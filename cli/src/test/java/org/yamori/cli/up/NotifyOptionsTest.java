package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NotifyOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void withoutAFile_thereArePagesAndAKeyThatOnlyItsOwnerReads() throws IOException {
        Map<String, String> options = read();
        assertThat(options).containsEntry("yamori.notify.mail.link", "http://127.0.0.1:8470");
        Path key = folder.resolve("alert-pages.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        byte[] secret = Files.readAllBytes(key);
        assertThat(secret).hasSize(32);
        assertThat(read()).isEqualTo(options);
        assertThat(Files.readAllBytes(key)).isEqualTo(secret);
    }

    @Test
    void whatAPersonWrote_goesToTheJob() throws IOException {
        write("yamori.notify.mail.server = mail:587\nyamori.notify.mail.from = me@example.jp\n");
        assertThat(read())
                .containsEntry("yamori.notify.mail.server", "mail:587")
                .containsEntry("yamori.notify.mail.from", "me@example.jp");
    }

    @Test
    void keyOrValueThatCannotBe_isRefusedByTheFile() throws IOException {
        write("yamori.notify.mial.server = mail:587\n");
        assertThatThrownBy(this::read)
                .hasMessageContaining("notify.properties: 'yamori.notify.mial.server' is no option for telling people")
                .hasMessageContaining("did you mean 'yamori.notify.mail.server'?");
        write("yamori.prefix = other\n");
        assertThatThrownBy(this::read).hasMessageContaining("'yamori.prefix' is no option for telling people");
        write("yamori.notify.mail.server = mail\n");
        assertThatThrownBy(this::read)
                .hasMessageContaining("notify.properties: yamori.notify.mail.server must be host:port, was 'mail'");
    }

    private Map<String, String> read() throws IOException {
        return new NotifyOptions(new Home(folder), "http://127.0.0.1:8470").read();
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("notify.properties"), text);
    }
}
