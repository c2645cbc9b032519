package org.yamori.cli.bench.registry;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Cidr;
import org.yamori.wire.IpAddress;
import org.yamori.wire.Membership;
import org.yamori.wire.Organisation;
import org.yamori.wire.Registry;
import org.yamori.wire.RegistryFile;

/** Draws a large registry, reads it as a job does, and asks it for addresses, beside a trie of the same prefixes. */
public final class RegistryRun {
    private static final int ADDRESSES = 1 << 20;
    private static final int ROUNDS = 7;
    private static final long SEED = 20_161_130;

    private final Progress progress;
    private final StringBuilder table = new StringBuilder();

    private RegistryRun(Progress progress) {
        this.progress = progress;
    }

    /** Returns the figures as a table for a person. */
    public static String run(int organisations, int prefixes, Progress progress) throws IOException {
        RegistryRun run = new RegistryRun(progress);
        run.measure(organisations, prefixes);
        return run.table.toString();
    }

    private void line(String format, Object... values) {
        table.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private interface Making<T> {
        T make() throws IOException;
    }

    /** Makes something several times; says the shortest time and what one takes on the heap. */
    private <T> T made(String what, int rounds, Making<T> making) throws IOException {
        progress.stage(what);
        double shortest = Double.MAX_VALUE;
        for (int i = 1; i < rounds; i++) {
            long start = cpuNanos();
            making.make();
            shortest = Math.min(shortest, (cpuNanos() - start) / 1e9);
        }
        long before = heap();
        long start = cpuNanos();
        T made = making.make();
        shortest = Math.min(shortest, (cpuNanos() - start) / 1e9);
        line("%-34s %8.2f CPU s %10.1f MB on the heap", what, shortest, (heap() - before) / 1e6);
        return made;
    }

    /** Of this thread, since the machine may do something else as well. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void measure(int organisations, int prefixes) throws IOException {
        progress.stage("drawing");
        Registry drawn = RegistryDraw.of(organisations, prefixes, SEED);
        Path file = Files.createTempFile("yamori-registry", ".yaml");
        Registry registry;
        try {
            Files.writeString(file, RegistryDraw.yaml(drawn));
            byte[] json = drawn.toJson();
            line("%,d organisations with %,d prefixes", organisations, prefixes);
            line("%-34s %10.2f MB", "file (YAML)", Files.size(file) / 1e6);
            line("%-34s %10.2f MB", "version in the topic (JSON)", json.length / 1e6);
            registry = made("file read and checked", 3, () -> checked(() -> RegistryFile.read(file)));
            made("version read and checked", 3, () -> checked(() -> Registry.fromJson(json)));
        } finally {
            Files.deleteIfExists(file);
        }
        if (!registry.equals(drawn)) {
            throw new Refusal("the registry that was read is not the one that was drawn");
        }
        Membership membership = made("table of ranges", 5, () -> Membership.of(registry, 0));
        List<List<Cidr>> lists = new ArrayList<>();
        for (Organisation organisation : registry.organisations()) {
            lists.add(organisation.livenets());
            lists.add(organisation.darknets());
        }
        PatriciaTrie trie4 = made("Patricia trie, IPv4", 5, () -> PatriciaTrie.of(lists, false));
        PatriciaTrie trie6 = made("Patricia trie, IPv6", 5, () -> PatriciaTrie.of(lists, true));
        line("%,d and %,d nodes", trie4.size(), trie6.size());
        line("");
        line("%-34s %18s %18s", "million look-ups/s of one core", "table of ranges", "Patricia trie");
        List<Cidr> all = lists.stream().flatMap(List::stream).toList();
        ipv4(membership, trie4, all);
        ipv6(membership, trie6, all);
    }

    private interface Reading {
        Registry read() throws BadRecordException;
    }

    private static Registry checked(Reading reading) {
        try {
            return reading.read();
        } catch (BadRecordException bad) {
            throw new Refusal("the drawn registry was refused: " + bad.getMessage(), bad);
        }
    }

    /** Looks many addresses up and returns a sum of their places. */
    private interface Lookups {
        long sum();
    }

    private void race(String what, Lookups table, Lookups trie) {
        progress.stage(what);
        double[] fastest = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            long[] sums = new long[2];
            for (int i = 0; i < 2; i++) {
                long start = cpuNanos();
                sums[i] = (i == 0 ? table : trie).sum();
                fastest[i] = Math.min(fastest[i], (cpuNanos() - start) / 1e9);
            }
            if (sums[0] != sums[1]) {
                throw new Refusal("the trie finds other places than the table: " + what);
            }
        }
        line("%-34s %18.1f %18.1f", what, ADDRESSES / fastest[0] / 1e6, ADDRESSES / fastest[1] / 1e6);
    }

    private void ipv4(Membership membership, PatriciaTrie trie, List<Cidr> all) {
        List<Cidr> own = all.stream().filter(prefix -> !prefix.ipv6()).toList();
        Random random = new Random(SEED);
        int[] hits = new int[ADDRESSES];
        int[] misses = new int[ADDRESSES];
        for (int i = 0; i < ADDRESSES; i++) {
            Cidr prefix = own.get(random.nextInt(own.size()));
            hits[i] = prefix.first().ipv4() | (random.nextInt() >>> prefix.length());
            do {
                misses[i] = random.nextInt();
            } while (membership.find(misses[i]) != Membership.NOWHERE);
        }
        race("IPv4, in a prefix", () -> sum(membership, hits), () -> sum(trie, hits));
        race("IPv4, in none", () -> sum(membership, misses), () -> sum(trie, misses));
    }

    private static long sum(Membership membership, int[] addresses) {
        long sum = 0;
        for (int address : addresses) {
            sum += membership.find(address);
        }
        return sum;
    }

    private static long sum(PatriciaTrie trie, int[] addresses) {
        long sum = 0;
        for (int address : addresses) {
            sum += trie.find(address);
        }
        return sum;
    }

    private void ipv6(Membership membership, PatriciaTrie trie, List<Cidr> all) {
        List<Cidr> own = all.stream().filter(Cidr::ipv6).toList();
        Random random = new Random(SEED);
        long[] hits = new long[2 * ADDRESSES];
        long[] misses = new long[2 * ADDRESSES];
        for (int i = 0; i < 2 * ADDRESSES; i += 2) {
            IpAddress first = own.get(random.nextInt(own.size())).first();
            hits[i] = first.high() | random.nextInt(1 << 16);
            hits[i + 1] = random.nextLong();
            do {
                misses[i] = 0x2000_0000_0000_0000L | (random.nextLong() >>> 3);
            } while (membership.find(misses[i], 0) != Membership.NOWHERE);
            misses[i + 1] = random.nextLong();
        }
        race("IPv6, in a prefix", () -> sum(membership, hits), () -> sum(trie, hits));
        race("IPv6, in none", () -> sum(membership, misses), () -> sum(trie, misses));
    }

    private static long sum(Membership membership, long[] addresses) {
        long sum = 0;
        for (int i = 0; i < addresses.length; i += 2) {
            sum += membership.find(addresses[i], addresses[i + 1]);
        }
        return sum;
    }

    private static long sum(PatriciaTrie trie, long[] addresses) {
        long sum = 0;
        for (int i = 0; i < addresses.length; i += 2) {
            sum += trie.find(addresses[i], addresses[i + 1]);
        }
        return sum;
    }
}
