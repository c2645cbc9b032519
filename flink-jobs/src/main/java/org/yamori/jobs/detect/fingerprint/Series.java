package org.yamori.jobs.detect.fingerprint;

import org.yamori.wire.ProtocolPort;

/** What is counted, as one number: a label of sources, alone or at a port. */
final class Series {
    private static final int LABEL_SHIFT = 32;
    private static final int PORT_BITS = 16;

    private Series() {}

    static long of(SourceLabel label) {
        return (long) label.ordinal() << LABEL_SHIFT;
    }

    /** A label at a port; {@code port} has the protocol in its upper half. */
    static long of(SourceLabel label, int port) {
        return of(label) | port;
    }

    static long of(SourceLabel label, ProtocolPort port) {
        return of(label, port.protocol() << PORT_BITS | port.port());
    }

    static SourceLabel label(long series) {
        return SourceLabel.at((int) (series >>> LABEL_SHIFT));
    }

    static boolean hasPort(long series) {
        return (int) series != 0;
    }

    static int protocol(long series) {
        return (int) series >>> PORT_BITS;
    }

    static int port(long series) {
        return (int) series & ((1 << PORT_BITS) - 1);
    }
}
