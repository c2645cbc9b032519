package org.yamori.sensor.simulate;

import java.util.Locale;

/** The protocol of an actor's packets. */
enum Transport implements Fields.Named {
    TCP(Lane.TCP),
    UDP(Lane.UDP),
    ICMP(Lane.ICMP);

    /** Without ICMP, which has no ports. */
    static final Transport[] WITH_PORTS = {TCP, UDP};

    private final int protocol;

    Transport(int protocol) {
        this.protocol = protocol;
    }

    int protocol() {
        return protocol;
    }

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
