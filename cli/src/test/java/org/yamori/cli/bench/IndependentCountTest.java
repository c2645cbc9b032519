package org.yamori.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.Refusal;
import org.yamori.cli.bench.IndependentCount.Window;
import org.yamori.cli.bench.PortCounts.Count;
import org.yamori.sensor.simulate.PcapWriter;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IndependentCountTest {
    /** 2026-01-06T00:59:58Z. */
    private static final long START = 1_767_661_198L;

    @TempDir
    Path folder;

    @Test
    void packetsBySecondPortAndSource_areCountedInEachWindowOnce() throws IOException {
        Path capture = folder.resolve("some.pcap");
        try (PcapWriter writer = PcapWriter.to(capture)) {
            writer.write(tcp(START, 1, 23));
            writer.write(tcp(START + 1, 1, 23));
            writer.write(tcp(START + 1, 2, 23));
            writer.write(tcp(START + 2, 1, 23));
            writer.write(tcp(START + 3, 3, 80));
            writer.write(ping(START + 3, 3));
        }

        List<Window> windows = count(capture);

        assertThat(windows).hasSize(5);
        Window minute = windows.get(0);
        assertThat(minute.resolution()).isZero();
        assertThat(minute.startSecond()).isEqualTo(START - 58);
        assertThat(minute.all()).isEqualTo(new Count(3, 120, 2));
        assertThat(minute.ports().size()).isEqualTo(1);
        assertThat(of(minute, "tcp/23")).isEqualTo(new Count(3, 120, 2));
        Window next = windows.get(1);
        assertThat(next.startSecond()).isEqualTo(START + 2);
        assertThat(next.all()).isEqualTo(new Count(3, 108, 2));
        assertThat(of(next, "tcp/23")).isEqualTo(new Count(1, 40, 1));
        assertThat(of(next, "tcp/80")).isEqualTo(new Count(1, 40, 1));
        assertThat(of(next, "icmp/8.0")).isEqualTo(new Count(1, 28, 1));
        Window day = windows.get(4);
        assertThat(day.resolution()).isEqualTo(2);
        assertThat(day.startSecond()).isEqualTo(1_767_657_600L);
        assertThat(day.all()).isEqualTo(new Count(6, 228, 3));
        assertThat(of(day, "tcp/23")).isEqualTo(new Count(4, 160, 2));
    }

    @Test
    void fileThatIsNoCapture_isRefused() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.pcap"), "x".repeat(100));
        assertThatThrownBy(() -> count(wrong)).isInstanceOf(Refusal.class).hasMessageContaining("exit code 1");
        assertThat(folder.resolve("count.log")).content().contains("not a little-endian pcap file");
    }

    private List<Window> count(Path capture) throws IOException {
        List<Window> windows = new ArrayList<>();
        try (IndependentCount count = IndependentCount.start(capture, folder)) {
            for (Window window = count.next(); window != null; window = count.next()) {
                windows.add(window);
            }
        }
        windows.sort(Comparator.comparing(Window::resolution).thenComparing(Window::startSecond));
        return windows;
    }

    private static Count of(Window window, String port) {
        return window.ports().count(window.ports().place(PortCounts.parse(port)));
    }

    private static PacketRow tcp(long second, int source, int port) {
        PacketRow row = new PacketRow();
        row.timeMicros = second * 1_000_000;
        row.source = source << 16 | 7;
        row.protocol = 6;
        row.destinationPort = port;
        row.totalLength = 40;
        return row;
    }

    private static PacketRow ping(long second, int source) {
        PacketRow row = tcp(second, source, 0);
        row.protocol = 1;
        row.sourcePort = 8;
        row.totalLength = 28;
        return row;
    }
}
