package org.yamori.cli.up;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.servers.Ports;
import org.yamori.cli.servers.ServerHome;

/** Looks at the machine before anything is started, and says what is wrong and how to mend it. */
public final class Doctor {
    static final int JAVA = 17;
    private static final long MEBI = 1 << 20;
    private static final long WANTED_MEMORY_MEBIBYTES = 6_000;
    private static final long NEEDED_MEMORY_MEBIBYTES = 4_000;
    private static final long WANTED_DISK_MEBIBYTES = 10_000;
    private static final long NEEDED_DISK_MEBIBYTES = 2_000;
    private static final long NEEDED_ADDRESS_SPACE_MEBIBYTES = 8_000;
    private static final int WANTED_PROCESSORS = 2;
    /** Capabilities dac_override and setpcap, by their numbers. */
    private static final long NEEDED_OF_ROOT = 1L << 1 | 1L << 8;

    private final Home home;
    private final Addresses addresses;

    public Doctor(Home home, Addresses addresses) {
        this.home = home;
        this.addresses = addresses;
    }

    /** How it stands with one thing. */
    public enum Verdict {
        OK,
        WARN,
        WRONG
    }

    /**
     * One thing that was looked at.
     *
     * @param mending what to do, or empty
     */
    public record Check(Verdict verdict, String subject, String finding, String mending) {
        static Check ok(String subject, String finding) {
            return new Check(Verdict.OK, subject, finding, "");
        }

        public String line() {
            return String.format(
                    Locale.ROOT,
                    "%-5s  %-13s  %s%s",
                    verdict.name().toLowerCase(Locale.ROOT),
                    subject,
                    finding,
                    mending.isEmpty() ? "" : ": " + mending);
        }
    }

    public List<Check> examine() throws IOException {
        List<Check> checks = new ArrayList<>();
        checks.add(java(Runtime.version().feature()));
        checks.add(processors(Runtime.getRuntime().availableProcessors()));
        checks.add(memory(availableMemoryMebibytes()));
        checks.add(addressSpace(limitedAddressSpaceMebibytes()));
        checks.add(disk());
        checks.add(programs(ServerHome.find()));
        checks.add(tools());
        checks.add(user());
        checks.addAll(ports());
        checks.add(libpcap());
        return checks;
    }

    static Check java(int version) {
        return version == JAVA
                ? Check.ok("java", "Java " + version)
                : new Check(
                        Verdict.WRONG,
                        "java",
                        "Java " + version + " runs this, and Yamori is built for " + JAVA,
                        "install Java " + JAVA + " and let JAVA_HOME name it");
    }

    static Check processors(int processors) {
        return processors >= WANTED_PROCESSORS
                ? Check.ok("processors", String.valueOf(processors))
                : new Check(
                        Verdict.WARN,
                        "processors",
                        String.valueOf(processors),
                        "the start takes minutes; " + WANTED_PROCESSORS + " are better");
    }

    static Check memory(long availableMebibytes) {
        String finding = gibibytes(availableMebibytes) + " available";
        if (availableMebibytes < NEEDED_MEMORY_MEBIBYTES) {
            return new Check(
                    Verdict.WRONG,
                    "memory",
                    finding + ", " + gibibytes(NEEDED_MEMORY_MEBIBYTES) + " needed",
                    "end other programs, raise the limit of the container, or use a machine with 8 GiB;"
                            + " './yamori analyze' needs less");
        }
        return availableMebibytes < WANTED_MEMORY_MEBIBYTES
                ? new Check(
                        Verdict.WARN,
                        "memory",
                        finding,
                        "enough to run, and " + gibibytes(WANTED_MEMORY_MEBIBYTES)
                                + " leave room for the demonstration")
                : Check.ok("memory", finding);
    }

    static Check addressSpace(Optional<Long> limitMebibytes) {
        return limitMebibytes
                .filter(limit -> limit < NEEDED_ADDRESS_SPACE_MEBIBYTES)
                .map(limit -> new Check(
                        Verdict.WRONG,
                        "address space",
                        "limited to " + gibibytes(limit) + ", " + gibibytes(NEEDED_ADDRESS_SPACE_MEBIBYTES)
                                + " needed by a process",
                        "ulimit -v unlimited"))
                .orElseGet(() -> Check.ok(
                        "address space", limitMebibytes.map(Doctor::gibibytes).orElse("unlimited")));
    }

    static Check disk(String folder, long freeMebibytes) {
        String finding = gibibytes(freeMebibytes) + " free for " + folder;
        if (freeMebibytes < NEEDED_DISK_MEBIBYTES) {
            return new Check(
                    Verdict.WRONG,
                    "disk",
                    finding + ", " + gibibytes(NEEDED_DISK_MEBIBYTES) + " needed",
                    "free some, or name a folder on another disk with --home DIR");
        }
        return freeMebibytes < WANTED_DISK_MEBIBYTES
                ? new Check(Verdict.WARN, "disk", finding, "a busy darknet fills that in days")
                : Check.ok("disk", finding);
    }

    private Check disk() throws IOException {
        @Nullable Path existing = home.folder();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return new Check(
                    Verdict.WRONG,
                    "disk",
                    existing + " is not a folder that this user may write to",
                    "name another with --home DIR");
        }
        return disk(home.toString(), Files.getFileStore(existing).getUsableSpace() / MEBI);
    }

    static Check programs(ServerHome programs) {
        return programs.isComplete()
                ? Check.ok("programs", "Kafka and Elasticsearch are there")
                : new Check(
                        Verdict.WRONG,
                        "programs",
                        "Kafka or Elasticsearch is missing below "
                                + programs.root().resolve("cli/servers"),
                        "./yamori build");
    }

    private static Check tools() {
        List<String> missing =
                Stream.of("setsid", "setpriv").filter(tool -> !isOnPath(tool)).toList();
        return missing.isEmpty()
                ? Check.ok("tools", "setsid and setpriv")
                : new Check(
                        Verdict.WRONG,
                        "tools",
                        String.join(" and ", missing) + " cannot be found",
                        "on Debian: apt-get install util-linux");
    }

    private static boolean isOnPath(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private static Check user() throws IOException {
        String name = System.getProperty("user.name");
        if (!name.equals("root")) {
            return Check.ok("user", name);
        }
        long capabilities = Long.parseUnsignedLong(ofThisProcess("status", "CapEff:"), 16);
        return (capabilities & NEEDED_OF_ROOT) == NEEDED_OF_ROOT
                ? Check.ok("user", "root; Elasticsearch, which refuses root, runs as nobody")
                : new Check(
                        Verdict.WARN,
                        "user",
                        "root without the capabilities dac_override and setpcap",
                        "Elasticsearch runs as nobody, who must be able to enter the folder and all above it");
    }

    private List<Check> ports() throws IOException {
        Optional<Running> running =
                Running.in(home).filter(found -> found.supervisor().isAlive());
        Map<String, Integer> wanted = new TreeMap<>(Map.of(
                "kafka", addresses.kafka(), "elasticsearch", addresses.elasticsearch(), "page", addresses.page()));
        List<Check> checks = new ArrayList<>();
        wanted.forEach((part, port) -> checks.add(port(part, port, running)));
        return checks;
    }

    private static Check port(String part, int port, Optional<Running> running) {
        String subject = "port " + port;
        if (Ports.isFree(port)) {
            return Check.ok(subject, "free for " + part);
        }
        Optional<PortOwner> owner = PortOwner.of(port);
        boolean ours = owner.isPresent()
                && running.stream()
                        .flatMap(found -> found.parts().stream())
                        .anyMatch(each -> each.process() != null
                                && each.process().session().contains(owner.get().pid()));
        if (ours) {
            return Check.ok(subject, "taken by Yamori itself, which runs");
        }
        return new Check(
                Verdict.WRONG,
                subject,
                owner.map(process -> "taken by process " + process.pid() + " (" + process.command() + ")")
                        .orElse("taken by a process of another user"),
                "end it, or choose another port with --" + part + "-port");
    }

    private static Check libpcap() throws IOException {
        for (Path folder : List.of(Path.of("/usr/lib"), Path.of("/lib"), Path.of("/usr/local/lib"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> libraries = Files.find(
                        folder,
                        2,
                        (file, ignored) -> String.valueOf(file.getFileName()).startsWith("libpcap.so"))) {
                    Optional<Path> found = libraries.findFirst();
                    if (found.isPresent()) {
                        return Check.ok("libpcap", found.get().toString());
                    }
                }
            }
        }
        return new Check(
                Verdict.WARN,
                "libpcap",
                "not found, and only live capture needs it",
                "on Debian: apt-get install libpcap0.8");
    }

    /** The smaller of what the machine has and what the container may have. */
    private static long availableMemoryMebibytes() throws IOException {
        long ofMachine = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/meminfo tells no MemAvailable"));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.min(ofMachine, system.getTotalMemorySize() / MEBI);
    }

    private static Optional<Long> limitedAddressSpaceMebibytes() throws IOException {
        String soft = ofThisProcess("limits", "Max address space").split("\\s+", -1)[0];
        return soft.equals("unlimited") ? Optional.empty() : Optional.of(Long.parseLong(soft) / MEBI);
    }

    private static String ofThisProcess(String file, String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self", file)).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/self/" + file + " tells no " + key));
    }

    private static String gibibytes(long mebibytes) {
        return String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024.0);
    }
}
