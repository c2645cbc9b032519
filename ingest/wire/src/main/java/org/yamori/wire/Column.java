package org.yamori.wire;

/**
 * The columns of a {@link PacketBlock}, in the order in which they are written. A reader finds them by name, takes an
 * absent one as "nothing known" and ignores names it does not know.
 */
public enum Column {
    TIME("time", Type.TIMESTAMP, Group.ALWAYS, "capture time in microseconds, UTC"),
    SOURCE("source", Type.ADDRESS, Group.ALWAYS, "who sent it; null in a feed that names no address"),
    DESTINATION("destination", Type.ADDRESS, Group.ALWAYS, "the dark address it reached"),
    PROTOCOL("protocol", Type.UINT8, Group.ALWAYS, "IP protocol number: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6"),
    SOURCE_PORT("source_port", Type.UINT16, Group.ALWAYS, "source port; for ICMP the type"),
    DESTINATION_PORT("destination_port", Type.UINT16, Group.ALWAYS, "destination port; for ICMP the code"),
    TCP_FLAGS("tcp_flags", Type.UINT8, Group.PACKETS, "CWR ECE URG ACK PSH RST SYN FIN, FIN being bit 0"),
    SEQUENCE("sequence", Type.UINT32, Group.PACKETS, "TCP sequence number"),
    ACKNOWLEDGEMENT("acknowledgement", Type.UINT32, Group.PACKETS, "TCP acknowledgement number"),
    WINDOW("window", Type.UINT16, Group.PACKETS, "TCP window as sent, unscaled"),
    TTL("ttl", Type.UINT8, Group.PACKETS, "time to live or hop limit on arrival"),
    IP_ID("ip_id", Type.UINT16, Group.PACKETS, "IPv4 identification; 0 for IPv6 without a fragment header"),
    TOTAL_LENGTH("total_length", Type.UINT16, Group.PACKETS, "length of the IP packet in bytes, header included"),
    FRAGMENT("fragment", Type.UINT16, Group.PACKETS, "IPv4 flags and fragment offset as on the wire"),
    SYN_OPTIONS("syn_options", Type.TEXT, Group.PACKETS, "option kinds of a SYN in order, its MSS and window scale"),
    SYN_SIGNATURE(
            "syn_signature",
            Type.TEXT,
            Group.PACKETS,
            "p0f's raw signature of a SYN behind version and TTL; `*` for a window that is a plain number"),
    PAYLOAD_LENGTH(
            "payload_length", Type.UINT16, Group.PACKETS, "bytes after the transport header, as the IP length claims"),
    PAYLOAD_HASH(
            "payload_hash",
            Type.UINT64,
            Group.PACKETS,
            "first 64 bits of the payload's SHA-256, or HMAC-SHA-256 where the sensor has a key; 0 without payload"),
    PAYLOAD_CLASS("payload_class", Type.UINT8, Group.PACKETS, "what the payload looks like, see PayloadClass"),
    QUOTED_PROTOCOL("quoted_protocol", Type.UINT8, Group.QUOTES, "ICMP errors: protocol of the packet they quote"),
    QUOTED_SOURCE("quoted_source", Type.ADDRESS, Group.QUOTES, "ICMP errors: source of the packet they quote"),
    QUOTED_DESTINATION(
            "quoted_destination", Type.ADDRESS, Group.QUOTES, "ICMP errors: destination of the packet they quote"),
    QUOTED_SOURCE_PORT(
            "quoted_source_port", Type.UINT16, Group.QUOTES, "ICMP errors: source port of the packet they quote"),
    QUOTED_DESTINATION_PORT(
            "quoted_destination_port",
            Type.UINT16,
            Group.QUOTES,
            "ICMP errors: destination port of the packet they quote"),
    WEIGHT(
            "weight",
            Type.UINT64,
            Group.FEED,
            "how many packets a row of a feed stands for; null where the cell was empty"),
    SOURCE_COUNTRY("source_country", Type.TEXT, Group.FEED, "country of the source as the feed says"),
    DESTINATION_COUNTRY("destination_country", Type.TEXT, Group.FEED, "country of the destination as the feed says"),
    SOURCE_LABEL("source_label", Type.TEXT, Group.FEED, "name of a source that is no address");

    /** How a value is stored; addresses take 4 or 16 bytes, by the family of the block. */
    public enum Type {
        UINT8(1),
        UINT16(2),
        UINT32(4),
        UINT64(8),
        TIMESTAMP(8),
        ADDRESS(0),
        /** An unsigned 16-bit index into a dictionary of texts; index 0 is the empty text. */
        TEXT(2);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        int bytes(boolean ipv6) {
            return this == ADDRESS ? (ipv6 ? 16 : 4) : bytes;
        }
    }

    /** Which blocks carry a column. */
    public enum Group {
        ALWAYS,
        PACKETS,
        QUOTES,
        FEED
    }

    private static final Column[] ALL = values();

    private final String arrowName;
    private final Type type;
    private final Group group;
    private final String meaning;

    Column(String arrowName, Type type, Group group, String meaning) {
        this.arrowName = arrowName;
        this.type = type;
        this.group = group;
        this.meaning = meaning;
    }

    public static Column at(int ordinal) {
        return ALL[ordinal];
    }

    public static int count() {
        return ALL.length;
    }

    public String arrowName() {
        return arrowName;
    }

    public Type type() {
        return type;
    }

    public Group group() {
        return group;
    }

    public String meaning() {
        return meaning;
    }

    /** Bytes of one value in a block of the given address family. */
    public int bytes(boolean ipv6) {
        return type.bytes(ipv6);
    }

    int bit() {
        return 1 << ordinal();
    }

    /** The bits of a group's columns. */
    static int bits(Group group) {
        int bits = 0;
        for (Column column : ALL) {
            bits |= column.group == group ? column.bit() : 0;
        }
        return bits;
    }
}
