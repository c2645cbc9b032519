package org.yamori.cli.bench.detection;

/** The distinct sources of a port, minute by minute and of longer windows. */
interface SourceSeries {
    int minutes();

    /** Of one minute. */
    int hits(int minute);

    /** Of the window of a scale that ends with {@code minute}; rivals look at the hour and the day. */
    int sources(int scale, int minute);
}
