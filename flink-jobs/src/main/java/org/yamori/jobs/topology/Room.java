package org.yamori.jobs.topology;

/** The rooms that read packets and may be left out of a job; the room sensor is always there, since all ask it. */
public enum Room {
    TRAFFIC("traffic"),
    SURGE("surge"),
    FINGERPRINT("fingerprint"),
    BACKSCATTER("backscatter"),
    DAEDALUS("daedalus");

    private final String word;

    Room(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
