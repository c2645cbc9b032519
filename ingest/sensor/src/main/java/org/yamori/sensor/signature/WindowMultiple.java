package org.yamori.sensor.signature;

/** How many segments or largest packets a window is, as p0f 3 finds it out. */
final class WindowMultiple {
    /** Set in an answer that counts largest packets. */
    static final int LARGEST_PACKETS = 1 << 10;

    private static final int IPV4_HEADERS = 40;
    private static final int IPV6_HEADERS = 60;
    private static final int ETHERNET = 1500;
    private static final int TIME_STAMPS = 12;
    private static final int LEAST_SEGMENT = 100;

    private WindowMultiple() {}

    /**
     * The number, below 1,024, with the bit {@link #LARGEST_PACKETS} or without; 0 where the window is no multiple.
     *
     * @param headers bytes of the packet's own headers
     */
    static int of(int window, int segmentSize, boolean timeStamps, int headers, boolean ipv6) {
        if (window == 0 || segmentSize < LEAST_SEGMENT) {
            return 0;
        }
        if (window % segmentSize == 0) {
            return window / segmentSize;
        }
        if (timeStamps && window % (segmentSize - TIME_STAMPS) == 0) {
            return window / (segmentSize - TIME_STAMPS);
        }
        // some systems use the size of another interface
        int ethernet = ofEthernet(window, ipv6);
        if (ethernet != 0) {
            return ethernet;
        }
        int packet = segmentSize + IPV4_HEADERS;
        if (window % packet != 0) {
            packet = segmentSize + headers;
        }
        if (window % packet != 0 && ipv6) {
            packet = segmentSize + IPV6_HEADERS;
        }
        if (window % packet != 0) {
            packet = ETHERNET;
        }
        return window % packet == 0 ? window / packet | LARGEST_PACKETS : 0;
    }

    private static int ofEthernet(int window, boolean ipv6) {
        if (window % (ETHERNET - IPV4_HEADERS) == 0) {
            return window / (ETHERNET - IPV4_HEADERS);
        }
        if (window % (ETHERNET - IPV4_HEADERS - TIME_STAMPS) == 0) {
            return window / (ETHERNET - IPV4_HEADERS - TIME_STAMPS);
        }
        if (ipv6 && window % (ETHERNET - IPV6_HEADERS) == 0) {
            return window / (ETHERNET - IPV6_HEADERS);
        }
        return ipv6 && window % (ETHERNET - IPV6_HEADERS - TIME_STAMPS) == 0
                ? window / (ETHERNET - IPV6_HEADERS - TIME_STAMPS)
                : 0;
    }
}
