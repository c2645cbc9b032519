package org.yamori.wire.signature;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Problem;

/**
 * A database of SYN signatures in the format of p0f 3 ({@code p0f.fp}), of which the section {@code [tcp:request]} is
 * used. None comes with this program.
 *
 * <p>As in p0f the first specific signature that fits wins, then the first generic one, then the first that fits
 * loosely. Unlike p0f 3.09 a signature for IPv4 never describes an IPv6 packet, nor the other way round.
 */
public final class SystemSignatures implements Serializable {
    private static final long serialVersionUID = 1;
    /** More is no database of signatures; Debian's has 42 kB. */
    private static final long MOST_BYTES = 16 << 20;

    private static final int IP_QUIRKS = Quirk.DF.bit() | Quirk.ID_WITH_DF.bit() | Quirk.NO_ID.bit();

    private final ArrayList<SystemRule> rules;
    /** Rules in the order of the file by their option kinds. */
    private final HashMap<List<Integer>, List<SystemRule>> rulesOfOptions = new HashMap<>();

    SystemSignatures(List<SystemRule> rules) {
        this.rules = new ArrayList<>(rules);
        for (SystemRule rule : rules) {
            rulesOfOptions
                    .computeIfAbsent(rule.options().kinds(), any -> new ArrayList<>())
                    .add(rule);
        }
    }

    /** The signatures in a file, all of whose problems are named when it has any. */
    public static SystemSignatures read(Path file) throws BadRecordException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw unreadable(file, "has more than " + MOST_BYTES + " bytes; allowed: a database like p0f.fp");
            }
            return SystemSignatureReader.read(file.toString(), Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "there is no such file");
        } catch (CharacterCodingException notText) {
            throw unreadable(file, "has bytes that are not UTF-8; allowed: a database like p0f.fp");
        } catch (IOException failed) {
            throw unreadable(file, "cannot be read: " + failed.getMessage());
        }
    }

    private static BadRecordException unreadable(Path file, String message) {
        return new BadRecordException(List.of(new Problem("", 0, file.toString(), "", message)));
    }

    /** How many signatures there are. */
    public int size() {
        return rules.size();
    }

    /** Who sends such a SYN, if the database knows. */
    public Optional<SystemMatch> match(SynSignature seen) {
        @Nullable SystemRule generic = null;
        @Nullable SystemRule fuzzy = null;
        for (SystemRule rule : rulesOfOptions.getOrDefault(seen.options().kinds(), List.of())) {
            SystemRule.Fit fit = rule.fit(seen);
            if (fit == SystemRule.Fit.EXACT) {
                if (!rule.label().generic()) {
                    return Optional.of(new SystemMatch(rule.label(), false));
                }
                generic = generic == null ? rule : generic;
            } else if (fit == SystemRule.Fit.FUZZY && fuzzy == null) {
                fuzzy = rule;
            }
        }
        if (generic != null) {
            return Optional.of(new SystemMatch(generic.label(), false));
        }
        return fuzzy == null || fuzzy.label().isTool()
                ? Optional.empty()
                : Optional.of(new SystemMatch(fuzzy.label(), true));
    }

    /**
     * What an ACK tells of its sender: it has no MSS and no layout, so only TTL and IP id are left. The name that all
     * systems with such headers share, else the class that they share, else the empty text.
     *
     * @param fragment IPv4 flags and fragment offset as on the wire
     */
    public String systemOfAck(boolean ipv6, int ttl, int fragment, int ipId) {
        int seen = ipv6 ? 0 : ipQuirks((fragment & 0x4000) != 0, ipId != 0);
        Set<String> names = new TreeSet<>();
        Set<String> kinds = new TreeSet<>();
        for (SystemRule rule : rules) {
            boolean possible = (rule.version() == SystemRule.ANY || rule.version() == (ipv6 ? 6 : 4))
                    && !rule.randomTtl()
                    && rule.reachesFrom(ttl)
                    && (rule.quirksFor(ipv6) & IP_QUIRKS) == seen;
            if (possible && !rule.label().isTool()) {
                names.add(rule.label().name());
                kinds.add(rule.label().kind());
            }
        }
        return names.size() == 1
                ? names.iterator().next()
                : kinds.size() == 1 ? kinds.iterator().next() : "";
    }

    private static int ipQuirks(boolean df, boolean id) {
        if (df) {
            return Quirk.DF.bit() | (id ? Quirk.ID_WITH_DF.bit() : 0);
        }
        return id ? 0 : Quirk.NO_ID.bit();
    }

    @Override
    public String toString() {
        Map<String, Long> kinds = rules.stream()
                .collect(Collectors.groupingBy(rule -> rule.label().kind(), Collectors.counting()));
        return rules.size() + " SYN signatures " + kinds;
    }
}
