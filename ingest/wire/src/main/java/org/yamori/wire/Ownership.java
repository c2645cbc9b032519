package org.yamori.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose the prefixes of a registry are, and whether that is in order: names differ, a prefix stands once, and where one
 * lies in another the one organisation stands above the other. Finding everything that is wrong takes no longer than
 * sorting the prefixes.
 */
final class Ownership {
    /** Each hint compares a name with all others. */
    private static final int MOST_HINTS = 20;

    private final List<Owner> owners = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Owned> prefixes = new ArrayList<>();

    /** Where something stands; line 0 where there are no lines. */
    record Place(int line, String path) {
        private String words() {
            return line == 0 ? "" : " in line " + line;
        }
    }

    /** Takes what is wrong. */
    interface Complaints {
        void add(Place place, String value, String message);
    }

    private record Owner(String name, Place namePlace, String parent, Place parentPlace) {}

    private record Owned(Cidr prefix, int owner, Place place) {}

    private record Pair(int inner, int outer) {}

    /** A prefix in another one of somebody who is no relative, and how many more of the two there are. */
    private static final class Stranger {
        private final Owned inner;
        private final Owned outer;
        private int more;

        private Stranger(Owned inner, Owned outer) {
            this.inner = inner;
            this.outer = outer;
        }
    }

    /** Adds an organisation, whose number this is; its name may be empty where that was complained about. */
    int organisation(String name, Place namePlace, String parent, Place parentPlace) {
        owners.add(new Owner(name, namePlace, parent, parentPlace));
        return owners.size() - 1;
    }

    /** Adds a prefix of an organisation. */
    void prefix(Cidr prefix, int organisation, Place place) {
        prefixes.add(new Owned(prefix, organisation, place));
    }

    void check(Complaints complaints) {
        for (int i = 0; i < owners.size(); i++) {
            Owner owner = owners.get(i);
            Integer before = owner.name.isEmpty() ? null : numbers.putIfAbsent(owner.name, i);
            if (before != null) {
                complaints.add(
                        owner.namePlace,
                        owner.name,
                        "'" + owner.name + "' is already the name of the organisation"
                                + owners.get(before).namePlace.words() + "; names must differ");
            }
        }
        Ancestry ancestry = new Ancestry(parents(complaints));
        for (List<Integer> ring : ancestry.rings()) {
            Owner first = owners.get(ring.get(0));
            complaints.add(first.parentPlace, first.parent, ringWords(ring));
        }
        checkPrefixes(ancestry, complaints);
    }

    private int[] parents(Complaints complaints) {
        int[] parents = new int[owners.size()];
        int hints = 0;
        for (int i = 0; i < parents.length; i++) {
            Owner owner = owners.get(i);
            Integer parent = numbers.get(owner.parent);
            parents[i] = owner.parent.isEmpty() ? Ancestry.NONE : parent == null ? Ancestry.UNKNOWN : parent;
            if (parents[i] == Ancestry.UNKNOWN) {
                String meant = hints++ < MOST_HINTS
                        ? Nearest.to(owner.parent, numbers.keySet())
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("")
                        : "";
                complaints.add(
                        owner.parentPlace,
                        owner.parent,
                        "there is no organisation named '" + BlockHeader.clip(owner.parent) + "'" + meant);
            }
        }
        return parents;
    }

    private String ringWords(List<Integer> ring) {
        String first = "'" + owners.get(ring.get(0)).name + "'";
        if (ring.size() == 1) {
            return first + " cannot be its own parent";
        }
        StringBuilder words = new StringBuilder(first);
        for (int i = 1; i < ring.size(); i++) {
            words.append(i == 1 ? " lies under '" : ", that under '")
                    .append(owners.get(ring.get(i)).name)
                    .append("'");
        }
        return BlockHeader.clip(words.toString()) + " and that again under " + first + "; one of them needs no parent";
    }

    /** Goes through the prefixes by their first address; those that are open hold each other like boxes. */
    private void checkPrefixes(Ancestry ancestry, Complaints complaints) {
        List<Owned> sorted = new ArrayList<>(prefixes);
        sorted.sort(Comparator.comparing(Owned::prefix));
        Map<Pair, Stranger> strangers = new HashMap<>();
        ArrayDeque<Owned> open = new ArrayDeque<>();
        for (Owned owned : sorted) {
            while (!open.isEmpty() && !open.getFirst().prefix.contains(owned.prefix)) {
                open.pop();
            }
            if (!open.isEmpty() && open.getFirst().prefix.equals(owned.prefix)) {
                complainOfEqual(open.getFirst(), owned, complaints);
                continue;
            }
            for (Owned around : open) {
                if (around.owner != owned.owner && !ancestry.mayBeRelated(around.owner, owned.owner)) {
                    strangers.computeIfAbsent(new Pair(owned.owner, around.owner), pair -> new Stranger(owned, around))
                            .more++;
                    break;
                }
            }
            open.push(owned);
        }
        strangers.values().forEach(stranger -> complainOf(stranger, complaints));
    }

    private void complainOfEqual(Owned before, Owned owned, Complaints complaints) {
        complaints.add(
                owned.place,
                owned.prefix.toString(),
                owned.prefix + " already belongs to '" + owners.get(before.owner).name + "'" + before.place.words()
                        + "; a prefix has one owner and one use");
    }

    private void complainOf(Stranger stranger, Complaints complaints) {
        Owner inner = owners.get(stranger.inner.owner);
        Owner outer = owners.get(stranger.outer.owner);
        int more = stranger.more - 1;
        complaints.add(
                stranger.inner.place,
                stranger.inner.prefix.toString(),
                stranger.inner.prefix + " lies in " + stranger.outer.prefix + " of '" + outer.name + "'"
                        + stranger.outer.place.words()
                        + (more == 0 ? "" : ", as do " + more + " more prefixes of '" + inner.name + "'") + "; "
                        + (inner.parent.isEmpty()
                                ? "'" + inner.name + "' needs 'parent: " + outer.name + "'"
                                : "'" + outer.name + "' must stand above '" + inner.name + "', whose parent is '"
                                        + inner.parent + "'"));
    }
}
