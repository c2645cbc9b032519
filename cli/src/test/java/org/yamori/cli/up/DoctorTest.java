package org.yamori.cli.up;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.Yamori;
import org.yamori.cli.servers.Ports;
import org.yamori.cli.servers.ServerHome;
import org.yamori.cli.up.Doctor.Check;
import org.yamori.cli.up.Doctor.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

class DoctorTest {
    @TempDir
    private Path folder;

    @Test
    void memoryOfASmallMachine_isWrong_andSaysWhatHelps() {
        assertThat(Doctor.memory(2_048).line())
                .isEqualTo(
                        "wrong  memory         2.0 GiB available, 3.9 GiB needed: end other programs, raise the limit"
                                + " of the container, or use a machine with 8 GiB; './yamori analyze' needs less");
        assertThat(Doctor.memory(4_000).verdict()).isEqualTo(Verdict.WARN);
        assertThat(Doctor.memory(6_000)).isEqualTo(new Check(Verdict.OK, "memory", "5.9 GiB available", ""));
    }

    @Test
    void diskThatIsNearlyFull_isWrong() {
        assertThat(Doctor.disk("/data", 300).line())
                .isEqualTo("wrong  disk           0.3 GiB free for /data, 2.0 GiB needed: free some,"
                        + " or name a folder on another disk with --home DIR");
        assertThat(Doctor.disk("/data", 2_000).verdict()).isEqualTo(Verdict.WARN);
        assertThat(Doctor.disk("/data", 10_000).verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void oneProcessor_isAWarning_anotherJavaIsWrong() {
        assertThat(Doctor.processors(1).verdict()).isEqualTo(Verdict.WARN);
        assertThat(Doctor.processors(2).verdict()).isEqualTo(Verdict.OK);
        assertThat(Doctor.java(17).verdict()).isEqualTo(Verdict.OK);
        assertThat(Doctor.java(21).line()).startsWith("wrong  java").contains("JAVA_HOME");
    }

    @Test
    void limitedAddressSpace_isWrong() {
        assertThat(Doctor.addressSpace(Optional.empty()).verdict()).isEqualTo(Verdict.OK);
        assertThat(Doctor.addressSpace(Optional.of(2_048L)).line()).contains("ulimit -v unlimited");
    }

    @Test
    void missingProgram_isWrong() {
        assertThat(Doctor.programs(new ServerHome(folder)).line()).contains("./yamori build");
    }

    @Test
    void takenPort_isWrong_andItsOwnerIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Addresses addresses = new Addresses(taken.getLocalPort(), Ports.free(), Ports.free());
            List<Check> checks = new Doctor(new Home(folder.resolve("new")), addresses).examine();
            assertThat(checks)
                    .contains(new Check(
                            Verdict.WRONG,
                            "port " + taken.getLocalPort(),
                            "taken by process " + ProcessHandle.current().pid() + " (java)",
                            "end it, or choose another port with --kafka-port"))
                    .contains(Check.ok("port " + addresses.page(), "free for page"));
            assertThat(folder.resolve("new")).as("looking leaves nothing").doesNotExist();
        }
    }

    @Test
    void fileInThePlaceOfTheFolder_isWrong() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(new Doctor(new Home(file), new Addresses(Ports.free(), Ports.free(), Ports.free())).examine())
                .contains(new Check(
                        Verdict.WRONG,
                        "disk",
                        file + " is not a folder that this user may write to",
                        "name another with --home DIR"));
    }

    @Test
    void limitOfTheShell_isSeen() throws Exception {
        Path words = folder.resolve("words");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process limited = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -v 4000000; exec \"$0\" -Xmx256m -XX:+UseSerialGC -cp \"$1\" \"$2\" doctor --home \"$3\"",
                        java,
                        System.getProperty("java.class.path"),
                        Yamori.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
        assertThat(limited.waitFor()).isEqualTo(1);
        assertThat(Files.readString(words))
                .contains("wrong  address space  limited to 3.8 GiB, 7.8 GiB needed by a process: ulimit -v unlimited");
    }
}
