package org.yamori.cli.up;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ScreenTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void sentence_takesThePlaceOfTheLineThatChanges() {
        Screen screen = screen(true);
        screen.show("12 packets");
        screen.show("x".repeat(200));
        screen.say("kafka runs again");
        screen.say("index runs again");
        String blank = " ".repeat(79);
        assertThat(err.toString(UTF_8))
                .isEqualTo("\r12 packets" + " ".repeat(69) + "\r" + "x".repeat(78) + "…" + "\r" + blank + "\r");
        assertThat(out.toString(UTF_8)).isEqualTo("kafka runs again\nindex runs again\n");
    }

    @Test
    void withoutATerminal_theLineIsNotWrittenAllTheTime() {
        Screen screen = screen(false);
        screen.show("12 packets");
        screen.say("kafka runs again");
        screen.clear();
        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(out.toString(UTF_8)).isEqualTo("kafka runs again\n");
    }

    private Screen screen(boolean terminal) {
        return new Screen(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), terminal);
    }
}
