package org.yamori.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void firstTwoSeconds_areSilent() {
        Progress progress = new Progress(out, false, "reading");
        progress.tick(1_999);
        progress.close();
        assertThat(said()).isEmpty();
    }

    @Test
    void withoutTerminal_thereIsALineEveryTenSeconds() {
        Progress progress = new Progress(out, false, "reading");
        progress.total(400);
        progress.done(100);
        progress.packets(8_000_000);
        progress.tick(2_000);
        progress.tick(11_999);
        progress.done(100);
        progress.packets(4_000_000);
        progress.tick(12_000);
        assertThat(said().lines())
                .containsExactly(
                        "reading 25 %, 8,000,000 packets, 4,000,000/s, 2 s",
                        "reading 50 %, 12,000,000 packets, 1,000,000/s, 12 s");
    }

    @Test
    void onATerminal_theLineIsRewritten_andLeavesNothingBehind() {
        Progress progress = new Progress(out, true, "reading");
        progress.tick(2_000);
        progress.tick(2_100);
        progress.tick(2_250);
        progress.close();
        assertThat(said().split("\r", -1)).hasSize(5);
        assertThat(said()).doesNotContain("\n").endsWith(" ".repeat(78) + "\r");
    }

    @Test
    void newStage_startsItsShareAgain_andNeverPasses100() {
        Progress progress = new Progress(out, false, "reading");
        progress.total(10);
        progress.done(10);
        progress.stage("sorting findings");
        progress.tick(2_000);
        progress.total(10);
        progress.done(25);
        progress.tick(12_000);
        assertThat(said().lines()).containsExactly("sorting findings, 2 s", "sorting findings 100 %, 12 s");
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
