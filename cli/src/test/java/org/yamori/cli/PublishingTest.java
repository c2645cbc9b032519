package org.yamori.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.Doors.CaptureToKafka;
import org.yamori.cli.Doors.KafkaTarget;
import org.yamori.cli.servers.Ports;
import org.yamori.sensor.block.Ranges;
import org.yamori.sensor.file.CaptureException;
import org.yamori.wire.BlockHeader.Origin;
import org.yamori.wire.Clock;
import org.yamori.wire.SensorKind;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PublishingTest {
    @TempDir
    private Path folder;

    /** Nobody listens on the port: whoever asks Kafka first hears of that, and late. */
    @Test
    void whatIsNoCapture_isRefusedBeforeKafkaIsAsked() throws IOException {
        Path empty = Files.write(
                folder.resolve("empty.pcap"),
                HexFormat.of().parseHex("d4c3b2a1" + "02000400" + "00000000" + "00000000" + "ffff0000" + "01000000"));
        Path notes = Files.writeString(folder.resolve("notes.pcap"), "hello");

        assertRefused(notes + ": byte 0: magic number 68656c6c is no capture", empty, notes);
        assertRefused(folder.resolve("nowhere.pcap") + ": there is no such file", folder.resolve("nowhere.pcap"));
    }

    private static void assertRefused(String why, Path... captures) {
        CaptureToKafka.Request request = new CaptureToKafka.Request(
                List.of(captures),
                new Origin("s1", SensorKind.BLACKHOLE, "local", Clock.FILE),
                Ranges.EVERYTHING,
                new KafkaTarget(KafkaAccess.plaintext("127.0.0.1:" + Ports.free()), new Topics("study-x"), 1, 16),
                Observation.USUAL);
        assertThatThrownBy(() -> new Publishing().send(request, Progress.untold()))
                .isInstanceOf(CaptureException.class)
                .hasMessageStartingWith(why);
    }
}
