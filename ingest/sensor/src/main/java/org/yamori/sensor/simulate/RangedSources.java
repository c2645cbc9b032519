package org.yamori.sensor.simulate;

import java.util.List;

/** Sources in named ranges, in a scattered order. */
final class RangedSources implements SourcePool {
    private final NumberedAddresses addresses;
    private final int start;

    RangedSources(long seed, List<AddressRange> ranges) {
        addresses = new NumberedAddresses(ranges);
        start = (int) RandomStream.mix(seed);
    }

    @Override
    public int numberOf(int host, int generation, int hosts) {
        return addresses.step(start, host + (long) generation * hosts);
    }

    @Override
    public int at(int number) {
        return addresses.at(number);
    }

    @Override
    public long size() {
        return addresses.size();
    }
}
