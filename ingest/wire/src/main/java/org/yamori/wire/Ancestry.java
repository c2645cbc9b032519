package org.yamori.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who stands above whom, as numbers: each has one parent or none. Questions take constant time. */
final class Ancestry {
    static final int NONE = -1;

    /** A parent that does not exist: nothing is known of who hangs from it. */
    static final int UNKNOWN = -2;

    private final int[] parents;
    /* Numbers of a walk from the top: who stands below somebody was entered after and left before. */
    private final int[] entered;
    private final int[] left;

    Ancestry(int[] parents) {
        this.parents = parents.clone();
        entered = new int[parents.length];
        left = new int[parents.length];
        Arrays.fill(entered, NONE);
        List<List<Integer>> children = new ArrayList<>();
        for (int i = 0; i < parents.length; i++) {
            children.add(new ArrayList<>(0));
        }
        for (int i = 0; i < parents.length; i++) {
            if (parents[i] >= 0) {
                children.get(parents[i]).add(i);
            }
        }
        int step = 0;
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int top = 0; top < parents.length; top++) {
            if (parents[top] != NONE) {
                continue;
            }
            open.push(top);
            while (!open.isEmpty()) {
                int here = open.peek();
                if (entered[here] != NONE) {
                    left[open.pop()] = step++;
                } else {
                    entered[here] = step++;
                    children.get(here).forEach(open::push);
                }
            }
        }
    }

    /** Whether one stands above the other, or that cannot be known: in a ring, or where a parent does not exist. */
    boolean mayBeRelated(int one, int other) {
        return entered[one] == NONE || entered[other] == NONE || isAbove(one, other) || isAbove(other, one);
    }

    private boolean isAbove(int upper, int lower) {
        return entered[upper] <= entered[lower] && left[lower] <= left[upper];
    }

    /** Everybody who stands above himself: the rings, each once and in order from its lowest number. */
    List<List<Integer>> rings() {
        List<List<Integer>> rings = new ArrayList<>();
        int[] seen = new int[parents.length];
        for (int start = 0; start < parents.length; start++) {
            int at = start;
            while (at >= 0 && entered[at] == NONE && seen[at] == 0) {
                seen[at] = start + 1;
                at = parents[at];
            }
            if (at >= 0 && entered[at] == NONE && seen[at] == start + 1) {
                rings.add(ring(at));
            }
        }
        return rings;
    }

    private List<Integer> ring(int member) {
        List<Integer> ring = new ArrayList<>();
        int at = member;
        int lowest = member;
        do {
            lowest = Math.min(lowest, at);
            at = parents[at];
        } while (at != member);
        at = lowest;
        do {
            ring.add(at);
            at = parents[at];
        } while (at != lowest);
        return ring;
    }
}
