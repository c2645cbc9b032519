package org.yamori.cli.bench.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.yamori.wire.AlertThresholds;
import org.yamori.wire.Cidr;
import org.yamori.wire.Contacts;
import org.yamori.wire.IpAddress;
import org.yamori.wire.Language;
import org.yamori.wire.Organisation;
import org.yamori.wire.Registry;
import org.yamori.wire.Validity;
import org.yamori.wire.Whitelist;

/**
 * A large registry, drawn from a seed. Each organisation has a /18 in use with darknets and livenets of /24 to /28
 * inside, and a quarter of its prefixes are /40 to /48 of IPv6; every tenth lies in the prefixes of the one before.
 */
public final class RegistryDraw {
    private static final int FIRST_BLOCK = 16 << 24;
    private static final long FIRST_IPV6 = 0x2400_0000_0000_0000L;

    private final Random random;
    private final Set<Cidr> taken = new HashSet<>();

    private RegistryDraw(long seed) {
        random = new Random(seed);
    }

    public static Registry of(int organisations, int prefixes, long seed) {
        RegistryDraw draw = new RegistryDraw(seed);
        List<Organisation> drawn = new ArrayList<>();
        for (int i = 0; i < organisations; i++) {
            int many = prefixes / organisations + (i < prefixes % organisations ? 1 : 0);
            drawn.add(draw.organisation(i, many));
        }
        return new Registry(drawn, List.of());
    }

    private Organisation organisation(int number, int prefixes) {
        boolean inner = number % 10 == 9;
        int block = inner ? number - 1 : number;
        if (!inner) {
            taken.clear();
        }
        List<Cidr> livenets = new ArrayList<>();
        List<Cidr> darknets = new ArrayList<>();
        for (int i = 0; i < prefixes; i++) {
            Cidr prefix = i == 0 && !inner ? ipv4(block, 18, 18) : i % 4 == 3 ? ipv6(block) : ipv4(block, 24, 28);
            (i % 2 == 0 ? livenets : darknets).add(prefix);
        }
        String name = "organisation-" + number;
        return new Organisation(
                name,
                livenets,
                darknets,
                Validity.ALWAYS,
                inner ? "organisation-" + block : "",
                Contacts.ofAll(List.of("soc@" + name + ".example")),
                Whitelist.NONE,
                AlertThresholds.NONE,
                Language.EN,
                Organisation.UTC);
    }

    private Cidr ipv4(int block, int least, int most) {
        while (true) {
            int length = least + random.nextInt(most - least + 1);
            int address = (FIRST_BLOCK + (block << 14)) | (random.nextInt() >>> 18);
            Cidr prefix = new Cidr(IpAddress.ofIpv4(address & (-1 << (32 - length))), length);
            if (taken.add(prefix)) {
                return prefix;
            }
        }
    }

    private Cidr ipv6(int block) {
        while (true) {
            int length = 40 + random.nextInt(9);
            long high = FIRST_IPV6 | ((long) block << 28) | (random.nextLong() >>> 36);
            Cidr prefix = new Cidr(IpAddress.ofIpv6(high & (-1L << (64 - length)), 0), length);
            if (taken.add(prefix)) {
                return prefix;
            }
        }
    }

    /** The same registry, in which the first organisation has more darknets. */
    public static Registry withDarknets(Registry registry, List<Cidr> darknets) {
        List<Organisation> all = new ArrayList<>(registry.organisations());
        Organisation first = all.get(0);
        List<Cidr> more = new ArrayList<>(first.darknets());
        more.addAll(darknets);
        all.set(
                0,
                new Organisation(
                        first.name(),
                        first.livenets(),
                        more,
                        first.validity(),
                        first.parent(),
                        first.contacts(),
                        first.whitelist(),
                        first.thresholds(),
                        first.language(),
                        first.zone()));
        return new Registry(all, List.of());
    }

    /** The registry as somebody would write it. */
    public static String yaml(Registry registry) {
        StringBuilder text = new StringBuilder("organisations:\n");
        for (Organisation organisation : registry.organisations()) {
            text.append("  - name: ").append(organisation.name()).append('\n');
            if (!organisation.parent().isEmpty()) {
                text.append("    parent: ").append(organisation.parent()).append('\n');
            }
            text.append("    contacts: ")
                    .append("soc@" + organisation.name() + ".example")
                    .append('\n');
            prefixes(text, "livenets", organisation.livenets());
            prefixes(text, "darknets", organisation.darknets());
        }
        return text.toString();
    }

    private static void prefixes(StringBuilder text, String key, List<Cidr> prefixes) {
        if (!prefixes.isEmpty()) {
            text.append("    ").append(key).append(":\n");
            prefixes.forEach(prefix -> text.append("      - ").append(prefix).append('\n'));
        }
    }
}
