package org.yamori.cli.up;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessIdentityTest {
    @TempDir
    private Path folder;

    private ProcessIdentity process = ProcessIdentity.ofThis();

    @AfterEach
    void endProcess() {
        if (process.pid() != ProcessHandle.current().pid()) {
            process.kill();
        }
    }

    @Test
    void processAndItsChildren_areOneSession_andEndTogether() {
        process = Children.start("sleep 1000 & sleep 1000 & wait", folder);
        Children.await(() -> process.session().size() == 3);
        assertThat(process.session()).contains(process.pid());
        assertThat(process.residentBytes()).isPositive();
        process.kill();
        assertThat(process.isAlive()).isFalse();
        assertThat(process.session()).isEmpty();
        assertThat(process.residentBytes()).isZero();
    }

    /** As every part is between its start and the moment at which it has a session of its own. */
    @Test
    void processInAnothersSession_isCounted_andEnded() {
        Process child = Children.shell("exec sleep 1000", folder).start(folder.resolve("words"));
        process = ProcessIdentity.of(child.pid()).orElseThrow();
        assertThat(process.session()).containsExactly(process.pid());
        process.kill();
        assertThat(process.session()).isEmpty();
    }

    @Test
    void childrenWhoseParentWasKilled_areStillFound() {
        process = Children.start("sleep 1000 & wait", folder);
        Children.await(() -> process.session().size() == 2);
        ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
        Children.await(() -> !process.isAlive());
        assertThat(process.session()).hasSize(1).doesNotContain(process.pid());
        process.stop(Duration.ZERO);
        assertThat(process.session()).isEmpty();
    }

    @Test
    void processThatDoesNotListen_isEndedAfterTheGrace() {
        process = Children.start("trap '' TERM; while :; do sleep 1000; done", folder);
        Children.await(() -> process.session().size() == 2);
        process.stop(Duration.ofMillis(300));
        assertThat(process.session()).isEmpty();
    }

    @Test
    void numberThatIsUsedAgain_isAnotherProcess_andIsLeftAlone() {
        process = Children.start("sleep 1000", folder);
        ProcessIdentity earlier = new ProcessIdentity(process.pid(), process.startTicks() - 1, process.boot());
        ProcessIdentity beforeTheBoot = new ProcessIdentity(process.pid(), process.startTicks(), "another");
        for (ProcessIdentity other : new ProcessIdentity[] {earlier, beforeTheBoot}) {
            assertThat(other.isAlive()).isFalse();
            assertThat(other.session()).isEmpty();
            other.stop(Duration.ZERO);
        }
        assertThat(process.isAlive()).isTrue();
    }

    /** Lines of /proc as the kernel wrote them for a program whose first thread ended before its second. */
    @Test
    void processWhoseFirstThreadEnded_runsUntilTheLastDoes() {
        String numbers = " 4021 4021 4020 0 -1 4227084 28 0 0 0 0 0 0 0 20 0 %d 0 91823 0 0";
        assertThat(runs("4021 (a) b) Z" + numbers.formatted(2))).isTrue();
        assertThat(runs("4021 (a) b) Z" + numbers.formatted(1))).isFalse();
        assertThat(runs("4021 (a) b) S" + numbers.formatted(1))).isTrue();
    }

    private static boolean runs(String line) {
        return ProcessIdentity.isRunning(ProcessIdentity.afterTheName(line));
    }
}
