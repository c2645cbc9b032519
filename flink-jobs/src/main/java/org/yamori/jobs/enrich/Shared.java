package org.yamori.jobs.enrich;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks of a process use together and nobody changes: made once for each key, while others wait, and kept for
 * as long as anybody has it.
 */
final class Shared<K, V> {
    private final Map<K, WeakReference<V>> all = new HashMap<>();

    /** Makes it. */
    interface Making<V, E extends Exception> {
        V make() throws E;
    }

    synchronized <E extends Exception> V get(K key, Making<V, E> making) throws E {
        WeakReference<V> reference = all.get(key);
        @Nullable V known = reference == null ? null : reference.get();
        if (known == null) {
            known = making.make();
            all.values().removeIf(other -> other.get() == null);
            all.put(key, new WeakReference<>(known));
        }
        return known;
    }
}
