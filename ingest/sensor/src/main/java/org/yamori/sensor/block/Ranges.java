package org.yamori.sensor.block;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.AddressSet;
import org.yamori.wire.Cidr;

/** The addresses a sensor watches; none at all means every address. */
public final class Ranges implements Serializable {
    private static final long serialVersionUID = 1;

    /** No range named: every address is watched and no address is the sensor's own. */
    public static final Ranges EVERYTHING = new Ranges(List.of());

    private final boolean everything;
    private final AddressSet addresses;

    private Ranges(List<Cidr> prefixes) {
        everything = prefixes.isEmpty();
        addresses = AddressSet.of(prefixes);
    }

    /** Ranges as {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address. */
    public static Ranges of(List<String> cidrs) {
        return new Ranges(cidrs.stream().map(Cidr::parsePrefixOrAddress).toList());
    }

    public boolean isEverything() {
        return everything;
    }

    public boolean containsIpv4(int address) {
        return everything || addresses.contains(address);
    }

    public boolean containsIpv6(long addressHigh, long addressLow) {
        return everything || addresses.contains(addressHigh, addressLow);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ranges ranges && ranges.everything == everything && ranges.addresses.equals(addresses);
    }

    @Override
    public int hashCode() {
        return addresses.hashCode();
    }

    @Override
    public String toString() {
        return everything ? "every address" : addresses.toString();
    }
}
