package org.yamori.jobs.detect.traffic;

/**
 * Ports of a window as they are told.
 *
 * @param run what was counted
 * @param sources distinct sources of each port of the run, members or an estimate
 */
record PortColumns(PortRun run, long[] sources) {
    /** Of a run whose members are all of its sources. */
    static PortColumns exact(PortRun run) {
        long[] sources = new long[run.size()];
        for (int at = 0; at < sources.length; at++) {
            sources[at] = run.sources(at);
        }
        return new PortColumns(run, sources);
    }
}
