package org.yamori.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.yamori.console.ConsoleServer;
import org.yamori.console.ConsoleSettings;
import org.yamori.console.alerts.Replies;

/** The console's page, served until the program is told to end. */
final class ConsolePage implements Doors.PageServer {
    @Override
    public void serve(ConsoleSettings settings, Optional<Replies> replies, Consumer<String> ready) throws IOException {
        try (ConsoleServer server = ConsoleServer.start(settings, replies)) {
            Thread ending = new Thread(server::close, "console-end");
            Runtime.getRuntime().addShutdownHook(ending);
            ready.accept(server.url());
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
