package org.yamori.sensor.parse;

/** A walk over at most 16 IPv6 extension headers (RFC 8200), and where it ended. */
final class ExtensionHeaders {
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int MAX_EXTENSIONS = 16;

    /** The protocol at which the walk ended, and where it begins. */
    int protocol;

    int at;
    /** The fragment header as IPv4 would say it: offset in units of 8 bytes and the bit for more fragments. */
    int fragment;

    int identification;
    /** False when the walk ended inside the chain. */
    boolean whole;

    void walk(byte[] frame, int start, int end, int firstProtocol) {
        at = start;
        protocol = firstProtocol;
        fragment = 0;
        identification = 0;
        whole = !isExtension(firstProtocol) || steps(frame, end);
    }

    private boolean steps(byte[] frame, int end) {
        for (int headers = 0; isExtension(protocol); headers++) {
            if (headers == MAX_EXTENSIONS || at + 8 > end) {
                return false;
            }
            int length = switch (protocol) {
                case FRAGMENT -> 8;
                case AUTHENTICATION -> ((frame[at + 1] & 0xff) + 2) << 2;
                default -> ((frame[at + 1] & 0xff) + 1) << 3;
            };
            if (at + length > end) {
                return false;
            }
            if (protocol == FRAGMENT) {
                int word = BigEndian.unsignedShort(frame, at + 2);
                fragment = word >>> 3 | ((word & 1) != 0 ? MORE_FRAGMENTS : 0);
                identification = BigEndian.unsignedShort(frame, at + 6);
            }
            protocol = frame[at] & 0xff;
            at += length;
            if (isLaterFragment()) {
                return true;
            }
        }
        return true;
    }

    /** What follows is the middle of something. */
    boolean isLaterFragment() {
        return (fragment & FRAGMENT_OFFSET) != 0;
    }

    /** Hop-by-hop, routing, fragment, authentication, destination options, mobility, HIP, shim6. */
    private static boolean isExtension(int protocol) {
        return switch (protocol) {
            case 0, 43, FRAGMENT, AUTHENTICATION, 60, 135, 139, 140 -> true;
            default -> false;
        };
    }
}
