package org.yamori.sensor.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.yamori.wire.IpAddress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** Debian's p0f, run on a capture. */
final class P0f {
    static final Path DATABASE = Path.of("/etc/p0f/p0f.fp");
    private static final Path PROGRAM = Path.of("/usr/sbin/p0f");

    /**
     * What p0f says of one SYN.
     *
     * @param system as its words {@code os=} or {@code app=} say, empty where it does not know
     */
    record Said(Flow flow, String rawSignature, String system, boolean tool) {}

    /** Addresses and ports of a connection. */
    record Flow(IpAddress client, int clientPort, IpAddress server, int serverPort) {}

    private P0f() {}

    /** Without p0f a test says so and is not run; under CI it fails. */
    static void require() {
        if (!Files.isExecutable(PROGRAM) || !Files.isReadable(DATABASE)) {
            String message = PROGRAM + " or " + DATABASE + " is missing; on Debian: apt-get install p0f";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            abort(message);
        }
    }

    /** What it says of the SYNs of a capture, in order. */
    static List<Said> read(Path capture, Path folder) throws Exception {
        Path log = Files.createTempFile(folder, "p0f", ".log");
        Path output = Files.createTempFile(folder, "p0f", ".out");
        Process p0f = new ProcessBuilder(
                        PROGRAM.toString(), "-f", DATABASE.toString(), "-r", capture.toString(), "-o", log.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(p0f.waitFor(120, TimeUnit.SECONDS)).as("p0f ends").isTrue();
        } finally {
            p0f.destroyForcibly();
        }
        assertThat(p0f.exitValue()).as(() -> "p0f said: " + text(output)).isZero();
        List<Said> said = new ArrayList<>();
        for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
            Map<String, String> fields = new HashMap<>();
            for (String field : line.substring(line.indexOf("] ") + 2).split("\\|", -1)) {
                int equals = field.indexOf('=');
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
            String module = fields.get("mod");
            if ("syn".equals(module) || "sendsyn probe".equals(module)) {
                boolean tool = fields.containsKey("app") && !"sendsyn probe".equals(module);
                String system = fields.getOrDefault("os", fields.getOrDefault("app", "???"));
                said.add(new Said(
                        flow(fields), fields.getOrDefault("raw_sig", ""), system.equals("???") ? "" : system, tool));
            }
        }
        return said;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return String.valueOf(unreadable.getMessage());
        }
    }

    private static Flow flow(Map<String, String> fields) {
        String client = String.valueOf(fields.get("cli"));
        String server = String.valueOf(fields.get("srv"));
        return new Flow(address(client), port(client), address(server), port(server));
    }

    private static IpAddress address(String end) {
        return IpAddress.parse(end.substring(0, end.indexOf('/')));
    }

    private static int port(String end) {
        return Integer.parseInt(end.substring(end.indexOf('/') + 1));
    }
}
