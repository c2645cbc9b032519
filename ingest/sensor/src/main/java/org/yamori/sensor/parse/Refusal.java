package org.yamori.sensor.parse;

/** Why a captured record is no packet row. */
public enum Refusal {
    LINK_TYPE("link type not read"),
    LINK_CUT_SHORT("link header cut short"),
    NOT_IP("neither IPv4 nor IPv6 on the link"),
    TOO_MANY_TAGS("more than 16 tags, labels and headers on the link"),
    ENCRYPTED("802.11 frame encrypted"),
    IP_CUT_SHORT("IP addresses cut short"),
    IP_VERSION("IP version contradicts the link header"),
    IP_LENGTH("IP header and total length contradict each other"),
    TIME("time before 1970 or after the year 9999"),
    NO_TIME("simple packet block, which carries no time"),
    NO_INTERFACE("pcapng interface not described"),
    PACKET_LENGTH("captured length does not fit its block"),
    DAMAGED("file damaged from here on");

    private final String reason;

    Refusal(String reason) {
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
