package org.yamori.sensor.parse;

import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which tunnels are opened, and how many inside one another.
 *
 * @param depth tunnels opened in one packet, 0 to 8
 */
public record Decapsulation(Set<Tunnel> tunnels, int depth) implements Serializable {
    public static final int MAX_DEPTH = 8;

    /** The outer packet is what counts. */
    public static final Decapsulation NONE = new Decapsulation(Set.of(), MAX_DEPTH);

    public static final Decapsulation ALL = new Decapsulation(EnumSet.allOf(Tunnel.class), MAX_DEPTH);

    public Decapsulation {
        tunnels = Set.copyOf(tunnels);
        if (depth < 0 || depth > MAX_DEPTH) {
            throw new IllegalArgumentException("0 to " + MAX_DEPTH + " tunnels are opened, was " + depth);
        }
    }

    public Decapsulation atMost(int newDepth) {
        return new Decapsulation(tunnels, newDepth);
    }

    boolean opens(Tunnel tunnel) {
        return tunnels.contains(tunnel);
    }

    /** {@code none}, {@code all}, or tunnels' words. */
    public static Decapsulation of(List<String> words) {
        if (words.equals(List.of("none"))) {
            return NONE;
        }
        if (words.equals(List.of("all"))) {
            return ALL;
        }
        EnumSet<Tunnel> tunnels = EnumSet.noneOf(Tunnel.class);
        for (String word : words) {
            tunnels.add(tunnel(word));
        }
        return new Decapsulation(tunnels, MAX_DEPTH);
    }

    private static Tunnel tunnel(String word) {
        return Arrays.stream(Tunnel.values())
                .filter(tunnel -> tunnel.word().equals(word))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no tunnel is called '" + word
                        + "'; allowed: none, all, or some of "
                        + Arrays.stream(Tunnel.values()).map(Tunnel::word).collect(Collectors.joining(", "))));
    }
}
