package org.yamori.sensor.simulate;

/** Where the sources of an actor are: host by host an address of its own. */
interface SourcePool {
    /**
     * The number of a host's address; no two hosts share one while there are as many addresses as hosts.
     *
     * @param generation how often the host has taken another address
     * @param hosts how many there are at most
     */
    int numberOf(int host, int generation, int hosts);

    /** The address of that number. */
    int at(int number);

    /** How many addresses there are, in the narrowest part of the pool. */
    long size();
}
