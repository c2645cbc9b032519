package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.Refusal;
import org.yamori.cli.servers.Launch;
import org.yamori.cli.up.Running.PartState;
import org.yamori.cli.up.Running.Phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RunningTest {
    private static final ProcessIdentity GONE = new ProcessIdentity(1, 0, "another boot");

    @TempDir
    private Path folder;

    private Home home = new Home(Path.of("/"));

    @BeforeEach
    void makeHome() throws IOException {
        home = new Home(folder);
        Files.createDirectories(folder.resolve("run"));
    }

    @Test
    void whatWasWritten_isRead() throws IOException {
        assertThat(Running.in(home)).isEmpty();
        Running running = new Running(
                ProcessIdentity.ofThis(),
                List.of(
                        PartState.waiting("index", "", 5),
                        new PartState("kafka", Phase.RUNNING, GONE, 17, 3, "127.0.0.1:9092", "")));
        running.write(home);
        assertThat(Running.in(home)).hasValue(running);
    }

    @Test
    void fileThatIsNoState_isNamed() throws IOException {
        Files.writeString(home.running(), "{");
        assertThatThrownBy(() -> Running.in(home))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(home.running() + " cannot be understood");
    }

    @Test
    void partsOfASupervisorThatIsGone_areOrphans_andDownEndsThem() throws IOException {
        ProcessIdentity kafka = Children.start("exec sleep 1000", folder);
        List<PartState> parts = List.of(
                new PartState("kafka", Phase.RUNNING, kafka, 0, 0, "", ""),
                new PartState("index", Phase.RUNNING, GONE, 0, 0, "", ""),
                PartState.waiting("notify", "", 0));
        assertThat(new Running(ProcessIdentity.ofThis(), parts).orphans()).isEmpty();
        Running left = new Running(GONE, parts);
        assertThat(left.orphans()).extracting(PartState::name).containsExactly("kafka");

        left.write(home);
        assertThat(Status.of(home).isWell()).isFalse();
        assertThat(Status.of(home).lines())
                .anyMatch(line -> line.matches("kafka +running +" + kafka.pid() + " .*MiB"))
                .anyMatch(line -> line.matches("index +gone +- .*"))
                .anyMatch(line -> line.matches("notify +waiting +- .*"))
                .anyMatch(line -> line.contains("which looked after them, is gone"));
        assertThat(new Stopping(home).run())
                .isEqualTo(
                        "nobody looked after the parts any more; ended what was left: kafka; the data stay in " + home);
        assertThat(kafka.isAlive()).isFalse();
        assertThat(Running.in(home)).isEmpty();
        assertThat(new Stopping(home).run()).isEqualTo("nothing runs in " + home);
    }

    @Test
    void homeThatRunsAlready_isRefused() throws Exception {
        // Locks are between processes.
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new Launch(
                        "holder",
                        List.of(
                                java,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName(),
                                folder.toString()),
                        folder,
                        Map.of())
                .start(folder.resolve("words"));
        ProcessIdentity other = ProcessIdentity.of(process.pid()).orElseThrow();
        try {
            Children.await(() -> Files.exists(folder.resolve("words")) && isLocked());
            new Running(other, List.of()).write(home);
            assertThatThrownBy(() -> HomeLock.take(home))
                    .isInstanceOf(Refusal.class)
                    .hasMessageStartingWith("Yamori already runs in " + home + " as process " + other.pid());
        } finally {
            other.kill();
        }
        HomeLock.take(home).close();
    }

    /** Another {@code yamori up}. */
    static final class Holder {
        public static void main(String[] args) throws Exception {
            try (HomeLock lock = HomeLock.take(new Home(Path.of(args[0])))) {
                System.out.println("locked");
                new CountDownLatch(1).await();
            }
        }
    }

    private boolean isLocked() {
        try {
            return Files.readString(folder.resolve("words")).contains("locked");
        } catch (IOException unreadable) {
            return false;
        }
    }

    @Test
    void spans_areRoundedForAPerson() {
        assertThat(Status.span(Duration.ofSeconds(119))).isEqualTo("119 s");
        assertThat(Status.span(Duration.ofSeconds(121))).isEqualTo("2 min");
        assertThat(Status.span(Duration.ofMinutes(121))).isEqualTo("2 h");
        assertThat(Status.span(Duration.ofHours(49))).isEqualTo("2 d");
    }
}
