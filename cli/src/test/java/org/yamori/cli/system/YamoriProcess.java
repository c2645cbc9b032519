package org.yamori.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yamori.cli.Yamori;

import static org.assertj.core.api.Assertions.assertThat;

/** The {@code yamori} command in a process of its own, as the launcher starts it. */
final class YamoriProcess {
    private static final List<String> OPENED =
            List.of("java.lang", "java.util", "java.nio", "java.net", "java.time", "java.text", "java.io");

    private YamoriProcess() {}

    /** Runs a command to its end; its words go into the folder and into the message if it fails. */
    static void run(List<String> args, Path folder) throws IOException, InterruptedException {
        Path words = Files.createTempFile(folder, "yamori", ".log");
        assertThat(exitCode(args, words))
                .as(() -> args + " said: " + read(words))
                .isZero();
    }

    /** Runs a command to its end and answers what it exited with. */
    static int exitCode(List<String> args, Path words) throws IOException, InterruptedException {
        return start(args, words).waitFor();
    }

    /** Starts a command whose words go into a file. */
    static Process start(List<String> args, Path words) throws IOException {
        return start(List.of(), args, words);
    }

    /** Starts a command under another one, such as setpriv. */
    static Process start(List<String> before, List<String> args, Path words) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1500m");
        OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Yamori.class.getName()));
        command.addAll(args);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
    }

    static String read(Path words) {
        try {
            return Files.readString(words);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
