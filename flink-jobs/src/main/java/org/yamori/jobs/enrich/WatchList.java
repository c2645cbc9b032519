package org.yamori.jobs.enrich;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.ProtocolPort;

/** The ports that are counted exactly and watched most closely, each with its service and a dense number. */
public final class WatchList implements Serializable {
    private static final String DEFAULTS = "watch-list.tsv";
    private static final int COLUMNS = 2;
    private static final int PORTS = 65_536;
    private static final int MOST = 4096;

    private final List<ProtocolPort> ports;
    private final List<String> services;
    private final short[] tcp = new short[PORTS];
    private final short[] udp = new short[PORTS];

    public WatchList(SortedMap<ProtocolPort, String> services) {
        if (services.size() > MOST) {
            throw new IllegalArgumentException(
                    "a watch list has at most " + MOST + " ports, this one " + services.size());
        }
        this.ports = List.copyOf(services.keySet());
        this.services = List.copyOf(services.values());
        Arrays.fill(tcp, (short) -1);
        Arrays.fill(udp, (short) -1);
        for (int i = 0; i < ports.size(); i++) {
            ProtocolPort port = ports.get(i);
            (port.protocol() == ProtocolPort.TCP ? tcp : udp)[port.port()] = (short) i;
        }
    }

    /** 256 ports that scanners and worms look for. */
    public static WatchList defaults() {
        try {
            return read(TabbedLines.ofResource(DEFAULTS, COLUMNS));
        } catch (BadRecordException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** A list from a file in the form of the default one, which it replaces. */
    public static WatchList read(Path path) throws BadRecordException {
        return read(TabbedLines.ofFile(path, COLUMNS));
    }

    private static WatchList read(TabbedLines lines) throws BadRecordException {
        TreeMap<ProtocolPort, String> services = new TreeMap<>();
        lines.forEach(row -> {
            ProtocolPort port = ProtocolPort.parse(row.cells().get(0));
            String service = row.cells().get(1);
            if (service.isEmpty()) {
                throw new IllegalArgumentException("port " + port + " has no service; name one");
            }
            if (services.putIfAbsent(port, service) != null) {
                throw new IllegalArgumentException("port " + port + " stands twice; once is allowed");
            }
            if (services.size() > MOST) {
                throw new IllegalArgumentException("at most " + MOST + " ports are allowed; " + port + " is one more");
            }
        });
        return new WatchList(services);
    }

    public boolean contains(int protocol, int port) {
        return number(protocol, port) >= 0;
    }

    /** The place of a port among {@link #ports}, or -1. */
    public int number(int protocol, int port) {
        return switch (protocol) {
            case ProtocolPort.TCP -> tcp[port];
            case ProtocolPort.UDP -> udp[port];
            default -> -1;
        };
    }

    /** The service of a port, or the empty text. */
    public String service(int protocol, int port) {
        int number = number(protocol, port);
        return number < 0 ? "" : services.get(number);
    }

    public int size() {
        return ports.size();
    }

    /** All ports, TCP before UDP and then by number. */
    public List<ProtocolPort> ports() {
        return ports;
    }

    /** Serialised as its ports, not as its tables. */
    private Object writeReplace() {
        TreeMap<ProtocolPort, String> form = new TreeMap<>();
        for (int i = 0; i < ports.size(); i++) {
            form.put(ports.get(i), services.get(i));
        }
        return new Form(form);
    }

    private record Form(TreeMap<ProtocolPort, String> services) implements Serializable {
        private Object readResolve() {
            return new WatchList(services);
        }
    }
}
