package org.yamori.cli.bench.registry;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yamori.cli.Progress;
import org.yamori.wire.Cidr;
import org.yamori.wire.IpAddress;
import org.yamori.wire.Organisation;
import org.yamori.wire.Registry;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryRunTest {
    private static List<Cidr> prefixes(String... texts) {
        return Stream.of(texts).map(Cidr::parsePrefixOrAddress).toList();
    }

    private static int ipv4(PatriciaTrie trie, String address) {
        return trie.find(IpAddress.parse(address).ipv4());
    }

    private static int ipv6(PatriciaTrie trie, String address) {
        IpAddress parsed = IpAddress.parse(address);
        return trie.find(parsed.high(), parsed.low());
    }

    @Test
    void trie_findsTheLongestPrefix() {
        List<List<Cidr>> lists = List.of(
                prefixes("10.1.2.3", "10.0.0.0/8", "2001:db8::/32", "2001:db8:0:1::1", "0.0.0.0/32"),
                prefixes("10.1.0.0/16", "2001:db8:0:1::/64", "255.255.255.255"),
                prefixes("10.1.2.0/24", "192.0.2.0/24", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
        PatriciaTrie trie = PatriciaTrie.of(lists, false);

        assertThat(Stream.of(
                                "9.255.255.255",
                                "10.0.0.0",
                                "10.1.0.0",
                                "10.1.2.2",
                                "10.1.2.3",
                                "10.1.3.0",
                                "10.2.0.0",
                                "11.0.0.0",
                                "0.0.0.0",
                                "0.0.0.1",
                                "255.255.255.255",
                                "192.0.2.255",
                                "192.0.3.0")
                        .map(address -> ipv4(trie, address)))
                .containsExactly(-1, 0, 1, 2, 0, 1, 0, -1, 0, -1, 1, 2, -1);
        PatriciaTrie wide = PatriciaTrie.of(lists, true);
        assertThat(Stream.of(
                                "2001:db7:ffff::",
                                "2001:db8::",
                                "2001:db8:0:1::1",
                                "2001:db8:0:1::2",
                                "2001:db8:0:2::",
                                "2001:db9::",
                                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                                "::")
                        .map(address -> ipv6(wide, address)))
                .containsExactly(-1, 0, 0, 1, 0, -1, 2, -1);
    }

    @Test
    void drawnRegistry_hasWhatWasAskedForAndIsTheSameForASeed() {
        Registry registry = RegistryDraw.of(30, 601, 7);

        assertThat(registry.organisations()).hasSize(30);
        assertThat(registry.organisations().stream()
                        .mapToInt(
                                each -> each.livenets().size() + each.darknets().size())
                        .sum())
                .isEqualTo(601);
        assertThat(registry.organisations().stream().map(Organisation::parent).filter(parent -> !parent.isEmpty()))
                .containsExactly("organisation-8", "organisation-18", "organisation-28");
        assertThat(RegistryDraw.of(30, 601, 7)).isEqualTo(registry);
    }

    /** The run itself refuses to go on where the trie and the table differ, or what was read is not what was drawn. */
    @Test
    void figures_areOfTheRegistryThatWasAskedFor() throws Exception {
        String table = RegistryRun.run(20, 400, Progress.untold());

        assertThat(table.lines().map(line -> line.replaceAll(" {2,}.*", "")))
                .containsSubsequence(
                        "20 organisations with 400 prefixes",
                        "file (YAML)",
                        "version in the topic (JSON)",
                        "file read and checked",
                        "version read and checked",
                        "table of ranges",
                        "Patricia trie, IPv4",
                        "Patricia trie, IPv6",
                        "million look-ups/s of one core",
                        "IPv4, in a prefix",
                        "IPv4, in none",
                        "IPv6, in a prefix",
                        "IPv6, in none");
    }
}
