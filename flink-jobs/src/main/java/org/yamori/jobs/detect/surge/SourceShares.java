package org.yamori.jobs.detect.surge;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.jobs.enrich.AutonomousSystems;
import org.yamori.jobs.enrich.CountryTable;

/**
 * Where sources are, as shares of a sample, and where those are that came with a surge: the difference to the day
 * before (requirement N-12).
 */
final class SourceShares {
    private static final int MOST_NAMED = 10;
    private static final String UNKNOWN = "unknown";

    private final CountryTable countries;
    private final AutonomousSystems.Lookup systems;

    SourceShares(CountryTable countries, AutonomousSystems.Lookup systems) {
        this.countries = countries;
        this.systems = systems;
    }

    /** What the sources of a sample are counted by. */
    private enum Trait {
        COUNTRY("countries"),
        NETWORK("networks"),
        SYSTEM("systems");

        private final String field;

        Trait(String field) {
            this.field = field;
        }
    }

    private List<Trait> traits() {
        return systems.isKnown() ? List.of(Trait.values()) : List.of(Trait.COUNTRY, Trait.NETWORK);
    }

    private String name(Trait trait, long source) throws IOException {
        boolean ipv4 = Sighting.isIpv4(source);
        int address = Sighting.ipv4(source);
        String name = switch (trait) {
            case COUNTRY -> ipv4 ? CountryTable.text(countries.countryOf(address)) : "";
            case NETWORK -> ipv4 ? (address >>> 24) + "." + (address >>> 16 & 0xff) + ".0.0/16" : "IPv6";
            case SYSTEM -> ipv4 ? systems.of(address) : "";
        };
        return name.isEmpty() ? UNKNOWN : name;
    }

    private Map<String, Double> shares(Trait trait, long[] sources) throws IOException {
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (long source : sources) {
            counts.merge(name(trait, source), 1, Integer::sum);
        }
        TreeMap<String, Double> shares = new TreeMap<>();
        counts.forEach((name, count) -> shares.put(name, (double) count / sources.length));
        return shares;
    }

    /** Shares of all sources of the sample. */
    void writeAll(JsonGenerator out, long[] sources) throws IOException {
        for (Trait trait : traits()) {
            write(out, trait.field, shares(trait, sources));
        }
    }

    /**
     * Shares of the rise from {@code expected} sources to {@code most}. What has become fewer has no share, so that
     * they may sum to more than one.
     *
     * @param before sources of the day before, a sample
     */
    void writeRise(JsonGenerator out, long[] sources, long[] before, double most, double expected) throws IOException {
        for (Trait trait : traits()) {
            Map<String, Double> earlier = shares(trait, before);
            TreeMap<String, Double> rise = new TreeMap<>();
            for (Map.Entry<String, Double> now : shares(trait, sources).entrySet()) {
                double more = most * now.getValue() - expected * earlier.getOrDefault(now.getKey(), 0.0);
                if (more > 0) {
                    rise.put(now.getKey(), Math.min(1, more / (most - expected)));
                }
            }
            write(out, trait.field, rise);
        }
    }

    private static void write(JsonGenerator out, String field, Map<String, Double> shares) throws IOException {
        List<Share> all = new ArrayList<>();
        shares.forEach((name, share) -> all.add(new Share(name, share)));
        write(out, field, all);
    }

    /** What has a share, and which. */
    record Share(String name, double share) {}

    /** The largest shares, to a ten-thousandth: one source of a sample is to be seen. */
    static void write(JsonGenerator out, String field, List<Share> shares) throws IOException {
        List<Share> most = shares.stream()
                .sorted(Comparator.comparingDouble(Share::share).reversed().thenComparing(Share::name))
                .limit(MOST_NAMED)
                .toList();
        out.writeArrayFieldStart(field);
        for (Share share : most) {
            out.writeStartObject();
            out.writeStringField("name", share.name);
            out.writeNumberField("share", Math.rint(share.share * 10_000) / 10_000);
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
