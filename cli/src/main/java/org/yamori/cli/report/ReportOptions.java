package org.yamori.cli.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a reader of the reports may choose.
 *
 * @param ports ports whose distinct sources are listed by day, as {@code tcp/23}
 * @param top how many ports and countries are named before the others
 * @param ownCountry country whose sources on 23/tcp are listed by day
 * @param pseudonyms whether tables name sources by rank only
 * @param pseudonymNetwork network whose totals give the rank; the one with most packets otherwise
 * @param totals file of totals known from elsewhere
 * @param spikes when a day is a spike
 */
public record ReportOptions(
        List<String> ports,
        int top,
        Optional<String> ownCountry,
        boolean pseudonyms,
        Optional<String> pseudonymNetwork,
        Optional<Path> totals,
        SpikeRules spikes) {
    public static final List<String> DEFAULT_PORTS = List.of("tcp/23", "tcp/2323", "tcp/5555", "tcp/7547");
    public static final ReportOptions DEFAULT = new ReportOptions(
            DEFAULT_PORTS, 10, Optional.empty(), false, Optional.empty(), Optional.empty(), SpikeRules.DEFAULT);

    public ReportOptions {
        ports = List.copyOf(ports);
        if (top < 1) {
            throw new IllegalArgumentException("at least 1 port and country is named, was " + top);
        }
        for (String port : ports) {
            if (!port.matches("(tcp|udp)/[0-9]{1,5}")) {
                throw new IllegalArgumentException("a port is written tcp/23 or udp/53, was '" + port + "'");
            }
        }
        ownCountry.ifPresent(country -> {
            if (!country.matches("[A-Z]{2}")) {
                throw new IllegalArgumentException("a country is two capital letters, was '" + country + "'");
            }
        });
    }
}
