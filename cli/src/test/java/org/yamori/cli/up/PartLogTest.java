package org.yamori.cli.up;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PartLogTest {
    @TempDir
    private Path folder;

    @Test
    void newRun_beginsAnEmptyFile_andKeepsTheOneBefore() throws Exception {
        PartLog log = new PartLog(folder.resolve("logs/kafka.log"));
        log.rotate();
        append(log, "first\n");
        log.rotate();
        append(log, "second\n");
        log.rotate();
        assertThat(log.file()).isEmptyFile();
        assertThat(log.before()).hasContent("second\n");
        log.rotate();
        assertThat(log.before()).as("nothing was said, nothing is moved").hasContent("second\n");
    }

    @Test
    void fileThatBecameTooLong_isMovedAside_andItsWriterGoesOnInIt() throws Exception {
        PartLog log = new PartLog(folder.resolve("index.log"));
        try (var writer = Files.newOutputStream(log.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write("0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            log.keepWithin(10);
            assertThat(log.file()).hasContent("0123456789");
            writer.write('x');
            log.keepWithin(10);
            writer.write('y');
        }
        assertThat(log.before()).hasContent("0123456789x");
        assertThat(log.file()).hasContent("y");
    }

    @Test
    void lastLines_areCountedFromTheEnd() throws Exception {
        PartLog log = new PartLog(folder.resolve("a.log"));
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 5000; i++) {
            text.append("line ").append(i).append('\n');
        }
        Files.writeString(log.file(), text);
        assertThat(read(log, 2)).isEqualTo("line 4999\nline 5000\n");
        assertThat(read(log, 3000)).startsWith("line 2001\n");
        assertThat(read(log, 6000)).isEqualTo(text.toString());
        append(log, "unfinished");
        assertThat(read(log, 2)).isEqualTo("line 5000\nunfinished");
    }

    @Test
    void linesOfThisLife_areThoseAfterItsStart() throws Exception {
        PartLog log = new PartLog(folder.resolve("a.log"));
        log.begin("kafka starts");
        append(log, "No space left on device\n");
        log.begin("kafka starts");
        append(log, "well\nstill well\n");
        assertThat(log.lastOfLife(40)).containsExactly("well", "still well");
        assertThat(log.lastOfLife(1)).containsExactly("still well");
        assertThat(new PartLog(folder.resolve("none.log")).lastOfLife(3)).isEmpty();
    }

    @Test
    void reader_goesOnWhereItWas_alsoInAFileBegunAnew() throws Exception {
        Home home = new Home(folder);
        PartLog log = new PartLog(home.log("kafka"));
        log.rotate();
        append(log, "one\ntwo\n");
        StringWriter words = new StringWriter();
        LogReader reader = LogReader.atLast(home, "kafka", 1);
        reader.writeTo(new PrintWriter(words));
        append(log, "three\n");
        assertThat(reader.awaitMore()).isTrue();
        reader.writeTo(new PrintWriter(words));
        log.rotate();
        append(log, "4\n");
        assertThat(reader.awaitMore()).isTrue();
        reader.writeTo(new PrintWriter(words));
        assertThat(words.toString()).isEqualTo("two\nthree\n4\n");
    }

    private static String read(PartLog log, int lines) throws Exception {
        String all = Files.readString(log.file());
        return all.substring((int) log.startOfLast(lines));
    }

    private static void append(PartLog log, String text) throws Exception {
        Files.writeString(log.file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
