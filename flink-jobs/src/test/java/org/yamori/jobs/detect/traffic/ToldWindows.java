package org.yamori.jobs.detect.traffic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.yamori.jobs.enrich.PortKnowledge;
import org.yamori.jobs.flow.TrafficKind;

/** What the tables told, as a reader would see it: the last share of every shard, added up, with names for numbers. */
final class ToldWindows {
    private static final PortKnowledge PORTS = PortKnowledge.defaults();

    private final Map<String, Map<Integer, TrafficPartial>> shares = new TreeMap<>();
    private final List<TrafficPartial> lateBlocks = new ArrayList<>();

    /** Counts of one series in one window. */
    record Counts(long packets, long bytes, long sources, boolean exact) {}

    void add(TrafficPartial share) {
        if (!share.lateBlock.isEmpty()) {
            lateBlocks.add(share);
            return;
        }
        String window = Resolution.at(share.resolution).word() + ' ' + TrafficLogic.instant(share.startMicros);
        shares.computeIfAbsent(window, unseen -> new HashMap<>()).put(share.shard, share);
    }

    List<TrafficPartial> lateBlocks() {
        return lateBlocks;
    }

    /** Late slices of each window. */
    Map<String, Long> lateSlices() {
        Map<String, Long> late = new TreeMap<>();
        shares.keySet().forEach(window -> late.put(window, merged(window).lateSlices()));
        return late;
    }

    /** Sources of each window that has them as a sketch. */
    Map<String, String> sketches() {
        Map<String, String> sketches = new TreeMap<>();
        shares.keySet()
                .forEach(window ->
                        merged(window).distinctSources().ifPresent(sources -> sketches.put(window, sources.text())));
        return sketches;
    }

    private MergedWindow merged(String window) {
        MergedWindow merged = new MergedWindow();
        new TreeMap<>(shares.getOrDefault(window, Map.of())).values().forEach(merged::add);
        return merged;
    }

    /** One series of one window, which must have been told. */
    Counts of(String series) {
        return Objects.requireNonNull(all().get(series), series);
    }

    /** Every series of every window. */
    Map<String, Counts> all() {
        Map<String, Counts> all = new TreeMap<>();
        for (String window : shares.keySet()) {
            MergedWindow merged = merged(window);
            SortedCounts counts = merged.numbered();
            for (int i = 0; i < counts.size(); i++) {
                long series = counts.series(i);
                all.put(
                        window + ' ' + name(series),
                        new Counts(counts.packets(i), counts.bytes(i), counts.sources(i), merged.isExact(series)));
            }
            merged.sensors()
                    .forEach((name, sum) -> all.put(
                            window + " sensor " + name, new Counts(sum.packets, sum.bytes, sum.sources, !sum.inexact)));
            merged.networks()
                    .forEach((name, sum) -> all.put(
                            window + " network " + name,
                            new Counts(sum.packets, sum.bytes, sum.sources, !sum.inexact)));
            merged.victims()
                    .forEach(victim ->
                            all.put(window + " victim " + victim.source(), new Counts(victim.packets(), 0, 1, true)));
        }
        return all;
    }

    private static String name(long series) {
        Breakdown breakdown = Breakdown.of(series);
        int key = (int) Breakdown.key(series);
        return breakdown.word()
                + ' '
                + switch (breakdown) {
                    case TOTAL -> "all";
                    case PROTOCOL -> PortKey.protocolClassWord(key);
                    case PORT -> PortKey.text(key);
                    case PORT_GROUP -> PORTS.name(key);
                    case KIND -> TrafficKind.at(key).word();
                    default -> String.valueOf(Breakdown.key(series));
                };
    }
}
