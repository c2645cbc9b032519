package org.yamori.sensor.signature;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.sensor.file.CaptureException;
import org.yamori.sensor.file.CaptureFile;
import org.yamori.wire.IpAddress;
import org.yamori.wire.PacketRow;
import org.yamori.wire.SharedFolder;
import org.yamori.wire.signature.SynSignature;
import org.yamori.wire.signature.SystemMatch;
import org.yamori.wire.signature.SystemSignatures;

import static org.assertj.core.api.Assertions.assertThat;

/** Signatures and systems as Debian's p0f sees them on the same captures. */
class SynSignaturesITCase {
    private static final int RANDOM_SYNS = 20_000;

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireP0f() {
        P0f.require();
    }

    /** What we say of one SYN, in p0f's words. */
    private record Ours(String rawSignature, String system) {}

    @Test
    void everyStack_hasTheSignatureAndTheSystemThatP0fGivesIt() throws Exception {
        List<SynFrame> stacks = Stacks.all();

        Map<P0f.Flow, Ours> ours = compare(stacks);

        assertThat(ours).as("SYNs that p0f reads").hasSize(stacks.size());
        assertThat(ours.values().stream().map(Ours::system))
                .contains(
                        "Linux 3.11 and newer",
                        "Linux 2.2.x-3.x (barebone)",
                        "Windows XP",
                        "Windows 7 or 8",
                        "Mac OS X 10.x",
                        "FreeBSD 9.x or newer",
                        "OpenBSD 4.x-5.x",
                        "Solaris 10",
                        "NMap SYN scan",
                        "NMap OS detection",
                        "p0f sendsyn utility",
                        "");
    }

    @Test
    void randomHeadersAndOptions_haveTheSignatureThatP0fGivesThem() throws Exception {
        long seed = 0x5f0f;
        List<SynFrame> frames = RandomSyns.of(new Random(seed), RANDOM_SYNS);

        Map<P0f.Flow, Ours> ours = compare(frames);

        assertThat(ours.size()).as("SYNs that p0f reads, seed " + seed).isGreaterThan(RANDOM_SYNS * 9 / 10);
        assertThat(ours.values().stream().map(Ours::rawSignature).distinct().count())
                .as("different signatures")
                .isGreaterThan(RANDOM_SYNS * 8 / 10);
    }

    /** p0f sees nothing of these; neither do we. */
    @Test
    void whatP0fDoesNotLookAt_hasNoSignature() throws Exception {
        List<SynFrame> frames = List.of(
                SynFrame.ipv4().flags(0x03),
                SynFrame.ipv4().flags(0x06),
                SynFrame.ipv4().flags(0x12),
                SynFrame.ipv4().id(7, 0x2000),
                SynFrame.ipv4().id(7, 0x2001));
        SynFrame extended = SynFrame.ipv6();
        extended.next = 0;
        List<SynFrame> all = Stream.concat(frames.stream(), Stream.of(extended)).toList();

        assertThat(compare(all)).isEmpty();
    }

    @Test
    void everySynOfTheCaptures_hasTheSignatureAndTheSystemThatP0fGivesIt() throws Exception {
        int syns = 0;
        int captures = 0;
        for (String part : List.of("data/pcap", "data/corpus")) {
            List<Path> files;
            try (Stream<Path> tree = Files.walk(SharedFolder.file(part))) {
                files = tree.filter(file -> isEthernetPcap(file)).sorted().toList();
            }
            for (Path file : files) {
                int seen = compareCapture(file);
                syns += seen;
                captures += seen > 0 ? 1 : 0;
            }
        }
        System.out.printf("%d SYNs of %d captures agree with p0f%n", syns, captures);

        assertThat(syns).as("SYNs that p0f reads").isGreaterThan(900);
    }

    /** p0f reads pcap files in seconds and microseconds or nanoseconds, and Ethernet best. */
    private static boolean isEthernetPcap(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) < 24) {
                return false;
            }
            byte[] head;
            try (var in = Files.newInputStream(file)) {
                head = in.readNBytes(24);
            }
            boolean little = (head[0] & 0xff) == 0xd4 && (head[1] & 0xff) == 0xc3;
            return little && head[20] == 1 && head[21] == 0;
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private int compareCapture(Path file) throws Exception {
        Map<P0f.Flow, Set<Ours>> ours = new HashMap<>();
        SystemSignatures database = SystemSignatures.read(P0f.DATABASE);
        PacketRow row = new PacketRow();
        try (CaptureFile capture = CaptureFile.open(file)) {
            while (capture.next(row)) {
                if (!row.synSignature.isEmpty()) {
                    ours.computeIfAbsent(flow(row), any -> new HashSet<>()).add(ours(row, database));
                }
            }
        } catch (CaptureException unreadable) {
            return 0;
        }
        if (ours.isEmpty()) {
            return 0;
        }
        int compared = 0;
        for (P0f.Said said : P0f.read(file, folder)) {
            assertThat(ours.getOrDefault(said.flow(), Set.of()))
                    .as(file + ", " + said.flow())
                    .contains(new Ours(said.rawSignature(), said.system()));
            compared++;
        }
        return compared;
    }

    /** What we say of every SYN that p0f speaks of; it is the same, and of the others we say nothing. */
    private Map<P0f.Flow, Ours> compare(List<SynFrame> frames) throws Exception {
        Path capture = folder.resolve("syns.pcap");
        for (int i = 0; i < frames.size(); i++) {
            frames.get(i).source = 0x0a000001 + i;
        }
        SynFrame.write(capture, frames.stream().map(SynFrame::frame).toList());
        SystemSignatures database = SystemSignatures.read(P0f.DATABASE);
        Map<P0f.Flow, Ours> ours = new HashMap<>();
        PacketRow row = new PacketRow();
        try (CaptureFile packets = CaptureFile.open(capture)) {
            while (packets.next(row)) {
                if (!row.synSignature.isEmpty()) {
                    ours.put(flow(row), ours(row, database));
                }
            }
        }
        Map<P0f.Flow, Ours> theirs = new HashMap<>();
        for (P0f.Said said : P0f.read(capture, folder)) {
            theirs.put(said.flow(), new Ours(said.rawSignature(), said.system()));
        }
        assertThat(ours).containsExactlyInAnyOrderEntriesOf(theirs);
        return ours;
    }

    private static P0f.Flow flow(PacketRow row) {
        return row.ipv6
                ? new P0f.Flow(
                        IpAddress.ofIpv6(row.sourceHigh, row.sourceLow),
                        row.sourcePort,
                        IpAddress.ofIpv6(row.destinationHigh, row.destinationLow),
                        row.destinationPort)
                : new P0f.Flow(
                        IpAddress.ofIpv4(row.source),
                        row.sourcePort,
                        IpAddress.ofIpv4(row.destination),
                        row.destinationPort);
    }

    private static Ours ours(PacketRow row, SystemSignatures database) {
        SynSignature signature = SynSignature.of(row.ipv6, row.ttl, row.window, row.synSignature);
        String system = database.match(signature)
                .map(SystemMatch::label)
                .map(label -> label.text())
                .orElse("");
        return new Ours(signature.toString(), system);
    }
}
