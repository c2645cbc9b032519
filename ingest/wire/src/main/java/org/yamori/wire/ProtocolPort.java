package org.yamori.wire;

import java.io.Serializable;

/**
 * A port of TCP or UDP, written {@code 23/tcp}.
 *
 * @param protocol {@link #TCP} or {@link #UDP}
 * @param port 0 to 65535
 */
public record ProtocolPort(int protocol, int port) implements Comparable<ProtocolPort>, Serializable {
    public static final int TCP = 6;
    public static final int UDP = 17;

    private static final int MOST = 65_535;

    public ProtocolPort {
        if (protocol != TCP && protocol != UDP) {
            throw new IllegalArgumentException("a protocol with ports is 6 (tcp) or 17 (udp), was " + protocol);
        }
        if (port < 0 || port > MOST) {
            throw new IllegalArgumentException("a port is 0 to " + MOST + ", was " + port);
        }
    }

    public static ProtocolPort parse(String text) {
        int slash = text.indexOf('/');
        String digits = slash < 0 ? "" : text.substring(0, slash);
        String protocol = text.substring(slash + 1);
        boolean tcp = protocol.equals("tcp");
        if (digits.matches("0|[1-9][0-9]{0,4}")
                && (tcp || protocol.equals("udp"))
                && Integer.parseInt(digits) <= MOST) {
            return new ProtocolPort(tcp ? TCP : UDP, Integer.parseInt(digits));
        }
        throw new IllegalArgumentException(
                "a port is like 23/tcp or 53413/udp, at most " + MOST + ", was '" + BlockHeader.clip(text) + "'");
    }

    @Override
    public int compareTo(ProtocolPort other) {
        int byProtocol = Integer.compare(protocol, other.protocol);
        return byProtocol != 0 ? byProtocol : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return port + (protocol == TCP ? "/tcp" : "/udp");
    }
}
