package org.yamori.sensor.simulate;

import java.util.List;

/** Sources in countries: each host has its country by weight and an address in one of the country's ranges. */
final class CountrySources implements SourcePool {
    private final long key;
    private final AliasTable weights;
    private final NumberedAddresses[] countries;
    /** Addresses of the countries before. */
    private final int[] before;

    private final long size;

    CountrySources(long seed, double[] weights, List<List<AddressRange>> ranges) {
        key = RandomStream.mix(seed);
        this.weights = new AliasTable(weights);
        countries = ranges.stream().map(NumberedAddresses::new).toArray(NumberedAddresses[]::new);
        before = new int[countries.length];
        long least = Long.MAX_VALUE;
        for (int i = 0; i < countries.length; i++) {
            before[i] = i == 0 ? 0 : before[i - 1] + countries[i - 1].size();
            least = Math.min(least, countries[i].size());
        }
        size = least;
    }

    @Override
    public int numberOf(int host, int generation, int hosts) {
        int country = weights.draw(RandomStream.derive(key, host));
        return before[country] + countries[country].step((int) key, host + (long) generation * hosts);
    }

    @Override
    public int at(int number) {
        int country = countries.length - 1;
        while (number < before[country]) {
            country--;
        }
        return countries[country].at(number - before[country]);
    }

    @Override
    public long size() {
        return size;
    }
}
