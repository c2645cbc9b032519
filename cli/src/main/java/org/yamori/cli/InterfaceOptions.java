package org.yamori.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yamori.sensor.live.CaptureOptions;
import picocli.CommandLine.Option;

/** Which interfaces are captured from, and how. */
final class InterfaceOptions {
    @Option(
            names = "--interface",
            paramLabel = "IF",
            description = "Network interface to capture from as packets arrive; repeat for more.")
    private List<String> interfaces = new ArrayList<>();

    @Option(
            names = "--filter",
            paramLabel = "BPF",
            defaultValue = "",
            description = "Takes only these packets, as tcpdump would: 'not port 22'. With --interface.")
    private String filter = "";

    @Option(
            names = "--no-promiscuous",
            negatable = true,
            description = "Leaves out frames that are meant for other stations. With --interface.")
    private boolean promiscuous = true;

    @Option(
            names = "--snaplen",
            paramLabel = "BYTES",
            defaultValue = "" + CaptureOptions.DEFAULT_SNAP_LENGTH,
            description = "Bytes kept of a packet. Default: ${DEFAULT-VALUE}.")
    private int snapLength = CaptureOptions.DEFAULT_SNAP_LENGTH;

    @Option(
            names = "--buffer",
            paramLabel = "MIB",
            defaultValue = "" + CaptureOptions.DEFAULT_BUFFER_MEBIBYTES,
            description = "The kernel's buffer for an interface. Default: ${DEFAULT-VALUE}.")
    private int buffer = CaptureOptions.DEFAULT_BUFFER_MEBIBYTES;

    @Option(
            names = "--queue",
            paramLabel = "MIB",
            defaultValue = "" + CaptureOptions.DEFAULT_QUEUE_MEBIBYTES,
            description = "Packets of all interfaces that wait for their turn. Default: ${DEFAULT-VALUE}.")
    private int queue = CaptureOptions.DEFAULT_QUEUE_MEBIBYTES;

    @Option(
            names = "--run-as",
            paramLabel = "NAME",
            description = "Becomes this user once the interfaces are open; only root can.")
    private @Nullable String user;

    List<String> interfaces() {
        return List.copyOf(interfaces);
    }

    CaptureOptions capture() {
        return new CaptureOptions(filter, promiscuous, snapLength, buffer, queue);
    }

    Optional<String> user() {
        return Optional.ofNullable(user);
    }
}
