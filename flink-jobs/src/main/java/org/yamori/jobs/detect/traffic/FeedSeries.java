package org.yamori.jobs.detect.traffic;

/**
 * A series that only feeds have: one source in one network, perhaps towards one country.
 *
 * @param network name of the observation network
 * @param address whether the source is an address; otherwise it is a label
 * @param source the address or the label
 * @param towards country of the destination, or empty
 */
record FeedSeries(String network, boolean address, String source, String towards) {
    /** Stands between the parts; a label that holds it loses it. */
    private static final char SEPARATOR = '\u001f';

    private static final String ADDRESS = "a";
    private static final String LABEL = "l";
    /** As much of a label as is kept, wherever it came from; feeds refuse longer ones. */
    private static final int MOST_LETTERS = 255;

    /** One text for tables and shares; sorts by network and source. */
    String packed() {
        String clean =
                source.substring(0, Math.min(source.length(), MOST_LETTERS)).replace(SEPARATOR, ' ');
        return network + SEPARATOR + clean + SEPARATOR + (address ? ADDRESS : LABEL) + SEPARATOR + towards;
    }

    static FeedSeries of(String packed) {
        String[] parts = packed.split(String.valueOf(SEPARATOR), -1);
        return new FeedSeries(parts[0], parts[2].equals(ADDRESS), parts[1], parts[3]);
    }

    /** How a finding names the series. */
    String key() {
        return network + '|' + source + (towards.isEmpty() ? "" : '|' + towards);
    }
}
