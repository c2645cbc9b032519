package org.yamori.cli.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A pair of virtual interfaces: what is sent at the far end, which lies in a network namespace of its own, arrives at
 * the near end. Nothing else does.
 */
final class Cable implements AutoCloseable {
    private static final Pattern SENT = Pattern.compile("Actual: (\\d+) packets");

    private final String word =
            String.format(Locale.ROOT, "%06x", ThreadLocalRandom.current().nextInt(1 << 24));
    private final String namespace = "yamori-" + word;
    private final String near = "ya" + word;
    private final String far = "yb" + word;

    private Cable() {}

    /** Lays a cable; a machine that lacks what that needs says so, and under CI the test fails. */
    static Cable lay() throws IOException, InterruptedException {
        requireTools();
        Cable cable = new Cable();
        run("ip", "netns", "add", cable.namespace);
        try {
            cable.plug();
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            cable.close();
            throw failed;
        }
        return cable;
    }

    private static void requireTools() throws IOException {
        String missing = "";
        if (!Files.isExecutable(Path.of("/usr/bin/tcpreplay"))) {
            missing = "tcpreplay is missing; on Debian: apt-get install tcpreplay";
        } else if (!Files.readString(Path.of("/proc/self/status")).contains("Uid:\t0\t")) {
            missing = "network namespaces need root";
        }
        if (!missing.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing);
        }
        assumeTrue(missing.isEmpty(), missing);
    }

    /** Puts the pair in; after {@link #cut} it is another pair with the same names. */
    void plug() throws IOException, InterruptedException {
        run("ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", namespace);
        String silence = "echo 1 > /proc/sys/net/ipv6/conf/%1$s/disable_ipv6 && ip link set %1$s up";
        run("sh", "-c", String.format(silence, near));
        run("ip", "netns", "exec", namespace, "sh", "-c", String.format(silence, far));
    }

    /** Takes both interfaces away. */
    void cut() throws IOException, InterruptedException {
        run("ip", "link", "del", near);
    }

    void set(String upOrDown) throws IOException, InterruptedException {
        run("ip", "link", "set", near, upOrDown);
    }

    /** Name of the end at which packets arrive. */
    String near() {
        return near;
    }

    /** Sends a capture at a rate; answers how many packets tcpreplay says it sent. */
    long replay(Path capture, int packetsPerSecond, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace, "tcpreplay", "-q", "-i", far));
        command.addAll(List.of("--pps", String.valueOf(packetsPerSecond)));
        command.addAll(List.of(more));
        command.add(capture.toString());
        String words = run(command.toArray(String[]::new));
        Matcher sent = SENT.matcher(words);
        assertThat(sent.find()).as(words).isTrue();
        return Long.parseLong(sent.group(1));
    }

    /** Packets that arrived at the near end, as the kernel counts them. */
    long received() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/sys/class/net", near, "statistics/rx_packets"))
                .strip());
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + words);
        }
        return words;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        // Takes the far end with it, and that the near end.
        run("ip", "netns", "del", namespace);
    }
}
