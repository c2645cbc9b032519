package org.yamori.sensor.simulate;

/**
 * What the operating system of a source shows.
 *
 * @param share how many of a hundred sources have it
 * @param pingBytes payload of its ping
 */
record HostStack(int share, int ttl, int window, String synOptions, int fragment, int pingBytes) {
    private static final HostStack[] STACKS = {
        new HostStack(30, 64, 29_200, "2.4.8.1.3/1460/7", Lane.DONT_FRAGMENT, 56),
        new HostStack(12, 64, 64_240, "2.4.8.1.3/1460/7", Lane.DONT_FRAGMENT, 56),
        new HostStack(14, 64, 5_840, "2.4.8.1.3/1452/2", Lane.DONT_FRAGMENT, 56),
        new HostStack(14, 128, 8_192, "2.1.3.1.1.4/1460/8", Lane.DONT_FRAGMENT, 32),
        new HostStack(8, 128, 64_240, "2.1.3.1.1.4/1460/8", Lane.DONT_FRAGMENT, 32),
        new HostStack(4, 128, 65_535, "2.1.1.4/1460/-", Lane.DONT_FRAGMENT, 32),
        new HostStack(10, 255, 1_024, SynOptionBytes.NONE, 0, 0),
        new HostStack(8, 64, 14_600, "2/1460/-", 0, 0),
    };
    /** A Linux of today. */
    static final HostStack LINUX = STACKS[1];

    /** A Windows of today. */
    static final HostStack WINDOWS = STACKS[4];

    private static final HostStack[] OF_HUNDRED = ofHundred();

    private static HostStack[] ofHundred() {
        HostStack[] stacks = new HostStack[100];
        int at = 0;
        for (HostStack stack : STACKS) {
            for (int n = 0; n < stack.share; n++) {
                stacks[at++] = stack;
            }
        }
        return stacks;
    }

    /** The system of a host, by a hash of it. */
    static HostStack of(long host) {
        return OF_HUNDRED[RandomStream.scale(host, 100)];
    }

    /** What is left of the TTL when a packet of the host arrives. */
    int ttlAfter(long host) {
        return ttl - 5 - RandomStream.scaleLower(host, 21);
    }
}
