package org.yamori.sensor.parse;

/** A packet inside a packet, as {@link Decapsulation} opens it. */
public enum Tunnel {
    /** Generic routing encapsulation (RFC 2784, 2890, 2637): IP, MPLS, Ethernet and PPP in IP protocol 47. */
    GRE("gre"),
    /** IP protocols 4 and 41, in either family. */
    IP_IN_IP("ipip"),
    /** Frames of a mirrored switch port, types I, II and III, in GRE. */
    ERSPAN("erspan"),
    /** Ethernet in UDP to port 4789 (RFC 7348). */
    VXLAN("vxlan");

    private final String word;

    Tunnel(String word) {
        this.word = word;
    }

    /** How options name it. */
    public String word() {
        return word;
    }
}
