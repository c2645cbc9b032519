package org.yamori.cli.servers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** One child process whose output goes to a file, and which does not outlive this one. */
final class ServerProcess implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final int TAIL_BYTES = 4_000;

    /** On a loopback address without a proxy. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread hook;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.hook = new Thread(this::destroy, "stop-" + name);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static ServerProcess start(Launch launch, Path log) {
        return new ServerProcess(launch.name(), launch.start(log), log);
    }

    /** Runs a program to its end, which must be good. */
    static void run(Launch launch, Path log, Duration timeout) {
        try (ServerProcess running = start(launch, log)) {
            if (!running.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw running.failure("did not end within " + timeout.toSeconds() + " s");
            }
            if (running.process.exitValue() != 0) {
                throw running.failure("ended with exit code " + running.process.exitValue());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerException(launch.name() + " was interrupted", interrupted);
        }
    }

    /** The java that runs this. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Whether a GET is answered with 200 and a body that contains the text. */
    static boolean answers(String url, String text) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
            return response.statusCode() == 200 && response.body().contains(text);
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns when the server is ready; where it is not in time, stops it and says why. */
    void awaitReady(BooleanSupplier ready, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!ready.getAsBoolean()) {
            String trouble = !process.isAlive()
                    ? "ended with exit code " + process.exitValue() + " while it started"
                    : System.nanoTime() - end > 0
                            ? "was not ready within " + timeout.toSeconds() + " s"
                            : Thread.currentThread().isInterrupted() ? "was interrupted while it started" : "";
            if (!trouble.isEmpty()) {
                ServerException failure = failure(trouble);
                kill();
                throw failure;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    ServerException failure(String what) {
        return new ServerException(name + " " + what + "; the end of its log " + log + ":\n" + tail());
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process and its children at once, as a power cut would. */
    void kill() {
        destroy();
        try {
            process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        removeHook();
    }

    /** Asks the process to end, and makes it where it does not. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().collect(Collectors.toCollection(ArrayList::new));
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                destroy();
                process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            destroy();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        removeHook();
    }

    private void destroy() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook is running or has run.
        }
    }

    private String tail() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] end = new byte[(int) Math.min(TAIL_BYTES, file.length())];
            file.seek(file.length() - end.length);
            file.readFully(end);
            return new String(end, UTF_8);
        } catch (IOException unreadable) {
            return "(cannot be read: " + unreadable.getMessage() + ")";
        }
    }

    /** The process of a server that was started, else a clear complaint. */
    static ServerProcess started(String name, @Nullable ServerProcess process) {
        if (process == null) {
            throw new ServerException(name + " has not been started");
        }
        return process;
    }
}
