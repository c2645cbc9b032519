package org.yamori.wire;

/** What a payload looks like from its first bytes; the code is what a block stores. */
public enum PayloadClass {
    NONE("none"),
    UNKNOWN("unknown"),
    HTTP("http"),
    TLS("tls"),
    DNS_QUERY("dns-query"),
    DNS_RESPONSE("dns-response"),
    NTP("ntp"),
    SSH("ssh"),
    SSDP("ssdp"),
    SIP("sip"),
    SNMP("snmp"),
    RDP("rdp"),
    SMB("smb");

    private final String word;

    PayloadClass(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
