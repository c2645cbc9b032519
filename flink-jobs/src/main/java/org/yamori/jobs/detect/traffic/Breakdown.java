package org.yamori.jobs.detect.traffic;

/** What a series of the traffic room is about; the word is the finding's {@code yamori.breakdown}. */
enum Breakdown {
    TOTAL("total"),
    PROTOCOL("protocol"),
    PORT("port"),
    PORT_GROUP("port-group"),
    NETWORK("network"),
    SENSOR("sensor"),
    COUNTRY("country"),
    KIND("kind"),
    /** Ports of the watch list by country of the source; hours and days only. */
    PORT_COUNTRY("port-country"),
    /** Port groups by country of the source; hours and days only. */
    GROUP_COUNTRY("group-country"),
    /** Of feeds: one source in one network; hours and days only. */
    SOURCE("source"),
    /** Of feeds: one source towards one country in one network; hours and days only. */
    SOURCE_DESTINATION_COUNTRY("source-destination-country");

    private static final Breakdown[] ALL = values();
    private static final int SHIFT = 56;

    private final String word;

    Breakdown(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** A series as one number. */
    long series(long key) {
        return (long) ordinal() << SHIFT | key;
    }

    static Breakdown of(long series) {
        return ALL[(int) (series >>> SHIFT)];
    }

    boolean isOnlyOfHoursAndDays() {
        return this == PORT_COUNTRY || this == GROUP_COUNTRY;
    }

    static long key(long series) {
        return series & (1L << SHIFT) - 1;
    }
}
