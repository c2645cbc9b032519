package org.yamori.cli.bench.detection;

import java.util.List;

/**
 * How many addresses are watched, and how many sources a minute that brings to ports nobody cares for and to telnet.
 *
 * @param tail sources a minute of the ports that are not watched
 * @param telnet sources a minute of port 23
 */
record Telescope(int addresses, double tail, double telnet) {
    static final int PORTS = 131_072;
    static final int WATCHED = 256;

    static final List<Telescope> ALL =
            List.of(new Telescope(4_096, 0.1, 250), new Telescope(65_536, 1, 4_000), new Telescope(290_000, 5, 20_000));

    /** The level of a port: the first are watched and fall off as 1 / rank, the others are half to twice the tail. */
    double level(int port) {
        if (port < WATCHED) {
            return Math.max(tail, telnet / Math.pow(port + 1, 1.2));
        }
        return tail * Math.pow(2, 2 * ((port * 0.6180339887498949) % 1) - 1);
    }
}
