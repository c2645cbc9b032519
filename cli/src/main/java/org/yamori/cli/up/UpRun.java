package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Refusal;
import org.yamori.cli.up.Doctor.Check;
import org.yamori.cli.up.Doctor.Verdict;
import org.yamori.cli.up.Running.PartState;
import org.yamori.cli.up.Running.Phase;

/** One run of {@code yamori up}, from the look at the machine to the last process that ends. */
public final class UpRun {
    /** The command that serves the page. */
    public static final String PAGE_COMMAND = "show";

    private static final String ALL_FINDINGS = "yamori-*,study-*";

    private final Order order;
    private final Demonstration demonstration;
    private final Screen screen;
    private final Instant begin = Instant.now();
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * What to run.
     *
     * @param demonstrate whether to play the demonstration; null where the home decides
     * @param withPage whether there is a page to serve
     */
    public record Order(
            Home home, Addresses addresses, @Nullable Boolean demonstrate, boolean withPage) {}

    public UpRun(Order order, Demonstration demonstration, Screen screen) {
        this.order = order;
        this.demonstration = demonstration;
        this.screen = screen;
    }

    /** Ends with the process, when it is told to. */
    public void untilStopped() throws IOException {
        try (HomeLock lock = HomeLock.take(order.home)) {
            endOrphans();
            requireSoundMachine();
            Supervisor supervisor = new Supervisor(order.home, screen);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndEnd(supervisor), "stop"));
            try {
                run(supervisor);
            } catch (IOException | RuntimeException failed) {
                if (!stopping.getAndSet(true)) {
                    supervisor.stop();
                }
                throw failed;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Supervisor supervisor) throws IOException, InterruptedException {
        Installation installation = new Installation(order.home, order.addresses, order.withPage, supervisor);
        installation.start();
        awaitAllRunning(supervisor);
        if (!stopping.get()) {
            announce();
        }
        if (!stopping.get() && isToBeDemonstrated()) {
            Thread thread = new Thread(() -> demonstrate(installation), "demonstration");
            thread.setDaemon(true);
            thread.start();
        }
        showWhatIsFound();
    }

    private void endOrphans() throws IOException {
        Optional<Running> before = Running.in(order.home);
        for (PartState orphan : before.map(Running::orphans).orElse(List.of())) {
            screen.say("ending " + orphan.name() + ", left by a run that was killed");
            Stopping.end(orphan);
        }
    }

    private void requireSoundMachine() throws IOException {
        List<Check> bad = new Doctor(order.home, order.addresses)
                .examine().stream()
                        .filter(check -> check.verdict() != Verdict.OK)
                        .filter(check -> order.withPage || !check.subject().equals("port " + order.addresses.page()))
                        .toList();
        bad.stream().filter(check -> check.verdict() == Verdict.WARN).forEach(check -> screen.say(check.line()));
        List<Check> wrong =
                bad.stream().filter(check -> check.verdict() == Verdict.WRONG).toList();
        if (!wrong.isEmpty()) {
            throw new Refusal(wrong.stream()
                    .map(check -> check.subject() + ": " + check.finding() + "; " + check.mending())
                    .collect(Collectors.joining("\nyamori: ")));
        }
    }

    private void awaitAllRunning(Supervisor supervisor) throws InterruptedException {
        while (!stopping.get() && !supervisor.parts().stream().allMatch(part -> part.phase() == Phase.RUNNING)) {
            screen.show("starting, " + secondsSinceBegin() + " s: "
                    + supervisor.parts().stream()
                            .map(part -> part.name() + " " + part.phase().name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")));
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    private void announce() {
        Addresses addresses = order.addresses;
        screen.say("Yamori runs, " + secondsSinceBegin() + " s after its start; everything is in " + order.home);
        if (order.withPage) {
            screen.say("  look     " + addresses.pageUrl());
        }
        screen.say("  search   " + addresses.elasticsearchUrl() + "/yamori-*/_search");
        screen.say("  send     ./yamori simulate SCENARIO --to-kafka --live --prefix yamori --brokers "
                + addresses.bootstrapServers());
        screen.say("  logs     ./yamori logs PART, and ./yamori status");
        screen.say("  stop     Ctrl-C here, or ./yamori down in another shell; the data stay");
    }

    private boolean isToBeDemonstrated() {
        return order.demonstrate == null ? !Files.exists(order.home.demonstrated()) : order.demonstrate;
    }

    private void demonstrate(Installation installation) {
        try {
            demonstration.play(installation);
            Files.writeString(order.home.demonstrated(), Instant.now() + "\n");
        } catch (IOException | RuntimeException failed) {
            if (!stopping.get()) {
                screen.say("the demonstration ended early: " + failed.getMessage());
            }
        }
    }

    private void showWhatIsFound() throws InterruptedException {
        while (!stopping.get()) {
            screen.show(Found.in(order.addresses.elasticsearchUrl(), ALL_FINDINGS)
                    .map(Found::words)
                    .orElse("Elasticsearch does not answer just now"));
            TimeUnit.SECONDS.sleep(1);
        }
        // The other thread ends the process.
        TimeUnit.DAYS.sleep(1);
    }

    private void stopAndEnd(Supervisor supervisor) {
        if (stopping.getAndSet(true)) {
            return;
        }
        supervisor.stop();
        screen.say("everything is stopped; the data are in " + order.home);
        // To be stopped is no failure, which is what Java would answer.
        Runtime.getRuntime().halt(0);
    }

    private long secondsSinceBegin() {
        return Duration.between(begin, Instant.now()).toSeconds();
    }
}
