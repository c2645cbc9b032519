package org.yamori.cli.system;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yamori.cli.Yamori;

import static org.assertj.core.api.Assertions.assertThat;

/** The {@code yamori} command in a process of its own, as the launcher starts it. */
public final class YamoriProcess {
    private static final List<String> OPENED =
            List.of("java.lang", "java.util", "java.nio", "java.net", "java.time", "java.text", "java.io");

    private YamoriProcess() {}

    /** Runs a command to its end; its words go into the folder and into the message if it fails. */
    public static void run(List<String> args, Path folder) throws IOException, InterruptedException {
        Path words = Files.createTempFile(folder, "yamori", ".log");
        assertThat(exitCode(args, words))
                .as(() -> args + " said: " + read(words))
                .isZero();
    }

    /** Runs a command to its end in a heap of this size, as {@code -Xmx} takes it. */
    static void runIn(String heap, List<String> args, Path folder) throws IOException, InterruptedException {
        Path words = Files.createTempFile(folder, "yamori", ".log");
        assertThat(process(List.of(), heap, args, words).start().waitFor())
                .as(() -> args + " said: " + read(words))
                .isZero();
    }

    /** Runs a command to its end and answers what it exited with. */
    static int exitCode(List<String> args, Path words) throws IOException, InterruptedException {
        return start(args, words).waitFor();
    }

    /** Runs a command to its end that reads a file through its standard input. */
    static void runReading(Path input, List<String> args, Path folder) throws IOException, InterruptedException {
        Path words = Files.createTempFile(folder, "yamori", ".log");
        Process process =
                process(List.of(), args, words).redirectInput(Redirect.PIPE).start();
        try (OutputStream pipe = process.getOutputStream()) {
            Files.copy(input, pipe);
        }
        assertThat(process.waitFor()).as(() -> args + " said: " + read(words)).isZero();
    }

    /** Starts a command whose words go into a file. */
    public static Process start(List<String> args, Path words) throws IOException {
        return start(List.of(), args, words);
    }

    /** Starts a command under another one, such as setpriv. */
    static Process start(List<String> before, List<String> args, Path words) throws IOException {
        return process(before, args, words).start();
    }

    private static ProcessBuilder process(List<String> before, List<String> args, Path words) {
        return process(before, "1500m", args, words);
    }

    private static ProcessBuilder process(List<String> before, String heap, List<String> args, Path words) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Yamori.class.getName()));
        command.addAll(args);
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(words.toFile());
    }

    public static String read(Path words) {
        try {
            return Files.readString(words);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
