package org.yamori.cli.up;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.Launch;
import org.yamori.cli.up.Running.Phase;

import static org.assertj.core.api.Assertions.assertThat;

/** Keepers of small programs of the shell. */
class KeeperTest {
    @TempDir
    private Path folder;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<Keeper> kept = new CopyOnWriteArrayList<>();
    private final CountDownLatch needed = new CountDownLatch(1);

    @AfterEach
    void stopAll() {
        kept.forEach(keeper -> keeper.stop(Duration.ofMillis(100)));
    }

    @Test
    void partThatIsKilled_runsAgain_andIsSpokenOf() {
        Keeper keeper = keep(new Program("kafka", "echo ready > ready; sleep 1000 & wait"));
        Children.await(keeper::isRunning);
        ProcessIdentity first = keeper.state().process();
        assertThat(first).isNotNull();
        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        Children.await(() -> keeper.state().restarts() == 1 && keeper.isRunning());
        assertThat(said)
                .containsExactly(
                        "kafka was ended by signal 9, by somebody or by the kernel for want of memory; it is started"
                                + " again in 1 s",
                        "kafka runs again");
        assertThat(first.session()).as("what the parent left").isEmpty();

        ProcessIdentity second = keeper.state().process();
        assertThat(second).isNotNull();
        keeper.stop(Duration.ofSeconds(5));
        assertThat(second.session()).isEmpty();
        assertThat(keeper.state().phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void partThatCannotStart_isTriedAgainWithItsReason() {
        Keeper keeper = keep(new Program("index", "echo No space left on device; exit 1"));
        Children.await(() -> said.size() == 2);
        assertThat(said)
                .containsExactly(
                        "index ended with exit code 1; the disk is full: free some; it is started again in 1 s",
                        "index ended with exit code 1; the disk is full: free some; it is started again in 2 s");
        assertThat(keeper.state().words()).isEqualTo("ended with exit code 1; the disk is full: free some");
        assertThat(keeper.log().file()).content().contains("=== index starts").contains("No space left on device\n");
    }

    @Test
    void partThatNeverBecomesReady_isEnded() {
        keep(new Program("detect", "sleep 1000") {
            @Override
            public Duration patience() {
                return Duration.ofMillis(500);
            }
        });
        Children.await(() -> !said.isEmpty());
        assertThat(said.get(0)).startsWith("detect was not ready within 0 s; see " + folder);
    }

    @Test
    void partThatNeedsAnother_waitsForIt() {
        Keeper keeper = keep(new Program("index", "echo ready > ready; sleep 1000") {
            @Override
            public List<String> needs() {
                return List.of("kafka");
            }
        });
        assertThat(keeper.state().phase()).isEqualTo(Phase.WAITING);
        assertThat(folder.resolve("ready")).doesNotExist();
        needed.countDown();
        Children.await(keeper::isRunning);
    }

    private Keeper keep(Part part) {
        Keeper keeper = new Keeper(part, new PartLog(folder.resolve(part.name() + ".log")), new Keeper.Listener() {
            @Override
            public void changed() {}

            @Override
            public void say(String sentence) {
                said.add(sentence);
            }

            @Override
            public void awaitReady(String name) throws InterruptedException {
                needed.await();
            }
        });
        kept.add(keeper);
        keeper.start();
        return keeper;
    }

    private class Program implements Part {
        private final String name;
        private final String script;

        Program(String name, String script) {
            this.name = name;
            this.script = script;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Launch prepare(Path log) throws java.io.IOException {
            Files.deleteIfExists(folder.resolve("ready"));
            return Children.shell(script, folder);
        }

        @Override
        public boolean isReady() {
            return Files.exists(folder.resolve("ready"));
        }
    }
}
