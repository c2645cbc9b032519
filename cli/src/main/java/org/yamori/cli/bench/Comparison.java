package org.yamori.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yamori.cli.Progress;
import org.yamori.jobs.enrich.WatchList;

/**
 * Every number that the index holds of ports, protocols and all packets, against an independent count of the same
 * capture. Numbers of sources that say of themselves that they are estimates are counted and not compared.
 */
final class Comparison {
    private static final List<String> RESOLUTIONS = List.of("minute", "hour", "day");
    private static final int SHOWN = 20;
    private static final int OWN_DOCUMENT_PACKETS = 5;

    private final Indexed index;
    private final WatchList watchList = WatchList.defaults();
    private final List<String> shown = new ArrayList<>();
    private final Map<String, Long> documentsSeen = new TreeMap<>();
    private long differences;
    private long windows;
    private long numbers;
    private long estimates;

    /** What is in the index. */
    interface Indexed {
        /** Everything that one window's documents say of ports, protocols and all: the objects {@code yamori}. */
        void window(String resolution, Instant start, Consumer<JsonNode> each) throws IOException;

        /** Documents of one breakdown in windows of one resolution. */
        long documents(String resolution, String breakdown) throws IOException;
    }

    /** What was counted independently. */
    interface Counted {
        /** The next window, in no particular order, or null at the end. */
        IndependentCount.@Nullable Window next() throws IOException;
    }

    /**
     * What came of it.
     *
     * @param windows minutes, hours and days that were compared
     * @param numbers that were compared
     * @param estimates numbers of sources that were not, because they say that they are no exact counts
     * @param differences how many numbers or documents differ
     * @param shown the first of them, for a person
     */
    record Outcome(long windows, long numbers, long estimates, long differences, List<String> shown) {}

    private Comparison(Indexed index) {
        this.index = index;
    }

    static Outcome of(Indexed index, Counted truth, Progress progress) throws IOException {
        Comparison comparison = new Comparison(index);
        for (IndependentCount.Window window = truth.next(); window != null; window = truth.next()) {
            comparison.compare(window);
            if (window.resolution() == 0) {
                progress.done(window.all().packets());
            }
        }
        comparison.requireNothingElse();
        return new Outcome(
                comparison.windows,
                comparison.numbers,
                comparison.estimates,
                comparison.differences,
                List.copyOf(comparison.shown));
    }

    /** What one window's documents say, gathered. */
    private static final class Told {
        final PortCounts own = new PortCounts();
        final PortCounts tail = new PortCounts();
        final Map<Integer, Boolean> exact = new HashMap<>();
        boolean tailExact;
        final Map<String, PortCounts.Count> named = new TreeMap<>();
        final List<String> twice = new ArrayList<>();
        boolean totalExact;
    }

    private void compare(IndependentCount.Window window) throws IOException {
        String resolution = RESOLUTIONS.get(window.resolution());
        Instant start = Instant.ofEpochSecond(window.startSecond());
        String where = resolution + " " + start + " ";
        Told told = new Told();
        index.window(resolution, start, yamori -> take(resolution, yamori, told));
        windows++;
        told.twice.forEach(port -> differ(where + port + " stands twice"));

        Map<String, long[]> protocols = new TreeMap<>();
        for (int i = 0; i < window.ports().size(); i++) {
            int port = window.ports().port(i);
            PortCounts.Count expected = window.ports().count(i);
            long[] sums = protocols.computeIfAbsent(protocolWord(PortCounts.protocol(port)), word -> new long[2]);
            sums[0] += expected.packets();
            sums[1] += expected.bytes();
            comparePort(where, window.resolution() == 0, port, expected, told);
        }
        compareNothingMore(where, window.ports(), told.own);
        compareNothingMore(where, window.ports(), told.tail);
        protocols.forEach((word, sums) -> {
            PortCounts.Count found = told.named.get(word);
            compareNumber(where + word + " packets", sums[0], found == null ? 0 : found.packets());
            compareNumber(where + word + " bytes", sums[1], found == null ? 0 : found.bytes());
        });
        PortCounts.Count all = told.named.getOrDefault("all", new PortCounts.Count(0, 0, 0));
        compareNumber(where + "all packets", window.all().packets(), all.packets());
        compareNumber(where + "all bytes", window.all().bytes(), all.bytes());
        if (told.totalExact) {
            compareNumber(where + "all sources", window.all().sources(), all.sources());
        } else {
            estimates++;
        }
    }

    private void comparePort(String where, boolean minute, int port, PortCounts.Count expected, Told told) {
        boolean watched = watchList.contains(PortCounts.protocol(port), port & 0xffff);
        boolean own = !minute || watched || expected.packets() >= OWN_DOCUMENT_PACKETS;
        PortCounts place = own ? told.own : told.tail;
        int at = place.place(port);
        if (at < 0) {
            differ(where + PortCounts.text(port) + " is missing "
                    + (own ? "as a document of its own" : "in the tail document"));
            return;
        }
        PortCounts.Count found = place.count(at);
        compareNumber(where, port, " packets", expected.packets(), found.packets());
        compareNumber(where, port, " bytes", expected.bytes(), found.bytes());
        if (own ? told.exact.getOrDefault(port, false) : told.tailExact) {
            compareNumber(where, port, " sources", expected.sources(), found.sources());
        } else {
            estimates++;
        }
    }

    private void compareNothingMore(String where, PortCounts expected, PortCounts found) {
        for (int i = 0; i < found.size(); i++) {
            if (expected.place(found.port(i)) < 0) {
                differ(where + PortCounts.text(found.port(i)) + " is in the index and not in the capture");
            }
        }
    }

    private void take(String resolution, JsonNode yamori, Told told) {
        String breakdown = yamori.path("breakdown").asText();
        documentsSeen.merge(resolution + " " + breakdown, 1L, Long::sum);
        String key = yamori.path("key").asText();
        PortCounts.Count count = new PortCounts.Count(
                yamori.path("packets").asLong(),
                yamori.path("bytes").asLong(),
                yamori.path("sources").asLong());
        switch (breakdown) {
            case "port" -> {
                int port = PortCounts.parse(key);
                if (!told.own.add(port, count)) {
                    told.twice.add(key);
                }
                told.exact.put(port, yamori.path("sources_exact").asBoolean());
            }
            case "port-tail" -> {
                told.tailExact = yamori.path("sources_exact").asBoolean();
                takeTail(yamori.path("tail"), told);
            }
            default -> {
                told.named.put(key, count);
                told.totalExact |=
                        key.equals("all") && yamori.path("sources_exact").asBoolean();
            }
        }
    }

    private static void takeTail(JsonNode tail, Told told) {
        for (int i = 0; i < tail.path("port").size(); i++) {
            int port = tail.path("protocol").get(i).asInt() << 16
                    | tail.path("port").get(i).asInt();
            PortCounts.Count count = new PortCounts.Count(
                    tail.path("packets").get(i).asLong(),
                    tail.path("bytes").get(i).asLong(),
                    tail.path("sources").get(i).asLong());
            if (!told.tail.add(port, count)) {
                told.twice.add(PortCounts.text(port));
            }
        }
    }

    /** Windows of which the capture knows nothing would not have been asked for. */
    private void requireNothingElse() throws IOException {
        for (String resolution : RESOLUTIONS) {
            for (String breakdown : List.of("port", "port-tail", "protocol", "total", "late-block")) {
                String what = resolution + " " + breakdown;
                compareNumber(
                        "documents " + what,
                        documentsSeen.getOrDefault(what, 0L),
                        index.documents(resolution, breakdown));
            }
        }
    }

    private void compareNumber(String where, int port, String what, long expected, long found) {
        numbers++;
        if (expected != found) {
            differ(where + PortCounts.text(port) + what + ": counted " + expected + ", indexed " + found);
        }
    }

    private void compareNumber(String what, long expected, long found) {
        numbers++;
        if (expected != found) {
            differ(what + ": counted " + expected + ", indexed " + found);
        }
    }

    private void differ(String what) {
        differences++;
        if (shown.size() < SHOWN) {
            shown.add(what);
        }
    }

    private static String protocolWord(int protocol) {
        return switch (protocol) {
            case 1 -> "icmp";
            case 6 -> "tcp";
            case 17 -> "udp";
            default -> "other";
        };
    }
}
