package org.yamori.jobs.enrich;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.ProtocolPort;

/**
 * Groups of ports that mean the same to those who scan them, for example telnet on 23 and 2323. A port may belong to
 * several groups; bit g of a mask says that it belongs to group g.
 */
public final class PortKnowledge implements Serializable {
    /** Groups are bits of an int, and a mask is never negative. */
    public static final int MOST_GROUPS = 31;

    private static final String DEFAULTS = "port-groups.tsv";
    private static final int COLUMNS = 3;
    private static final int PORTS = 65_536;

    private final List<Group> groups;
    private final int[] tcp = new int[PORTS];
    private final int[] udp = new int[PORTS];

    /**
     * Some ports and what they mean.
     *
     * @param name a word of small letters, digits and '-'
     */
    public record Group(String name, Set<ProtocolPort> ports, String meaning) implements Serializable {
        public Group {
            if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
                throw new IllegalArgumentException(
                        "a group's name is 1 to 40 small letters, digits or '-', was '" + name + "'");
            }
            if (ports.isEmpty()) {
                throw new IllegalArgumentException("group '" + name + "' has no port; at least one is needed");
            }
            ports = java.util.Collections.unmodifiableSet(new TreeSet<>(ports));
        }
    }

    public PortKnowledge(List<Group> groups) {
        if (groups.size() > MOST_GROUPS) {
            throw new IllegalArgumentException(
                    "at most " + MOST_GROUPS + " port groups are allowed, were " + groups.size());
        }
        this.groups = List.copyOf(groups);
        Set<String> names = new HashSet<>();
        for (int g = 0; g < groups.size(); g++) {
            if (!names.add(groups.get(g).name())) {
                throw new IllegalArgumentException(
                        "two port groups are named '" + groups.get(g).name() + "'; names must differ");
            }
            for (ProtocolPort port : groups.get(g).ports()) {
                (port.protocol() == ProtocolPort.TCP ? tcp : udp)[port.port()] |= 1 << g;
            }
        }
    }

    /** Telnet, ssh, TR-069 and Netis, as requirement N-14 groups them. */
    public static PortKnowledge defaults() {
        try {
            return read(TabbedLines.ofResource(DEFAULTS, COLUMNS));
        } catch (BadRecordException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Groups of a file in the form of the defaults, which it replaces. */
    public static PortKnowledge read(Path path) throws BadRecordException {
        return read(TabbedLines.ofFile(path, COLUMNS));
    }

    private static PortKnowledge read(TabbedLines lines) throws BadRecordException {
        List<Group> groups = new ArrayList<>();
        Set<String> names = new HashSet<>();
        lines.forEach(row -> {
            Set<ProtocolPort> ports = new TreeSet<>();
            for (String port : row.cells().get(1).split(" +", -1)) {
                if (!ports.add(ProtocolPort.parse(port))) {
                    throw new IllegalArgumentException("port " + port + " stands twice in one group");
                }
            }
            Group group = new Group(row.cells().get(0), ports, row.cells().get(2));
            if (!names.add(group.name())) {
                throw new IllegalArgumentException(
                        "'" + group.name() + "' is already the name of a group above; names must differ");
            }
            if (names.size() > MOST_GROUPS) {
                throw new IllegalArgumentException("at most " + MOST_GROUPS + " groups are allowed; '" + group.name()
                        + "' is number " + names.size());
            }
            groups.add(group);
        });
        return new PortKnowledge(groups);
    }

    /** Which groups a port belongs to; 0 for none and for protocols without ports. */
    public int groupMask(int protocol, int port) {
        return switch (protocol) {
            case ProtocolPort.TCP -> tcp[port];
            case ProtocolPort.UDP -> udp[port];
            default -> 0;
        };
    }

    /** The groups; their places are the bits of a mask. */
    public List<Group> groups() {
        return groups;
    }

    public String name(int group) {
        return groups.get(group).name();
    }

    /** Names of the groups of a mask, in the order of the file. */
    public List<String> names(int mask) {
        List<String> names = new ArrayList<>();
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            names.add(name(Integer.numberOfTrailingZeros(rest)));
        }
        return names;
    }

    /** Serialised as its groups, not as its tables. */
    private Object writeReplace() {
        return new Form(groups);
    }

    private record Form(List<Group> groups) implements Serializable {
        private Object readResolve() {
            return new PortKnowledge(groups);
        }
    }
}
